/** Where the result of a call lies: the expression, the variable that it is put into, the function around it; and what is read of a name. Looks at text alone. */
import type { ASTPath } from 'jscodeshift';
import { functionAround } from '../shared/awaits.js';
import type { Source } from '../shared/source.js';

export interface Node {
  type: string;
  name?: string;
  computed?: boolean;
  [field: string]: unknown;
}

/** The expression with the `await` around it. */
export const awaited = (path: ASTPath): ASTPath => {
  const parent = path.parent as ASTPath | null;
  return parent?.node.type === 'AwaitExpression' ? parent : path;
};

export const scopeOf = (source: Source, path: ASTPath): Node => (functionAround(path)?.node ?? source.ast.program) as unknown as Node;

/** The variable that the result is put into. */
export function namesOfResult(path: ASTPath): string[] {
  const node = (awaited(path).parent as ASTPath | null)?.node as unknown as Node | undefined;
  const target = node?.type === 'VariableDeclarator' ? (node.id as Node) : node?.type === 'AssignmentExpression' ? (node.left as Node) : null;
  return target?.type === 'Identifier' && target.name !== undefined ? [target.name] : [];
}

export function eachNode(at: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(at)) for (const item of at) eachNode(item, visit);
  if (typeof at !== 'object' || at === null || typeof (at as Node).type !== 'string') return;
  visit(at as Node);
  for (const [key, value] of Object.entries(at)) if (!/^(?:loc|extra|tokens|comments|\w+Comments|original)$/.test(key)) eachNode(value, visit);
}

/** A function that the top of the file declares by this name. */
export function functionNamed(source: Source, name: string): Node | undefined {
  const body = (source.ast.program as unknown as { body: Node[] }).body.map((node) => (/^Export(?:Named|Default)/.test(node.type) && node.declaration ? (node.declaration as Node) : node));
  return body.flatMap((node): Node[] => {
    if (node.type === 'FunctionDeclaration' && (node.id as Node | null)?.name === name) return [node];
    return node.type === 'VariableDeclaration' ? (node.declarations as Node[]).flatMap((one) => ((one.id as Node).name === name && one.init ? [one.init as Node] : [])) : [];
  })[0];
}

/** The name of a member; empty when it is computed. */
export const nameOf = (member: Node): string => (member.computed ? '' : (member.property as Node).name ?? '');

/** Members that are read of what a name or a pattern stands for. */
export function fieldsOfPattern(pattern: Node, scope: Node): string[] {
  if (pattern.type === 'ObjectPattern') return (pattern.properties as Node[]).flatMap((property) => (property.key as Node | undefined)?.name ?? []);
  if (pattern.type !== 'Identifier') return [];
  const found: string[] = [];
  eachNode(scope, (node) => {
    if (/MemberExpression$/.test(node.type) && (node.object as Node).name === pattern.name) found.push(nameOf(node));
  });
  return found;
}
