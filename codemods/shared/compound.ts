/** `total += load()` reads `total` before it waits: what another call adds in the meantime would be lost. The wait comes first, where that is possible. */
import type { ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { isFunction } from './awaits.js';
import { type TextEdit, replaceRange } from './edits.js';
import { freeName } from './names.js';
import { type NodeShape, type Ranged, type Source, rangeOf } from './source.js';

interface Assignment extends NodeShape {
  operator: string;
  left: Ranged;
  right: unknown;
}

/** The assignment that reads and writes one variable, in whose right side the call stands. */
function compoundAround(path: ASTPath): ASTPath | null {
  for (let at = path, up = path.parent as ASTPath | null; up && !isFunction(up.node); at = up, up = up.parent as ASTPath | null) {
    const node = up.node as unknown as Assignment;
    if (node.type === 'AssignmentExpression' && node.right === at.node && /^(?:[-+*/%&|^]|\*\*|<<|>>>?)=$/.test(node.operator)) return up;
    if (/Statement$/.test(node.type)) return null;
  }
  return null;
}

/** A variable of a function that is running: nobody else writes it. */
function isOwn(assignment: ASTPath): boolean {
  const { left } = assignment.node as unknown as Assignment;
  if (left.type !== 'Identifier') return false;
  const scope = (assignment as unknown as { scope?: { lookup(name: string): { isGlobal: boolean } | null } }).scope?.lookup((left as unknown as { name: string }).name);
  return scope !== null && scope !== undefined && !scope.isGlobal;
}

/** How a call that has to be awaited there changes its assignment; null: it stands in none that matters. `takes`: the property of its result that counts. */
export function compoundEdits(source: Source, path: ASTPath, takes?: string): { edited: Edited; statement: [number, number] } | null {
  const assignment = compoundAround(path);
  if (!assignment || isOwn(assignment)) return null;
  const node = assignment.node as unknown as Assignment;
  const statement = assignment.parent?.node as unknown as Ranged;
  const left = source.text.slice(...rangeOf(node.left));
  const plain = statement.type === 'ExpressionStatement' && node.right === path.node && /^(?:this|[\w$]+)(?:\.#?[\w$]+)*$/.test(left);
  if (!plain) return { edited: refuse(node, 'an assignment that reads what others may change while it waits'), statement: rangeOf(statement) };
  const name = freeName(source, statement, 'added');
  const [start, end] = rangeOf(path.node);
  const edits: TextEdit[] = [
    replaceRange([statement.start, start], `{ const ${name} = await `),
    replaceRange([end, statement.end], `; ${left} ${node.operator} ${name}${takes ? `.${takes}` : ''}; }`),
  ];
  return { edited: { edits }, statement: rangeOf(statement) };
}
