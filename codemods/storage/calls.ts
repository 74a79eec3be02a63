/** A call of fs as a call of the seam: the callee changes, the arguments stay as they are written. */
import type { ASTPath } from 'jscodeshift';
import type { PlannedSeed } from '../../core/plan.js';
import { type TextEdit, insertAt, replaceRange, wrapRange } from '../shared/edits.js';
import { MUTATING, STAYS_SYNCHRONOUS } from '../../core/storage-operations.js';
import type { SeedEditor } from '../shared/component-calls.js';
import { optionEdits } from './call-options.js';
import { BY_DRAFT, draftEdits } from './drafts.js';
import { flushEdits } from './flushes.js';
import { formEdits } from './forms.js';
import { handleEdits, openedFile } from './handles.js';
import { movedDraft } from './moved-drafts.js';
import { isNeverEnded } from './never-ended.js';
import { orNoneEdits } from './or-none.js';
import { refusedResult } from './results.js';
import { uploadEdits } from './uploads.js';
import { outerRange } from '../shared/outer.js';
import { type Ranged, type Source, rangeOf } from '../shared/source.js';

/** Function of the seam for an operation: `removeAll`. */
export const seamFunction = (operation: string): string => operation.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

interface Call {
  type: string;
  callee: Ranged;
  arguments: Ranged[];
  end: number;
}

const hasSpread = (call: Call): boolean => call.arguments.some((argument) => argument.type === 'SpreadElement');

/** What was one step while nothing waited stays one on the disk, where others would see half of it. */
export const editSeed: SeedEditor = (source, path, seed, around) => {
  const edited = editCall(source, path, seed, around);
  if ('refused' in edited || seed.style !== 'sync') return edited;
  return { ...edited, also: [...(edited.also ?? []), MUTATING.has(seed.operation) ? 'writes-at-once' : 'reads-at-once'] };
};

const editCall: SeedEditor = (source, path, seed, { alias, turnsAsync, seeds, program, open }) => {
  const call = path.node as unknown as Call;
  if (call.type !== 'CallExpression') return { refused: 'an optional call, or a construction' };
  if (hasSpread(call)) return { refused: 'a call whose arguments are spread' };
  if (seed.operation === 'send' || seed.operation === 'download') return answerEdit(source, call, alias, seed);
  const taken = uploadEdits(source, seed, call.arguments, alias);
  if (taken) return 'refused' in taken ? taken : { ...taken, waits: false, operation: seed.operation };
  const looked = refusedResult(source, path, seed);
  if (looked) return { refused: looked };
  if (seed.operation === 'handle') return handleEdits(source, path, seed);
  const opened = seed.operation === 'open' ? openedFile(source, seed, seeds) : null;
  if (opened && 'refused' in opened) return opened;
  if (seed.operation === 'write-stream' && isNeverEnded({ program, open }, source.file, seed.range)) return { refused: 'a stream that nothing ends while the program runs: a store has what was written to it when it ends' };
  const flushes = seed.operation === 'write-stream' ? flushEdits(source, path, alias) : null;
  if (flushes && 'refused' in flushes) return flushes;
  const form = seed.operation === 'write-stream' ? formEdits(source, alias) : null;
  const style = seed.style ?? 'promise';
  const synchronous = STAYS_SYNCHRONOUS.has(seed.operation) && style === 'sync' && !turnsAsync;
  const draft = draftEdits({ source, seeds, program }, path, seed);
  if (draft && draft.removed.length > 0) return { ...draft, waits: false, operation: BY_DRAFT };
  const moved = draft ? null : movedDraft({ source, seeds, program }, seed);
  if (moved) return { refused: moved };
  const look = orNoneEdits(source, seed, seeds, alias);
  if (look) return { ...look, waits: false, ...(seed.also ? { also: seed.also } : {}) };
  const operation = draft ? BY_DRAFT : synchronous ? `${seed.operation}-sync` : seed.operation;
  const given = optionEdits(source, seed, call.arguments, style === 'callback');
  if ('refused' in given) return given;
  const also = { ...(seed.also ? { also: seed.also } : {}), ...opened };
  if (style === 'callback') {
    const edited = callbackEdit(source, path, `${alias}.${seamFunction(operation)}`, seed.origin, operation);
    return 'refused' in edited ? edited : { ...edited, ...also, edits: [...edited.edits, ...given.edits] };
  }
  const edits = [...calleeEdits(source, call.callee, alias, seamFunction(operation)), ...given.edits, ...(flushes?.edits ?? []), ...(form?.edits ?? []), ...(draft?.edits ?? [])];
  const more = [...(flushes?.also ?? []), ...(form ? ['incoming'] : [])];
  return { edits, waits: style === 'sync' && !synchronous, operation, ...also, ...(more.length > 0 ? { also: [...(seed.also ?? []), ...more], reshaped: [...(flushes?.reshaped ?? []), ...(form?.reshaped ?? [])] } : {}) };
};

