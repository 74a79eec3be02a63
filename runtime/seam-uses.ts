/** Finds in one syntax tree the calls that reach the generated storage seam, and the uses of it that cannot be told as calls. Follows bindings, not names; changes nothing. */
import type { SyntaxNode } from '../core/parse.js';
import { boundNames, hiddenBy } from '../core/scopes.js';
import { WORKS_LATER } from '../core/storage-operations.js';
import { isNode, isWrapper, keyOf, literalText, nameOf, nodesOf, unwrap } from '../core/syntax.js';
import { walkWithParents, type Step } from './syntax-walk.js';

export interface SeamUse {
  call: SyntaxNode;
  step: Step;
  /** The call only hands out what does the work when it is used: a handler, a store of uploads, a listener. */
  later: boolean;
}

export interface LostUse {
  node: SyntaxNode;
  why: string;
}

export interface SeamUses {
  calls: SeamUse[];
  lost: LostUse[];
}

/** `seam`: the module; `function`: one function of it; `file`: what `open` gave. */
interface Binding {
  kind: 'seam' | 'function' | 'file';
  operation: string;
}

interface Reading {
  steps: readonly Step[];
  stepOf: ReadonlyMap<SyntaxNode, Step>;
  isSeam(specifier: string): boolean;
  /** By the scope that declares them; null is the module. */
  bindings: ReadonlyMap<SyntaxNode | null, ReadonlyMap<string, Binding>>;
}

type Declared = [scope: SyntaxNode | null, name: string, binding: Binding];

/** It gives the place of a module in the bundle, and reaches no document. */
const REACHES_NOTHING = 'inBundle';
const OPENS = new Set(['open', 'openFolder']);
const INTEROP = new Set(['__importStar', '__importDefault', '__toESM']);
const TYPE_KEYS = new Set(['typeAnnotation', 'typeArguments', 'typeParameters', 'returnType', 'superTypeArguments', 'superTypeParameters', 'implements']);
const TYPE_NODES = new Set(['TSTypeAliasDeclaration', 'TSInterfaceDeclaration', 'TSDeclareFunction']);

const hiddenNames = new WeakMap<SyntaxNode, ReadonlySet<string>>();

function hidden(node: SyntaxNode): ReadonlySet<string> {
  const known = hiddenNames.get(node);
  if (known) return known;
  const names = new Set(hiddenBy(node));
  hiddenNames.set(node, names);
  return names;
}

/** The node that declares the name as it is seen from here; null: the module, or nobody. */
function scopeOf(step: Step, name: string): SyntaxNode | null {
  for (let at = step.parent; at; at = at.parent) if (hidden(at.node).has(name)) return at.node;
  return null;
}

/** `var` belongs to the function, however deep it stands. */
function scopesOf(step: Step, name: string): (SyntaxNode | null)[] {
  const scopes: (SyntaxNode | null)[] = [];
  for (let at = step.parent; at; at = at.parent) {
    if (hidden(at.node).has(name)) scopes.push(at.node);
    if (/Function/.test(at.node.type)) break;
  }
  return scopes.length > 0 ? scopes : [null];
}

/** Casts and the like around an expression are looked through. */
function outermost(step: Step): Step {
  let at = step;
  while (at.parent && isWrapper(at.parent.node) && at.key === 'expression') at = at.parent;
  return at;
}

/** The specifier that an expression loads a module by: `require('./a')`, `await import('./a')`, also through a compiler's `__importStar`. */
function loadedBy(node: SyntaxNode): string | null {
  if (node.type === 'AwaitExpression') {
    const argument = unwrap(node.argument as SyntaxNode);
    return argument.type === 'ImportExpression' ? literalText(argument.source as SyntaxNode) : null;
  }
  if (node.type !== 'CallExpression') return null;
  const [first] = nodesOf(node.arguments);
  const callee = unwrap(node.callee as SyntaxNode);
  const name = nameOf(callee) ?? (callee.type === 'MemberExpression' ? keyOf(callee) : null);
  if (name === 'require' && callee.type === 'Identifier') return first ? literalText(first) : null;
  return name !== null && INTEROP.has(name) && first ? loadedBy(unwrap(first)) : null;
}

