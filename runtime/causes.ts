/** From a record and the answers beside it to causes: what happened first, and what only follows from it. Names no rule and reads no file. */
import type { Cause, CauseKind, PlayedRequest, SourcePlace, Verification, VerifiedRequest } from '../core/verification.js';
import { isFileCall, isMissing, isWrite, storylineOf, type Storyline } from './files-of-requests.js';
import { isOwn, type ObservedCall } from './record.js';
import { packageOfFile } from './recorded-modules.js';
import { nothingListens } from './symptoms.js';
import type { Obstacle } from './workarounds.js';

/** A cause before requests are counted. */
export type Seen = Pick<Cause, 'kind' | 'what' | 'subject' | 'at'> & Partial<Pick<Cause, 'says' | 'target' | 'elsewhere' | 'through'>>;

const MOST_PLACES = 6;

/** The app's own places; where there are none, the innermost one of a package. */
export function placesOf(frames: SourcePlace[]): SourcePlace[] {
  const own = frames.filter(isOwn);
  const distinct = own.filter((place, i) => own.findIndex((other) => other.file === place.file && other.line === place.line) === i);
  return distinct.length > 0 ? distinct.slice(0, MOST_PLACES) : frames.slice(0, 1);
}

/** The package below the app's innermost own place: what it called to get there. Without such a place, the package that was loaded, or that a request was in. */
function packageCalled(frames: SourcePlace[], loading: boolean): { through?: string } {
  const own = frames.findIndex(isOwn);
  const below = own === -1 ? frames.at(loading ? -1 : 0) : own > 0 ? frames[own - 1] : undefined;
  const through = below ? packageOfFile(below.file) : null;
  return through === null ? {} : { through };
}

/** `node:child_process.execFile` as it is written in code. */
export const shownApi = (api: string): string => api.replace(/^(?:node:|global\.)/, '').replace('__dirname', '__dirname or __filename');

const LONG = 60;
const quoted = (target: string | undefined): string => (target === undefined ? '' : /^(?:after|every) \d+ ms$/.test(target) ? ` (${target})` : ` "${target.length > LONG ? `${target.slice(0, LONG)}…` : target}"`);

/** The first sentence of what a runtime says: the rest is advice that a rule gives better. */
const sentence = (text: string): string => (text.split('\n')[0] ?? '').replace(/^Uncaught /, '').replace(/\. (?:Asynchronous I\/O|To fix).*$/, '');

function seenCall(call: ObservedCall, kind: CauseKind, what: string): Seen {
  return { kind, what, subject: call.api, at: placesOf(call.frames), ...packageCalled(call.frames, call.request === 0), ...(call.error ? { says: call.error.message } : {}), ...(call.target === undefined ? {} : { target: call.target }) };
}

/** Errors that Node gives as well, to a program that means to get them. */
const ORDINARY = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY', 'ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'EPIPE', 'ABORT_ERR']);

export interface CauseContext {
  storyline: Storyline;
  calls: ObservedCall[];
  /** Whether the app has such a file where the Worker looked for it. */
  isInApp(target: string): boolean;
}

const missingFile = (call: ObservedCall): string => `${shownApi(call.api)}${quoted(call.target)} finds nothing: the file is in the app's folder, and not in the bundle`;

/** What a call that failed in a request shows; null when Node might say the same, or when it follows from an earlier one. */
function seenInCall(call: ObservedCall, context: CauseContext): Seen | null {
  const api = shownApi(call.api);
  if (isMissing(call)) {
    const before = context.storyline.writtenBefore(call);
    const [missed] = placesOf(call.frames);
    if (before) return { ...seenCall(before, 'vanished', `${shownApi(before.api)}${quoted(before.target)} succeeds, and it is gone at a later request: ${api}${quoted(call.target)} finds nothing`), ...(call.error ? { says: call.error.message } : {}), ...(missed ? { elsewhere: missed } : {}) };
    if (call.kind === 'absent' || context.storyline.refusedBefore(call) || call.target === undefined || !context.isInApp(call.target)) return null;
    return seenCall(call, 'missing-file', missingFile(call));
  }
  if (call.kind !== 'refused' || (call.error?.code !== undefined && ORDINARY.has(call.error.code))) return null;
  const said = sentence(call.error?.message ?? '');
  return isWrite(call) ? seenCall(call, 'refused-write', `${api}${quoted(call.target)} is refused: ${said}`) : seenCall(call, 'throws', `${api}${quoted(call.target)} throws: ${said}`);
}

