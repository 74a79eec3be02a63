/** The step of a listener that waits: refused where it would answer or register too late, and put in turn where the order of events counts. */
import type { ASTPath } from 'jscodeshift';
import type { PlannedCall } from '../../core/plan.js';
import type { CallEdge } from '../../core/program.js';
import { isPiece } from '../../core/repairs.js';
import type { Refused } from '../define.js';
import { givesBack, listenerEdits } from './listeners.js';
import { type Ranged, type Source, functionAt, rangeOf } from './source.js';
import { type Holding, IN_TURN, endingEdits, listenerOf, turnEdits } from './turns.js';
import { type Step, type Work, accepted, isRefused, refusal } from './work.js';

interface Found {
  source: Source;
  path: ASTPath;
}

/** Where the listener first waits, by what the plan says of it. */
function firstWait(work: Work, id: string): number {
  const seeds = work.component.seeds.filter((seed) => seed.in === id && seed.style === 'sync').map((seed) => seed.range[0]);
  const calls = work.component.calls.filter((call) => call.from === id && call.change !== 'none').map((call) => call.range[0]);
  return Math.min(...seeds, ...calls);
}

/** Whatever it does may come late. */
const WAITS_FOR_ITS_TURN = -1;

export function listen(work: Work, call: PlannedCall, found: Found): Step {
  const place = work.functions.get(call.to)?.place;
  const source = place ? work.open(place.file) : null;
  const listener = place && source ? functionAt(source, place) : null;
  const edits = listener && place ? accepted(work, place.file, listenerEdits(listener, call.inTurn ? WAITS_FOR_ITS_TURN : firstWait(work, call.to))) : [];
  if (isRefused(edits)) return edits;
  return call.inTurn ? turnStep(work, call, found, listener) : [{ file: call.at.file, edits: [], variant: call.variant }];
}

const TAKES_BACK = /\.(?:off|removeListener|removeEventListener)$/;

/** A listener that takes turns: put in the row where it is handed over, or where it is written when it is taken away again by its name. */
function turnStep(work: Work, call: PlannedCall, { source, path }: Found, listener: ASTPath | null): Step {
  const stop = (text: string): Step => refusal(work, 'event-listener', text, call.at.file, ...call.range);
  const given = listenerOf(path);
  if (!given || given.type === 'SpreadElement') return stop('the listener is not written where it is handed over');
  if (new RegExp(`\\b${IN_TURN}\\b`).test(source.text) && !source.text.includes(`const ${IN_TURN} = (() => {`)) return stop(`the name ${IN_TURN} is taken in this file`);
  const edges = work.program.edges.filter((one) => one.to === call.to);
  const edge = edges.find((one) => one.kind === 'callback' && one.at.file === call.at.file && one.range[0] === call.range[0]);
  if (edge?.event === '' && (!listener || givesBack(listener))) return stop('a listener that gives something back, and whoever tells it may look at that');
  if (work.program.edges.some((one) => one.from === call.to && one.result === 'returned' && one.kind === 'call' && work.functions.get(one.to)?.async === true)) return stop('a listener that takes turns and gives back a promise, which the next one would wait for as well');
  const ends = endingEdits(source, path, holdingOf(work, call, edge));
  if ('refused' in ends) return accepted(work, call.at.file, ends) as Refused;
  const isTakenBack = edges.some((one) => one.kind === 'callback' && TAKES_BACK.test(one.via ?? ''));
  const target = /Function/.test(given.type) || !isTakenBack ? given : writtenHere(work, call, source, edges);
  if (target === null) return stop('a listener that takes turns and is taken away again by its name');
  return [{ file: call.at.file, edits: [...turnEdits(target), ...ends.edits], variant: call.variant, reshaped: [rangeOf(target), ...ends.listeners], takesTurns: true }];
}

/** The listener where it is written, when that is in this file and nobody calls it besides. */
function writtenHere(work: Work, call: PlannedCall, source: Source, edges: readonly CallEdge[]): Ranged | null {
  const place = work.functions.get(call.to)?.place;
  const written = place?.file === call.at.file ? functionAt(source, place) : null;
  const isAlone = written !== null && /^(?:Arrow)?FunctionExpression$/.test(written.node.type) && !edges.some((edge) => edge.kind === 'call');
  return isAlone ? (written.node as unknown as Ranged) : null;
}

function holdingOf(work: Work, call: PlannedCall, edge: CallEdge | undefined): Holding {
  const { edges } = work.program;
  return {
    own: new Set(work.component.calls.filter((other) => other.at.file === call.at.file && other.inTurn && other.repair === 'listen').map((other) => other.range.join('-'))),
    isGivenAway: (range) => isGivenAway(work, call.at.file, range),
    endsElsewhere: edges.some((one) => one.at.file !== call.at.file && /\.stdin\./.test(one.via ?? '') && one.event !== undefined),
    hasEnd: edge?.event === undefined || (edge.event !== '' && isPiece(edge.emitter ? '' : edge.via ?? '', edge.event)),
  };
}

function isGivenAway(work: Work, file: string, [start, end]: [number, number]): boolean {
  const fn = work.program.functions.find((one) => one.file === file && one.place.start === start && one.place.end === end);
  const into = fn ? work.program.edges.filter((edge) => edge.to === fn.id) : [];
  return into.length > 0 && into.every((edge) => edge.kind === 'callback' && !/^Array\./.test(edge.via ?? ''));
}
