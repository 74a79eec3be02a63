/** Reads a module as a script that is run for what it does: which statements only declare, which could stand in a function, what is loaded last. Judges nothing. */
import type { SyntaxNode } from '../core/parse.js';
import { childrenOf, isExportsObject, isFunction, isNode, keyOf, nameOf, nodesOf, unwrap } from '../core/syntax.js';
import type { Range, Script, ScriptStatement } from '../core/top-level.js';
import { endingsOf } from './endings.js';
import { boundNames } from '../core/scopes.js';

export function scriptOf(body: readonly SyntaxNode[]): Script {
  const quiet = quietNames(body);
  const names = body.flatMap((node) => (node.type === 'ImportDeclaration' ? nodesOf(node.specifiers).flatMap((one) => nameOf(one.local) ?? []) : boundBy(declarationOf(node))));
  return { statements: body.map(statementOf), names, listeners: body.flatMap((node) => listenersIn(node)), quiet: [...quiet], lastLoads: lastLoads(body), laterLoads: body.flatMap(laterLoads), endings: endingsOf(body, !body.some((node) => node.type !== 'ImportDeclaration' && boundBy(declarationOf(node)).includes('process'))) };
}

const boundBy = (node: SyntaxNode): string[] => (node.type === 'VariableDeclaration' ? nodesOf(node.declarations).flatMap((one) => boundNames(one.id)) : nameOf(node.id) === null ? [] : [nameOf(node.id) ?? '']);

const declarationOf = (node: SyntaxNode): SyntaxNode => (/^Export(?:Named|Default)/.test(node.type) && isNode(node.declaration) ? node.declaration : node);

function statementOf(node: SyntaxNode): ScriptStatement {
  return { idle: isIdle(node), defines: definedBy(declarationOf(node)), bound: whyBound(node), acts: node.type === 'ExpressionStatement', declares: declarationOf(node).type === 'VariableDeclaration', gives: gives(node), asMain: isAsMain(node), lastCall: lastCall(node) };
}

/** `start();`, also as the last thing that is done as main. */
function lastCall(node: SyntaxNode): Range | null {
  if (isAsMain(node) && isNode(node.consequent)) return lastCall(node.consequent);
  if (node.type === 'BlockStatement') return nodesOf(node.body).slice(-1).map(lastCall)[0] ?? null;
  return node.type === 'ExpressionStatement' && isNode(node.expression) && node.expression.type === 'CallExpression' ? [node.expression.start, node.expression.end] : null;
}

/** A value of which nothing runs when it is made. */
function isInert(value: SyntaxNode): boolean {
  const inner = unwrap(value);
  if (isFunction(inner)) return true;
  if (/^(?:Literal|Identifier|TemplateElement|ThisExpression|Super|MetaProperty)$/.test(inner.type)) return true;
  if (/^(?:Class)/.test(inner.type)) return isInertClass(inner);
  return /^(?:TemplateLiteral|BinaryExpression|UnaryExpression|LogicalExpression|ConditionalExpression|MemberExpression|ObjectExpression|ArrayExpression|Property|SpreadElement)$/.test(inner.type) && inner.operator !== 'delete' && childrenOf(inner).every(isInert);
}

const isInertClass = (node: SyntaxNode): boolean =>
  (!isNode(node.superClass) || isInert(node.superClass)) && nodesOf(node.decorators).length === 0 && isNode(node.body) && nodesOf(node.body.body).every((member) => nodesOf(member.decorators).length === 0 && member.type !== 'StaticBlock' && (member.static !== true || member.type === 'MethodDefinition'));

/** `require('./x')`, `await import('./x')` without more. */
const isLoad = (value: unknown): boolean => isNode(value) && ((value.type === 'CallExpression' && nameOf(value.callee) === 'require') || (value.type === 'MemberExpression' && isLoad(value.object)));

function isIdle(statement: SyntaxNode): boolean {
  const node = declarationOf(statement);
  if (/^(?:FunctionDeclaration|EmptyStatement|Import|Export|TSInterface|TSTypeAlias|TSDeclare|TSImportEquals)/.test(node.type) || typeof node.directive === 'string') return true;
  if (node.type === 'ClassDeclaration') return isInertClass(node);
  if (statement.type === 'ExportDefaultDeclaration') return isInert(node);
  if (node.type === 'VariableDeclaration') return nodesOf(node.declarations).every((one) => !isNode(one.init) || isInert(one.init));
  if (node.type !== 'ExpressionStatement' || !isNode(node.expression)) return false;
  return node.expression.type === 'AssignmentExpression' && gives(node) && isNode(node.expression.right) && isInert(node.expression.right);
}

/** Functions, classes, and constants whose making runs nothing. */
function definedBy(node: SyntaxNode): string[] {
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return [nameOf(node.id) ?? ''];
  if (node.type !== 'VariableDeclaration' || !nodesOf(node.declarations).every((one) => !isNode(one.init) || isInert(one.init))) return [];
  return nodesOf(node.declarations).flatMap((one) => boundNames(one.id));
}

