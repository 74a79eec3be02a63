/** Where a function that is handed to another function of the program goes on: the parameters that it comes to be. Looks only; changes nothing. */
import type { Binding, NodePath } from '@babel/traverse';
import type { Function as FunctionNodeOfBabel } from '@babel/types';
import type { FunctionNode, Program } from '../../core/program.js';
import { mayBeReplaced } from './replaced.js';
import { type Source, rangeOf } from './source.js';
import { traverse } from './traverse.js';

/** The function in its source, by its place: the linker's range of a method begins at its parameters or at its name. */
export function functionIn(source: Source, fn: FunctionNode): NodePath<FunctionNodeOfBabel> | null {
  let found: NodePath<FunctionNodeOfBabel> | null = null;
  traverse(source.ast, {
    Function(path) {
      const [start, end] = rangeOf(path.node);
      const begins = path.isClassMethod() ? start <= fn.place.start : start === fn.place.start;
      if (found === null && begins && end === fn.place.end) found = path;
    },
  });
  return found;
}

export interface Parameter {
  fn: FunctionNode;
  source: Source;
  /** Null: the function takes no such parameter. */
  binding: Binding | null;
}

export interface Sources {
  sourceOf: (file: string) => Source | null;
  read: (file: string) => string | null;
}

/** The parameters by which the functions that a call certainly reaches take its argument; null where that is not known of all of them. */
export function parametersFor(program: Program, sources: Sources, { file, call, argument }: { file: string; call: NodePath; argument: NodePath }): Parameter[] | null {
  if (!call.isCallExpression() && !call.isNewExpression()) return null;
  const index = call.node.arguments.findIndex((one) => one === argument.node);
  const [start, end] = rangeOf(call.node);
  const edges = program.edges.filter((edge) => edge.at.file === file && edge.range[0] === start && edge.range[1] === end && (edge.kind === 'call' || edge.kind === 'new'));
  const callee = call.get('callee') as NodePath;
  if (!isFixed(callee) || index < 0 || edges.length === 0 || edges.some(({ confidence }) => confidence !== 'certain') || call.node.arguments.slice(0, index).some(({ type }) => type === 'SpreadElement')) return null;
  const targets = edges.flatMap(({ to }) => targetOf(sources, program.functions.find(({ id }) => id === to)) ?? []);
  const found = targets.flatMap((target) => parameterOf(target, index) ?? []);
  return found.length < edges.length || mayBeReplaced({ ...sources, program, file, callee, targets }) ? null : found;
}

/** Written so that it can be nothing else than what the linker has found: a function by its name, of this module or a loaded one, or a method of `this`. */
function isFixed(callee: NodePath): boolean {
  if (callee.isSequenceExpression()) return isFixed(callee.get('expressions').at(-1) as NodePath);
  if (callee.isIdentifier()) return isNamed(callee.scope.getBinding(callee.node.name));
  if (!callee.isMemberExpression() || callee.node.computed) return false;
  const object = callee.get('object');
  return object.isThisExpression() || (object.isIdentifier() && isLoaded(object.scope.getBinding(object.node.name)));
}

const isNamed = (binding: Binding | undefined): boolean => isLoaded(binding) || (binding?.constant === true && (binding.path.isFunctionDeclaration() || binding.path.isClassDeclaration() || (binding.path.isVariableDeclarator() && /^(?:ArrowFunction|Function|Class)Expression$/.test(binding.path.node.init?.type ?? ''))));

/** `import …`, `const store = require('./store')`, as compilers write it too. */
function isLoaded(binding: Binding | undefined): boolean {
  if (binding?.kind === 'module') return true;
  const init = binding?.constant === true && binding.path.isVariableDeclarator() ? binding.path.get('init') : null;
  if (!init || Array.isArray(init) || !init.isCallExpression()) return false;
  const inner = init.get('arguments')[0];
  return isRequire(init) || (INTEROP.test(init.get('callee').toString()) && inner !== undefined && isRequire(inner));
}

const isRequire = (path: NodePath): boolean => path.isCallExpression() && path.get('callee').isIdentifier({ name: 'require' });

/** What compilers put around a `require`. */
export const INTEROP = /^_*(?:import|interopRequire)(?:Default|Star|Wildcard)$/;

interface Target {
  fn: FunctionNode;
  source: Source;
  path: NodePath<FunctionNodeOfBabel>;
}

function targetOf({ sourceOf }: Sources, fn: FunctionNode | undefined): Target | null {
  const source = fn ? sourceOf(fn.file) : null;
  const path = fn && source ? functionIn(source, fn) : null;
  return fn && source && path ? { fn, source, path } : null;
}

function parameterOf({ fn, source, path }: Target, index: number): Parameter | null {
  if (usesArguments(path)) return null;
  const taken = path.node.params.filter((param) => !(param.type === 'Identifier' && param.name === 'this'));
  if (taken.slice(0, index).some(({ type }) => type === 'RestElement')) return null;
  const given = taken[index];
  if (!given) return { fn, source, binding: null };
  const name = given.type === 'AssignmentPattern' ? given.left : given;
  const binding = name.type === 'Identifier' ? path.scope.getBinding(name.name) : undefined;
  return binding ? { fn, source, binding } : null;
}

/** Its arguments are there by another name too. */
function usesArguments(path: NodePath<FunctionNodeOfBabel>): boolean {
  let found = false;
  path.traverse({
    Identifier(inner) {
      if (inner.node.name === 'arguments') found = true;
    },
  });
  return found;
}

/** `if (done)`, `done && …`, `done !== undefined`: it is asked whether there is one, and nothing is done with it. */
export function isOnlyAskedFor(reference: NodePath, parent: NodePath): boolean {
  if (parent.isIfStatement() || parent.isConditionalExpression()) return parent.node.test === reference.node;
  if (parent.isLogicalExpression({ operator: '&&' })) return parent.node.left === reference.node;
  return parent.isBinaryExpression() && /^[!=]==?$/.test(parent.node.operator) && [parent.node.left, parent.node.right].some((side) => side.type === 'NullLiteral' || (side.type === 'Identifier' && side.name === 'undefined'));
}
