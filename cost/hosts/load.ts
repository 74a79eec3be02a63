/** How many instances of today's host work at once, from traffic: what each pay-per-use host is billed by. */
import { read } from '../assumptions.js';
import type { Context } from '../context.js';
import { SECONDS_PER_MONTH } from '../month.js';
import { combine, opposed, sum, times, type Quantity } from '../quantity.js';
import type { EntryPoint } from '../scan-names.js';
import { runsOf, totalCpu } from '../traffic.js';

/** Cloud Run scales so that instances stay at 60 % of their concurrency and CPU (cloud.google.com/run/docs/about-instance-autoscaling). */
const TARGET_SHARE = 0.6;

export interface Load {
  /** Requests in flight on average, while requests come. */
  inFlight: Quantity;
  /** Instances that concurrency and CPU ask for, as a fraction. */
  asked: Quantity;
  busySeconds: Quantity;
}

/** The declared average holds for today's traffic; more traffic needs at least the instances that it asks for in its busy hours. */
export function instancesFor(average: Quantity, load: Load): Quantity {
  const asked = combine([load.asked, load.busySeconds], (instances = 0, busy = 0) => (instances * busy) / SECONDS_PER_MONTH);
  const isEnough = average.value === null || asked.value === null || asked.value[2] <= average.value[0];
  return isEnough ? average : combine([average, asked], (declared = 0, needed = 0) => Math.max(declared, needed));
}

export function loadOf(context: Context, entries: readonly EntryPoint[], secondsPerRun: (entry: EntryPoint) => Quantity): Load {
  const { assumptions } = context;
  const busySeconds = combine([read(assumptions, 'today.busy_hours')], (hours = 0) => hours * 3600);
  const work = sum(entries.map((entry) => times(runsOf(assumptions, entry.id), secondsPerRun(entry))));
  const share = (part: Quantity, whole: Quantity): Quantity => combine([part, opposed(whole)], (value = 0, most = 0) => (most > 0 ? value / most : 0));
  const inFlight = share(work, busySeconds);
  const byConcurrency = share(inFlight, read(assumptions, 'today.concurrency'));
  const byCpu = share(share(totalCpu(assumptions, entries), busySeconds), read(assumptions, 'today.vcpu'));
  return { inFlight, asked: combine([byConcurrency, byCpu], (calls = 0, cpu = 0) => Math.max(calls, cpu) / TARGET_SHARE), busySeconds };
}
