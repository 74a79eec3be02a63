/** Walks a syntax tree with the way to each node, and names functions by where they stand. Knows nothing of what is looked for. */
import { childKeys, type SyntaxNode } from '../core/parse.js';
import { isFunction, isNode } from '../core/syntax.js';

export interface Step {
  node: SyntaxNode;
  /** Property of the parent that holds it. */
  key: string;
  parent: Step | null;
}

/** Children in the order of the text. */
function childrenOf(node: SyntaxNode): [key: string, child: SyntaxNode][] {
  const keys = childKeys(node.type) ?? Object.keys(node);
  return keys.flatMap((key) => [node[key]].flat().filter(isNode).map((child): [string, SyntaxNode] => [key, child])).sort(([, a], [, b]) => a.start - b.start);
}

/** Calls `enter` before the children of a node and `leave` after them; a node for which `enter` answers false is not looked into. */
export function walkWithParents(step: Step, enter: (step: Step) => boolean, leave: (step: Step) => void = () => undefined): void {
  if (!enter(step)) return;
  for (const [key, node] of childrenOf(step.node)) walkWithParents({ node, key, parent: step }, enter, leave);
  leave(step);
}

/** A function whose call answers a promise. */
export const isAsync = (node: SyntaxNode): boolean => isFunction(node) && node['async'] === true && node['generator'] !== true;

const nameOf = (node: unknown): string => (isNode(node) ? String(node['name'] ?? node['value'] ?? (isNode(node['property']) ? nameOf(node['property']) : '')) : '');

function ownName({ node, parent }: Step): string {
  const given = nameOf(node['id']) || nameOf(parent?.node['id']) || nameOf(parent?.node['key']) || nameOf(parent?.node['left']);
  return given === '' ? '()' : given;
}

/** Functions by the names around them, the n-th of a name told apart: the same in two versions of a file that differ in their bodies. */
export function functionsOf(program: SyntaxNode): Map<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>();
  const names = new Map<SyntaxNode, string>();
  const around = (step: Step | null): string => (step === null ? '' : (names.get(step.node) ?? around(step.parent)));
  walkWithParents({ node: program, key: '', parent: null }, (step) => {
    const { node } = step;
    const named = isFunction(node) ? ownName(step) : /^Class/.test(node.type) && node.type !== 'ClassBody' ? nameOf(node['id']) : null;
    if (named === null) return true;
    const base = `${around(step.parent)}/${named}`;
    let name = base;
    for (let n = 2; found.has(name); n++) name = `${base} ${n}`;
    names.set(node, name);
    found.set(name, node);
    return true;
  });
  return found;
}
