/** Calls, members, declarations and functions of a source by their place, as Babel's walk sees them: with scopes and bindings. */
import type { NodePath, Visitor } from '@babel/traverse';
import type { Node } from '@babel/types';
import type { Source } from './source.js';
import { traverse } from './traverse.js';

interface Index {
  places: Map<string, NodePath>;
  words: Map<string, NodePath>;
  /** Where something is asked for by a name: `store.out`, `const { out } = store`, `import { out }`. */
  named: Map<string, NodePath[]>;
  functions: NodePath[];
}

const indexes = new WeakMap<Source, Index>();

function indexOf(source: Source): Index {
  const known = indexes.get(source);
  if (known) return known;
  const index: Index = { places: new Map(), words: new Map(), named: new Map(), functions: [] };
  traverse(source.ast, {
    enter(path) {
      if (path.isIdentifier()) index.words.set(`${path.node.start}-${path.node.end}`, path);
      if (path.isFunction()) index.functions.push(path);
      if (/^(?:OptionalCall|Call|New|Member|OptionalMember)Expression$|^VariableDeclarator$/.test(path.node.type)) index.places.set(`${path.node.start}-${path.node.end}`, path);
      const name = askedName(path);
      if (name !== null) index.named.set(name, [...(index.named.get(name) ?? []), path]);
    },
  });
  indexes.set(source, index);
  return index;
}

/** The name by which a member, a pattern or an import asks for something. */
function askedName(path: NodePath): string | null {
  if (path.isMemberExpression() || path.isOptionalMemberExpression()) return keyName(path.node.property, path.node.computed);
  if (path.isObjectProperty() && path.parentPath.isObjectPattern()) return keyName(path.node.key, path.node.computed);
  return path.isImportSpecifier() ? keyName(path.node.imported, false) : null;
}

/** `out`, `'out'`, `#out`; null for a name that is computed. */
export function keyName(key: Node, isComputed: boolean): string | null {
  if (key.type === 'StringLiteral') return key.value;
  if (key.type === 'PrivateName') return `#${key.id.name}`;
  return key.type === 'Identifier' && !isComputed ? key.name : null;
}

/** Where a source asks for something of this name. */
export const askedFor = (source: Source, name: string): readonly NodePath[] => indexOf(source).named.get(name) ?? [];

/** The call, member or declaration of this range, or else the name. */
export const nodePathAt = (source: Source, [start, end]: readonly [number, number]): NodePath | null => indexOf(source).places.get(`${start}-${end}`) ?? indexOf(source).words.get(`${start}-${end}`) ?? null;

/** The function of this range, which begins at the name or the parameters of a method. */
export const functionPathAt = (source: Source, { start, end }: { start: number; end: number }): NodePath | null =>
  indexOf(source).functions.find(({ node }) => node.end === end && (node.start === start || (/Method$/.test(node.type) && (node.start ?? Infinity) <= start))) ?? null;

/** The parts of a node under this name; holes of a list are none. */
export const children = (path: NodePath, key: string): NodePath[] => ([path.get(key)] as (NodePath | NodePath[])[]).flat().filter(({ node }) => node !== null && node !== undefined);
/** The one part of a node under this name. */
export const child = (path: NodePath, key: string): NodePath => path.get(key) as NodePath;

/** Offsets of what stands there. */
export const startOf = (path: NodePath): number => path.node.start ?? 0;
export const endOf = (path: NodePath): number => path.node.end ?? 0;

/** The function, or the module, in which something stands. */
export const bodyOf = (path: NodePath): NodePath => path.getFunctionParent() ?? (path.scope.getProgramParent().path as NodePath);

/** Walks over what a function or a module does itself: not over the functions in it. */
export const traverseOwn = (body: NodePath, visitor: Visitor): void => body.traverse({ ...visitor, Function: (inner) => inner.skip() });
