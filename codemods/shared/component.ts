/**
 * Turns one planned component into edits per file: calls replaced, awaits, repairs, async functions, second versions of wrappers.
 * Finds every node in the source again; what it does not find, or may not change, refuses the whole component.
 */
import type { ASTPath } from 'jscodeshift';
import type { PlanComponent, PlannedCall, PlannedSeed } from '../../core/plan.js';
import type { FunctionId, FunctionNode, Program } from '../../core/program.js';
import type { BlockCode, Repair } from '../../core/repairs.js';
import { lineStarts, placeAt } from '../../core/text.js';
import type { Refused } from '../define.js';
import { type Edited, asyncEdits } from './asynchronous.js';
import { awaitEdits } from './awaits.js';
import type { TextEdit } from './edits.js';
import { changesTheOutside } from './effects.js';
import { type InlineCallback, dissolves, inlineCallback } from './list-call.js';
import { forwardEdits, repairEdits } from './repairs.js';
import { type Ranged, type Source, callAt, functionAt, parseSource, rangeOf } from './source.js';
import { unfollowedUse } from './references.js';
import { type Retargets, retarget } from './retarget.js';
import { type Style, styleOf } from './style.js';
import { type VariantText, variantInsertions } from './variants.js';

/** What a codemod does to one of its own calls. */
export interface SeedEdit {
  edits: TextEdit[];
  /** The call has to be awaited where it stands. */
  waits: boolean;
  /** Operation of the seam that is used; the file then imports the seam. */
  operation: string;
  /** Names to import from builtins: `callbackify` from `node:util`. */
  builtins?: { name: string; from: string }[];
}

export type SeedEditor = (source: Source, path: ASTPath, seed: PlannedSeed, context: { alias: string; turnsAsync: boolean }) => SeedEdit | { refused: string };

export interface EditedFile {
  source: Source;
  style: Style;
  edits: TextEdit[];
  /** Ranges of nodes that the plan changes: calls, functions, repaired calls. */
  planned: [number, number][];
  /** Calls that a repair gives another shape. */
  reshaped: [number, number][];
  operations: Set<string>;
  builtins: { name: string; from: string }[];
  forwardsErrors: boolean;
  alias: string;
}

export interface ComponentInput {
  component: PlanComponent;
  program: Program;
  read(file: string): string | null;
  aliasFor(source: Source): string;
  editSeed: SeedEditor;
}

interface Work extends ComponentInput {
  files: Map<string, EditedFile>;
  variantEdits: Map<FunctionId, TextEdit[]>;
  functions: Map<FunctionId, FunctionNode>;
  retargets: Retargets;
}

export const isRefused = <T extends object>(value: T | Refused): value is Refused => 'chain' in value && 'component' in value;

/** Edited files of the component, or why it is refused. */
export function editComponent(input: ComponentInput): Map<string, EditedFile> | Refused {
  const work: Work = { ...input, files: new Map(), variantEdits: new Map(), functions: new Map(input.program.functions.map((fn) => [fn.id, fn])), retargets: new Map() };
  const problem = openFiles(work) ?? editSeeds(work) ?? editCalls(work) ?? editFunctions(work) ?? retargetCalls(work) ?? addVariants(work) ?? refuseUnfollowed(work);
  return problem ?? work.files;
}

/** A use of a function that turns async, which neither the plan nor this edit accounts for. */
function refuseUnfollowed(work: Work): Refused | null {
  const use = unfollowedUse(work.program, work.component, work.read);
  return use ? { component: work.component.id, code: 'escapes', chain: [{ text: `${use.fn.name} turns async, but ${use.text}`, at: use.at }] } : null;
}

const refusal = (work: Work, code: BlockCode, text: string, file: string, start: number, end = start): Refused => {
  const source = work.files.get(file)?.source;
  const at = source ? placeAt(file, lineStarts(source.text), start, end) : { file, line: 1, column: 1, start, end };
  return { component: work.component.id, code, chain: [{ text, at }] };
};

function open(work: Work, file: string): EditedFile | Refused {
  const known = work.files.get(file);
  if (known) return known;
  const text = work.read(file);
  const source = text === null || text.includes('\uFFFD') ? null : parseSource(file, text);
  if (!source) return refusal(work, 'not-found', `${file} ${text === null ? 'is not there' : text.includes('\uFFFD') ? 'is no UTF-8 text' : 'could not be parsed'}`, file, 0);
  const opened: EditedFile = { source, style: styleOf(source), edits: [], planned: [], reshaped: [], operations: new Set(), builtins: [], forwardsErrors: false, alias: work.aliasFor(source) };
  work.files.set(file, opened);
  return opened;
}

function openFiles(work: Work): Refused | null {
  for (const file of work.component.files) {
    const opened = open(work, file);
    if (isRefused(opened)) return opened;
  }
  return null;
}

