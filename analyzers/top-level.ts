/** Reads what runs while a module loads. Asked for single files, when a plan has to know whether something there can be done later. */
import { type SyntaxNode, parseSource } from '../core/parse.js';
import { childrenOf, isExportsObject, isFunction, isNode, nameOf, nodesOf, unwrap } from '../core/syntax.js';
import type { DoubtfulCall, NameUse, Range, TopLevel, TopLevelStatement } from '../core/top-level.js';
import { lastCallsOf } from './last-calls.js';
import { MUTATES, computesOnly, onlyReads } from './pure-calls.js';
import { boundNames, hiddenBy } from '../core/scopes.js';
import { scriptOf } from './script.js';

interface Walk {
  names: ReadonlySet<string>;
  /** Constants that hold a text or a number, which nobody can change. */
  plain: ReadonlySet<string>;
  hidden: ReadonlySet<string>;
  functions: Range[];
  inParameters: boolean;
  uses: NameUse[];
  calls: DoubtfulCall[];
  text: string;
}

const rangeOf = (node: SyntaxNode): Range => [node.start, node.end];

/** `esModule`: Node takes the file for an ES module, as its name or a package.json says. */
export function topLevelOf(file: string, original: string, esModule = false): TopLevel | null {
  const text = original.replace(/^\uFEFF/, '');
  const parsed = parseSource(file, text);
  if (!parsed.ok) return null;
  const body = nodesOf(parsed.file.ast.body);
  const names = new Set(body.flatMap(declaredBy));
  const walk: Walk = { names, plain: new Set(body.flatMap(plainNames)), hidden: new Set(), functions: [], inParameters: false, uses: [], calls: [], text };
  for (const node of body) visit(walk, node, []);
  return { statements: body.map(statementOf), uses: walk.uses, calls: walk.calls, script: scriptOf(body), lastCalls: lastCallsOf(body), esModule };
}

/** The declaration inside of an export. */
const declarationOf = (node: SyntaxNode): SyntaxNode => (/^Export(?:Named|Default)/.test(node.type) && isNode(node.declaration) ? node.declaration : node);

function declaredBy(statement: SyntaxNode): string[] {
  const node = declarationOf(statement);
  if (node.type === 'VariableDeclaration') return nodesOf(node.declarations).flatMap((one) => boundNames(one.id));
  return node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration' ? [nameOf(node.id) ?? ''] : [];
}

/** `const FILE = path.join(FOLDER, 'boats.json')`. */
function plainNames(statement: SyntaxNode): string[] {
  const node = declarationOf(statement);
  if (node.type !== 'VariableDeclaration' || node.kind !== 'const') return [];
  return nodesOf(node.declarations).flatMap((one) => (isNode(one.init) && isPlain(one.init) ? [nameOf(one.id) ?? ''] : []));
}

const MAKES_TEXT = /^(?:path|os|process)$/;

function isPlain(node: SyntaxNode): boolean {
  const inner = unwrap(node);
  if (/^(?:Literal|TemplateLiteral|BinaryExpression|UnaryExpression)$/.test(inner.type)) return true;
  if (inner.type === 'LogicalExpression') return isNode(inner.right) && isPlain(inner.right);
  if (inner.type === 'ConditionalExpression') return isNode(inner.consequent) && isNode(inner.alternate) && isPlain(inner.consequent) && isPlain(inner.alternate);
  return inner.type === 'CallExpression' && isNode(inner.callee) && inner.callee.type === 'MemberExpression' && MAKES_TEXT.test(nameOf(inner.callee.object) ?? '');
}

function statementOf(node: SyntaxNode): TopLevelStatement {
  return { range: rangeOf(node), declares: node.type === 'VariableDeclaration' ? declaredBy(node) : [], fixed: whyFixed(node) };
}

const LATER = /^(?:VariableDeclaration|ExpressionStatement|IfStatement|TryStatement|For(?:In|Of)?Statement|WhileStatement|BlockStatement|SwitchStatement)$/;

function whyFixed(node: SyntaxNode): string | null {
  if (/^Export/.test(node.type)) return 'what it declares is exported, and whoever reads it there cannot wait';
  if (!LATER.test(node.type) || node.declare === true) return 'it is no statement that can be done later';
  if (typeof node.directive === 'string') return 'it is a directive';
  return withinOf(node, (inner) => (givesAway(inner) ? 'it gives away what the module exports' : inner.type === 'ReturnStatement' || inner.type === 'AwaitExpression' ? 'it ends the module, or waits already' : inner !== node && ((inner.type === 'VariableDeclaration' && inner.kind === 'var') || inner.type === 'FunctionDeclaration') ? 'it declares in a block what is used outside of it' : null));
}

const givesAway = (node: SyntaxNode): boolean => node.type === 'AssignmentExpression' && isNode(node.left) && rootsOf(node.left).some(isExportsObject);

/** `module.exports.load` and everything it is a member of. */
function rootsOf(node: SyntaxNode): SyntaxNode[] {
  const inner = unwrap(node);
  return inner.type === 'MemberExpression' && isNode(inner.object) ? [inner, ...rootsOf(inner.object)] : [inner];
}

/** The first answer of a node outside of functions. */
function withinOf(node: SyntaxNode, ask: (node: SyntaxNode) => string | null): string | null {
  const own = ask(node);
  if (own !== null || isFunction(node)) return own;
  for (const child of childrenOf(node)) {
    const found = withinOf(child, ask);
    if (found !== null) return found;
  }
  return null;
}

