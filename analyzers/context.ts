/** The state of one walk over one file: scopes, the enclosing function, and the facts being collected. Lives no longer than the walk. */
import type { BindingFact, BindingIndex, CallIndex, CallPosition, ClassIndex, Expr, ExprId, FileFacts, FunctionIndex, Place, WantedReads, WayFact, WayIndex } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { placeAt } from '../core/text.js';

export interface Scope {
  fn: FunctionIndex;
  parent: Scope | null;
  /** Null as long as nothing is declared: most blocks declare nothing. */
  names: Map<string, BindingIndex> | null;
  /** A `var` belongs to the nearest scope that is not a block. */
  block: boolean;
}

/** What surrounds a node inside its function. */
export interface Surroundings {
  loops: number;
  endless: boolean;
  conditional: boolean;
  guards: string[];
  tried: boolean;
  position: CallPosition;
  /** The way of a branch, noted among the facts when something is called on it. */
  way: Way | null;
}

export interface Way extends Omit<WayFact, 'within' | 'asks'> {
  within: Way | null;
  asked?: { nodes: SyntaxNode[]; scope: Scope };
  index?: WayIndex;
}

export const OUTSIDE: Surroundings = { loops: 0, endless: false, conditional: false, guards: [], tried: false, position: 'body', way: null };

export interface Context {
  file: string;
  text: string;
  starts: number[];
  facts: FileFacts;
  scope: Scope;
  fn: FunctionIndex;
  /** Nearest function that has its own `this`. */
  thisFn: FunctionIndex;
  around: Surroundings;
  /** Ancestors of the node being visited, outermost first. */
  parents: SyntaxNode[];
  expressions: Map<SyntaxNode, ExprId>;
  calls: Map<SyntaxNode, CallIndex>;
  functions: Map<SyntaxNode, FunctionIndex>;
  classes: Map<SyntaxNode, ClassIndex>;
  /** Constants that hold the answer of a guard. */
  guardNames: Set<string>;
  /** Identifiers whose declaration may come later in the file; settled at the end of the walk. */
  references: { expr: ExprId; name: string; scope: Scope }[];
  /** Reads of members that are asked for; null in almost every walk. */
  wanted: WantedReads | null;
  /** What is to be noted once everything else is. */
  later: (() => void)[];
}

/** One analyzer: visitors by ESTree node type, called before the children of the node are walked. */
export interface Analyzer {
  name: string;
  visit: Partial<Record<string, (node: SyntaxNode, context: Context) => void>>;
}

export function createContext(file: string, text: string, starts: number[], facts: FileFacts, wanted: WantedReads | null = null): Context {
  return {
    file, text, starts, facts,
    scope: { fn: 0, parent: null, names: null, block: false },
    fn: 0,
    thisFn: 0,
    around: OUTSIDE,
    parents: [],
    expressions: new Map(),
    calls: new Map(),
    functions: new Map(),
    classes: new Map(),
    guardNames: new Set(),
    references: [],
    wanted,
    later: [],
  };
}

export const place = (context: Context, node: SyntaxNode): Place => placeAt(context.file, context.starts, node.start, node.end);

export const parentOf = (context: Context, up = 1): SyntaxNode | undefined => context.parents[context.parents.length - up];

export function addExpr(context: Context, expr: Expr): ExprId {
  return context.facts.exprs.push(expr) - 1;
}

export function declare(context: Context, name: string, binding: Omit<BindingFact, 'name' | 'fn' | 'values'>): BindingIndex {
  let scope = context.scope;
  if (binding.kind === 'var') while (scope.block && scope.parent) scope = scope.parent;
  const known = scope.names?.get(name);
  if (known !== undefined) return known;
  const index = context.facts.bindings.push({ name, fn: scope.fn, values: [], ...binding }) - 1;
  scope.names ??= new Map();
  scope.names.set(name, index);
  return index;
}

export function lookup(scope: Scope | null, name: string): BindingIndex | undefined {
  for (let s = scope; s; s = s.parent) {
    const found = s.names?.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Adds a value to the binding that `name` refers to, once all declarations are known. */
export function refer(context: Context, name: string): ExprId {
  const expr = addExpr(context, { k: 'global', name });
  context.references.push({ expr, name, scope: context.scope });
  return expr;
}

/** Turns references into bindings; what nothing declares stays a global. */
export function settleReferences(context: Context): void {
  for (const { expr, name, scope } of context.references) {
    const binding = lookup(scope, name);
    if (binding !== undefined) context.facts.exprs[expr] = { k: 'binding', binding };
  }
}