/** Edits go to the file, or to the second version of a wrapper. */
function add(work: Work, file: EditedFile, edits: readonly TextEdit[], variant: FunctionId | undefined): void {
  if (variant === undefined) file.edits.push(...edits);
  else work.variantEdits.set(variant, [...(work.variantEdits.get(variant) ?? []), ...edits]);
}

function find(work: Work, at: { file: string }, range: readonly [number, number]): { file: EditedFile; path: ASTPath } | Refused {
  const file = open(work, at.file);
  if (isRefused(file)) return file;
  const path = callAt(file.source, range);
  return path ? { file, path } : refusal(work, 'not-found', 'the call that was planned for is not there', at.file, range[0], range[1]);
}

const isAsyncNow = (work: Work, id: FunctionId | undefined): boolean => id !== undefined && (work.functions.get(id)?.async === true || work.component.functions.some((fn) => fn.id === id) || (work.component.variants ?? []).some((variant) => variant.of === id && variant.becomesAsync));

function editSeeds(work: Work): Refused | null {
  for (const seed of work.component.seeds) {
    const found = find(work, seed.at, seed.range);
    if (isRefused(found)) return found;
    const { file, path } = found;
    const edited = work.editSeed(file.source, path, seed, { alias: file.alias, turnsAsync: isAsyncNow(work, seed.in) });
    if ('refused' in edited) return refusal(work, 'no-counterpart', edited.refused, seed.at.file, ...seed.range);
    add(work, file, [...edited.edits, ...(edited.waits ? awaitEdits(path, dissolvedIn(work, seed.at.file)) : [])], seed.variant);
    if (seed.variant === undefined) file.planned.push(seed.range);
    file.operations.add(edited.operation);
    file.builtins.push(...(edited.builtins ?? []));
  }
  return null;
}

const dissolvedCache = new WeakMap<Work, Map<string, Set<unknown>>>();

/** Callbacks that become the body of a loop. */
function dissolvedIn(work: Work, file: string): Set<unknown> {
  const cache = dissolvedCache.get(work) ?? new Map<string, Set<unknown>>();
  dissolvedCache.set(work, cache);
  const known = cache.get(file);
  if (known) return known;
  const source = work.files.get(file)?.source;
  const found = new Set<unknown>();
  for (const call of work.component.calls) {
    if (call.change !== 'repair' || call.at.file !== file || !source) continue;
    const path = callAt(source, call.range);
    const callback = inlineCallback((path?.node as unknown as { arguments?: Ranged[] } | undefined)?.arguments?.[0]);
    if (dissolves(call.repair ?? '', runsInTurn(work, call), callback)) found.add(callback);
  }
  cache.set(file, found);
  return found;
}

/** A turn writes, or changes something outside of itself: the next one must wait for it. */
function runsInTurn(work: Work, call: PlannedCall): boolean {
  if (call.inTurn) return true;
  const place = work.functions.get(call.to)?.place;
  const text = place ? work.read(place.file) : null;
  const source = place ? work.files.get(place.file)?.source ?? (text === null ? null : parseSource(place.file, text)) : null;
  const callback = place && source ? functionAt(source, place) : null;
  return callback !== null && changesTheOutside(callback.node as unknown as InlineCallback);
}

function editCalls(work: Work): Refused | null {
  for (const call of work.component.calls) {
    const found = find(work, call.at, call.range);
    if (isRefused(found)) return found;
    const problem = editCall(work, found.file, found.path, call);
    if (problem) return problem;
    if (call.variant === undefined && (call.change !== 'none' || call.callsVariant !== undefined)) found.file.planned.push(call.range);
  }
  return null;
}

function editCall(work: Work, file: EditedFile, path: ASTPath, call: PlannedCall): Refused | null {
  const dissolved = dissolvedIn(work, call.at.file);
  if (call.change === 'await') add(work, file, awaitEdits(path, dissolved), call.variant);
  if (call.change !== 'repair') return null;
  const repair = call.repair as Repair;
  if (repair === 'forward-errors') return forward(work, file, path, call);
  file.reshaped.push(rangeOf(path.node));
  // A loop is a statement of its own.
  if (repair === 'for-each' && path.parent) file.reshaped.push(rangeOf(path.parent.node));
  const edited = repairEdits(file.source, path, repair, { dissolved, inTurn: runsInTurn(work, call), parameters: work.functions.get(call.to)?.params ?? 0 });
  return take(work, file, edited, call.variant);
}

/** Adds edits that were allowed; turns a refusal of theirs into one of the component. */
function take(work: Work, file: EditedFile, edited: Edited, variant: FunctionId | undefined): Refused | null {
  if ('refused' in edited) return refusal(work, edited.refused.code, edited.refused.text, file.source.file, edited.refused.at);
  add(work, file, edited.edits, variant);
  return null;
}

