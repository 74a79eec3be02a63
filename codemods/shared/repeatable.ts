/** Whether the part of a function before its write can be done again without anybody noticing: it changes nothing but its own variables and storage. */
import type { ASTPath } from 'jscodeshift';
import type { FunctionId } from '../../core/program.js';
import { type Ranged, type Source, functionAt } from './source.js';
import type { Work } from './work.js';

interface Shape extends Record<string, unknown> {
  type: string;
  start: number;
  end: number;
}

export interface Scope {
  work: Work;
  source: Source;
  fn: FunctionId;
}

/** Calls that give a value and change nothing. */
const PURE_METHODS = /^(?:map|filter|find|findIndex|findLast|some|every|includes|indexOf|slice|concat|join|split|trim|toLowerCase|toUpperCase|toString|toISOString|startsWith|endsWith|replace|replaceAll|match|test|padStart|padEnd|flat|flatMap|reduce|keys|values|entries|has|get|at|localeCompare|toFixed|getTime|substring|stringify|parse|assign|fromEntries|from|now|floor|ceil|round|max|min|random|randomUUID|resolve|basename|dirname|isArray|isInteger|all|normalize|relative|extname|tmpdir|homedir|hostname|platform|cwd)$/;
const CHANGING_METHODS = /^(?:push|pop|shift|unshift|splice|set|add|delete|clear|sort|reverse|fill)$/;
const PURE_FUNCTIONS = /^(?:String|Number|Boolean|Date|parseInt|parseFloat|structuredClone|randomUUID|encodeURIComponent|decodeURIComponent|Error|Array|Set|Map|Object)$/;

const isNode = (value: unknown): value is Shape => typeof value === 'object' && value !== null && typeof (value as Shape).type === 'string' && typeof (value as Shape).start === 'number';

const childrenOf = (node: Shape): Shape[] => Object.entries(node).filter(([key]) => !/^(?:loc|extra|tokens|comments|leadingComments|trailingComments|innerComments|original|typeAnnotation|returnType)$/.test(key)).flatMap(([, value]) => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []));

function rootName(node: Shape): string {
  if (/^(?:Optional)?MemberExpression$/.test(node.type)) return rootName(node.object as Shape);
  return node.type === 'Identifier' ? String(node.name) : node.type === 'ThisExpression' ? 'this' : '';
}

/** Names declared inside of a node; not its parameters. */
function declaredIn(node: Shape): Set<string> {
  const names = new Set<string>();
  const bind = (pattern: Shape): void => {
    if (pattern.type === 'Identifier') names.add(String(pattern.name));
    else for (const child of childrenOf(pattern)) bind(child.type === 'ObjectProperty' ? (child.value as Shape) : child);
  };
  const walk = (at: Shape): void => {
    if (at.type === 'VariableDeclarator') bind(at.id as Shape);
    if (/^(?:Arrow)?Function(?:Expression)?$/.test(at.type) || at.type === 'ArrowFunctionExpression') for (const parameter of at.params as Shape[]) bind(parameter);
    for (const child of childrenOf(at)) walk(child);
  };
  walk(node);
  return names;
}

/** A branch that ends the function: what it does is done once. */
function leaves(node: Shape): boolean {
  if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement') return true;
  const last = node.type === 'BlockStatement' ? (node.body as Shape[]).at(-1) : undefined;
  return last !== undefined && leaves(last);
}

const isSeed = ({ work, source }: Scope, call: Shape): boolean => work.component.seeds.some((seed) => seed.at.file === source.file && seed.range[0] === call.start);

/** The function of the program that a call reaches for certain. */
const calleeOf = ({ work, source }: Scope, call: Shape): FunctionId | undefined =>
  work.program.edges.find((edge) => edge.at.file === source.file && edge.range[0] === call.start && edge.range[1] === call.end && edge.kind === 'call' && edge.confidence !== 'possible')?.to;

