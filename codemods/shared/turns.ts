/** Listeners that take turns: the function that puts them in a row, and the edits that hand it the listeners of one emitter. It decides for nobody whether they should. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { type TextEdit, wrapRange } from './edits.js';
import { type Ranged, type Source, rangeOf } from './source.js';
import type { Style } from './style.js';

export const IN_TURN = 'inTurn';

/** What comes after all pieces, and would come before the last of them is done with. */
const ENDS = /^(?:end|close|finish|error|exit|abort|aborted|timeout|disconnect|done|complete|completed|success|result)$/;
const REGISTERS = /^(?:on|once|addListener|prependListener|prependOnceListener|addEventListener)$/;
const TAKES_BACK = /^(?:off|removeListener|removeEventListener)$/;
/** They wait for the end themselves, and would not wait for the listeners. */
const WAITS_FOR_END = /^(?:once|finished|pipeline)$/;

interface Part {
  type: string;
  name?: string;
  value?: unknown;
  object?: Part;
  property?: Part;
  callee?: Part;
  arguments?: Ranged[];
}

/** The name, or member of `this` or `process`, that a chain of calls begins with: `stream` of `stream.pipe(out).on('data', …)`. */
function rootOf(node: Part | undefined): string {
  if (node?.type === 'CallExpression' || node?.type === 'OptionalCallExpression') return rootOf(node.callee);
  if (node?.type === 'MemberExpression' || node?.type === 'OptionalMemberExpression') return isShared(node.object) ? `${node.object?.name ?? 'this'}.${node.property?.name ?? ''}` : rootOf(node.object);
  return node?.type === 'Identifier' ? node.name ?? '' : '';
}

/** What holds more than one emitter. */
const isShared = (node: Part | undefined): boolean => node?.type === 'ThisExpression' || (node?.type === 'Identifier' && /^(?:process|global|globalThis)$/.test(node.name ?? ''));

const methodOf = (node: Part): string => node.callee?.property?.name ?? node.callee?.name ?? '';

const eventOf = (node: Part): string => {
  const first = node.arguments?.[0] as unknown as Part | undefined;
  return typeof first?.value === 'string' ? first.value : '';
};

/** The function that a call like `emitter.on(event, listener)` hands over: its last argument. */
export const listenerOf = (call: ASTPath): Ranged | undefined => (call.node as unknown as Part).arguments?.slice(0, 2).at(-1);

/** `isWaitedFor`: the next turn begins when the listener has settled, and not when it has been called. */
export const turnEdits = (listener: Ranged, isWaitedFor = true): TextEdit[] => wrapRange(rangeOf(listener), `${IN_TURN}(`, isWaitedFor ? ')' : ', false)').map((edit) => ({ ...edit, size: (edit.size ?? 0) + 1 }));

export interface Ending {
  edits: TextEdit[];
  listeners: [number, number][];
}

/** A function that gives back nothing. What waits for anything else must not keep the others waiting, or it may wait for them. */
function isSynchronous(listener: Ranged): boolean {
  const shape = listener as unknown as { type: string; async?: boolean; body?: Ranged };
  return /Function/.test(shape.type) && shape.async !== true && shape.body?.type === 'BlockStatement' && !jscodeshift(shape.body as unknown as jscodeshift.ASTNode).find(jscodeshift.ReturnStatement).some((path) => path.node.argument !== null);
}

export interface Holding {
  /** Calls whose listeners are put in turn anyway. */
  own: ReadonlySet<string>;
  /** The function that is written there is called by nobody in the program, only handed to others. */
  isGivenAway(range: [number, number]): boolean;
  /** Another file listens to the same standard input. */
  endsElsewhere: boolean;
  /** The events are pieces of something that ends: whoever waits for the end has to be seen. */
  hasEnd: boolean;
}

/** What listens to the end of the emitter of `call` takes its turn as well; or why it cannot. */
export function endingEdits(source: Source, call: ASTPath, { own, isGivenAway, endsElsewhere, hasEnd }: Holding): Ending | Extract<Edited, { refused: unknown }> {
  const node = call.node as unknown as Part;
  const root = rootOf(node.callee);
  if (root === '') return hasEnd ? refused(node, 'what listens to the end of this emitter cannot be found') : { edits: [], listeners: [] };
  const scope = scopeOf(call, root);
  const same = (path: ASTPath, other: string): boolean => other === root && scopeOf(path, root) === scope;
  const calls = [jscodeshift.CallExpression, jscodeshift.OptionalCallExpression].flatMap((type) => source.root.find(type as typeof jscodeshift.CallExpression).paths() as ASTPath[]);
  const edits: TextEdit[] = [];
  const listeners: [number, number][] = [];
  for (const path of calls) {
    const other = path.node as unknown as Part;
    const waits = WAITS_FOR_END.test(methodOf(other)) && (other.arguments ?? []).some((one) => same(path, rootOf(one as unknown as Part)));
    if (waits) return refused(other, 'what waits for the end of this emitter would not wait for its listeners');
    if (!ENDS.test(eventOf(other)) || !same(path, rootOf(other.callee))) continue;
    if (TAKES_BACK.test(methodOf(other))) return refused(other, 'a listener to the end of this emitter is taken away again by name');
    const listener = REGISTERS.test(methodOf(other)) && !own.has(rangeOf(other).join('-')) ? other.arguments?.[1] : undefined;
    if (!listener) continue;
    if (listener.type === 'SpreadElement') return refused(other, 'a listener to the end of this emitter is computed in place');
    edits.push(...turnEdits(listener, isSynchronous(listener)));
    listeners.push(rangeOf(listener));
  }
  const loops = source.root.find(jscodeshift.ForOfStatement).filter((path) => path.node.await === true && same(path as unknown as ASTPath, rootOf(path.node.right as unknown as Part))).nodes();
  if (loops[0]) return refused(loops[0], 'a loop that waits for the end of this emitter would not wait for its listeners');
  const isHeld = hasEnd && (root === 'process.stdin' ? endsElsewhere : root.includes('.') || isHeldByOthers(source, root, scope, isGivenAway));
  return isHeld ? refused(node, 'somebody else can hold this emitter, listen to its end and not wait for its listeners') : { edits, listeners };
}

