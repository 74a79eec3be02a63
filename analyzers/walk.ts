/** The one walk over a file: keeps scopes and surroundings, fills functions and classes, and lets every analyzer's visitor ride along. */
import type { ExprId, FunctionFact, FunctionKind, FunctionUsage } from '../core/facts.js';
import { type SyntaxNode, childKeys } from '../core/parse.js';
import { type Analyzer, type Context, OUTSIDE, type Scope, type Surroundings, addExpr, parentOf, place } from './context.js';
import { borrowsThis } from './borrowed-this.js';
import { bindPattern, declaring } from './declare.js';
import { callIndex, classIndex, expr, functionIndex } from './expressions.js';
import { exitGuard, guardName, guardText, rethrows } from './guards.js';
import { wayAfter, wayInto } from './ways.js';
import { declaredIdentifier, typeOf } from './types.js';
import { isFunction, isNode, isWrapper, keyOf, nameOf, nodesOf, unwrap } from '../core/syntax.js';

type Visitor = (node: SyntaxNode, context: Context) => void;

/** What the walk must know of a node type, found out once per type. */
interface Shape {
  role: 'function' | 'class' | 'member' | 'declarator' | 'type' | 'other';
  visitors: readonly Visitor[];
  /** Properties that may hold children; null: look at all of them. */
  keys: readonly string[] | null;
  block: boolean;
  /** A child may be surrounded otherwise than the node itself. */
  surrounds: boolean;
}

export interface Visitors {
  byType: ReadonlyMap<string, readonly Visitor[]>;
  shapes: Map<string, Shape>;
}

const SKIPPED_KEYS = new Set(['type', 'start', 'end', 'range', 'loc', 'parent', 'typeAnnotation', 'typeParameters', 'typeArguments', 'returnType', 'superTypeParameters', 'superTypeArguments', 'implements']);
const WALKED_TS = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression', 'TSExportAssignment', 'TSModuleDeclaration', 'TSModuleBlock', 'TSEnumDeclaration', 'TSImportEqualsDeclaration', 'TSParameterProperty']);

const LOOPS = new Set(['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement']);
const BLOCKS = new Set([...LOOPS, 'BlockStatement', 'SwitchStatement', 'CatchClause', 'TSModuleBlock']);
const SURROUNDING = new Set([...LOOPS, 'IfStatement', 'ConditionalExpression', 'LogicalExpression', 'SwitchCase', 'CatchClause', 'TryStatement', 'AssignmentPattern']);
const ROLES: Record<string, Shape['role']> = {
  FunctionDeclaration: 'function', FunctionExpression: 'function', ArrowFunctionExpression: 'function',
  ClassDeclaration: 'class', ClassExpression: 'class',
  PropertyDefinition: 'member', AccessorProperty: 'member', StaticBlock: 'member',
  VariableDeclarator: 'declarator',
};

export function composeVisitors(analyzers: readonly Analyzer[]): Visitors {
  const byType = new Map<string, Visitor[]>();
  for (const analyzer of analyzers) {
    for (const [type, visit] of Object.entries(analyzer.visit)) {
      if (!visit) continue;
      const list = byType.get(type) ?? [];
      list.push(visit);
      byType.set(type, list);
    }
  }
  return { byType, shapes: new Map() };
}

function shapeOf({ byType, shapes }: Visitors, type: string): Shape {
  const known = shapes.get(type);
  if (known) return known;
  const shape: Shape = {
    role: type.startsWith('TS') && !WALKED_TS.has(type) ? 'type' : ROLES[type] ?? 'other',
    visitors: byType.get(type) ?? [],
    keys: childKeys(type)?.filter((key) => !SKIPPED_KEYS.has(key)) ?? null,
    block: BLOCKS.has(type),
    surrounds: SURROUNDING.has(type),
  };
  shapes.set(type, shape);
  return shape;
}

/** Walks `node` and everything below it. */
export function walk(context: Context, visitors: Visitors, node: SyntaxNode): void {
  const shape = shapeOf(visitors, node.type);
  if (shape.role !== 'other') {
    if (shape.role === 'type' || node.declare === true) return;
    if (shape.role === 'function') return walkFunction(context, visitors, node, shape);
    if (shape.role === 'class') fillClass(context, node);
    else if (shape.role === 'member') return walkMember(context, visitors, node, shape);
    else declareVariable(context, node);
  } else if (node.declare === true) return;
  for (const visit of shape.visitors) visit(node, context);
  const scoped = shape.block ? enterBlock(context, node) : null;
  walkChildren(context, visitors, node, shape);
  if (scoped) context.scope = scoped;
}

