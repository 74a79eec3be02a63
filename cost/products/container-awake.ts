/** Awake time of a Container: from traffic, sleepAfter, clocks and monitors, unless the team declares it. */
import { read } from '../assumptions.js';
import { awakeSeconds, shareOfClock, shareOfClocks } from '../awake.js';
import type { Context } from '../context.js';
import { SECONDS_PER_MONTH } from '../month.js';
import { between, combine, exactly, opposed, scaled, sum, type Quantity } from '../quantity.js';
import type { EntryPoint } from '../scan-names.js';
import { backgroundSeconds, runsOf, wallSeconds } from '../traffic.js';
import { awakeFromLog } from './awake-from-log.js';

const HEALTH_ROUTE = /\/(health|healthz|healthcheck|livez|readyz|ready|live|ping|status)\/?$/i;

export const healthRoute = (entries: readonly EntryPoint[]): EntryPoint | undefined => entries.find((entry) => HEALTH_ROUTE.test(entry.route ?? ''));

const isVisited = (entry: EntryPoint): boolean => entry.kind !== 'cron' && entry.kind !== 'timer';

/** Calls over HTTP stand in an access log; sockets and queues do not. */
const isLogged = (entry: EntryPoint): boolean => entry.kind === 'http';

/** Seconds that one visit holds the instance: the answer, work after it, and the time until sleep. */
export const secondsHeld = (context: Context, entry: EntryPoint, idle: Quantity): Quantity =>
  sum([wallSeconds(context.assumptions, entry), backgroundSeconds(context.assumptions, entry), idle]);

function visits(context: Context, entries: readonly EntryPoint[], idle: Quantity): Quantity {
  const burst = opposed(read(context.assumptions, 'container.requests_per_burst'));
  return sum(entries.filter(isVisited).map((entry) =>
    combine([runsOf(context.assumptions, entry.id), secondsHeld(context, entry, idle), burst], (runs = 0, seconds = 0, together = 1) => (runs * seconds) / Math.max(1, together))));
}

/** Cron jobs wake it through the Worker; timers inside the process do not, they sleep with it. */
function cronShares(context: Context, entries: readonly EntryPoint[], idle: Quantity): Quantity[] {
  return entries.filter((entry) => entry.kind === 'cron').map((entry) =>
    combine([runsOf(context.assumptions, entry.id), secondsHeld(context, entry, idle)], (runs = 0, seconds = 0) => shareOfClock(seconds, runs > 0 ? SECONDS_PER_MONTH / runs : 0)));
}

/** A monitor that nobody ruled out may keep it awake all month: the high end says so where a health route exists. */
function monitorShare(context: Context, entries: readonly EntryPoint[], idle: Quantity): Quantity {
  const period = read(context.assumptions, 'container.health_check_seconds');
  if (period.value === null && context.assumptions.awakeLog) return exactly(0);
  if (period.value !== null) return combine([opposed(period), idle], (seconds = 0, hold = 0) => shareOfClock(hold, seconds));
  return healthRoute(entries) ? { ...between([0, 0, 1], 'assumed'), uses: period.uses } : exactly(0);
}

/** Seconds by the times of the log, with what no log has: clocks, and visits by socket or queue at random. */
function withLog(context: Context, entries: readonly EntryPoint[], clocks: Quantity, idle: Quantity): Quantity | null {
  const log = context.assumptions.awakeLog;
  if (log === null) return null;
  const logged = awakeFromLog(context, log, entries.filter(isLogged));
  const others = visits(context, entries.filter((entry) => !isLogged(entry)), idle);
  const instances = read(context.assumptions, 'container.instances');
  return combine([logged, others, clocks, instances], (seconds = 0, held = 0, clockShare = 0, count = 1) => {
    const month = SECONDS_PER_MONTH * Math.max(1, count);
    const asleep = Math.max(0, 1 - seconds / month) * Math.exp(-held / month) * (1 - clockShare);
    return Math.max(seconds, month * (1 - asleep));
  });
}

/** Awake seconds of all instances together; unknown when no entry point is known to wake it. */
export function containerAwake(context: Context, entries: readonly EntryPoint[]): Quantity {
  const declared = read(context.assumptions, 'container.awake_hours');
  if (declared.value !== null || entries.length === 0) return scaled(declared, 3600);
  const idle = scaled(read(context.assumptions, 'container.sleep_after_minutes'), 60);
  const clocks = combine([...cronShares(context, entries, idle), monitorShare(context, entries, idle)], (...shares) => shareOfClocks(shares));
  const fromLog = withLog(context, entries, clocks, idle);
  if (fromLog !== null) return fromLog;
  const inputs = [visits(context, entries, idle), read(context.assumptions, 'today.busy_hours'), clocks, idle, read(context.assumptions, 'container.instances')];
  return combine(inputs, (heldSeconds = 0, busyHours = 0, clockShare = 0, idleSeconds = 0, instances = 1) =>
    instances * awakeSeconds({ heldSeconds: heldSeconds / Math.max(1, instances), busyHours, clockShare, idleSeconds }));
}