/** A variable of its function, made there or given by an API, that is handed to nobody. */
function isHeldByOthers(source: Source, root: string, scope: unknown, isGivenAway: Holding['isGivenAway']): boolean {
  const around = scope as { isGlobal?: boolean; node?: unknown; getBindings(): Record<string, ASTPath[]> } | null;
  if (!around || !around.node) return true;
  const bindings = around.getBindings()[root] ?? [];
  const isParameter = bindings.some((path) => /Function|Method/.test((path.parent?.node as Part | undefined)?.type ?? ''));
  if (isParameter && !isGivenAway(rangeOf(around.node))) return true;
  return source.root.find(jscodeshift.Identifier, { name: root }).paths().some((path) => path.scope?.lookup(root) === around && isHandedOn(path as unknown as ASTPath));
}

/** Anything but the object of a member, a condition, its own declaration, or where a stream flows. */
function isHandedOn(path: ASTPath): boolean {
  const parent = path.parent?.node as (Part & { key?: unknown; left?: unknown; id?: unknown; test?: unknown; init?: unknown; shorthand?: boolean; computed?: boolean }) | undefined;
  const node: unknown = path.node;
  if (!parent || /Function|Method/.test(parent.type)) return false;
  if (/^(?:Optional)?MemberExpression$/.test(parent.type)) return (parent.property as unknown) === node && parent.computed === true;
  if (/^(?:ObjectProperty|Property)$/.test(parent.type)) return parent.key !== node || parent.shorthand === true;
  if (parent.type === 'VariableDeclarator') return parent.id !== node || isExported(path);
  if (parent.type === 'AssignmentExpression') return parent.left !== node;
  if (/^(?:IfStatement|ConditionalExpression|WhileStatement)$/.test(parent.type)) return parent.test !== node;
  if (parent.type === 'UnaryExpression') return false;
  return !(parent.type === 'CallExpression' && /^(?:pipe|unpipe)$/.test(methodOf(parent)));
}

/** `export const rows = …`. */
const isExported = (path: ASTPath): boolean => {
  for (let at = path.parent as ASTPath | null, depth = 0; at && depth < 4; at = at.parent as ASTPath | null, depth++) if (/^Export/.test(at.node.type)) return true;
  return false;
};

const refused = (node: unknown, text: string): Extract<Edited, { refused: unknown }> => refuse(node, text, 'event-listener') as Extract<Edited, { refused: unknown }>;

/** Where a name means the same: its scope; of `this`, the class around it. */
function scopeOf(path: ASTPath, root: string): unknown {
  if (!root.includes('.')) return (path.scope as { lookup(name: string): unknown } | null)?.lookup(root) ?? null;
  let at: ASTPath | null = path;
  while (at && root.startsWith('this.') && !/^Class(?:Declaration|Expression)$/.test(at.node.type)) at = at.parent as ASTPath | null;
  return root.startsWith('this.') && at ? at.node : null;
}

/** The function as it stands in a file whose listeners take turns. */
export function inTurnHelper(source: Source, style: Style): string {
  const end = style.semicolons ? ';' : '';
  const tab = style.indent;
  const [held, types, returns] = source.typescript
    ? [': Promise<void> | null', '<This, Given extends unknown[]>(listener: (this: This, ...given: Given) => unknown, isWaitedFor = true)', '(this: This, ...given: Given): void']
    : ['', '(listener, isWaitedFor = true)', '(...given)'];
  return [
    '',
    '// An event is over before a listener is that waits for storage: these take turns, in the order of their events.',
    `const ${IN_TURN} = (() => {`,
    `${tab}let last${held} = null${end}`,
    `${tab}let waiting = 0${end}`,
    `${tab}return ${types} => function ${returns} {`,
    `${tab}${tab}const before = waiting++ > 0 ? last : null${end}`,
    `${tab}${tab}const turn = async () => {`,
    `${tab}${tab}${tab}if (before) await before${end}`,
    `${tab}${tab}${tab}const done = listener.apply(this, given)${end}`,
    `${tab}${tab}${tab}if (isWaitedFor) await done${end}`,
    `${tab}${tab}}${end}`,
    `${tab}${tab}last = new Promise((done) => {`,
    `${tab}${tab}${tab}turn().finally(() => {`,
    `${tab}${tab}${tab}${tab}waiting--${end}`,
    `${tab}${tab}${tab}${tab}done()${end}`,
    `${tab}${tab}${tab}})${end}`,
    `${tab}${tab}})${end}`,
    `${tab}}${end}`,
    `})()${end}`,
  ].join(style.endOfLine);
}
