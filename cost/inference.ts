/** What the scan tells about the numbers of the bill: schedules, today's host, work after the answer. It guesses no traffic. */
import type { JobFact } from '../core/program.js';
import type { Scan } from '../core/scan.js';
import { inferHost, type Inference, type InferredValue } from './infer-host.js';
import { runsPerMonth } from './schedule.js';
import { driveOf, trafficEntries, type EntryPoint } from './scan-names.js';

const round = (value: number): number => Number(value.toPrecision(6));

/** Runs in a month of an entry point that needs no visitor. */
function ownRuns(entry: EntryPoint): InferredValue | null {
  if (driveOf(entry) === 'start') return { value: [10, 100, 1000], basis: 'assumed', source: 'starts of the process: deploys, restarts, new instances' };
  const runs = driveOf(entry) === 'schedule' && entry.schedule !== undefined ? runsPerMonth(entry.schedule) : null;
  return runs === null ? null : { value: [round(runs), round(runs), round(runs)], basis: 'inferred', source: `schedule "${entry.schedule}" (${entry.file}:${entry.line})` };
}

/** Work that outlives its answer, in production code. */
export const outlivingJobs = (scan: Scan): JobFact[] =>
  scan.jobs.filter((job) => (job.kind === 'after-response' || job.kind === 'un-awaited') && job.reach === 'production');

const afterAnswer = (job: JobFact): string => `${job.what} goes on after the answer (${job.at.file}:${job.at.line}); how long is not in the code`;

function backgroundWork(scan: Scan): [string, InferredValue][] {
  return outlivingJobs(scan).flatMap((job): [string, InferredValue][] =>
    job.entryPoint === null
      ? []
      : [[`traffic.${job.entryPoint}.background_ms`, { value: null, basis: 'inferred', source: afterAnswer(job) }]]);
}

export function inferFrom(scan: Scan): Inference {
  const host = inferHost(scan);
  const runs = trafficEntries(scan).flatMap((entry): [string, InferredValue][] => {
    const own = ownRuns(entry);
    return own === null ? [] : [[`traffic.${entry.id}.requests_per_month`, own]];
  });
  return { values: { ...Object.fromEntries(runs), ...Object.fromEntries(backgroundWork(scan)), ...host.values }, choices: host.choices };
}
