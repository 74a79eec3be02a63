/** Compares the syntax trees before and after an edit: what differs must be what was planned, down to the node. Reports the first difference that is not. */
import type { Source } from './source.js';
import { HEARD_LATER } from './unheard-promises.js';

interface TreeNode extends Record<string, unknown> {
  type: string;
  start: number;
  end: number;
}

/** Ranges of the text before that may differ or go, and ranges of the text after that are new. */
export interface AllowedDifferences {
  planned: readonly [number, number][];
  /** Calls whose whole shape changes: what is inside of them is not compared. */
  reshaped: readonly [number, number][];
  /** Functions whose body becomes that of a function handed to one call. */
  wrapped: readonly [number, number][];
  /** Statements that become the first ones in the body of a new function. */
  moved: readonly [number, number][];
  removed: readonly [number, number][];
  inserted: readonly [number, number][];
}

/** Fields that say where or how a node is written, not what it is. */
const SILENT = new Set(['start', 'end', 'loc', 'range', 'extra', 'tokens', 'comments', 'leadingComments', 'trailingComments', 'innerComments', 'errors', 'original', 'parent']);

/** A field that is not there means the same as an empty one. */
const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);

const isNode = (value: unknown): value is TreeNode => typeof value === 'object' && value !== null && typeof (value as TreeNode).type === 'string' && typeof (value as TreeNode).start === 'number';

/** Body of the function that the only call in `fn` is given, new statements aside; undefined when there is no such call. */
function bodyHandedOver(fn: TreeNode, isInserted: (node: TreeNode) => boolean): unknown {
  const block = fn.body as TreeNode;
  const [only, ...others] = block.type === 'BlockStatement' ? (block.body as TreeNode[]).filter((node) => !isInserted(node)) : [{ type: 'ReturnStatement', argument: block } as unknown as TreeNode];
  const call = others.length === 0 && only?.type === 'ReturnStatement' ? (only.argument as TreeNode) : undefined;
  return call?.type === 'CallExpression' ? (call.arguments as TreeNode[])[0]?.body : undefined;
}

/** What stood there is handed to the helper by which a promise counts as heard. */
const isHeard = (call: TreeNode): boolean => (call.callee as TreeNode).type === 'Identifier' && (call.callee as TreeNode).name === HEARD_LATER;