const MAY_MOVE = /^(?:VariableDeclaration|FunctionDeclaration|ClassDeclaration|ExpressionStatement|IfStatement|TryStatement|For(?:In|Of)?Statement|(?:Do)?WhileStatement|BlockStatement|SwitchStatement|ReturnStatement|ThrowStatement|EmptyStatement|LabeledStatement)$/;

function whyBound(node: SyntaxNode): string | null {
  if (/^(?:Import|Export)/.test(node.type)) return 'an import or export stands among what would wait';
  if (!MAY_MOVE.test(node.type) || node.declare === true) return 'what would wait has a part that cannot stand in a function';
  if (typeof node.directive === 'string') return 'a directive stands among what would wait';
  if (within(node, (inner) => inner !== node && ((inner.type === 'VariableDeclaration' && inner.kind === 'var') || inner.type === 'FunctionDeclaration'))) return 'it declares in a block what is used outside of it';
  return within(node, (inner) => inner.type === 'ThisExpression' || nameOf(inner) === 'arguments') ? 'what would wait speaks of this or arguments, which are others in a function' : null;
}

/** Some node outside of functions that have a `this` of their own. */
function within(node: SyntaxNode, ask: (node: SyntaxNode) => boolean): boolean {
  if (ask(node)) return true;
  if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'PropertyDefinition' || node.type === 'StaticBlock') return false;
  return childrenOf(node).filter((child) => !isPlainKey(node, child)).some((child) => within(child, ask));
}

/** `options.arguments`, `{ arguments: 1 }`: no name. */
const isPlainKey = (node: SyntaxNode, child: SyntaxNode): boolean => node.computed !== true && ((node.type === 'MemberExpression' && node.property === child) || (node.type === 'Property' && node.key === child && node.shorthand !== true));

/** It exports, or assigns to `module.exports` or a part of it, also by `Object.defineProperty(exports, …)`. The mark that compilers set gives nothing. */
function gives(node: SyntaxNode): boolean {
  if (/^(?:Export|TSExport)/.test(node.type)) return true;
  if (isFunction(node)) return false;
  if (node.type === 'AssignmentExpression' && isNode(node.left) && reachesExports(node.left)) return true;
  if (node.type === 'CallExpression' && nodesOf(node.arguments).some((argument) => isExportsObject(argument)) && !isModuleMark(node)) return true;
  return childrenOf(node).some(gives);
}

const reachesExports = (node: SyntaxNode): boolean => isExportsObject(node) || (unwrap(node).type === 'MemberExpression' && isNode(unwrap(node).object) && reachesExports(unwrap(node).object as SyntaxNode));

const isModuleMark = (call: SyntaxNode): boolean => (nodesOf(call.arguments)[1]?.value as unknown) === '__esModule';

/** `if (require.main === module)`, without an `else`. */
const isAsMain = (node: SyntaxNode): boolean => node.type === 'IfStatement' && !isNode(node.alternate) && isNode(node.test) && asksForMain(node.test);

function asksForMain(test: SyntaxNode): boolean {
  const inner = unwrap(test);
  if (inner.type === 'LogicalExpression') return inner.operator === '&&' && [inner.left, inner.right].some((side) => isNode(side) && asksForMain(side));
  if (inner.type === 'UnaryExpression') return inner.operator === '!' && isNode(inner.argument) && isMember(inner.argument, 'module', 'parent');
  if (isMember(inner, 'meta', 'main')) return true;
  if (inner.type !== 'BinaryExpression' || !/^===?$/.test(inner.operator as string)) return false;
  const sides = [inner.left, inner.right].filter(isNode);
  return (sides.some((side) => isMember(side, 'require', 'main')) && sides.some((side) => nameOf(side) === 'module')) || (sides.some(namesStart) && sides.some(namesModule));
}

const isMember = (node: SyntaxNode, object: string, property: string): boolean => {
  const inner = unwrap(node);
  if (inner.type !== 'MemberExpression' || keyOf(inner) !== property || !isNode(inner.object)) return false;
  return nameOf(inner.object) === object || (object === 'meta' && inner.object.type === 'MetaProperty');
};

/** `process.argv[1]`, also within calls. */
const namesStart = (node: SyntaxNode): boolean => isMember(node, 'process', 'argv') || childrenOf(node).some(namesStart);
const namesModule = (node: SyntaxNode): boolean => isMember(node, 'meta', 'url') || isMember(node, 'meta', 'filename') || nameOf(node) === '__filename' || childrenOf(node).some(namesModule);

const LISTENS = /^(?:on|once|addListener|prependListener|addEventListener|subscribe)$/;