/** What is awaited beside storage and the program's own functions would hold the step open; null when there is none. */
export function waitsForOthers(scope: Scope, body: Ranged): { text: string; at: number } | null {
  const walk = (node: Shape): Shape | null => {
    const awaited = node.type === 'AwaitExpression' ? (node.argument as Shape) : null;
    if (awaited && !isSeed(scope, awaited) && !calleeOf(scope, awaited)) return node;
    return childrenOf(node).map(walk).find((found) => found !== null) ?? null;
  };
  const found = walk(body as unknown as Shape);
  return found ? { text: 'it waits for something else as well', at: found.start } : null;
}

/** The first thing before `end` that would be noticed when it is done again; null when there is none. */
export function noticedAgain(scope: Scope, body: Ranged, end: number, depth = 0): { text: string; at: number } | null {
  const root = body as unknown as Shape;
  const own = declaredIn(root);
  const no = (node: Shape, text: string): { text: string; at: number } => ({ text, at: node.start });
  const outside = (node: Shape): boolean => !own.has(rootName(node));
  const walk = (node: Shape): { text: string; at: number } | null => {
    if (node.start >= end) return null;
    if (node !== root && node.end <= end && node.type === 'IfStatement' && leaves(node.consequent as Shape) && !node.alternate) return walk(node.test as Shape);
    const here = judge(node);
    if (here) return here;
    for (const child of childrenOf(node)) {
      const found = walk(child);
      if (found) return found;
    }
    return null;
  };
  const judge = (node: Shape): { text: string; at: number } | null => {
    if (node.type === 'AssignmentExpression') return outside(node.left as Shape) ? no(node, 'it changes something outside of itself before it writes') : null;
    if (node.type === 'UpdateExpression') return outside(node.argument as Shape) ? no(node, 'it counts something outside of itself before it writes') : null;
    if (node.type === 'YieldExpression' || node.type === 'ForAwaitStatement') return no(node, 'it waits for something else in between');
    if (node.type === 'AwaitExpression') return /^(?:Optional)?CallExpression$/.test((node.argument as Shape).type) ? null : no(node, 'it waits for something else in between');
    if (/^(?:Optional)?CallExpression$|^NewExpression$/.test(node.type)) return judgeCall(node);
    return null;
  };
  const judgeCall = (node: Shape): { text: string; at: number } | null => {
    if (isSeed(scope, node)) return null;
    const callee = node.callee as Shape;
    const to = calleeOf(scope, node);
    if (to) return repeatedCall(scope, to, node, depth);
    const name = String(((callee.property ?? callee) as Shape).name ?? '');
    if (/^(?:Optional)?MemberExpression$/.test(callee.type)) {
      if (PURE_METHODS.test(name) || (CHANGING_METHODS.test(name) && !outside(callee.object as Shape))) return null;
    } else if (PURE_FUNCTIONS.test(name)) return null;
    return no(node, `it calls ${scope.source.text.slice(callee.start, callee.end)} before it writes, which may be noticed when it is done again`);
  };
  return walk(root);
}

/** A function of the program that is called on the way must be repeatable as a whole. */
function repeatedCall(scope: Scope, to: FunctionId, node: Shape, depth: number): { text: string; at: number } | null {
  const place = scope.work.functions.get(to)?.place;
  const source = place ? scope.work.open(place.file) : null;
  const path: ASTPath | null = place && source ? functionAt(source, place) : null;
  const body = (path?.node as { body?: unknown } | undefined)?.body;
  if (depth >= 4 || !source || !isNode(body)) return { text: 'it calls what could not be followed before it writes', at: node.start };
  const found = noticedAgain({ ...scope, source, fn: to }, body as unknown as Ranged, Infinity, depth + 1);
  return found ? { text: `${found.text} (in ${scope.work.functions.get(to)?.name ?? to})`, at: node.start } : null;
}

/** Between the function and one of its calls stands a loop, a nested function or a try. */
export function insideOf(body: Ranged, at: number, types: RegExp): boolean {
  const walk = (node: Shape): boolean => node.start <= at && at < node.end && (types.test(node.type) || childrenOf(node).some(walk));
  return childrenOf(body as unknown as Shape).some(walk);
}