function seenHang(request: number, context: CauseContext, failure: NonNullable<VerifiedRequest['workers']['failure']>): Seen {
  const own = context.calls.filter((call) => call.request === request);
  const used = own.filter((call) => call.kind === 'used').at(-1);
  const connects = (call: ObservedCall): boolean => call.kind === 'made';
  const earlier = used ? context.calls.find((call) => connects(call) && call.request === used.madeIn && call.target === used.target) : own.some(connects) ? undefined : context.calls.findLast((call) => connects(call) && call.request < request && call.request > 0);
  if (earlier) {
    const how = used ? 'is used again in a later one' : 'is still held in a later one, which makes none of its own';
    const [made] = placesOf(earlier.frames);
    return { kind: 'hangs', what: `the connection to ${earlier.target ?? 'a server'}, made in one request, ${how}: that request never ends`, subject: earlier.api, at: placesOf(used ? used.frames : earlier.frames), ...packageCalled(used ? used.frames : earlier.frames, false), says: failure.message, ...(earlier.target === undefined ? {} : { target: earlier.target }), ...(made ? { elsewhere: made } : {}) };
  }
  const waiting = own.filter((call) => call.kind === 'unfinished' || call.kind === 'made').at(-1);
  const on = waiting ? `: ${shownApi(waiting.api)}${quoted(waiting.target)} began and did not end` : '';
  return { kind: 'hangs', what: `the request never ends${on}`, subject: waiting?.api ?? 'request', at: waiting ? placesOf(waiting.frames) : [], ...(waiting ? packageCalled(waiting.frames, false) : {}), says: failure.message };
}

function seenPrinted(call: ObservedCall): Seen {
  const uncaught = call.kind === 'escaped' ? ', and nothing catches it' : '';
  return seenCall(call, 'error', `${call.error?.name ?? 'Error'}: ${sentence(call.error?.message ?? '')}${uncaught}`);
}

/** Everything that went wrong in one request, in order. */
function seenIn(request: number, row: VerifiedRequest, context: CauseContext): Seen[] {
  const own = context.calls.filter((call) => call.request === request);
  const failed = own.filter((call) => call.kind === 'refused' || call.kind === 'absent').flatMap((call) => seenInCall(call, context) ?? []);
  const { failure } = row.workers;
  const escaped = own.filter((call) => call.kind === 'escaped');
  // An error that nobody catches leaves a request without an answer; it is not waiting for anything.
  const hangs = (failure?.kind === 'hung' || failure?.kind === 'timeout') && escaped.length === 0 ? [seenHang(request, context, failure)] : [];
  const known = new Set(own.filter((call) => call.kind !== 'printed' && call.kind !== 'escaped').map((call) => call.error?.message));
  const said = [...escaped, ...own.filter((call) => call.kind === 'printed')].filter((call) => !known.has(call.error?.message));
  const printed = row.equal || failed.length > 0 || hangs.length > 0 ? [] : said.slice(0, 1).map(seenPrinted);
  const cut = hangs.length > 0 || failure ? [] : own.filter((call) => call.kind === 'unfinished' && call.frames.some(isOwn)).map((call) => seenCall(call, 'cut-off', `${shownApi(call.api)}${quoted(call.target)} begins and never comes to its end: the answer was given before`));
  return [...hangs, ...failed, ...printed, ...cut];
}

const keyOf = (seen: Seen): string => JSON.stringify([seen.kind, seen.subject, seen.at.slice(0, 3), seen.kind === 'unexplained' || seen.at.length === 0 ? seen.what : '']);

/** After these, later requests find other data than on Node. */
const LOSES_STATE = new Set<CauseKind>(['refused-write', 'vanished', 'throws', 'hangs', 'cut-off', 'error', 'missing-file']);