/** `response.status(404).sendFile(page)` becomes `files.send(response.status(404), page)`: it answers later, and nobody waits for it. */
function answerEdit(source: Source, call: Call, alias: string, seed: PlannedSeed): ReturnType<SeedEditor> {
  const member = call.callee as unknown as { type: string; computed?: boolean; object: Ranged };
  const [file] = call.arguments;
  if (member.type !== 'MemberExpression' || member.computed || !file) return { refused: 'a response that is not named where it answers' };
  const between: [number, number] = [member.object.end, file.start];
  if (/\/[/*]/.test(source.text.slice(...between))) return { refused: 'a comment between the response and the file' };
  const edits = [insertAt(member.object.start, `${alias}.${seamFunction(seed.operation)}(`), replaceRange(between, ', ')];
  return { edits, waits: false, operation: seed.operation, ...(seed.also ? { also: seed.also } : {}) };
}

/** `fs.promises⏎.mkdir` keeps what stands between its parts; the parentheses of `(0, fs_1.readFileSync)(…)` go. */
function calleeEdits(source: Source, callee: Ranged, alias: string, name: string): TextEdit[] {
  const member = callee as unknown as { type: string; computed?: boolean; object: Ranged; property: Ranged };
  if (member.type !== 'MemberExpression' || member.computed) return [replaceRange(callee.type === 'SequenceExpression' ? outerRange(source, callee) : rangeOf(callee), `${alias}.${name}`)];
  return [replaceRange(rangeOf(member.object), alias), replaceRange(rangeOf(member.property), name)];
}

/** `fs.readFile(file, done)` becomes `callbackify(documents.get)(file, done)`: the callback runs as late and as unprotected as before. */
function callbackEdit(source: Source, path: ASTPath, name: string, origin: string, operation: string): ReturnType<SeedEditor> {
  const call = path.node as unknown as Call;
  const last = call.arguments[call.arguments.length - 1];
  if (!last || call.arguments.length < 2) return { refused: 'a call without its callback' };
  if (origin === 'node:fs.exists') {
    // Its callback takes no error first, so the promise hands the answer over as it is.
    const before = call.arguments[call.arguments.length - 2] as Ranged;
    return { edits: [replaceRange(rangeOf(call.callee), name), replaceRange([before.end, last.start], ').then(')], waits: false, operation };
  }
  const expression = /^(?:Function|Arrow)/.test(last.type) ? 'function' : last.type;
  if (expression !== 'function' && expression !== 'Identifier' && expression !== 'MemberExpression') return { refused: 'a callback that is computed in place' };
  const edits = [...wrapRange(rangeOf(call.callee), '', ''), replaceRange(rangeOf(call.callee), `callbackify(${name})`)].filter((edit) => edit.text !== '');
  return { edits, waits: false, operation, builtins: [{ name: 'callbackify', from: usesNodePrefix(source) ? 'node:util' : 'util' }] };
}

/** The file (or at least one import in it) writes builtins as `node:fs`; without evidence the prefix is used. */
export function usesNodePrefix(source: Source): boolean {
  return /['"]node:/.test(source.text) || !/(?:from|require\()\s*['"](?:fs|path|util|url|http|os|crypto|events|stream)['"/]/.test(source.text);
}
