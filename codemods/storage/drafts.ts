/**
 * A document that is written under the name of a draft and then given its own: two calls that stand side by side become one, which writes and renames on the disk as before,
 * and puts once in a store, where nobody sees half of a document anyway. Anything else between the two, or a draft that is read somewhere, and they stay two.
 */
import type { ASTPath } from 'jscodeshift';
import type { PlannedSeed } from '../../core/plan.js';
import type { Program, Site } from '../../core/program.js';
import { type TextEdit, insertAt, replaceRange } from '../shared/edits.js';
import { type Source, rangeOf } from '../shared/source.js';
import { traverse } from '../shared/traverse.js';

/** The operation of the seam that does both. */
export const BY_DRAFT = 'put-through';

interface Shape {
  type: string;
  start: number;
  end: number;
  expression?: Shape;
  argument?: Shape;
  arguments?: Shape[];
  object?: Shape;
  property?: Shape;
  computed?: boolean;
  name?: string;
  body?: unknown;
}

export interface DraftContext {
  source: Source;
  seeds: readonly PlannedSeed[];
  program: Program;
}

/** Of the call that writes the draft: what makes it the call for both. Of the one that renames it: that its statement goes. Null: they stay two. */
export function draftEdits(context: DraftContext, path: ASTPath, seed: PlannedSeed): { edits: TextEdit[]; removed: [number, number][] } | null {
  const statement = statementOf(path);
  const list = statement?.list ?? [];
  const at = statement ? list.indexOf(statement.node) : -1;
  if (seed.operation === 'put') {
    const next = list[at + 1];
    const pair = statement && next ? pairOf(context, seed, statement.node, next) : null;
    return pair ? { edits: [insertAt(pair.draft.end, `, ${context.source.text.slice(pair.file.start, pair.file.end)}`)], removed: [] } : null;
  }
  const before = list[at - 1];
  const write = before ? seedOf(context, before) : undefined;
  if (seed.operation !== 'rename' || !statement || !before || write?.operation !== 'put' || !pairOf(context, write, before, statement.node)) return null;
  return { edits: [replaceRange(lineOf(context.source, statement.node), '')], removed: [rangeOf(statement.node)] };
}

/** The statement that only makes this call, and those around it. */
function statementOf(path: ASTPath): { node: Shape; list: Shape[] } | null {
  const parent = path.parent as ASTPath | null;
  const holder = (parent?.node.type === 'AwaitExpression' ? parent.parent : parent) as ASTPath | null;
  const block = (holder?.parent as ASTPath | null)?.node as { type: string; body?: unknown } | undefined;
  return holder?.node.type === 'ExpressionStatement' && (block?.type === 'BlockStatement' || block?.type === 'Program') && Array.isArray(block.body) ? { node: holder.node as unknown as Shape, list: block.body as Shape[] } : null;
}

const callOf = (statement: Shape): Shape | null => {
  const inner = statement.type !== 'ExpressionStatement' ? undefined : statement.expression?.type === 'AwaitExpression' ? statement.expression.argument : statement.expression;
  return inner?.type === 'CallExpression' ? inner : null;
};

const isAwaited = (statement: Shape): boolean => statement.expression?.type === 'AwaitExpression';

function seedOf({ source, seeds }: DraftContext, statement: Shape): PlannedSeed | undefined {
  const call = callOf(statement);
  return call ? seeds.find((one) => one.at.file === source.file && one.range[0] === call.start && one.range[1] === call.end) : undefined;
}