const asCause = (seen: Seen, when: Cause['when']): Cause => ({ ...seen, when, rule: null, seen: [], differing: 0, followed: [] });

interface Collected {
  causes: Map<string, Cause>;
  /** Key of the cause that later differences most likely follow from. */
  last: string | null;
}

function counted(cause: Cause, at: PlayedRequest, differs: boolean): Cause {
  return { ...cause, seen: [...cause.seen, at], differing: cause.differing + (differs ? 1 : 0) };
}

/** The refused write that a request misses, as the key of its cause. */
function followedKey(request: number, context: CauseContext, causes: Map<string, Cause>): string | null {
  for (const call of context.calls.filter((one) => one.request === request && isFileCall(one) && isMissing(one))) {
    const before = context.storyline.refusedBefore(call);
    const seen = before ? seenInCall({ ...before, kind: 'refused' }, context) : null;
    if (seen && causes.has(keyOf(seen))) return keyOf(seen);
  }
  return null;
}

function unexplained(row: VerifiedRequest): Seen {
  const [first] = row.differences;
  const what = first ? `${row.title}: ${first.where} is ${first.workers}, on Node ${first.node}` : `${row.title} answers otherwise`;
  return { kind: 'unexplained', what, subject: row.title, at: [] };
}

function collect(before: Collected, row: VerifiedRequest, request: number, context: CauseContext): Collected {
  const causes = new Map(before.causes);
  const at = { index: row.index, round: row.round };
  const put = (seen: Seen): string => {
    const key = keyOf(seen);
    causes.set(key, counted(causes.get(key) ?? asCause(seen, 'request'), at, !row.equal));
    return key;
  };
  const own = [...new Map(seenIn(request, row, context).map((seen) => [keyOf(seen), seen])).values()];
  const keys = own.map(put);
  const [first] = own;
  if (first && keys[0] !== undefined) return { causes, last: !row.equal && LOSES_STATE.has(first.kind) ? keys[0] : before.last };
  if (row.equal) return { ...before, causes };
  const follows = followedKey(request, context, causes) ?? before.last;
  const cause = follows === null ? undefined : causes.get(follows);
  if (follows === null || !cause) return { causes, last: put(unexplained(row)) };
  causes.set(follows, { ...cause, followed: [...cause.followed, at] });
  return { causes, last: before.last };
}

/** Files of the app that were missed while modules loaded, by a program that went on all the same. */
export function causesOfMissedFiles(calls: ObservedCall[], isInApp: (target: string) => boolean): Cause[] {
  const seen = calls.flatMap((call): Seen[] => {
    const isLookedFor = call.request === 0 && call.kind !== 'skipped' && isMissing(call) && !isWrite(call) && call.target !== undefined && /^(?:\.|\w|\/bundle\/)/.test(call.target);
    return isLookedFor && isInApp(call.target ?? '') ? [seenCall(call, 'missing-file', missingFile(call))] : [];
  });
  return [...new Map(seen.map((one) => [JSON.stringify([one.at[0], one.target]), one])).values()].map((one) => asCause(one, 'start'));
}

/** Requests that found nothing listening. */
export const unheardIn = (rows: VerifiedRequest[]): PlayedRequest[] => rows.filter((row) => nothingListens(row.workers.failure?.message)).map(({ index, round }) => ({ index, round }));

/** A server that listens, but not where the script asks: the script is to be mended, and nothing else. */
export function causeOfPort(rows: VerifiedRequest[], calls: ObservedCall[]): Cause | null {
  const first = rows.find((row) => nothingListens(row.workers.failure?.message));
  const server = calls.find((call) => call.kind === 'listens');
  if (!first || !server) return null;
  const asked = /port (\d+)/.exec(first.workers.failure?.message ?? '')?.[1] ?? 'another port';
  const what = `the program listens on port ${server.target ?? '?'}, and the script asks port ${asked}: mend entry.listens (or portEnv) of the script`;
  return { ...asCause(seenCall(server, 'error', what), 'start'), followed: unheardIn(rows) };
}