/** Null when every difference was planned; else what differs, in the text before. */
export function unplannedDifference(before: Source, after: Source, allowed: AllowedDifferences): { text: string; at: number } | null {
  const planned = new Set(allowed.planned.map(([start, end]) => `${start}-${end}`));
  const isPlanned = (node: TreeNode): boolean => planned.has(`${node.start}-${node.end}`);
  const reshaped = new Set(allowed.reshaped.map(([start, end]) => `${start}-${end}`));
  const wrapped = new Set(allowed.wrapped.map(([start, end]) => `${start}-${end}`));
  const removed = new Set(allowed.removed.map(([start, end]) => `${start}-${end}`));
  const isInserted = (node: TreeNode): boolean => allowed.inserted.some(([start, end]) => node.start >= start && node.end <= end);
  const shown = (source: Source, node: TreeNode): string => source.text.slice(node.start, node.end).replace(/\s+/g, ' ').slice(0, 60);

  const compare = (a: TreeNode, b: TreeNode): { text: string; at: number } | null => {
    if (reshaped.has(`${a.start}-${a.end}`)) return handedOver(a, b);
    if (isPlanned(a)) return insidePlanned(a, b);
    if (a.type !== b.type) return { text: `${shown(before, a)} became ${shown(after, b)}`, at: a.start };
    return fields(a, b, new Set());
  };

  /** What has another shape is not compared, but for a function that is only handed to a call. */
  const handedOver = (a: TreeNode, b: TreeNode): { text: string; at: number } | null => {
    const [given] = b.type === 'CallExpression' ? (b.arguments as TreeNode[]) : [];
    if (given && isHeard(b)) return isPlanned(a) ? insidePlanned(a, given) : fields(a, given, new Set());
    if (!/^(?:Arrow)?FunctionExpression$/.test(a.type) || given?.type !== a.type) return null;
    return isPlanned(a) ? insidePlanned(a, given) : fields(a, given, new Set());
  };

  /** A planned function may turn async, a planned call may be awaited and go elsewhere; what is inside of them is still compared. */
  const insidePlanned = (a: TreeNode, b: TreeNode): { text: string; at: number } | null => {
    const into = (): TreeNode => (wrapped.has(`${a.start}-${a.end}`) ? { ...b, body: bodyHandedOver(b, isInserted) } : b);
    if (/Function|Method/.test(a.type)) return a.type === b.type ? fields(a, into(), new Set(['async', 'returnType', 'expression', 'params', ...(a.kind === 'constructor' ? ['key', 'kind'] : a.kind === 'get' && b.kind === 'method' ? ['kind', 'method'] : [])])) : null;
    if (a.type === 'ForOfStatement') return a.type === b.type ? fields(a, b, new Set(['await'])) : null;
    const inner = b.type === 'AwaitExpression' && isNode(b.argument) ? b.argument : b;
    // A member that was read is called from now on.
    if (/MemberExpression$/.test(a.type) && /CallExpression$/.test(inner.type) && (inner.arguments as unknown[]).length === 0 && isNode(inner.callee)) return fields(a, inner.callee, new Set());
    const arguments_ = [a.arguments, inner.arguments];
    const same = (a.type === inner.type || a.type === 'NewExpression') && Array.isArray(arguments_[0]) && Array.isArray(arguments_[1]) && arguments_[0].length === arguments_[1].length;
    return same ? values(arguments_[0], arguments_[1], a) : null;
  };

  const fields = (a: TreeNode, b: TreeNode, free: ReadonlySet<string>): { text: string; at: number } | null => {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (SILENT.has(key) || free.has(key)) continue;
      const problem = values(a[key], b[key], a);
      if (problem) return problem;
    }
    return null;
  };

  const values = (a: unknown, b: unknown, owner: TreeNode): { text: string; at: number } | null => {
    if (Array.isArray(a) && Array.isArray(b)) return lists(a, b, owner);
    if (isNode(a) && isNode(b)) return compare(a, b);
    if (isAbsent(a) && isAbsent(b)) return null;
    if (isNode(a) !== isNode(b)) {
      const node = isNode(a) ? a : null;
      return node && (isPlanned(node) || reshaped.has(`${node.start}-${node.end}`)) ? null : { text: `${shown(before, owner)} gained or lost a part`, at: owner.start };
    }
    if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) return JSON.stringify(a, silent) === JSON.stringify(b, silent) ? null : { text: `${shown(before, owner)} differs`, at: owner.start };
    return a === b || (isAbsent(a) && isAbsent(b)) ? null : { text: `${shown(before, owner)} differs`, at: owner.start };
  };

  const silent = (key: string, value: unknown): unknown => (SILENT.has(key) ? undefined : value);

  /** A new function around statements that stood here before stands for these. */
  const movedOut = (item: unknown): unknown[] => {
    const made = isNode(item) && item.type === 'VariableDeclaration' ? ((item.declarations as TreeNode[])[0]?.init as TreeNode | undefined) : item;
    const around = isNode(made) && (made.type === 'ArrowFunctionExpression' || made.type === 'FunctionDeclaration') && made.async === true ? made : undefined;
    const body = isNode(around?.body) && around.body.type === 'BlockStatement' ? (around.body.body as TreeNode[]) : undefined;
    const opened = isNode(item) && allowed.inserted.some(([start, end]) => start <= item.start && item.start < end && end < item.end);
    return body && opened ? body : [item];
  };

  /** Lists are walked side by side; new items are skipped after, planned ones before. */
  const lists = (a: unknown[], whole: unknown[], owner: TreeNode): { text: string; at: number } | null => {
    const b = owner.type === 'Program' && allowed.moved.length > 0 ? whole.flatMap(movedOut) : whole;
    const kept = b.filter((item) => !(isNode(item) && isInserted(item)));
    const rest = a.filter((item) => !(isNode(item) && removed.has(`${item.start}-${item.end}`)));
    if (rest.length !== kept.length) return { text: `${shown(before, owner)} gained or lost a part`, at: owner.start };
    for (let i = 0; i < rest.length; i++) {
      const problem = values(rest[i], kept[i], owner);
      if (problem) return problem;
    }
    return null;
  };

  return compare(before.ast.program as unknown as TreeNode, after.ast.program as unknown as TreeNode);
}
