/** Makes a diagnosis of one verification: plays past what stops the app, on the bundler platform that gets further, and names causes. */
import type { Cause, Diagnosis, Verification, VerifiedRequest } from '../core/verification.js';
import { sizeNotes } from './bundle.js';
import { causesInRequests, causesOfMissedFiles, causesOfPlatform, causeOfPort, causesOfStart, unheardIn, withUnheard } from './causes.js';
import { diagnoseOn, type Diagnosed } from './diagnosis.js';
import type { HandlerKind } from './entry.js';
import { failed, type Answer } from './http.js';
import type { Run } from './run.js';
import { nothingListens } from './symptoms.js';
import { comparedRequests } from './verdicts.js';
import { fileInApp } from './load-plan.js';

const PLATFORM_MATTERS = (one: Diagnosed): boolean => one.stopped !== null || one.obstacles.some((obstacle) => obstacle.kind === 'fails-at-load');

/** How far it came: it ended early, or played to nobody, or played. */
function reach({ stopped, answers }: Diagnosed): number {
  if (stopped !== null || answers === null) return 0;
  return answers.flat().every((answer) => nothingListens(answer.failure?.message)) ? 1 : 2;
}

const isBetter = (one: Diagnosed, other: Diagnosed): boolean =>
  reach(one) === reach(other) ? one.obstacles.length < other.obstacles.length : reach(one) > reach(other);

/** Seconds after which a diagnosis begins no further step. */
export const DIAGNOSIS_SECONDS = 120;

/** wrangler's own platform, with half of the time; the other one where that gets further, because some packages fail only for their browser build. */
async function furthest(run: Run, kind: HandlerKind | null): Promise<Diagnosed> {
  const began = Date.now();
  const seconds = run.options.diagnosisSeconds ?? DIAGNOSIS_SECONDS;
  const first = await diagnoseOn(run, kind, run.options.platform ?? 'browser', { deadline: began + (seconds * 1_000) / 2, seconds });
  if (run.options.platform !== undefined || !PLATFORM_MATTERS(first)) return first;
  const second = await diagnoseOn(run, kind, 'node', { deadline: began + seconds * 1_000, seconds, ...(first.answers ? { obstacles: first.obstacles.length } : {}) });
  return isBetter(second, first) ? second : first;
}

/** Without an original, an answer is amiss when there is none, or an error of the server. */
function rowsAlone(run: Run, answers: Answer[][]): VerifiedRequest[] {
  const absent = answers.map((round) => round.map(() => failed('refused', 'the original did not start on Node')));
  return comparedRequests(run.options.script, absent, answers).map((row) => {
    const amiss = row.workers.failure !== undefined || row.workers.status >= 500;
    return { ...row, equal: !amiss, differences: amiss ? row.differences : [] };
  });
}

/** What a run without a diagnosis saw: what was wrong, and how its requests were answered when it started. */
export interface StrictRun {
  problem?: Verification['problem'];
  bundle?: Verification['bundle'];
  requests: VerifiedRequest[];
}

/** What keeps it from starting, or from listening: with the requests that found nothing listening for that reason. */
function startCauses(run: Run, strict: StrictRun, { platform, obstacles, calls }: Diagnosed, rows: VerifiedRequest[]): Cause[] {
  const ofPlatform = strict.problem && platform === 'node' && run.options.platform === undefined ? causesOfPlatform(strict.problem) : [];
  const stops = [...ofPlatform, ...causesOfStart(obstacles)];
  const port = causeOfPort(rows, calls);
  if (port) return [...stops, port];
  return unheardIn(strict.requests).length > 0 ? stops.map((cause, i) => (i === 0 ? { ...cause, followed: unheardIn(strict.requests) } : cause)) : withUnheard(stops, rows, calls);
}

/** `node`: what the original answered; null when it did not start. */
export async function diagnose(run: Run, kind: HandlerKind | null, node: Answer[][] | null, strict: StrictRun): Promise<{ causes: Cause[]; diagnosis: Diagnosis }> {
  run.say('looking for the causes');
  const found = await furthest(run, kind);
  const { platform, stopped, answers, calls, size } = found;
  const rows = answers === null ? [] : node === null ? rowsAlone(run, answers) : comparedRequests(run.options.script, node, answers);
  const inApp = (target: string): boolean => fileInApp(target, run.options.migrated) !== null;
  const starts = startCauses(run, strict, found, rows);
  const requests = causesInRequests(rows, calls, inApp, starts);
  return { causes: [...starts, ...requests, ...(answers === null ? [] : causesOfMissedFiles(calls, inApp))], diagnosis: { platform, stopped, ...(strict.bundle || !size ? {} : { size: { ...size, over: sizeNotes(size.bytes, size.gzipBytes).map(({ message }) => message) } }), workersOnly: node === null, requests: rows } };
}
