/** A limit of time and memory for reading: what lies beyond it is refused at the project's door, file by file, so that the rest can still be judged. */
import { getHeapStatistics } from 'node:v8';
import type { SkippedFile } from '../core/facts.js';
import type { Project } from '../core/project.js';

export interface Budget {
  /** Seconds for the whole scan; null: no limit. */
  seconds: number | null;
  /** Megabytes of heap; null: most of what Node allows this process. */
  megabytes: number | null;
}

export interface Meter {
  /** Milliseconds that rise. */
  clock: () => number;
  /** Megabytes of heap in use, and how many there may be. */
  heap: () => { used: number; limit: number };
}

const MEGABYTE = 1_048_576;

export const processMeter: Meter = {
  clock: () => performance.now(),
  heap: () => {
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    return { used: used / MEGABYTE, limit: limit / MEGABYTE };
  },
};

/** What is read has to be linked and judged as well, which takes about as long and as much again. */
const SHARE_OF_READING = 0.5;

/** Asking the heap costs as much as reading a small file. */
const READS_BETWEEN_LOOKS = 50;

const REFUSED = 'over-budget';

function spent(budget: Budget, meter: Meter, start: number, look: boolean): boolean {
  if (budget.seconds !== null && meter.clock() - start >= budget.seconds * 1000 * SHARE_OF_READING) return true;
  if (!look) return false;
  const { used, limit } = meter.heap();
  return used >= (budget.megabytes ?? limit) * SHARE_OF_READING;
}

/** `project` whose sources can be read as long as the budget lasts; afterwards reading a source is refused. `start` is when the scan began. */
export function withinBudget(project: Project, budget: Budget, start: number, meter: Meter = processMeter): Project {
  const sources = new Set(project.sources);
  let reads = 0;
  let over = false;
  return {
    ...project,
    read: (file) => {
      if (sources.has(file)) {
        over ||= spent(budget, meter, start, reads++ % READS_BETWEEN_LOOKS === 0);
        if (over) throw Object.assign(new Error('the budget is spent'), { code: REFUSED });
      }
      return project.read(file);
    },
  };
}

/** The rows of files that the budget refused, put together as one. */
export function refusedAsOne(skipped: readonly SkippedFile[], budget: Budget, of: number): SkippedFile[] {
  const refused = skipped.filter((row) => row.detail === REFUSED);
  const first = refused[0];
  if (!first) return [...skipped];
  const limits = [...(budget.seconds === null ? [] : [`${budget.seconds} s`]), budget.megabytes === null ? 'the memory that Node allows' : `${budget.megabytes} MB`].join(' or ');
  const row: SkippedFile = { file: first.file, reason: 'budget', detail: `the budget of ${limits} was used up: ${refused.length} of ${of} source files were not read` };
  return [...skipped.filter((other) => other.detail !== REFUSED), row].sort((a, b) => (a.file < b.file ? -1 : 1));
}
