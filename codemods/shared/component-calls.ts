/** The calls of a component: the codemod's own, those that are awaited or repaired, and the functions that turn async. */
import type { ASTPath } from 'jscodeshift';
import type { PlannedCall, PlannedSeed } from '../../core/plan.js';
import type { FunctionId } from '../../core/program.js';
import type { Repair } from '../../core/repairs.js';
import { asyncEdits } from './asynchronous.js';
import { awaitEdits } from './awaits.js';
import type { TextEdit } from './edits.js';
import { forwardEdits, repairEdits } from './repairs.js';
import { type Ranged, type Source, rangeOf } from './source.js';
import { type Step, type Work, accepted, findCall, findFunction, isRefused, refusal, runsInTurn } from './work.js';

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

/** Async before, or from now on. */
const isAsync = (work: Work, id: FunctionId | undefined): boolean =>
  id !== undefined && (work.functions.get(id)?.async === true || work.component.functions.some((fn) => fn.id === id) || (work.component.variants ?? []).some((variant) => variant.of === id && variant.becomesAsync));

export function seedStep(work: Work, seed: PlannedSeed, editSeed: SeedEditor, aliasFor: (source: Source) => string): Step {
  const found = findCall(work, seed);
  if (isRefused(found)) return found;
  const { source, path } = found;
  const edited = editSeed(source, path, seed, { alias: aliasFor(source), turnsAsync: isAsync(work, seed.in) });
  if ('refused' in edited) return refusal(work, 'no-counterpart', edited.refused, seed.at.file, ...seed.range);
  const edits = [...edited.edits, ...(edited.waits ? awaitEdits(path, work.dissolved(seed.at.file)) : [])];
  return [{ file: seed.at.file, edits, variant: seed.variant, planned: seed.variant === undefined ? [seed.range] : [], operation: edited.operation, builtins: edited.builtins ?? [] }];
}

export function callStep(work: Work, call: PlannedCall): Step {
  const found = findCall(work, call);
  if (isRefused(found)) return found;
  const changes = call.variant === undefined && (call.change !== 'none' || call.callsVariant !== undefined);
  const base = { file: call.at.file, variant: call.variant, planned: changes ? [call.range] : [] };
  if (call.change === 'await') return [{ ...base, edits: awaitEdits(found.path, work.dissolved(call.at.file)) }];
  if (call.change === 'none') return [{ ...base, edits: [] }];
  return call.repair === 'forward-errors' ? forwardStep(work, call, found.path) : repairStep(work, call, found);
}

function repairStep(work: Work, call: PlannedCall, { source, path }: { source: Source; path: ASTPath }): Step {
  const repair = call.repair as Exclude<Repair, 'forward-errors'>;
  const context = { dissolved: work.dissolved(call.at.file), inTurn: runsInTurn(work, call), parameters: work.functions.get(call.to)?.params ?? 0 };
  const edits = accepted(work, call.at.file, repairEdits(source, path, repair, context));
  if (isRefused(edits)) return edits;
  // A loop is a statement of its own.
  const statement = repair === 'for-each' && path.parent ? [rangeOf(path.parent.node)] : [];
  return [{ file: call.at.file, edits, variant: call.variant, reshaped: [rangeOf(path.node), ...statement] }];
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

export function functionStep(work: Work, place: { file: string; start: number; end: number }): Step {
  const found = findFunction(work, place);
  if (isRefused(found)) return found;
  if (work.dissolved(place.file).has(found.path.node)) return [];
  const edits = accepted(work, place.file, asyncEdits(found.source, found.path));
  return isRefused(edits) ? edits : [{ file: place.file, edits, planned: [rangeOf(found.path.node)] }];
}