const loadsSeam = (reading: Reading, node: SyntaxNode): boolean => reading.isSeam(loadedBy(node) ?? '');

function bindingOf(reading: Reading, node: SyntaxNode): Binding | undefined {
  const name = nameOf(node);
  const step = reading.stepOf.get(node);
  return name === null || !step ? undefined : reading.bindings.get(scopeOf(step, name))?.get(name);
}

const isTheSeam = (reading: Reading, node: SyntaxNode): boolean => bindingOf(reading, node)?.kind === 'seam' || loadsSeam(reading, node);

/** The operation that an expression names as a function of the seam; '' where its name is computed, null where it is none. */
function operationOf(reading: Reading, expression: SyntaxNode): string | null {
  const node = unwrap(expression);
  if (node.type === 'MemberExpression') return isTheSeam(reading, unwrap(node.object as SyntaxNode)) ? keyOf(node) ?? '' : null;
  const binding = bindingOf(reading, node);
  return binding?.kind === 'function' ? binding.operation : null;
}

/** `await files.open(…)`. */
function opensFile(reading: Reading, expression: unknown): boolean {
  if (!isNode(expression) || unwrap(expression).type !== 'AwaitExpression') return false;
  const call = unwrap(unwrap(expression).argument as SyntaxNode);
  return call.type === 'CallExpression' && OPENS.has(operationOf(reading, call.callee as SyntaxNode) ?? '');
}

const SEAM: Binding = { kind: 'seam', operation: '' };
const FILE: Binding = { kind: 'file', operation: '' };

function importedNames(node: SyntaxNode): [name: string, binding: Binding][] {
  return nodesOf(node.specifiers).filter((one) => one.importKind !== 'type').flatMap((one): [string, Binding][] => {
    const local = nameOf(one.local) ?? '';
    const imported = one.type === 'ImportSpecifier' && isNode(one.imported) ? nameOf(one.imported) ?? literalText(one.imported) ?? '' : 'default';
    return [[local, one.type === 'ImportSpecifier' && imported !== 'default' ? { kind: 'function', operation: imported } : SEAM]];
  });
}

/** Names that a pattern takes out of the seam. */
function namesTaken(pattern: SyntaxNode): [name: string, binding: Binding][] {
  if (pattern.type !== 'ObjectPattern') return boundNames(pattern).map((name) => [name, SEAM]);
  return nodesOf(pattern.properties).flatMap((one) => boundNames(one).map((name): [string, Binding] => (one.type === 'RestElement' ? [name, SEAM] : [name, { kind: 'function', operation: keyOf(one) ?? '' }])));
}

/** What a statement declares of the seam. */
function declaredBy(reading: Reading, step: Step): Declared[] {
  const { node } = step;
  const inModule = (names: [string, Binding][]): Declared[] => names.map(([name, binding]) => [null, name, binding]);
  if (node.type === 'ImportDeclaration' && node.importKind !== 'type' && reading.isSeam(literalText(node.source as SyntaxNode) ?? '')) return inModule(importedNames(node));
  if (node.type === 'TSImportEqualsDeclaration') {
    const reference = node.moduleReference as SyntaxNode;
    return isNode(reference.expression) && reading.isSeam(literalText(reference.expression) ?? '') ? inModule([[nameOf(node.id) ?? '', SEAM]]) : [];
  }
  if (node.type === 'AssignmentExpression' && opensFile(reading, node.right)) return inScopes(step, boundNames(node.left).map((name) => [name, FILE]));
  if (node.type !== 'VariableDeclarator' || !isNode(node.init) || !isNode(node.id)) return [];
  if (opensFile(reading, node.init)) return inScopes(step, boundNames(node.id).map((name) => [name, FILE]));
  return isTheSeam(reading, unwrap(node.init)) ? inScopes(step, namesTaken(node.id)) : [];
}