function visit(walk: Walk, node: SyntaxNode, parents: readonly SyntaxNode[]): void {
  if (node.type.startsWith('TS') && !/^TS(?:AsExpression|SatisfiesExpression|NonNullExpression|TypeAssertion|ExportAssignment)$/.test(node.type)) return;
  if (node.type === 'Identifier') return use(walk, node, parents);
  if ((node.type === 'CallExpression' || node.type === 'NewExpression') && !computesOnly(node)) walk.calls.push({ range: rangeOf(node), text: shortened(walk.text.slice(node.start, node.end)), functions: walk.functions });
  const hides = hiddenBy(node);
  const inner: Walk = hides === null ? walk : { ...walk, hidden: new Set([...walk.hidden, ...hides]) };
  const within: Walk = isFunction(node) ? { ...inner, functions: [rangeOf(node), ...walk.functions], inParameters: false } : inner;
  for (const child of childrenOf(node)) visit(isFunction(node) && child !== node.body ? { ...within, inParameters: true } : within, child, [...parents, node]);
}

const shortened = (text: string): string => (text.length > 50 ? `${text.slice(0, 49)}…` : text).replace(/\s+/g, ' ');

/** The identifier is a key or a label, not a name. */
function isNoName(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (!parent) return false;
  if (parent.type === 'MemberExpression') return parent.property === node && parent.computed !== true;
  if (/^(?:Property|MethodDefinition|PropertyDefinition|AccessorProperty)$/.test(parent.type)) return parent.key === node && parent.computed !== true && parent.value !== node;
  return /^(?:LabeledStatement|BreakStatement|ContinueStatement|Import\w*Specifier|MetaProperty)$/.test(parent.type) || (parent.type === 'ExportSpecifier' && parent.local !== node);
}

function use(walk: Walk, node: SyntaxNode, parents: readonly SyntaxNode[]): void {
  const name = node.name as string;
  const parent = parents[parents.length - 1];
  if (!walk.names.has(name) || walk.hidden.has(name) || isNoName(node, parent) || declares(node, parents)) return;
  walk.uses.push({ name, at: node.start, done: doneAt(node, parents), ...changed(walk, node, parents), functions: walk.functions, inParameters: walk.inParameters });
}

/** The innermost statement is done when it ends; in a loop, when that does. */
function doneAt(node: SyntaxNode, parents: readonly SyntaxNode[]): number {
  const own = parents.slice(lastFunction(parents) + 1);
  const loop = own.find(({ type }) => /^(?:For|While|DoWhile)/.test(type));
  const statement = [...own].reverse().find(({ type }) => /(?:Statement|Declaration)$/.test(type) && type !== 'BlockStatement');
  return (loop ?? statement ?? node).end;
}

/** It is the name that a declaration gives. */
function declares(node: SyntaxNode, parents: readonly SyntaxNode[]): boolean {
  const parent = parents[parents.length - 1];
  if (parent && /^(?:Function|Class)Declaration$/.test(parent.type)) return parent.id === node;
  const declarator = [...parents].reverse().find((one) => one.type === 'VariableDeclarator');
  return declarator !== undefined && isNode(declarator.id) && declarator.id.start <= node.start && node.end <= declarator.id.end && boundNames(declarator.id).includes(node.name as string) && parents.indexOf(declarator) > lastFunction(parents);
}

const lastFunction = (parents: readonly SyntaxNode[]): number => parents.reduce((last, one, i) => (isFunction(one) ? i : last), -1);

function changed(walk: Walk, node: SyntaxNode, parents: readonly SyntaxNode[]): Pick<NameUse, 'writes' | 'changes' | 'asked' | 'given'> {
  let inner = node;
  let at = parents.length - 1;
  const up = (): SyntaxNode | undefined => parents[at];
  for (let parent = up(); parent && parent.type === 'MemberExpression' && parent.object === inner; parent = up()) {
    inner = parent;
    at--;
  }
  const outer = up();
  const target = outer !== undefined && ((outer.type === 'AssignmentExpression' && outer.left === inner) || outer.type === 'UpdateExpression' || (outer.type === 'UnaryExpression' && outer.operator === 'delete') || (/^For(?:In|Of)/.test(outer.type) && outer.left === inner));
  if (inner === node) return { writes: target || inPattern(node, parents), asked: false, changes: outer !== undefined && isOverwritten(outer, node), ...(outer !== undefined && isGiven(outer, node) && !walk.plain.has(node.name as string) ? { given: rangeOf(outer) } : {}) };
  const method = outer?.type === 'CallExpression' && outer.callee === inner ? nameOf(inner.property) ?? '' : null;
  return { writes: false, changes: target || (method !== null && MUTATES.test(method)), asked: method !== null && !onlyReads(method) };
}

/** It is handed to a call that may change it. */
const isGiven = (call: SyntaxNode, node: SyntaxNode): boolean => (call.type === 'CallExpression' || call.type === 'NewExpression') && nodesOf(call.arguments).includes(node) && !computesOnly(call);

/** `Object.assign(settings, …)`. */
const isOverwritten = (call: SyntaxNode, node: SyntaxNode): boolean => call.type === 'CallExpression' && nodesOf(call.arguments)[0] === node && isNode(call.callee) && /^(?:assign|setPrototypeOf|defineProperty|defineProperties)$/.test(nameOf(call.callee.property) ?? '');

/** `({ a, b } = value)`. */
function inPattern(node: SyntaxNode, parents: readonly SyntaxNode[]): boolean {
  const assignment = [...parents].reverse().find((one) => one.type === 'AssignmentExpression');
  return assignment !== undefined && isNode(assignment.left) && /Pattern$/.test(assignment.left.type) && boundNames(assignment.left).includes(node.name as string) && assignment.left.start <= node.start && node.end <= assignment.left.end;
}
