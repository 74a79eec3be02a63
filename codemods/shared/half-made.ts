/** Where an object could be asked for before the function that makes it is there: code that runs above its declaration. Looks only. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import { functionAround } from './awaits.js';
import { type NodeShape, type Source } from './source.js';
import { requireOf } from './top-of-module.js';

type Top = NodeShape & { declaration?: NodeShape | null };

const inside = (node: unknown, type: unknown): ASTPath[] => jscodeshift(node as jscodeshift.ASTNode).find(type as typeof jscodeshift.Identifier).paths() as unknown as ASTPath[];
const CALLS = [jscodeshift.CallExpression, jscodeshift.OptionalCallExpression, jscodeshift.NewExpression, jscodeshift.TaggedTemplateExpression];
const callsIn = (node: unknown): ASTPath[] => CALLS.flatMap((type) => inside(node, type));
const nameOf = (node: unknown): string => (node as { name?: string }).name ?? '';

/** A statement above it calls something that comes to this name, or loads a module of the program that was given it. */
export function runsBefore(source: Source, name: string, start: number): boolean {
  const all = source.ast.program.body as unknown as Top[];
  const isHoisted = (one: Top): boolean => /^Function/.test((one.declaration ?? one).type);
  const above = all.filter((one) => one.start < start && !/^Import/.test(one.type) && !isHoisted(one));
  const known = [...above, ...all.filter(isHoisted)].map((one) => ({ names: new Set(inside(one, jscodeshift.Identifier).map(({ node }) => nameOf(node))), gives: givenBy(one) }));
  const reaching = new Set([name]);
  for (let size = 0; size < reaching.size;) {
    size = reaching.size;
    for (const { names, gives } of known) if ([...names].some((one) => reaching.has(one))) gives.forEach((one) => reaching.add(one));
  }
  let isGiven = false;
  return above.some((one) => {
    const names = inside(one, jscodeshift.Identifier).map(({ node }) => nameOf(node));
    const comes = names.some((other) => reaching.has(other));
    const runs = callsIn(one).filter((path) => functionAround(path) === null && !isInheriting(path.node));
    if (isGiven && runs.some(({ node }) => requireOf(node)?.startsWith('.'))) return true;
    isGiven ||= comes && names.includes('exports');
    return comes && runs.some(({ node }) => requireOf(node) === null);
  });
}

/** `util.inherits(Port, Emitter)` makes no object. */
function isInheriting(node: unknown): boolean {
  const { callee } = node as { callee?: { name?: string; property?: unknown } };
  return nameOf(callee?.property ?? callee ?? {}) === 'inherits';
}

/** The names that a statement declares or sets, or sets a member of. `exports` is followed by what loads a module. */
function givenBy(statement: Top): string[] {
  const { id } = (statement.declaration ?? statement) as { id?: unknown };
  const declared = [...inside(statement, jscodeshift.VariableDeclarator)].flatMap((path) => { const own = (path.node as unknown as { id: unknown }).id; return [nameOf(own), ...inside(own, jscodeshift.Identifier).map(({ node }) => nameOf(node))]; });
  const set = inside(statement, jscodeshift.AssignmentExpression).map((path) => rootOf((path.node as unknown as { left: unknown }).left));
  return [nameOf(id ?? {}), ...declared, ...set].filter((name) => !/^(?:|module|exports|this)$/.test(name));
}

function rootOf(node: unknown): string {
  const shape = node as { type: string; object?: unknown };
  if (shape.type === 'ThisExpression') return 'this';
  return /MemberExpression$/.test(shape.type) ? rootOf(shape.object) : nameOf(node);
}