/** Both are done one right after the other, with one draft; nothing that is evaluated in between could change either name. */
function pairOf(context: DraftContext, write: PlannedSeed, first: Shape, second: Shape): { draft: Shape; file: Shape } | null {
  const rename = seedOf(context, second);
  const [given, named] = [callOf(first)?.arguments ?? [], callOf(second)?.arguments ?? []];
  const [draft, from, file] = [given[0], named[0], named[1]];
  if (!rename || rename.operation !== 'rename' || rename.variant !== write.variant || !draft || !from || !file || named.length !== 2) return null;
  const textOf = ({ start, end }: Shape): string => context.source.text.slice(start, end);
  if (textOf(draft) !== textOf(from) || textOf(file) === textOf(draft)) return null;
  const waits = (style: PlannedSeed['style'], statement: Shape): boolean => (style === 'promise' ? isAwaited(statement) : style === 'sync' && !isAwaited(statement));
  if (!waits(write.style, first) || !waits(rename.style, second)) return null;
  if (!isSteady(context.source, draft) || !isSteady(context.source, file)) return null;
  return draftIsRead(context.program, write) ? null : { draft, file };
}

/** A variable, or a field of one. */
const isName = (node: Shape): boolean => node.type === 'Identifier' || node.type === 'ThisExpression' || (node.type === 'MemberExpression' && !node.computed && node.object !== undefined && isName(node.object));

/** It gives the same value whenever it is asked: variables that keep theirs, texts, and paths that are made of them. */
function isSteady(source: Source, node: Shape): boolean {
  const all = (parts: readonly Shape[]): boolean => parts.every((part) => isSteady(source, part));
  const { callee, left, right, expressions, operator } = node as unknown as { callee?: Shape; left?: Shape; right?: Shape; expressions?: Shape[]; operator?: string };
  switch (node.type) {
    case 'StringLiteral': return true;
    case 'Identifier': return isConstant(source, node);
    case 'MemberExpression': return isName(node) && isSetOnce(source, node);
    case 'TemplateLiteral': return all(expressions ?? []);
    case 'BinaryExpression': return operator === '+' && left !== undefined && right !== undefined && all([left, right]);
    case 'CallExpression': return callee?.object?.type === 'Identifier' && callee.object.name === 'path' && /^(?:join|resolve|dirname|basename|normalize)$/.test(callee.property?.name ?? '') && all(node.arguments ?? []);
    default: return false;
  }
}

/** It is the same field all the time: no more than one place of the file gives it a value. */
export const isSetOnce = (source: Source, { property }: Shape): boolean => property?.name !== undefined && (source.text.match(new RegExp(`(?<![\\w$])${property.name.replace(/\$/g, '\\$')}\\s*(?::[^=;\\n]+)?(?:[-+*/%&|^?]{0,3}=(?![=>])|\\+\\+|--)`, 'g'))?.length ?? 0) <= 1;

/** The variable at this place keeps the value that it got first. */
function isConstant(source: Source, { start, name }: Shape): boolean {
  let constant = false;
  traverse(source.ast, {
    Identifier(path) {
      if (path.node.start !== start) return;
      constant = path.scope.getBinding(name ?? '')?.constant === true;
      path.stop();
    },
  });
  return constant;
}

/** What was left under such a name by an end in between is looked at somewhere: a store would have to take it away then. */
function draftIsRead({ sites }: Program, write: PlannedSeed): boolean {
  const textOf = (site: Site | undefined): string => site?.storage?.path.text ?? '';
  const own = textOf(sites.find((site) => site.at.file === write.at.file && site.range[0] === write.range[0] && site.range[1] === write.range[1]));
  const ending = /[.~$][\w.~$-]*$/.exec(own)?.[0];
  return sites.some((site) => /^(?:read|probe)$/.test(site.storage?.access ?? '') && (textOf(site) === own || (ending !== undefined && textOf(site).endsWith(ending))));
}

/** The statement with its line, where it has one of its own; a comment behind it stays where the statement began. */
function lineOf(source: Source, { start, end }: Shape): [number, number] {
  const lead = /[ \t]*$/.exec(source.text.slice(0, start))?.[0].length ?? 0;
  const own = start - lead === 0 || source.text[start - lead - 1] === '\n';
  const rest = /^[ \t]*\r?\n/.exec(source.text.slice(end))?.[0].length ?? 0;
  if (own && rest > 0) return [start - lead, end + rest];
  const gap = /^[ \t]*/.exec(source.text.slice(end))?.[0].length ?? 0;
  return own ? [start, end + gap] : [start - lead, end];
}