function walkChildren(context: Context, visitors: Visitors, node: SyntaxNode, shape: Shape): void {
  const keys = shape.keys ?? Object.keys(node);
  if (keys.length === 0) return;
  context.parents.push(node);
  const before = context.around;
  for (const key of keys) {
    const value = node[key];
    if (value === null || typeof value !== 'object' || SKIPPED_KEYS.has(key)) continue;
    if (shape.surrounds) context.around = surroundings(context, node, key);
    if (!Array.isArray(value)) {
      if (isNode(value)) walk(context, visitors, value);
    } else walkList(context, visitors, value, shape.block || node.type === 'Program');
    context.around = before;
  }
  context.parents.pop();
}

/** In a block, a guard that leaves it stands before all that follows. */
function walkList(context: Context, visitors: Visitors, list: readonly unknown[], statements: boolean): void {
  for (const child of list) {
    if (!isNode(child)) continue;
    walk(context, visitors, child);
    if (!statements || (child.type !== 'IfStatement' && child.type !== 'TryStatement')) continue;
    const way = wayAfter(context, child);
    const guard = exitGuard(context.text, child, context.guardNames);
    if (guard !== null || way !== context.around.way) context.around = { ...context.around, way, guards: guard === null ? context.around.guards : [...context.around.guards, guard] };
  }
}

/** How `node` changes what surrounds its child `key`. */
function surroundings(context: Context, node: SyntaxNode, key: string): Surroundings {
  const around = context.around;
  if (LOOPS.has(node.type)) return key === 'body' || key === 'update' || key === 'test' ? { ...around, loops: around.loops + 1, conditional: around.conditional || key === 'body', endless: around.endless || isEndless(node) } : around;
  const way = wayInto(context, node, key);
  if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') return key === 'test' ? around : { ...guarded(context, node, key === 'alternate'), way };
  if (node.type === 'LogicalExpression') return key === 'right' ? { ...guarded(context, { ...node, test: node.left }, node.operator !== '&&'), way } : around;
  if (node.type === 'SwitchCase' || node.type === 'CatchClause') return { ...around, conditional: true, way };
  if (node.type === 'TryStatement') return { ...around, way, tried: around.tried || (key === 'block' && isNode(node.handler) && !rethrows(node.handler)) };
  if (node.type === 'AssignmentPattern' && key === 'right' && isFunction(parentOf(context, 2) ?? node)) return { ...around, position: 'parameter-default', conditional: true };
  return around;
}

function guarded(context: Context, node: SyntaxNode, negated: boolean): Surroundings {
  const guard = isNode(node.test) ? guardText(context.text, node.test, negated, context.guardNames) : null;
  return { ...context.around, conditional: true, guards: guard === null ? context.around.guards : [...context.around.guards, guard] };
}

/** `while (true)`, `for (;;)`. */
export function isEndless(node: SyntaxNode): boolean {
  if (node.type === 'ForStatement') return !isNode(node.test);
  if (node.type !== 'WhileStatement' && node.type !== 'DoWhileStatement') return false;
  const test = node.test as SyntaxNode;
  return test.type === 'Literal' && Boolean(test.value);
}

/** Opens a block scope; returns the scope to go back to. */
function enterBlock(context: Context, node: SyntaxNode): Scope {
  const before = context.scope;
  context.scope = { fn: context.fn, parent: before, names: null, block: true };
  if (node.type === 'CatchClause') bindPattern(context, node.param, addExpr(context, { k: 'unknown' }), declaring('catch'));
  return before;
}

function declareVariable(context: Context, node: SyntaxNode): void {
  const declaration = parentOf(context);
  const guard = declaration?.kind === 'const' ? guardName(context.text, node) : null;
  if (guard !== null) context.guardNames.add(guard);
  const kind = (declaration?.kind as 'var' | 'let' | 'const' | undefined) ?? 'var';
  const loop = parentOf(context, 2);
  let value: ExprId;
  if (isNode(node.init)) value = expr(context, node.init);
  else if (loop?.type === 'ForOfStatement' && loop.left === declaration) value = addExpr(context, { k: 'element', of: expr(context, loop.right) });
  else value = addExpr(context, { k: 'unknown' });
  bindPattern(context, node.id, value, declaring(kind === 'var' || kind === 'let' || kind === 'const' ? kind : 'const'));
}