const inScopes = (step: Step, names: [string, Binding][]): Declared[] => names.flatMap(([name, binding]) => scopesOf(step, name).map((scope): Declared => [scope, name, binding]));

function withDeclared(reading: Reading, declared: readonly Declared[]): Reading {
  const scopes = new Set([...reading.bindings.keys(), ...declared.map(([scope]) => scope)]);
  return { ...reading, bindings: new Map([...scopes].map((scope) => [scope, new Map([...(reading.bindings.get(scope) ?? []), ...declared.filter(([where]) => where === scope).map(([, name, binding]): [string, Binding] => [name, binding])])])) };
}

/** Rounds, because a name may be taken from one that is declared below it; each adds names or is the last. */
function withBindings(start: Reading): Reading {
  const size = ({ bindings }: Reading): number => [...bindings.values()].reduce((sum, names) => sum + names.size, 0);
  for (let reading = start; ; ) {
    const at = reading;
    const next = withDeclared(at, at.steps.flatMap((step) => declaredBy(at, step)));
    if (size(next) === size(at)) return next;
    reading = next;
  }
}

/** Where a name stands that is declared, or only names a property. */
function isNoUse({ node, key, parent }: Step): boolean {
  if (!parent) return true;
  const { type } = parent.node;
  if (type === 'MemberExpression') return key === 'property' && parent.node.computed !== true;
  if (/^(?:Property|MethodDefinition|PropertyDefinition|AccessorProperty)$/.test(type) && key === 'key') return parent.node.computed !== true;
  if (type === 'ExportSpecifier') return key !== 'local' || isNode(parent.parent?.node.source);
  if (/^Import|^TSImportEquals|^(?:Labeled|Break|Continue)Statement$/.test(type)) return true;
  if (type === 'VariableDeclarator') return key === 'id';
  return isInPattern({ node, key, parent });
}

/** A name that a declaration binds: `const { get } = files`. */
function isInPattern(step: Step): boolean {
  for (let at = step; at.parent; at = at.parent) {
    const { type } = at.parent.node;
    if (type === 'VariableDeclarator') return at.key === 'id';
    const within = type === 'ObjectPattern' || type === 'ArrayPattern' || type === 'RestElement' || (type === 'Property' && at.key === 'value') || (type === 'AssignmentPattern' && at.key === 'left');
    if (!within) return false;
  }
  return false;
}

/** The call that a callee stands in. */
const callOf = (callee: Step): Step | null => (callee.parent?.node.type === 'CallExpression' && callee.key === 'callee' ? callee.parent : null);

/** `callbackify(files.get)(file, done)`: the call of what is made of a function. */
function madeOfIt(given: Step): Step | null {
  const maker = given.key === 'arguments' && given.parent?.node.type === 'CallExpression' ? given.parent : null;
  const callee = maker ? unwrap(maker.node.callee as SyntaxNode) : null;
  const name = callee && (nameOf(callee) ?? (callee.type === 'MemberExpression' ? keyOf(callee) : null));
  return maker && /^callbackify\d*$/.test(name ?? '') ? callOf(outermost(maker)) : null;
}

/** `files.get.call(null, file)`. */
function throughCall(named: Step): Step | null {
  const member = named.parent;
  if (member?.node.type !== 'MemberExpression' || named.key !== 'object' || !/^(?:call|apply)$/.test(keyOf(member.node) ?? '')) return null;
  return callOf(outermost(member));
}

/** What becomes of a function of the seam where it is named. */
function useOfFunction(named: Step, operation: string): SeamUse | LostUse {
  const step = outermost(named);
  const direct = callOf(step);
  const called = direct ?? madeOfIt(step) ?? throughCall(step);
  if (called) return { call: called.node, step: called, later: direct !== null && WORKS_LATER.has(operation) };
  if (step.parent?.node.type === 'AssignmentExpression' && step.key === 'left') return { node: step.node, why: 'replaced by something else' };
  return { node: step.node, why: step.parent?.node.type === 'ExportSpecifier' ? 'exported again' : 'handed on as a value' };
}

