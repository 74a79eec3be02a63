/** Makes a diagnosis of one verification: plays past what stops the app, on the bundler platform that gets further, and names causes. */
import type { Cause, Diagnosis, Verification, VerifiedRequest } from '../core/verification.js';
import { causesInRequests, causesOfPlatform, causesOfStart } from './causes.js';
import { DIAGNOSIS_LIMIT, diagnoseOn, type Diagnosed } from './diagnosis.js';
import type { HandlerKind } from './entry.js';
import { failed, type Answer } from './http.js';
import type { Run } from './run.js';
import { comparedRequests } from './verdicts.js';
import { fileInApp } from './workarounds.js';

const PLATFORM_MATTERS = (one: Diagnosed): boolean => one.stopped !== null || one.obstacles.some((obstacle) => obstacle.kind === 'fails-at-load');

const isBetter = (one: Diagnosed, other: Diagnosed): boolean =>
  (one.stopped === null) === (other.stopped === null) ? one.obstacles.length < other.obstacles.length : one.stopped === null;

/** wrangler's own platform; the other one where that gets further, because some packages fail only for their browser build. */
async function furthest(run: Run, kind: HandlerKind | null): Promise<Diagnosed> {
  const began = Date.now();
  const first = await diagnoseOn(run, kind, run.options.platform ?? 'browser', began + DIAGNOSIS_LIMIT / 2);
  if (run.options.platform !== undefined || !PLATFORM_MATTERS(first)) return first;
  const second = await diagnoseOn(run, kind, 'node', began + DIAGNOSIS_LIMIT);
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

/** `node`: what the original answered; null when it did not start. `strict`: what was wrong without a diagnosis. */
export async function diagnose(run: Run, kind: HandlerKind | null, node: Answer[][] | null, strict: Verification['problem']): Promise<{ causes: Cause[]; diagnosis: Diagnosis }> {
  run.say('looking for the causes');
  const { platform, obstacles, stopped, answers, calls } = await furthest(run, kind);
  const rows = answers === null ? [] : node === null ? rowsAlone(run, answers) : comparedRequests(run.options.script, node, answers);
  const inApp = (target: string): boolean => fileInApp(target, run.options.migrated) !== null;
  const stops = strict === undefined ? [] : [...(platform === 'node' && run.options.platform === undefined ? causesOfPlatform(strict) : []), ...causesOfStart(obstacles)];
  return { causes: [...stops, ...causesInRequests(rows, calls, inApp)], diagnosis: { platform, stopped, workersOnly: node === null, requests: rows } };
}
