/** Where an object could be seen, or be asked for, before the function that makes it has done so: code that runs above the declaration, and `this` that is handed out on the way. Looks only. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import { functionAround, thisFunctionAround } from './awaits.js';
import { type NodeShape, type Ranged, type Source } from './source.js';
import { requireOf } from './top-of-module.js';

type Top = NodeShape & { declaration?: NodeShape | null };
type Call = NodeShape & { callee?: Ranged; arguments?: Ranged[] };

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
    const runs = callsIn(one).filter((path) => functionAround(path) === null);
    if (isGiven && runs.some(({ node }) => requireOf(node)?.startsWith('.'))) return true;
    isGiven ||= comes && names.includes('exports');
    return comes && runs.some(({ node }) => requireOf(node) === null);
  });
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

/** The function gives `this` to somebody, and does more after that. */
export function isHandedOutEarly(path: ASTPath): boolean {
  const body = (path.node as unknown as { body: { body: Ranged[] } }).body.body;
  const own = (jscodeshift(path as never).find(jscodeshift.ThisExpression).paths() as unknown as ASTPath[]).filter((one) => thisFunctionAround(one)?.node === path.node);
  const aliases = new Set(own.flatMap((one) => { const { node } = one.parent as { node: { type: string; id?: unknown } }; return node.type === 'VariableDeclarator' ? [nameOf(node.id)] : []; }));
  const named = (jscodeshift(path as never).find(jscodeshift.Identifier).paths() as unknown as ASTPath[]).filter((one) => aliases.has(nameOf(one.node)));
  const out = [...own, ...named].filter((one) => isHandedOut(one, aliases));
  const first = body.findIndex((statement) => out.some(({ node }) => (node as unknown as Ranged).start >= statement.start && (node as unknown as Ranged).end <= statement.end));
  return first >= 0 && !body.slice(first).every((statement) => isLast(statement, out));
}

/** Whoever it is given to could look at it. `Base.call(this)` and `Object.defineProperty(this, …)` make it. */
function isHandedOut(path: ASTPath, aliases: ReadonlySet<string>): boolean {
  const { node } = path;
  const around = (path.parent as ASTPath).node as unknown as Call & { object?: unknown; property?: unknown; key?: unknown; computed?: boolean; id?: unknown; left?: unknown };
  if (/MemberExpression$/.test(around.type)) return around.object !== node && around.computed === true;
  if (around.type === 'VariableDeclarator') return around.id !== node && !aliases.has(nameOf(around.id));
  if (/Property$|Method$/.test(around.type) && around.key === node && !(around as { shorthand?: boolean }).shorthand) return false;
  if (/^(?:BinaryExpression|UnaryExpression|ExpressionStatement|IfStatement|SwitchStatement)$/.test(around.type)) return false;
  if (around.type === 'AssignmentExpression') return around.left !== node && !['this', ...aliases].includes(rootOf(around.left));
  const callee = around.callee as { object?: unknown; property?: unknown } | undefined;
  const isMaking = callee?.object !== undefined && around.arguments?.[0] === node && (/^(?:call|apply)$/.test(nameOf(callee.property)) || /^(?:Object|Reflect|console)$/.test(nameOf(callee.object)));
  return !isMaking;
}

/** A statement that only hands it out, or sets something that is there already. */
function isLast(statement: Ranged, out: readonly ASTPath[]): boolean {
  const { expression } = statement as unknown as { expression?: Call & { right?: NodeShape & { elements?: unknown[]; properties?: unknown[] } } };
  if (!expression) return false;
  const calls = callsIn(statement).length;
  if (out.some((one) => (one.parent as ASTPath).node === (expression as unknown))) return calls <= (expression.callee ? 1 : 0);
  return calls === 0 && expression.type === 'AssignmentExpression' && /^Identifier$|Literal$/.test(expression.right?.type ?? '');
}
