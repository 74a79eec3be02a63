/** The calls of a component: the codemod's own, those that are awaited or repaired, and the functions that turn async. */
import type { ASTPath } from 'jscodeshift';
import type { PlannedCall, PlannedFunction, PlannedSeed } from '../../core/plan.js';
import type { FunctionId, Program } from '../../core/program.js';
import type { Refused } from '../define.js';
import type { ListRepair } from '../../core/repairs.js';
import { asyncEdits } from './asynchronous.js';
import { awaitEdits } from './awaits.js';
import { OWN_REPAIRS, defaultStep, isOwnRepair } from './component-repairs.js';
import { compoundEdits } from './compound.js';
import { isDefaultValue } from './default-values.js';
import { type TextEdit, applyEdits, wrapRange } from './edits.js';
import { factoryEdits, hasBase } from './factories.js';
import { isHandedOutEarly } from './handed-out.js';
import { isMade, madeFunctionEdits } from './made-functions.js';
import { forwardEdits, repairEdits } from './repairs.js';
import { afterFirstKey } from './sorting.js';
import { type Ranged, type Source, rangeOf } from './source.js';
import { styleOf } from './style.js';
import { unheardPromises } from './unheard-promises.js';
import { yieldedPromise } from './yielded-promises.js';
import { type Contribution, type Step, type Work, accepted, findCall, findFunction, isRefused, refusal, runsInTurn } from './work.js';

/** What a codemod does to one of its own calls. */
export interface SeedEdit {
  edits: TextEdit[];
  /** The call has to be awaited where it stands. */
  waits: boolean;
  /** Operation of the seam that is used; the file then imports the seam. */
  operation: string;
  /** What else of the seam the call needs. */
  also?: string[];
  /** Names to import from builtins: `callbackify` from `node:util`. */
  builtins?: { name: string; from: string }[];
  /** Parts of the call that become something else. */
  reshaped?: [number, number][];
  /** Of what is waited for, only this property is what the call gave. */
  takes?: string;
  /** Statements that go. */
  removed?: [number, number][];
}

export type SeedEditor = (source: Source, path: ASTPath, seed: PlannedSeed, context: { alias: string; turnsAsync: boolean; seeds: readonly PlannedSeed[]; program: Program; open(file: string): Source | null }) => SeedEdit | { refused: string };

/** Async before, or from now on. */
const isAsync = (work: Work, id: FunctionId | undefined): boolean =>
  id !== undefined && (work.functions.get(id)?.async === true || work.component.functions.some((fn) => fn.id === id) || (work.component.variants ?? []).some((variant) => variant.of === id && variant.becomesAsync));

export function seedStep(work: Work, seed: PlannedSeed, editSeed: SeedEditor, aliasFor: (source: Source) => string): Step {
  const found = findCall(work, seed);
  if (isRefused(found)) return found;
  const { source, path } = found;
  const edited = editSeed(source, path, seed, { alias: aliasFor(source), turnsAsync: isAsync(work, seed.in), seeds: work.component.seeds, program: work.program, open: (file) => work.open(file) });
  if ('refused' in edited) return refusal(work, 'no-counterpart', edited.refused, seed.at.file, ...seed.range);
  const base = { file: seed.at.file, variant: seed.variant, operation: edited.operation, also: edited.also ?? [], builtins: edited.builtins ?? [], ...(edited.removed && seed.variant === undefined ? { removed: edited.removed } : {}) };
  if (edited.waits && isDefaultValue(path)) {
    if (edited.takes) return refusal(work, 'parameter-default', 'a default value that counts bytes', seed.at.file, ...seed.range);
    const moved = defaultStep(work, seed, { source, path }, applyEdits(source.text, edited.edits, rangeOf(path.node)));
    return isRefused(moved) ? moved : moved.map((one) => (one.reshaped ? { ...base, ...one } : one));
  }
  const waits = edited.waits ? waitStep(work, seed, source, path, edited.takes) : { edits: [] };
  if (isRefused(waits)) return waits;
  return [{ ...base, ...waits, reshaped: [...(waits.reshaped ?? []), ...(edited.reshaped ?? [])], edits: [...edited.edits, ...waits.edits], planned: seed.variant === undefined ? [seed.range] : [] }];
}

/** The edits by which the surroundings of a call wait for it. */
function waitStep(work: Work, item: { at: { file: string } }, source: Source, path: ASTPath, takes?: string): Pick<Contribution, 'edits' | 'reshaped' | 'notes' | 'hearsLater'> | Refused {
  const dissolved = work.dissolved(item.at.file);
  const heard = awaitEdits(path, dissolved).length > 0 ? unheardPromises(work, source, rangeOf(path.node)) : { edits: [] };
  if ('refused' in heard) return refusal(work, 'unawaited', heard.refused, item.at.file, ...rangeOf(path.node));
  const compound = compoundEdits(source, path, takes);
  const counts = takes !== undefined && !dissolved.has((path.parent as ASTPath | null)?.node);
  const waiting = (edits: TextEdit[]): Pick<Contribution, 'edits' | 'reshaped' | 'notes' | 'hearsLater'> => ({ ...heard, edits: [...heard.edits, ...edits] });
  if (!compound) return waiting(counts ? wrapRange(rangeOf(path.node), '(await ', `).${takes}`) : awaitEdits(path, dissolved));
  const edits = accepted(work, item.at.file, compound.edited);
  return isRefused(edits) ? edits : { ...waiting(edits), reshaped: [...(heard.reshaped ?? []), compound.statement] };
}