/** `server.on(…)`, wherever it stands. */
function listenersIn(node: SyntaxNode, functions: Range[] = []): Script['listeners'] {
  const callee = node.type === 'CallExpression' && isNode(node.callee) ? unwrap(node.callee) : null;
  const name = callee?.type === 'MemberExpression' && LISTENS.test(keyOf(callee) ?? '') && isNode(callee.object) ? rootName(callee.object) : null;
  return [...(name === null ? [] : [{ name, at: node.start, functions }]), ...childrenOf(node).flatMap((child) => listenersIn(child, isFunction(node) ? [[node.start, node.end], ...functions] : functions))];
}

/** `db` of `db.connection.once(…)` and of `db.on(…).on(…)`. */
function rootName(node: SyntaxNode): string | null {
  const inner = unwrap(node);
  const next = inner.type === 'MemberExpression' ? inner.object : inner.type === 'CallExpression' ? inner.callee : null;
  return isNode(next) ? rootName(next) : nameOf(inner);
}

/** Modules of which nothing happens before something made of them listens, or somebody calls it. */
const QUIET = /^(?:node:)?(?:express|koa|https?|net|tls|events|commander|yargs|@?koa[-/]router)$/;
/** What they make that goes to work at once. */
const LOUD = /^(?:connect|createConnection|get|request)$/;

function quietNames(body: readonly SyntaxNode[]): Set<string> {
  const loaded = new Set(body.flatMap((node) => quietLoads(node)));
  const made = body.flatMap((node) => (declarationOf(node).type === 'VariableDeclaration' ? nodesOf(declarationOf(node).declarations) : [])).filter((one) => isNode(one.init) && isMadeOf(one.init, loaded));
  return new Set([...loaded, ...made.flatMap((one) => boundNames(one.id))]);
}

function quietLoads(node: SyntaxNode): string[] {
  if (node.type === 'ImportDeclaration') return isNode(node.source) && QUIET.test(String(node.source.value)) ? nodesOf(node.specifiers).flatMap((one) => nameOf(one.local) ?? []) : [];
  return node.type === 'VariableDeclaration' ? nodesOf(node.declarations).filter((one) => isNode(one.init) && loadsQuiet(one.init)).flatMap((one) => boundNames(one.id)) : [];
}

/** `require('express')`, also as compilers wrap it. */
const loadsQuiet = (node: SyntaxNode): boolean => {
  if (node.type !== 'CallExpression') return node.type === 'MemberExpression' && isNode(node.object) && loadsQuiet(node.object);
  const [given] = nodesOf(node.arguments);
  return nameOf(node.callee) === 'require' ? QUIET.test(String(given?.value)) : given !== undefined && isLoad(given) && loadsQuiet(given);
};

/** `express()`, `new http.Server()`, `http.createServer(app)`. */
function isMadeOf(init: SyntaxNode, loaded: ReadonlySet<string>): boolean {
  const made = unwrap(init);
  if ((made.type !== 'CallExpression' && made.type !== 'NewExpression') || !isNode(made.callee)) return false;
  const path = pathOf(unwrap(made.callee));
  return path !== null && loaded.has(path[0] ?? '') && !LOUD.test(path[path.length - 1] ?? '');
}

/** Names of a plain chain of members: `commander_1.Command`. */
function pathOf(node: SyntaxNode): string[] | null {
  if (node.type !== 'MemberExpression') return nameOf(node) === null ? null : [nameOf(node) ?? ''];
  const before = isNode(node.object) ? pathOf(unwrap(node.object)) : null;
  return before ? [...before, keyOf(node) ?? ''] : null;
}

const laterLoads = (node: SyntaxNode): Range[] => [...(node.type === 'ImportExpression' ? [[node.start, node.end] as Range] : []), ...childrenOf(node).flatMap(laterLoads)];

/** What is loaded when nothing else is left to do. */
function lastLoads(body: readonly SyntaxNode[]): Range[] {
  const busy = body.filter((node) => !isIdle(node));
  // Imports come before everything else, wherever they stand.
  const lastImport = body.filter((node) => node.type === 'ImportDeclaration').pop();
  if (busy.length === 0) return lastImport && nodesOf(lastImport.specifiers).length === 0 ? [[lastImport.start, lastImport.end]] : [];
  return loadsAtEnd(busy[busy.length - 1] as SyntaxNode);
}

function loadsAtEnd(node: SyntaxNode): Range[] {
  if (node.type === 'IfStatement') return [node.consequent, node.alternate].filter(isNode).flatMap(loadsAtEnd);
  if (node.type === 'BlockStatement') return nodesOf(node.body).slice(-1).flatMap(loadsAtEnd);
  if (node.type !== 'ExpressionStatement' || !isNode(node.expression)) return [];
  const value = node.expression.type === 'AwaitExpression' || node.expression.type === 'UnaryExpression' ? node.expression.argument : node.expression;
  return isNode(value) && (value.type === 'ImportExpression' || (value.type === 'CallExpression' && nameOf(value.callee) === 'require')) ? [[value.start, value.end]] : [];
}