function forward(work: Work, file: EditedFile, path: ASTPath, call: PlannedCall): Refused | null {
  const handler = work.functions.get(call.to);
  const values = (path.node as unknown as { arguments: Ranged[] }).arguments;
  const named = values.filter((value) => (value.type === 'Identifier' && (value as unknown as { name: string }).name === handler?.name) || (value.type === 'MemberExpression' && (value as unknown as { property: { name?: string } }).property.name === handler?.name));
  const inline = values.filter((value) => handler !== undefined && rangeOf(value)[0] === handler.place.start && rangeOf(value)[1] === handler.place.end);
  const handlers = inline.length > 0 ? inline : named;
  if (handlers.length === 0) return refusal(work, 'shape-unknown', 'the handler that turns async is not written where it is handed over', call.at.file, ...call.range);
  if (/\.param$/.test(call.at.file) || (handler?.params ?? 0) > 3) return refusal(work, 'shape-unknown', 'an error handler or a parameter handler of Express 4', call.at.file, ...call.range);
  file.forwardsErrors = true;
  file.planned.push(...handlers.map((node) => rangeOf(node)));
  return take(work, file, forwardEdits(handlers), call.variant);
}

function editFunctions(work: Work): Refused | null {
  for (const { id, at } of work.component.functions) {
    const file = open(work, at.file);
    if (isRefused(file)) return file;
    const path = functionAt(file.source, at);
    if (!path) return refusal(work, 'not-found', 'the function that was planned for is not there', at.file, at.start, at.end);
    if (dissolvedIn(work, at.file).has(path.node)) continue;
    const problem = take(work, file, asyncEdits(file.source, path), undefined);
    if (problem) return problem;
    if (work.functions.get(id)?.kind !== 'module') file.planned.push(rangeOf(path.node));
  }
  return null;
}

function addVariants(work: Work): Refused | null {
  for (const variant of work.component.variants ?? []) {
    const file = open(work, variant.at.file);
    if (isRefused(file)) return file;
    const path = functionAt(file.source, variant.at);
    if (!path) return refusal(work, 'not-found', 'the wrapper that was planned for is not there', variant.at.file, variant.at.start);
    const nested = innerFunctions(work, variant.of, file.source);
    if ('refused' in nested) return refusal(work, nested.refused.code, nested.refused.text, variant.at.file, nested.refused.at);
    const own = variant.becomesAsync ? asyncEdits(file.source, path) : { edits: [] };
    if ('refused' in own) return refusal(work, own.refused.code, own.refused.text, variant.at.file, own.refused.at);
    const text: VariantText = { name: variant.name, original: work.functions.get(variant.of)?.name ?? '', edits: [...(work.variantEdits.get(variant.of) ?? []), ...own.edits, ...nested.edits] };
    const inserted = variantInsertions(file.source, file.style, path, text);
    if ('refused' in inserted) return refusal(work, 'wrapper-shape', inserted.refused.text, variant.at.file, inserted.refused.at);
    file.edits.push(...inserted.edits);
  }
  return null;
}

/** Functions inside of a wrapper that turn async in its second version only. */
function innerFunctions(work: Work, root: FunctionId, source: Source): Edited {
  const edits: TextEdit[] = [];
  const waiting = work.component.seeds.filter((seed) => seed.variant === root).map((seed) => seed.in).concat(work.component.calls.filter((call) => call.variant === root && call.change !== 'none').map((call) => call.from));
  for (const id of new Set(waiting)) {
    const fn = id === undefined || id === root ? undefined : work.functions.get(id);
    const path = fn ? functionAt(source, fn.place) : null;
    if (!path || dissolvedIn(work, source.file).has(path.node)) continue;
    const edited = asyncEdits(source, path);
    if ('refused' in edited) return edited;
    edits.push(...edited.edits);
  }
  return { edits };
}

/** Calls that go to a second version get its name, and their modules import it. */
function retargetCalls(work: Work): Refused | null {
  for (const call of work.component.calls) {
    const variant = (work.component.variants ?? []).find((one) => one.of === call.callsVariant);
    if (!variant) continue;
    const found = find(work, call.at, call.range);
    if (isRefused(found)) return found;
    const edited = retarget({ source: found.file.source, style: found.file.style, path: found.path, variant, original: work.functions.get(variant.of)?.name ?? '', program: work.program, retargets: work.retargets });
    if ('refused' in edited) return refusal(work, edited.refused.code, edited.refused.text, call.at.file, edited.refused.at);
    add(work, found.file, edited.call, call.variant);
    found.file.edits.push(...edited.imports);
    const way = edited.reexports(work.read);
    if (!way) return refusal(work, 'wrapper-shape', 'a wrapper that comes through a module that passes it on in parts', call.at.file, ...call.range);
    for (const { file, edits } of way) {
      const opened = open(work, file);
      if (isRefused(opened)) return opened;
      opened.edits.push(...edits);
    }
  }
  return null;
}
