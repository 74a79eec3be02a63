/** Planned repairs that are not of lists: objects that are made by a factory, promises, listeners, loops over generators, default values. One step each. */
import type { ASTPath } from 'jscodeshift';
import type { PlannedCall } from '../../core/plan.js';
import { type ListRepair, type Repair, isOutside, isPiece } from '../../core/repairs.js';
import type { Refused } from '../define.js';
import { functionAround } from './awaits.js';
import { defaultValueEdits } from './default-values.js';
import { executorEdits } from './executors.js';
import { creationEdits } from './factories.js';
import { loopOver } from './generators.js';
import { listenerEdits } from './listeners.js';
import { type Ranged, type Source, functionAt, rangeOf } from './source.js';
import { IN_TURN, endingEdits, listenerOf, turnEdits } from './turns.js';
import { type Step, type Work, accepted, isRefused, refusal } from './work.js';

type OwnRepair = Exclude<Repair, ListRepair | 'forward-errors'>;
type RepairStep = (work: Work, call: PlannedCall, found: { source: Source; path: ASTPath }) => Step;

const inlineFunction = (path: ASTPath): Ranged[] => (path.node as unknown as { arguments: Ranged[] }).arguments.filter((one) => /Function/.test(one.type));

const executor: RepairStep = (work, call, { source, path }) => {
  const edits = accepted(work, call.at.file, executorEdits(source, path));
  return isRefused(edits) ? edits : [{ file: call.at.file, edits, variant: call.variant, reshaped: inlineFunction(path).map(rangeOf) }];
};

const create: RepairStep = (work, call, { source, path }) => {
  const edits = accepted(work, call.at.file, creationEdits(source, path, work.dissolved(call.at.file)));
  return isRefused(edits) ? edits : [{ file: call.at.file, edits, variant: call.variant, planned: [call.range] }];
};

const loop: RepairStep = (work, call, { path }) => {
  const edits = accepted(work, call.at.file, loopOver(path));
  return isRefused(edits) ? edits : [{ file: call.at.file, edits, variant: call.variant, planned: path.parent ? [rangeOf(path.parent.node)] : [] }];
};

/** Where the listener first waits, by what the plan says of it. */
function firstWait(work: Work, id: string): number {
  const seeds = work.component.seeds.filter((seed) => seed.in === id && seed.style === 'sync').map((seed) => seed.range[0]);
  const calls = work.component.calls.filter((call) => call.from === id && call.change !== 'none').map((call) => call.range[0]);
  return Math.min(...seeds, ...calls);
}

const listen: RepairStep = (work, call, found) => {
  const place = work.functions.get(call.to)?.place;
  const source = place ? work.open(place.file) : null;
  const listener = place && source ? functionAt(source, place) : null;
  const edits = listener && place ? accepted(work, place.file, listenerEdits(listener, firstWait(work, call.to))) : [];
  if (isRefused(edits)) return edits;
  return call.inTurn ? taken(work, call, found) : [{ file: call.at.file, edits: [], variant: call.variant }];
};

const TAKES_BACK = /\.(?:off|removeListener|removeEventListener)$/;

function isGivenAway(work: Work, file: string, [start, end]: [number, number]): boolean {
  const fn = work.program.functions.find((one) => one.file === file && one.place.start === start && one.place.end === end);
  const into = fn ? work.program.edges.filter((edge) => edge.to === fn.id) : [];
  return into.length > 0 && into.every((edge) => edge.kind === 'callback' && !/^Array\./.test(edge.via ?? ''));
}

/** A listener that takes turns: put in the row where it is handed over, or where it is written when it is taken away again by its name. */
function taken(work: Work, call: PlannedCall, { source, path }: { source: Source; path: ASTPath }): Step {
  const stop = (text: string): Step => refusal(work, 'event-listener', text, call.at.file, ...call.range);
  const given = listenerOf(path);
  if (!given || given.type === 'SpreadElement') return stop('the listener is not written where it is handed over');
  if (new RegExp(`\\b${IN_TURN}\\b`).test(source.text) && !source.text.includes(`const ${IN_TURN} = (() => {`)) return stop(`the name ${IN_TURN} is taken in this file`);
  const own = new Set(work.component.calls.filter((other) => other.at.file === call.at.file && other.inTurn && other.repair === 'listen').map((other) => other.range.join('-')));
  const edge = work.program.edges.find((one) => one.to === call.to && one.at.file === call.at.file && one.range[0] === call.range[0] && one.kind === 'callback');
  const hasEnd = edge === undefined || edge.event === undefined || isPiece(edge.event) || (isOutside(edge.via ?? '') && !edge.emitter);
  const ends = endingEdits(source, path, { own, isGivenAway: (range) => isGivenAway(work, call.at.file, range), endsElsewhere: work.program.edges.some((one) => one.at.file !== call.at.file && /\.stdin\./.test(one.via ?? '') && one.event !== undefined), hasEnd });
  if ('refused' in ends) return accepted(work, call.at.file, ends) as Refused;
  const edges = work.program.edges.filter((edge) => edge.to === call.to);
  if (!/Function/.test(given.type) && edges.some((edge) => edge.kind === 'callback' && TAKES_BACK.test(edge.via ?? ''))) {
    const place = work.functions.get(call.to)?.place;
    const written = place?.file === call.at.file ? functionAt(source, place) : null;
    if (!written || !/^(?:Arrow)?FunctionExpression$/.test(written.node.type) || edges.some((edge) => edge.kind === 'call')) return stop('a listener that takes turns and is taken away again by its name');
    return [{ file: call.at.file, edits: [...turnEdits(written.node as unknown as Ranged), ...ends.edits], variant: call.variant, reshaped: [rangeOf(written.node), ...ends.listeners], takesTurns: true }];
  }
  return [{ file: call.at.file, edits: [...turnEdits(given), ...ends.edits], variant: call.variant, reshaped: [rangeOf(given), ...ends.listeners], takesTurns: true }];
}

/** The body of an arrow that becomes a block. */
export function bareBody(path: ASTPath): [number, number][] {
  const body = (functionAround(path)?.node as unknown as { body?: Ranged } | undefined)?.body;
  return body && body.type !== 'BlockStatement' ? [rangeOf(body)] : [];
}

const defaultValue: RepairStep = (work, call, { source, path }) => {
  const edits = accepted(work, call.at.file, defaultValueEdits(source, path, source.text.slice(...rangeOf(path.node))));
  return isRefused(edits) ? edits : [{ file: call.at.file, edits, variant: call.variant, reshaped: bareBody(path) }];
};

export const OWN_REPAIRS: Record<OwnRepair, RepairStep> = { executor, create, 'for-await': loop, listen, 'default-value': defaultValue };

export const isOwnRepair = (repair: string | undefined): repair is OwnRepair => repair !== undefined && repair in OWN_REPAIRS;
