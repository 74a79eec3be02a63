/**
 * Turns one planned component into edits per file: calls replaced, awaits, repairs, async functions, second versions of wrappers.
 * Finds every node in the source again; what it does not find, or may not change, refuses the whole component.
 */
import type { PlanComponent } from '../../core/plan.js';
import type { Program } from '../../core/program.js';
import type { Refused } from '../define.js';
import { type SeedEditor, callStep, functionStep, seedStep } from './component-calls.js';
import { retargetStep, variantStep } from './component-variants.js';
import { isDeeper } from './deeper.js';
import type { TextEdit } from './edits.js';
import { lazyStep } from './lazy-runs.js';
import { signatureStep } from './signatures.js';
import { oneStep } from './one-step.js';
import { putInPlace } from './put-in-place.js';
import { startStep } from './start-scripts.js';
import { unfollowedUse } from './references.js';
import { keptStep } from './unheard-promises.js';
import type { Source } from './source.js';
import { type Style, styleOf } from './style.js';
import { type Contribution, type Work, collect, isRefused, refusal, sourceOf, startWork } from './work.js';

export interface EditedFile {
  source: Source;
  style: Style;
  edits: TextEdit[];
  /** Ranges of nodes that the plan changes: calls, functions. */
  planned: [number, number][];
  /** Calls that a repair gives another shape. */
  reshaped: [number, number][];
  /** Functions whose body becomes that of a function handed to the seam. */
  wrapped: [number, number][];
  /** Statements at the top of the module that become the body of a function there, and those that go elsewhere. */
  moved: [number, number][];
  removed: [number, number][];
  /** Operations of the seam that the file uses. */
  operations: Set<string>;
  builtins: { name: string; from: string }[];
  forwardsErrors: boolean;
  takesTurns: boolean;
  hasSteps: boolean;
  hearsLater: boolean;
  gathers: boolean;
  notes: string[];
  /** Name of the seam in this file. */
  alias: string;
}

export interface ComponentInput {
  component: PlanComponent;
  program: Program;
  read(file: string): string | null;
  aliasFor(source: Source): string;
  editSeed: SeedEditor;
}

/** Edited files of the component, or why it is refused. */
export function editComponent(input: ComponentInput): Map<string, EditedFile> | Refused {
  const { component } = input;
  const work = startWork(component, input.program, input.read);
  const planned = collect([
    () => collect(component.seeds, (seed) => seedStep(work, seed, input.editSeed, input.aliasFor)),
    () => collect(component.calls, (call) => callStep(work, call)),
    () => collect(component.functions, (fn) => functionStep(work, fn)),
    () => collect([...component.seeds, ...component.calls], (item) => keptStep(work, item)),
    () => collect(component.signatures ?? [], (signature) => signatureStep(work, signature)),
    () => collect(component.calls, (call) => retargetStep(work, call)),
    // Before the steps: what waits first stands outside of them, so that it is not done again with them.
    () => collect(component.lazy ?? [], (lazy) => lazyStep(work, lazy)),
    () => collect(component.starts ?? [], (start) => startStep(work, start)),
    () => collect(component.steps ?? [], (step) => oneStep(work, step, input.aliasFor)),
  ], (step) => step());
  if (isRefused(planned)) return planned;
  const direct = asDeepAsAround(work, withoutDropped(planned));
  const copies = collect(component.variants ?? [], (variant) => variantStep(work, variant, direct));
  if (isRefused(copies)) return copies;
  const use = unfollowedUse(input.program, component, input.read);
  if (use) return { component: component.id, code: 'escapes', chain: [{ text: `${use.fn.className ? `${use.fn.className}.` : ''}${use.fn.name} turns async, but ${use.text}`, at: use.at }] };
  const put = putInPlace(work, component);
  if (put) return refusal(work, 'escapes', `${put.fn.className ? `${put.fn.className}.` : ''}${put.fn.name} turns async, but this puts, or may put, another function in its place`, put.file, put.start, put.end);
  return editedFiles(work, [...direct, ...copies], input.aliasFor);
}

/** Nothing is edited in text that goes. */
function withoutDropped(contributions: readonly Contribution[]): Contribution[] {
  const drops = contributions.flatMap((from) => (from.drops ?? []).map((range) => ({ from, range })));
  if (drops.length === 0) return [...contributions];
  const gone = (one: Contribution, edit: TextEdit): boolean => drops.some(({ from, range }) => from !== one && from.file === one.file && range[0] < edit.start && edit.end <= range[1]);
  return contributions.map((one) => ({ ...one, edits: one.edits.filter((edit) => !gone(one, edit)) }));
}

/** New lines in what becomes the body of a function stand one level deeper, as the lines around them do; lines that go are not moved. */
function asDeepAsAround(work: Work, contributions: readonly Contribution[]): Contribution[] {
  const deepened = contributions.flatMap(({ file, moved, wrapped }) => [...(moved ?? []), ...(wrapped ?? [])].map((range) => ({ file, range })));
  const deeper = (file: string, edit: TextEdit): TextEdit => {
    const source = edit.breaks ? work.open(file) : null;
    const depth = deepened.filter((one) => one.file === file && one.range[0] <= edit.start && edit.start < one.range[1]).length;
    return source && depth > 0 ? { ...edit, text: edit.text.replace(/\n(?=[ \t]*$)/, `\n${styleOf(source).indent.repeat(depth)}`) } : edit;
  };
  const gone = new Set(contributions.flatMap(({ file, edits }) => edits.filter((edit) => isWholeLine(work, file, edit)).map(({ start }) => `${file} ${start}`)));
  return contributions.map((one) => ({ ...one, edits: one.edits.filter((edit) => !isDeeper(edit) || !gone.has(`${one.file} ${edit.start}`)).map((edit) => deeper(one.file, edit)) }));
}

/** A line that goes, with its end. */
function isWholeLine(work: Work, file: string, { start, end, text }: TextEdit): boolean {
  return text === '' && start < end && work.open(file)?.text[end - 1] === '\n';
}

function editedFiles(work: Work, contributions: readonly Contribution[], aliasFor: (source: Source) => string): Map<string, EditedFile> | Refused {
  const files = new Map<string, EditedFile>();
  for (const file of new Set([...work.component.files, ...contributions.map((one) => one.file)])) {
    const source = sourceOf(work, file);
    if (isRefused(source)) return source;
    const own = contributions.filter((one) => one.file === file);
    files.set(file, {
      source,
      style: styleOf(source),
      edits: own.filter((one) => one.variant === undefined).flatMap((one) => one.edits),
      planned: own.flatMap((one) => one.planned ?? []),
      reshaped: own.flatMap((one) => one.reshaped ?? []),
      wrapped: own.flatMap((one) => one.wrapped ?? []),
      moved: own.flatMap((one) => one.moved ?? []),
      removed: own.flatMap((one) => one.removed ?? []),
      operations: new Set(own.flatMap((one) => [...(one.operation === undefined ? [] : [one.operation]), ...(one.also ?? [])])),
      builtins: own.flatMap((one) => one.builtins ?? []),
      forwardsErrors: own.some((one) => one.forwardsErrors === true),
      takesTurns: own.some((one) => one.takesTurns === true),
      hasSteps: own.some((one) => one.hasSteps === true),
      hearsLater: own.some((one) => one.hearsLater === true),
      gathers: own.some((one) => one.gathers === true),
      notes: [...new Set(own.flatMap((one) => one.notes ?? []))],
      alias: aliasFor(source),
    });
  }
  return files;
}