export function callStep(work: Work, call: PlannedCall): Step {
  const found = findCall(work, call);
  if (isRefused(found)) return found;
  const changes = call.variant === undefined && (call.change !== 'none' || call.callsVariant !== undefined);
  const base = { file: call.at.file, variant: call.variant, planned: changes ? [call.range] : [] };
  if (call.change === 'await') {
    const waits = waitStep(work, call, found.source, found.path);
    return isRefused(waits) ? waits : [{ ...base, ...waits }];
  }
  if (call.change === 'none') return [{ ...base, edits: [] }];
  const heard = unheardPromises(work, found.source, rangeOf(found.path.node), call);
  if ('refused' in heard) return refusal(work, 'unawaited', heard.refused, call.at.file, ...call.range);
  const repaired = isOwnRepair(call.repair) ? OWN_REPAIRS[call.repair](work, call, found) : call.repair === 'forward-errors' ? forwardStep(work, call, found.path) : repairStep(work, call, found);
  return isRefused(repaired) || heard.edits.length === 0 ? repaired : [...repaired, { file: call.at.file, variant: call.variant, ...heard }];
}

function repairStep(work: Work, call: PlannedCall, { source, path }: { source: Source; path: ASTPath }): Step {
  const repair = call.repair as ListRepair;
  const context = { dissolved: work.dissolved(call.at.file), inTurn: runsInTurn(work, call), parameters: work.functions.get(call.to)?.params ?? 0, handsList: call.handsList, collection: call.collection };
  const edits = accepted(work, call.at.file, repairEdits(source, path, repair, context));
  if (isRefused(edits)) return edits;
  // A loop is a statement of its own.
  const statement = /^(?:for-)?each$/.test(repair) && path.parent ? [rangeOf(path.parent.node)] : [];
  const drops: [number, number][] = repair === 'sort' ? [afterFirstKey(path)] : [];
  return [{ file: call.at.file, edits, variant: call.variant, reshaped: [rangeOf(path.node), ...statement], drops }];
}

/** Express 4: the handlers of this call that turn async are wrapped. */
function forwardStep(work: Work, call: PlannedCall, path: ASTPath): Step {
  const handler = work.functions.get(call.to);
  const given = (path.node as unknown as { arguments: Ranged[] }).arguments;
  const inline = given.filter((node) => handler !== undefined && rangeOf(node)[0] === handler.place.start && rangeOf(node)[1] === handler.place.end);
  const handlers = inline.length > 0 ? inline : given.filter((node) => nameOf(node) === handler?.name);
  if (handlers.length === 0) return refusal(work, 'shape-unknown', 'the handler that turns async is not written where it is handed over', call.at.file, ...call.range);
  if ((handler?.params ?? 0) > 3) return refusal(work, 'shape-unknown', 'an error handler or a parameter handler of Express 4', call.at.file, ...call.range);
  const edits = accepted(work, call.at.file, forwardEdits(handlers));
  return isRefused(edits) ? edits : [{ file: call.at.file, edits, variant: call.variant, planned: [call.range, ...handlers.map((node) => rangeOf(node))], forwardsErrors: true }];
}

function nameOf(node: Ranged): string | undefined {
  const shape = node as unknown as { type: string; name?: string; property?: { name?: string } };
  return shape.type === 'MemberExpression' ? shape.property?.name : shape.type === 'Identifier' ? shape.name : undefined;
}

export function functionStep(work: Work, { at: place, agrees, id }: Pick<PlannedFunction, 'at' | 'agrees'> & { id?: FunctionId }): Step {
  const found = findFunction(work, place);
  if (isRefused(found)) return found;
  if (work.dissolved(place.file).has(found.path.node)) return [];
  const range = rangeOf(found.path.node);
  const makes = (found.path.node as { kind?: string }).kind === 'constructor' ? 'a constructor' : id !== undefined && isMade(work.program, { id }) ? 'a function' : null;
  if (makes && id !== undefined && isHandedOutEarly(work, id)) return refusal(work, 'constructor', `${makes} that hands out the object that it makes before all of it is there`, place.file, place.start, place.end);
  if (makes === 'a constructor') {
    const made = accepted(work, place.file, factoryEdits(found.source, styleOf(found.source), found.path));
    return isRefused(made) ? made : [{ file: place.file, edits: made, ...(hasBase(found.path) ? { reshaped: [range] } : { planned: [range] }) }];
  }
  if (makes) {
    const made = accepted(work, place.file, madeFunctionEdits({ work, source: found.source }, styleOf(found.source), found.path));
    const around = (found.path.parent as ASTPath | null)?.node;
    return isRefused(made) ? made : [{ file: place.file, edits: made, reshaped: [range, ...(around && /^Export/.test(around.type) ? [rangeOf(around)] : [])] }];
  }
  const given = yieldedPromise(work, place);
  if (given !== null) return refusal(work, 'generator', given, place.file, place.start, place.end);
  const edits = accepted(work, place.file, asyncEdits(found.source, found.path, agrees));
  return isRefused(edits) ? edits : [{ file: place.file, edits, planned: [range] }];
}