/** A method of an open file; null where it is only asked for, or looped over. */
function useOfFile(named: Step): SeamUse | LostUse | null {
  const step = outermost(named);
  const { parent, key } = step;
  if (parent?.node.type === 'MemberExpression' && key === 'object') {
    const called = callOf(outermost(parent));
    return called ? { call: called.node, step: called, later: false } : null;
  }
  const handedOn = key === 'arguments' || key === 'init' || key === 'elements' || (key === 'right' && parent?.node.type === 'AssignmentExpression') || (key === 'value' && parent?.node.type === 'Property') || parent?.node.type === 'ReturnStatement';
  return handedOn ? { node: step.node, why: 'an open file that is handed on' } : null;
}

/** The seam itself, by name or where it is loaded. */
function useOfSeam(reading: Reading, found: Step): SeamUse | LostUse | null {
  const step = outermost(found);
  const { parent, key } = step;
  if (!parent) return null;
  if (parent.node.type === 'MemberExpression' && key === 'object') {
    const operation = keyOf(parent.node) ?? '';
    return operation === REACHES_NOTHING ? null : useOfFunction(parent, operation);
  }
  if (parent.node.type === 'VariableDeclarator' && key === 'init' && /^(?:Identifier|ObjectPattern)$/.test((parent.node.id as SyntaxNode).type)) return null;
  if (parent.node.type === 'ExpressionStatement' || (parent.node.type === 'CallExpression' && loadsSeam(reading, parent.node))) return null;
  return { node: step.node, why: parent.node.type === 'ExportSpecifier' ? 'exported again' : 'the whole seam, handed on' };
}

/** `export * from './storage/files.js'`, and a promise of the module that nobody awaits on the spot. */
function lostModule(reading: Reading, { node, parent }: Step): LostUse | null {
  if (/^Export(?:All|Named)Declaration$/.test(node.type)) return node.exportKind !== 'type' && isNode(node.source) && reading.isSeam(literalText(node.source) ?? '') ? { node, why: 'exported again' } : null;
  if (node.type !== 'ImportExpression' || parent?.node.type === 'AwaitExpression') return null;
  return reading.isSeam(literalText(node.source as SyntaxNode) ?? '') ? { node, why: 'loaded by a promise that is handed on' } : null;
}

function useAt(reading: Reading, step: Step): SeamUse | LostUse | null {
  const { node } = step;
  if (node.type === 'AwaitExpression' && opensFile(reading, node) && outermost(step).parent?.node.type === 'MemberExpression') return useOfFile(step);
  if (loadsSeam(reading, node)) return useOfSeam(reading, step);
  const binding = node.type === 'Identifier' && !isNoUse(step) ? bindingOf(reading, node) : undefined;
  if (!binding) return lostModule(reading, step);
  if (binding.kind === 'seam') return useOfSeam(reading, step);
  if (binding.kind === 'file') return useOfFile(step);
  return binding.operation === REACHES_NOTHING ? null : useOfFunction(step, binding.operation);
}

/** `isSeam` says of an import specifier whether it names the seam. */
export function seamUses(program: SyntaxNode, isSeam: (specifier: string) => boolean): SeamUses {
  const steps: Step[] = [];
  walkWithParents({ node: program, key: '', parent: null }, (step) => {
    if (TYPE_KEYS.has(step.key) || TYPE_NODES.has(step.node.type)) return false;
    steps.push(step);
    return true;
  });
  const reading = withBindings({ steps, stepOf: new Map(steps.map((step) => [step.node, step])), isSeam, bindings: new Map() });
  const uses = steps.flatMap((step) => useAt(reading, step) ?? []);
  const calls = uses.filter((use): use is SeamUse => 'call' in use);
  return { calls: calls.filter((use, i) => calls.findIndex((other) => other.call === use.call) === i), lost: uses.filter((use): use is LostUse => !('call' in use)) };
}
