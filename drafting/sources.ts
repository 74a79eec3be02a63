/** The syntax trees of the files that a draft looks into, parsed when asked for, and the nodes at known places. Judges nothing. */
import type { FunctionNode, Program } from '../core/program.js';
import { type SyntaxNode, parseSource } from '../core/parse.js';
import { childrenOf, isFunction, isNode, keyOf, nameOf, unwrap } from '../core/syntax.js';

export interface Sources {
  program: Program;
  /** '' for a file that cannot be read. */
  text(file: string): string;
  /** Null for a file that cannot be read or parsed: nothing is drafted from it. */
  tree(file: string): SyntaxNode | null;
}

export function createSources(program: Program, read: (file: string) => string): Sources {
  const trees = new Map<string, SyntaxNode | null>();
  const text = (file: string): string => {
    try {
      return read(file);
    } catch {
      return ''; // Gone since the scan read it.
    }
  };
  const parsed = (file: string): SyntaxNode | null => {
    const result = parseSource(file, text(file));
    return result.ok ? result.file.ast : null;
  };
  return {
    program,
    text,
    tree: (file) => {
      if (!trees.has(file)) trees.set(file, parsed(file));
      return trees.get(file) ?? null;
    },
  };
}

/** Called for a node and all below it, with the nodes around it, nearest last. */
export function descend(node: SyntaxNode, visit: (node: SyntaxNode, around: readonly SyntaxNode[]) => void, around: readonly SyntaxNode[] = []): void {
  visit(node, around);
  const inside = [...around, node];
  for (const child of childrenOf(node)) descend(child, visit, inside);
}

export function nodesBelow(node: SyntaxNode, type: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  descend(node, (each) => {
    if (each.type === type) found.push(each);
  });
  return found;
}

function firstNode(node: SyntaxNode, start: number, end: number, matches: (node: SyntaxNode) => boolean): SyntaxNode | null {
  if (matches(node)) return node;
  for (const child of childrenOf(node)) {
    if (child.start > start || child.end < end) continue;
    const found = firstNode(child, start, end, matches);
    if (found) return found;
  }
  return null;
}

export function functionNode(sources: Sources, fn: FunctionNode): SyntaxNode | null {
  const tree = sources.tree(fn.file);
  const { start, end } = fn.place;
  return tree ? firstNode(tree, start, end, (node) => isFunction(node) && node.start === start && node.end === end) : null;
}

/** The call whose callee's last name stands at `start`. */
export function callAt(sources: Sources, file: string, start: number): SyntaxNode | null {
  const tree = sources.tree(file);
  const named = (callee: SyntaxNode): number => (callee.type === 'MemberExpression' && isNode(callee.property) ? callee.property.start : callee.start);
  return tree ? firstNode(tree, start, start + 1, (node) => (node.type === 'CallExpression' || node.type === 'NewExpression') && isNode(node.callee) && named(unwrap(node.callee)) === start) : null;
}

/** `req.body.title`, `c.req.json()`: names joined by dots, calls by their parentheses; null for anything else. */
export function chainText(node: SyntaxNode): string | null {
  const inner = unwrap(node);
  if (inner.type === 'AwaitExpression' && isNode(inner.argument)) return chainText(inner.argument);
  if (inner.type === 'ThisExpression') return 'this';
  if (inner.type === 'CallExpression' && isNode(inner.callee)) {
    const callee = chainText(inner.callee);
    return callee === null ? null : `${callee}()`;
  }
  if (inner.type !== 'MemberExpression' || !isNode(inner.object)) return nameOf(inner);
  const object = chainText(inner.object);
  const key = keyOf(inner);
  return object === null || key === null ? null : `${object}.${key}`;
}

/** The value of a constant expression: literals, lists and objects of them; undefined for all else. */
export function constantOf(node: unknown): unknown {
  if (!isNode(node)) return undefined;
  const inner = unwrap(node);
  if (inner.type === 'Literal') return inner.regex === undefined && inner.bigint === undefined ? inner.value : undefined;
  if (inner.type === 'UnaryExpression' && inner.operator === '-') {
    const value = constantOf(inner.argument);
    return typeof value === 'number' ? -value : undefined;
  }
  if (inner.type === 'ArrayExpression') {
    const items = (inner.elements as unknown[]).map(constantOf);
    return items.includes(undefined) ? undefined : items;
  }
  return inner.type === 'ObjectExpression' ? constantObject(inner) : undefined;
}

function constantObject(node: SyntaxNode): Record<string, unknown> | undefined {
  const pairs = (node.properties as SyntaxNode[]).map((property) => [property.type === 'Property' ? keyOf(property) : null, constantOf(property.value)] as const);
  return pairs.some(([key, value]) => key === null || value === undefined) ? undefined : Object.fromEntries(pairs as [string, unknown][]);
}

/** What a name was declared as at the top of its file: `const NAME = value`. */
export function declaredAs(sources: Sources, file: string, name: string): SyntaxNode | null {
  const tree = sources.tree(file);
  const declarator = tree ? nodesBelow(tree, 'VariableDeclarator').find((node) => nameOf(node.id) === name) : undefined;
  return declarator && isNode(declarator.init) ? unwrap(declarator.init) : null;
}
