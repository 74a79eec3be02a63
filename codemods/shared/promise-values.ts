/** Whether an expression gives a promise that may still fail. What the program does not tell is unknown, which is neither yes nor no. */
import type { Binding, NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import { child, children, traverseOwn } from './node-paths.js';
import { type Gives, named, together } from './promise-names.js';

/** Functions of the language that give a value: `JSON.parse`, `Number`, `Math.max`. */
const GIVES_VALUE = /^(?:JSON|Math|Object|Number|String|Date|Buffer|path|url|util|crypto|performance|process|console|Symbol|Reflect)\.(?!constructor)\w+$|^(?:Number|String|Boolean|BigInt|Symbol|Date|parseInt|parseFloat|isNaN|structuredClone|encodeURIComponent|decodeURIComponent|setTimeout|setInterval|setImmediate|Array\.(?:of|isArray))$/;
/** Methods of texts, lists and numbers that give neither the list nor what lies in it. */
const GIVES_TEXT = /^(?:toString|toISOString|toLowerCase|toUpperCase|toFixed|toJSON|trim|trimStart|trimEnd|join|split|startsWith|endsWith|replace|replaceAll|padStart|padEnd|substring|indexOf|lastIndexOf|findIndex|includes|some|every|localeCompare|charAt|charCodeAt|getTime|test|exec|match|hasOwnProperty)$/;
/** Methods that give what lies in a list. */
const GIVES_ITEMS = /^(?:filter|slice|concat|flat|reverse|sort|toSorted|toReversed|at|pop|shift|values|find|findLast|fill)$/;
/** Calls of one file, as the plan and the program know them. */
export interface Calls {
  isAwaited(range: [number, number]): boolean;
  gives(range: [number, number], depth: number): Gives;
  /** What the callers that are known hand in as this parameter of a function, or as this member of it. */
  handed(fn: NodePath, index: number, member?: string): Gives[];
  /** What functions that are known give, which are handed to the call of this range and called there. */
  turns(range: [number, number], depth: number): Gives[];
  /** A member of this name may do something when it is asked for. */
  isGetter(name: string): boolean;
}

const rangeOf = (path: NodePath): [number, number] => [path.node.start ?? -1, path.node.end ?? -1];
/** `JSON.parse`; empty for what is no plain name, or a name of the file. */
function globalName(callee: NodePath): string {
  const node = callee.node as t.Expression;
  const [root, member] = node.type === 'MemberExpression' && !node.computed ? [node.object, node.property] : [node, null];
  if (root.type !== 'Identifier') return '';
  const binding = callee.scope.getBinding(root.name);
  if (binding && !isOfNode(binding)) return '';
  return member ? (member.type === 'Identifier' ? `${root.name}.${member.name}` : '') : root.name;
}

/** `path`, `url`, `util` or `crypto` of Node, under its own name. */
function isOfNode({ identifier, kind, path }: Binding): boolean {
  const from = kind === 'module' ? (path.parent as t.ImportDeclaration).source.value : /\brequire\(\s*['"`]([^'"`]+)/.exec(path.toString())?.[1];
  return /^(?:path|url|util|crypto)$/.test(identifier.name) && from?.replace(/^node:/, '') === identifier.name;
}

export function givesOf(path: NodePath, calls: Calls, depth = 0): Gives {
  const { type } = path.node;
  const at = (key: string): Gives => givesOf(child(path, key), calls, depth + 1);
  const all = (key: string): Gives => together(children(path, key).map((one) => givesOf(one, calls, depth + 1)));
  if (depth > 12) return 'unknown';
  if (/Literal$|^(?:Await|Unary|Binary|Update|This|Class|Function|ArrowFunction|MetaProperty)(?:Expression)?$|Method$/.test(type)) return 'value';
  switch (type) {
    case 'SpreadElement':
    case 'TSAsExpression': case 'TSSatisfiesExpression': case 'TSNonNullExpression': case 'TypeCastExpression':
      return at(type === 'SpreadElement' ? 'argument' : 'expression');
    case 'ArrayExpression': return all('elements');
    case 'ObjectExpression': return all('properties');
    case 'ObjectProperty': return at('value');
    case 'ConditionalExpression': return together([at('consequent'), at('alternate')]);
    case 'LogicalExpression': return together([at('left'), at('right')]);
    case 'SequenceExpression': return givesOf(children(path, 'expressions').at(-1) as NodePath, calls, depth + 1);
    case 'AssignmentExpression': return at('right');
    case 'ImportExpression': return 'promise';
    case 'NewExpression': return made(path as NodePath<t.NewExpression>, calls, depth);
    case 'Identifier': return named(path as NodePath<t.Identifier>, (one) => givesOf(one, calls, depth + 1));
    case 'MemberExpression': case 'OptionalMemberExpression': return memberOf(path, calls, depth);
    case 'CallExpression': case 'OptionalCallExpression': return called(path as NodePath<t.CallExpression>, calls, depth);
    default: return 'unknown';
  }
}

/** A promise that is made here and never told to fail (`new Promise((resolve) => …)`) does no harm while nobody looks. */
function made(path: NodePath<t.NewExpression>, calls: Calls, depth: number): Gives {
  const { callee, arguments: given } = path.node;
  if (calls.isAwaited(rangeOf(path))) return 'value';
  if (callee.type === 'Identifier' && callee.name === 'Promise') return /Function/.test(given[0]?.type ?? '') && (given[0] as t.FunctionExpression).params.length < 2 && !mayFail(child(path, 'arguments.0'), calls, depth) ? 'harmless' : 'promise';
  return together([...children(path, 'arguments').map((one) => (one.isFunction() ? 'value' : givesOf(one, calls, depth + 1))).filter((one) => one === 'promise'), 'value']);
}

/** `e.response.status`, where there may be no response; what comes with Node is there. */
const isAskedOfNothing = ({ node }: NodePath<t.MemberExpression>): boolean => node.object.type === 'MemberExpression' && !/^(?:process|console|Math|Number|Promise)$/.test((node.object.object as { name?: string }).name ?? '');

/** Functions that do not throw, whatever they are handed. */
const NEVER_THROWS = /^(?:console\.\w+|(?:set|clear)(?:Timeout|Interval|Immediate)|queueMicrotask|process\.(?:nextTick|exit)|String|Number|Boolean|Date\.now|Math\.\w+)$/;
/** Methods that only note what they are handed: of loggers, emitters and lists. */
const NOTES_ONLY = /^(?:log|debug|info|warn|error|trace|verbose|on|once|addListener|addEventListener|push)$/;

/** What a function written here gives may fail: it throws, calls what may, or hands on a promise. Its first parameter is what an executor settles by. */
function mayFail(fn: NodePath, calls: Calls, depth: number): boolean {
  if (!fn.isFunctionExpression() && !fn.isArrowFunctionExpression()) return true;
  const [first] = fn.node.params;
  const settle = first?.type === 'Identifier' ? first.name : '';
  let fails = false;
  traverseOwn(fn, {
    ThrowStatement: () => void (fails = true),
    NewExpression: () => void (fails = true),
    MemberExpression: (path) => void (fails ||= isAskedOfNothing(path) || (path.node.property.type === 'Identifier' && !path.node.computed && calls.isGetter(path.node.property.name))),
    CallExpression(path) {
      const { callee } = path.node;
      const method = callee.type === 'MemberExpression' && !callee.computed && callee.property.type === 'Identifier' ? callee.property.name : '';
      fails ||= !(callee.type === 'Identifier' && callee.name === settle) && !NEVER_THROWS.test(globalName(child(path, 'callee'))) && !NOTES_ONLY.test(method);
    },
  });
  fn.traverse({ CallExpression: (path) => void (fails ||= path.node.callee.type === 'Identifier' && path.node.callee.name === settle && children(path, 'arguments').some((one) => givesOf(one, calls, depth + 1) === 'promise')) });
  return fails || resultOf(fn, calls, depth + 1) === 'promise';
}

function memberOf(path: NodePath, calls: Calls, depth: number): Gives {
  const { property, computed } = path.node as t.MemberExpression;
  if (!computed && property.type === 'Identifier' && /^(?:length|size)$/.test(property.name)) return 'value';
  if (calls.isAwaited(rangeOf(path)) || /^(?:process|Math|Number)\b/.test(path.toString())) return 'value';
  return givesOf(child(path, 'object'), calls, depth + 1) === 'promise' ? 'promise' : 'unknown';
}

function called(path: NodePath<t.CallExpression>, calls: Calls, depth: number): Gives {
  if (calls.isAwaited(rangeOf(path))) return 'value';
  const callee = child(path, 'callee');
  const name = globalName(callee);
  if (callee.node.type === 'Import' || name === 'fetch') return 'promise';
  const onPromise = /^Promise\.(\w+)$/.exec(name)?.[1];
  if (onPromise) return onPromise === 'allSettled' ? 'harmless' : /^(?:resolve|all)$/.test(onPromise) && !children(path, 'arguments').some((one) => isCollected(one, calls)) ? together(children(path, 'arguments').map((one) => givesOf(one, calls, depth + 1))) : 'promise';
  if (GIVES_VALUE.test(name)) return /^Object\.(?:values|entries)$/.test(name) ? givesOf(child(path, 'arguments.0'), calls, depth + 1) : 'value';
  if (callee.isFunction()) return resultOf(callee, calls, depth);
  const method = (callee.isMemberExpression() || callee.isOptionalMemberExpression()) && callee.node.property.type === 'Identifier' && !callee.node.computed ? callee.node.property.name : '';
  const known = calls.gives(rangeOf(path), depth + 1);
  return known === 'unknown' && method !== '' ? byMethod(path, method, child(callee, 'object'), calls, depth) : known;
}

/** `Promise.all(list.map(…))`: the turns that wait from now on are collected there. */
const isCollected = (given: NodePath, calls: Calls): boolean => calls.isAwaited(rangeOf(given)) && /\b(?:map|from)$/.test(child(given, 'callee').toString());

/** By the name of the method alone, where the program does not tell whose it is. */
function byMethod(path: NodePath<t.CallExpression>, method: string, object: NodePath, calls: Calls, depth: number): Gives {
  const given = children(path, 'arguments');
  // What hears of the failure may fail itself, and so may what `then` is handed first.
  if (/^(?:then|catch)$/.test(method)) return given.length > (method === 'then' ? 1 : 0) && given.every((one) => one.isNullLiteral() || !mayFail(one, calls, depth)) ? 'harmless' : 'promise';
  if (method === 'finally') return 'promise';
  if (GIVES_TEXT.test(method)) return 'value';
  if (GIVES_ITEMS.test(method)) return together([object, ...(method === 'concat' ? given : [])].map((one) => givesOf(one, calls, depth + 1)));
  if (/^(?:map|flatMap)$/.test(method) && given[0]?.isFunction()) return resultOf(given[0], calls, depth);
  if (method === 'map' && given[0]?.isIdentifier() && givesByName(given[0], calls, depth) === 'promise') return 'promise';
  return /^(?:map|flatMap)$/.test(method) && calls.turns(rangeOf(path), depth + 1).includes('promise') ? 'promise' : 'unknown';
}

/** What a function of this file gives back, by its name. */
function givesByName(name: NodePath<t.Identifier>, calls: Calls, depth: number): Gives {
  const declared = name.scope.getBinding(name.node.name);
  if (!declared?.constant) return 'unknown';
  const fn = declared.path.isVariableDeclarator() ? child(declared.path, 'init') : declared.path;
  return fn.isFunction() ? resultOf(fn, calls, depth + 1) : 'unknown';
}

/** What a function gives back, where its body stands here. */
export function resultOf(fn: NodePath, calls: Calls, depth: number): Gives {
  const { async, generator, body } = fn.node as t.FunctionExpression;
  if (generator) return 'value';
  if (async) return 'promise';
  // An object is no promise, whatever lies in it.
  const given = (path: NodePath): Gives => (path.isObjectExpression() && givesOf(path, calls, depth + 1) !== 'promise' ? 'value' : givesOf(path, calls, depth + 1));
  if (body.type !== 'BlockStatement') return given(child(fn, 'body'));
  const returned: Gives[] = [];
  traverseOwn(fn, {
    ReturnStatement: (statement) => void (statement.node.argument && returned.push(given(child(statement, 'argument')))),
  });
  return together(returned);
}