function kindOfFunction(parent: SyntaxNode | undefined, node: SyntaxNode): { kind: FunctionKind; name: string; isStatic: boolean } {
  const own = nameOf(node.id) ?? '';
  if (parent?.type === 'MethodDefinition') {
    const kind = parent.kind === 'get' ? 'getter' : parent.kind === 'set' ? 'setter' : parent.kind === 'constructor' ? 'constructor' : 'method';
    return { kind, name: keyOf(parent) ?? '', isStatic: parent.static === true };
  }
  if (parent?.type === 'Property' && parent.value === node && (parent.method === true || parent.kind !== 'init')) {
    return { kind: parent.kind === 'get' ? 'getter' : parent.kind === 'set' ? 'setter' : 'method', name: keyOf(parent) ?? own, isStatic: false };
  }
  return { kind: node.type === 'ArrowFunctionExpression' ? 'arrow' : 'function', name: own, isStatic: false };
}

/** Name given by what the function is assigned to, and how its value is used there. */
function usageOf(context: Context, node: SyntaxNode): { usage: FunctionUsage; name: string } {
  let depth = 1;
  while (isWrapper(parentOf(context, depth) ?? node)) depth++;
  const parent = parentOf(context, depth);
  if (node.type === 'FunctionDeclaration') return { usage: { kind: parent?.type.startsWith('Export') ? 'exported' : 'declared' }, name: '' };
  switch (parent?.type) {
    case 'VariableDeclarator': return { usage: { kind: 'assigned' }, name: nameOf(parent.id) ?? '' };
    case 'AssignmentExpression': {
      const left = unwrap(parent.left as SyntaxNode);
      return { usage: { kind: 'assigned' }, name: left.type === 'MemberExpression' ? keyOf(left) ?? '' : nameOf(left) ?? '' };
    }
    case 'CallExpression':
    case 'NewExpression': {
      if (isNode(parent.callee) && unwrap(parent.callee) === node) return { usage: { kind: 'called' }, name: '' };
      const index = nodesOf(parent.arguments).findIndex((argument) => unwrap(argument) === node);
      return { usage: { kind: 'argument', call: callIndex(context, parent), index }, name: '' };
    }
    case 'Property': return propertyUsage(context, parent, depth);
    case 'MethodDefinition': return { usage: { kind: 'member' }, name: '' };
    case 'PropertyDefinition': return { usage: { kind: 'member' }, name: keyOf(parent) ?? '' };
    case 'ReturnStatement':
    case 'ArrowFunctionExpression': return { usage: { kind: 'returned' }, name: '' };
    case 'ExportDefaultDeclaration': return { usage: { kind: 'exported' }, name: 'default' };
    default: return { usage: { kind: 'other' }, name: '' };
  }
}

/** `f({ handler() {} })` counts as an argument with a property name. */
function propertyUsage(context: Context, property: SyntaxNode, depth: number): { usage: FunctionUsage; name: string } {
  const name = keyOf(property) ?? '';
  const literal = parentOf(context, depth + 1);
  const call = parentOf(context, depth + 2);
  if (literal?.type === 'ObjectExpression' && (call?.type === 'CallExpression' || call?.type === 'NewExpression')) {
    const index = nodesOf(call.arguments).indexOf(literal);
    if (index >= 0) return { usage: { kind: 'argument', call: callIndex(context, call), index, property: name }, name };
  }
  return { usage: { kind: 'property' }, name };
}

function fillFunction(context: Context, node: SyntaxNode): number {
  const parent = parentOf(context);
  const index = functionIndex(context, node);
  const { kind, name, isStatic } = kindOfFunction(parent, node);
  const { usage, name: given } = usageOf(context, node);
  const owner = kind === 'method' || kind === 'getter' || kind === 'setter' || kind === 'constructor' ? parentOf(context, 3) : undefined;
  const filled: FunctionFact = {
    name: name || given, kind, usage,
    async: node.async === true,
    generator: node.generator === true,
    static: isStatic,
    parent: context.fn,
    params: [],
    returns: [],
    place: place(context, node),
  };
  if (owner && owner.type.startsWith('Class')) filled.cls = classIndex(context, owner);
  if (parent?.type === 'MethodDefinition') Object.assign(filled, decoratorsOf(context, parent));
  context.facts.functions[index] = filled;
  return index;
}

function decoratorsOf(context: Context, node: SyntaxNode): { decorators?: ExprId[] } {
  const decorators = nodesOf(node.decorators).map((decorator) => expr(context, decorator.expression));
  return decorators.length > 0 ? { decorators } : {};
}

interface Saved {
  scope: Scope;
  fn: number;
  thisFn: number;
  around: Surroundings;
}

const save = (context: Context): Saved => ({ scope: context.scope, fn: context.fn, thisFn: context.thisFn, around: context.around });

