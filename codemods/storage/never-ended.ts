/** Whether anything ends a stream that is written to: a disk has each piece as it comes, a store what was written when it ends. It looks at the file alone, and takes a use that it does not know for an end. */
import type { ASTPath } from 'jscodeshift';
import type { Source } from '../shared/source.js';
import { type Node, awaited, eachNode, nameOf, scopeOf } from './result-places.js';

/** Members that leave a stream open. */
const LEAVES_OPEN = /^(?:write|on|once|addListener|prependListener|off|removeListener|cork|uncork|setDefaultEncoding|setMaxListeners|writableLength|bytesWritten)$/;

const isMember = (node: Node): boolean => /MemberExpression$/.test(node.type);

export function isNeverEnded(source: Source, path: ASTPath): boolean {
  const parent = (awaited(path).parent as ASTPath | null)?.node as unknown as Node | undefined;
  if (!parent) return false;
  if (parent.type === 'ExpressionStatement') return true;
  if (isMember(parent) && parent.object === (path.node as unknown as Node)) return nameOf(parent) === 'write';
  const target = parent.type === 'VariableDeclarator' ? (parent.id as Node) : parent.type === 'AssignmentExpression' ? (parent.left as Node) : null;
  if (target?.type === 'Identifier') return staysOpen(parent.type === 'VariableDeclarator' ? scopeOf(source, path) : (source.ast.program as unknown as Node), (node) => node.type === 'Identifier' && node.name === target.name);
  return target !== null && isMember(target) && nameOf(target) !== '' && staysOpen(source.ast.program as unknown as Node, (node) => isMember(node) && nameOf(node) === nameOf(target));
}

/** All that is done with it in the scope leaves it open. */
function staysOpen(scope: Node, isStream: (node: Node) => boolean): boolean {
  const [found, known] = [new Set<Node>(), new Set<unknown>()];
  eachNode(scope, (node) => {
    if (isStream(node)) found.add(node);
    if (node.type === 'VariableDeclarator') known.add(node.id);
    if (node.type === 'AssignmentExpression') known.add(node.left);
    if (isMember(node) && !node.computed) known.add(node.property);
    if (/Property$/.test(node.type) && !node.shorthand && !node.computed) known.add(node.key);
    if (isMember(node) && LEAVES_OPEN.test(nameOf(node))) known.add(node.object);
  });
  return [...found].every((node) => known.has(node));
}