/** Requests that find nothing listening follow from what stopped the start last. */
export function withUnheard(stops: Cause[], rows: VerifiedRequest[], calls: ObservedCall[]): Cause[] {
  const last = calls.filter((call) => call.request === 0 && call.kind === 'skipped').at(-1);
  const [place] = last ? placesOf(last.frames) : [];
  const at = stops.findLastIndex((cause) => cause.subject === last?.api && cause.at[0]?.file === place?.file && cause.at[0]?.line === place?.line);
  const ended = at === -1 ? stops.length - 1 : at;
  return stops.map((cause, i) => (i === ended ? { ...cause, followed: unheardIn(rows) } : cause));
}

/** A request that was never sent has no number of its own on the other side. */
const wasSent = ({ workers: { failure } }: VerifiedRequest): boolean => !failure?.message.startsWith('not sent');

/** Causes in requests. `rows` in the order they were played; those that find nothing listening are left to what stopped the start, where something did. */
export function causesInRequests(rows: VerifiedRequest[], calls: ObservedCall[], isInApp: (target: string) => boolean, stops: Cause[] = []): Cause[] {
  const context: CauseContext = { storyline: storylineOf(calls), calls, isInApp };
  const sent = rows.filter(wasSent);
  const told = ({ workers: { failure } }: VerifiedRequest): boolean => stops.length > 0 && nothingListens(failure?.message);
  const collected = sent.reduce<Collected>((before, row, i) => (told(row) ? before : collect(before, row, i + 1, context)), { causes: new Map(), last: null });
  const all = [...collected.causes.values()];
  return [...all.filter((cause) => cause.differing > 0), ...all.filter((cause) => cause.differing === 0)];
}

/** What one package asks for at one place is one cause. Where it failed and was gone past, what fails there next may only follow from that. */
function joined(causes: Cause[]): Cause[] {
  const kept = new Map<string, Cause>();
  for (const cause of causes) {
    const failsAgain = cause.kind === 'fails-at-load' && cause.through !== undefined;
    const key = JSON.stringify([cause.kind, cause.through ?? cause.subject, cause.at[0], failsAgain ? '' : cause.through === undefined ? cause.target : sentence(cause.says ?? '')]);
    const before = kept.get(key);
    if (!before) kept.set(key, cause);
    else if (failsAgain) continue;
    else if (before.subject !== cause.subject && !before.what.includes(shownApi(cause.subject))) kept.set(key, { ...before, what: `${shownApi(cause.subject)} and ${before.what}` });
  }
  return [...kept.values()];
}

const SUBJECTS: Record<Obstacle['kind'], (obstacle: Obstacle) => string> = {
  unresolved: ({ subject, installed }) => (/^[./#]/.test(subject) ? `${subject} leads to no file` : installed ? `${subject} is installed, and has nothing of this name for Workers` : `${subject} is not installed here`),
  'not-loadable': ({ subject }) => `${subject} cannot be part of a Worker`,
  'refused-at-load': ({ subject, target, says }) => `${shownApi(subject)}${quoted(target)} while the module loads: ${sentence(says)}`,
  'fails-at-load': ({ subject, says }) => `${subject} fails while it loads: ${sentence(says)}`,
};

/** Causes that keep the app from starting; each place once. */
export function causesOfStart(obstacles: Obstacle[]): Cause[] {
  const causes = obstacles.map((obstacle) => {
    const when = obstacle.kind === 'unresolved' || obstacle.kind === 'not-loadable' ? 'bundle' : 'start';
    const { kind, subject, says, target, frames } = obstacle;
    return asCause({ kind, what: SUBJECTS[kind](obstacle), subject, says, at: placesOf(frames), ...packageCalled(frames, true), ...(target === undefined ? {} : { target }) }, when);
  });
  return joined(causes);
}

/** What stopped the bundle of wrangler's own platform, where the other one got further. */
export function causesOfPlatform({ stage, message, at }: NonNullable<Verification['problem']>): Cause[] {
  if (stage !== 'bundle' && stage !== 'start') return [];
  const what = `bundled as wrangler does, it fails: ${sentence(message)}; WRANGLER_BUILD_PLATFORM=node gets past it`;
  return [asCause({ kind: 'fails-at-load', what, subject: 'bundler-platform', says: message, at: at ? [at] : [] }, stage)];
}
