/** Sends a call to the second version of a wrapper: another name at the call, the same import with one more name, re-exports on the way. */
import type { ASTPath } from 'jscodeshift';
import type { PlannedVariant } from '../../core/plan.js';
import type { Program } from '../../core/program.js';
import type { BlockCode } from '../../core/repairs.js';
import { type TextEdit, insertAt, replaceRange } from './edits.js';
import { besideImport } from './imports.js';
import { type Ranged, type Source, namesIn, parseSource, rangeOf } from './source.js';
import type { Style } from './style.js';
import { originOf } from './top-of-module.js';

export interface RetargetInput {
  source: Source;
  style: Style;
  path: ASTPath;
  variant: PlannedVariant;
  /** `member`: the wrapper is a method, and its second version stands beside it. */
  wrapper: { name: string; member: boolean };
  program: Program;
}

export type Retargeted =
  /** `reexports` gives null when a module on the way cannot pass the new name on. */
  | { call: TextEdit[]; imports: TextEdit[]; reexports: Reexports }
  | { refused: { code: BlockCode; text: string; at: number } };

type Reexports = (read: (file: string) => string | null) => { file: string; edits: TextEdit[] }[] | null;

const none: Reexports = () => [];

export function retarget(input: RetargetInput): Retargeted {
  const callee = withoutZero((input.path.node as unknown as { callee: Ranged }).callee);
  const refused = (text: string): Retargeted => ({ refused: { code: 'wrapper-shape', text, at: callee.start } });
  if (input.wrapper.member) return byMember(input, callee, refused);
  if (callee.type === 'Identifier') return byName(input, callee, refused);
  const member = callee as unknown as { type: string; computed: boolean; object: Ranged; property: Ranged };
  if (member.type !== 'MemberExpression' || member.computed || member.object.type !== 'Identifier') return refused('a wrapper that is called through a value');
  const origin = originOf(input.source, (member.object as unknown as { name: string }).name);
  const whole = (origin.kind === 'import' && (origin.imported === '*' || origin.imported === 'default')) || origin.kind === 'required';
  if (!whole) return refused('a wrapper that is called as a member of something that is no module');
  const way = reexportsOf(input, origin.specifier);
  if (!way) return refused('a wrapper that comes through a module that passes it on in parts');
  return { call: [replaceRange(rangeOf(member.property), input.variant.name)], imports: [], reexports: way };
}

/** `(0, files.read)(…)`, as compilers write it so that the call has no receiver: what is called stands last. */
function withoutZero(callee: Ranged): Ranged {
  const parts = (callee as unknown as { type: string; expressions?: Ranged[] });
  const [zero, called, ...more] = parts.type === 'SequenceExpression' ? parts.expressions ?? [] : [];
  return zero?.type === 'NumericLiteral' && called && more.length === 0 ? called : callee;
}

/** A method has the same receiver as the one beside it. */
function byMember(input: RetargetInput, callee: Ranged, refused: (text: string) => Retargeted): Retargeted {
  const member = callee as unknown as { type: string; computed: boolean; property: Ranged & { name?: string; id?: { name: string } } };
  const name = member.property?.name ?? member.property?.id?.name;
  if (!/^(?:Optional)?MemberExpression$/.test(member.type) || member.computed || name !== input.wrapper.name) return refused('a method that is called by another name');
  const [, end] = rangeOf(member.property);
  return { call: [replaceRange([end - input.wrapper.name.length, end], input.variant.name)], imports: [], reexports: none };
}

function byName(input: RetargetInput, callee: Ranged, refused: (text: string) => Retargeted): Retargeted {
  const { source, variant } = input;
  const name = (callee as unknown as { name: string }).name;
  const here = source.file === variant.at.file;
  const origin = originOf(source, name);
  if (origin.kind === 'local') return here && name === input.wrapper.name ? { call: [replaceRange(rangeOf(callee), variant.name)], imports: [], reexports: none } : refused('a wrapper that is called by another name');
  if (origin.kind === 'required') return refused('a wrapper that is all of its module');
  const local = freeLocal(source, variant.name);
  const edit = besideImport(source, input.style, origin, variant.name, local);
  const way = reexportsOf(input, origin.specifier);
  if (!edit || !way) return refused('a wrapper that comes through a module that passes it on in parts');
  return { call: [replaceRange(rangeOf(callee), local)], imports: [edit], reexports: way };
}

function freeLocal(source: Source, wanted: string): string {
  const names = namesIn(source);
  let name = wanted;
  for (let n = 2; names.has(name); n++) name = `${wanted}${n}`;
  return name;
}

/** Edits of the modules between the caller and the wrapper; null when one of them cannot pass the new name on. */
function reexportsOf(input: RetargetInput, specifier: string): Reexports | null {
  const target = (from: string, wanted: string): string | undefined => input.program.modules.find((module) => module.file === from)?.imports.find((one) => one.specifier === wanted)?.to;
  const first = target(input.source.file, specifier);
  if (first === undefined) return null;
  if (first === input.variant.at.file) return none;
  return (read) => {
    const found: { file: string; edits: TextEdit[] }[] = [];
    for (let at: string | undefined = first, steps = 0; at !== undefined && at !== input.variant.at.file && steps < 8; steps++) {
      const text = read(at);
      const source = text === null ? null : parseSource(at, text);
      const way = source ? passedOn(source, input.wrapper.name, input.variant.name) : null;
      if (!way) return null;
      if (way.edit) found.push({ file: at, edits: [way.edit] });
      at = target(at, way.from);
    }
    return found;
  };
}

interface Statement extends Record<string, unknown> {
  type: string;
  source?: { value: string };
  specifiers?: (Ranged & { local?: { name?: string } })[];
}

/** `export { readJson } from` gets one more name; `export *` passes everything on. */
function passedOn(source: Source, original: string, added: string): { from: string; edit: TextEdit | null } | null {
  const statements = source.ast.program.body as unknown as Statement[];
  for (const statement of statements) {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.source) continue;
    const specifier = statement.specifiers?.find((one) => one.local?.name === original);
    if (specifier) return { from: statement.source.value, edit: insertAt(specifier.end, `, ${added}`) };
  }
  const star = statements.find((statement) => statement.type === 'ExportAllDeclaration');
  return star?.source ? { from: star.source.value, edit: null } : null;
}
