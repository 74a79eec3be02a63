/**
 * How long an instance is awake in a month: the union of [start, end + idle time] of all that calls it. Visitors are taken to come
 * at random within the busy hours, clocks at even distances all month.
 */
import { HOURS_PER_MONTH } from './month.js';

export interface AwakeInput {
  /** Visits times the seconds each one holds the instance, over all entry points, per instance: runs x (wall + background + idle). */
  heldSeconds: number;
  /** Hours of the month in which visitors come. */
  busyHours: number;
  /** Share of the month that clocks alone keep it awake, 0 to 1. */
  clockShare: number;
  /** Seconds it stays after the last request. */
  idleSeconds: number;
}

/** Visitors leave one idle tail at the end of each busy stretch; ten hours are one stretch. */
const HOURS_PER_STRETCH = 10;

/** Seconds awake of one instance. Grows with every input. */
export function awakeSeconds({ heldSeconds, busyHours, clockShare, idleSeconds }: AwakeInput): number {
  const busy = Math.min(busyHours, HOURS_PER_MONTH) * 3600;
  const quiet = HOURS_PER_MONTH * 3600 - busy;
  const awakeShare = busy > 0 ? 1 - Math.exp(-heldSeconds / busy) : 0;
  const tails = Math.min(quiet, (Math.min(busyHours, HOURS_PER_MONTH) / HOURS_PER_STRETCH) * idleSeconds) * awakeShare;
  const asleepAnyway = 1 - clockShare;
  return busy * (1 - (1 - awakeShare) * asleepAnyway) + tails * asleepAnyway + quiet * clockShare;
}

/** Share of the month that one clock keeps an instance awake: all of it when the next tick comes before sleep. */
export const shareOfClock = (holdSeconds: number, periodSeconds: number): number => (periodSeconds > 0 ? Math.min(1, holdSeconds / periodSeconds) : 0);

/** Share of the month that at least one of several independent clocks keeps it awake. */
export const shareOfClocks = (shares: readonly number[]): number => 1 - shares.reduce((asleep, share) => asleep * (1 - share), 1);
