/** Whether two classes may be one and the same for `this`: by their names and what they extend. Where that is not seen, they may. */
import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';

export const classAround = (path: NodePath): NodePath<t.Class> | null => path.findParent((up) => up.isClass()) as NodePath<t.Class> | null;

interface Chain {
  classes: t.Node[];
  /** The last one extends what another module gives, or what is computed. */
  goesOn: boolean;
}

function chainOf(from: NodePath<t.Class>): Chain {
  const classes: t.Node[] = [];
  for (let at = from; ; ) {
    classes.push(at.node);
    const base = at.node.superClass;
    if (!base) return { classes, goesOn: false };
    const binding = base.type === 'Identifier' ? at.scope.getBinding(base.name) : undefined;
    const next = binding?.path.isClass() ? binding.path : null;
    if (!next || classes.includes(next.node)) return { classes, goesOn: true };
    at = next as NodePath<t.Class>;
  }
}

export function areRelated(one: NodePath<t.Class> | null, other: NodePath<t.Class> | null): boolean {
  if (!one || !other) return true;
  const [a, b] = [chainOf(one), chainOf(other)];
  if (a.classes.some((node) => b.classes.includes(node))) return true;
  const isSameFile = one.scope.getProgramParent() === other.scope.getProgramParent();
  return !isSameFile && (a.goesOn || b.goesOn);
}