function walkFunction(context: Context, visitors: Visitors, node: SyntaxNode, shape: Shape): void {
  const index = fillFunction(context, node);
  const name = nameOf(node.id);
  const saved = save(context);
  const value = addExpr(context, { k: 'function', fn: index });
  context.expressions.set(node, value);
  if (name && node.type === 'FunctionDeclaration') bindPattern(context, node.id, value, declaring('function'));
  context.scope = { fn: index, parent: context.scope, names: null, block: false };
  context.fn = index;
  if (node.type !== 'ArrowFunctionExpression' && !borrowsThis(context, node)) context.thisFn = index;
  context.around = OUTSIDE;
  if (name && node.type === 'FunctionExpression') bindPattern(context, node.id, value, declaring('function'));
  declareParameters(context, node, index);
  for (const visit of shape.visitors) visit(node, context);
  if (isNode(node.body) && node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement') context.facts.functions[index]?.returns.push(expr(context, node.body));
  walkChildren(context, visitors, node, shape);
  Object.assign(context, saved);
}

function declareParameters(context: Context, node: SyntaxNode, index: number): void {
  nodesOf(node.params).forEach((parameter, i) => {
    bindPattern(context, parameter, addExpr(context, { k: 'unknown' }), declaring('param', i));
    const identifier = declaredIdentifier(parameter);
    const name = nameOf(identifier);
    const binding = name === null ? null : context.scope.names?.get(name) ?? null;
    context.facts.functions[index]?.params.push(binding);
    const type = binding === null ? undefined : typeOf(context, identifier);
    const declared = context.facts.bindings[binding ?? -1];
    if (declared && type !== undefined) declared.type = type;
    if (parameter.type === 'TSParameterProperty' && name !== null) {
      context.facts.assignments.push({ object: addExpr(context, { k: 'this', fn: index }), name, value: expr(context, unwrapParameter(parameter)), fn: index, place: place(context, parameter) });
    }
  });
}

function unwrapParameter(parameter: SyntaxNode): SyntaxNode {
  const inner = parameter.parameter as SyntaxNode;
  return inner.type === 'AssignmentPattern' ? (inner.left as SyntaxNode) : inner;
}

/** A class field initialiser or a static block: code that runs at construction or class definition, with its own `this`. */
function walkMember(context: Context, visitors: Visitors, node: SyntaxNode, shape: Shape): void {
  const saved = save(context);
  const owner = parentOf(context, 2);
  const index = functionIndex(context, node);
  context.facts.functions[index] = {
    name: keyOf({ ...node, key: node.key ?? { type: 'Identifier', name: 'static' } } as SyntaxNode) ?? '',
    kind: 'field', async: false, generator: false, static: node.static === true || node.type === 'StaticBlock', parent: context.fn,
    params: [], returns: [], usage: { kind: 'called' }, place: place(context, node),
    ...(owner ? { cls: classIndex(context, owner) } : {}),
  };
  context.scope = { fn: index, parent: context.scope, names: null, block: false };
  context.fn = index;
  context.thisFn = index;
  context.around = { ...OUTSIDE, position: 'field-initialiser' };
  for (const visit of shape.visitors) visit(node, context);
  const value = isNode(node.value) ? expr(context, node.value) : typeOf(context, node);
  if (value !== undefined) {
    const cls = owner ? context.facts.classes[classIndex(context, owner)] : undefined;
    const name = keyOf(node);
    if (cls && name !== null) cls.members.push({ name, kind: 'field', static: node.static === true, value });
  }
  walkChildren(context, visitors, node, shape);
  Object.assign(context, saved);
}

function fillClass(context: Context, node: SyntaxNode): void {
  const index = classIndex(context, node);
  const given = parentOf(context)?.type === 'VariableDeclarator' ? nameOf(parentOf(context)?.id) : null;
  const members = nodesOf((node.body as SyntaxNode).body).filter((m) => m.type === 'MethodDefinition' && (m.value as SyntaxNode).type === 'FunctionExpression');
  context.facts.classes[index] = {
    name: nameOf(node.id) ?? given ?? '',
    ...(isNode(node.superClass) ? { superclass: expr(context, node.superClass) } : {}),
    members: members.map((m) => ({
      name: keyOf(m) ?? '*',
      kind: m.kind === 'get' ? 'getter' : m.kind === 'set' ? 'setter' : m.kind === 'constructor' ? 'constructor' : 'method',
      static: m.static === true,
      value: addExpr(context, { k: 'function', fn: functionIndex(context, m.value as SyntaxNode) }),
    })),
    ...decoratorsOf(context, node),
    fn: context.fn,
    place: place(context, node),
  };
  const value = addExpr(context, { k: 'class', cls: index });
  context.expressions.set(node, value);
  if (isNode(node.id)) bindPattern(context, node.id, value, declaring('class'));
}
