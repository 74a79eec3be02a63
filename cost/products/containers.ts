/** What a Container bills: memory and disk while awake, CPU that is used, and the Durable Object in front of each instance. */
import { choose, read } from '../assumptions.js';
import type { Context } from '../context.js';
import { OBJECT_GB } from '../operations.js';
import { withValue } from '../pinned.js';
import { combine, opposed, scaled, spanning, sum, times, type Quantity } from '../quantity.js';
import type { EntryPoint } from '../scan-names.js';
import { cpuSeconds, entryPlace, runsOf, totalCpu, wallSeconds } from '../traffic.js';
import type { Usage } from '../usage.js';
import { containerAwake, healthRoute, secondsHeld } from './container-awake.js';
import { containerSize } from './container-size.js';

/** Requests that reach the instance; timers run inside it. */
const reaching = (entries: readonly EntryPoint[]): EntryPoint[] => entries.filter((entry) => entry.kind !== 'timer');

/** The object is active at least while requests are in flight, and as long as it watches its instance. */
function objectDuration(context: Context, entries: readonly EntryPoint[], awake: Quantity): Quantity {
  const inFlight = sum(reaching(entries).map((entry) => times(runsOf(context.assumptions, entry.id), wallSeconds(context.assumptions, entry))));
  const least = combine([inFlight, awake], (busy = 0, total = 0) => Math.min(busy, total) * OBJECT_GB);
  const whole = scaled(awake, OBJECT_GB);
  return spanning(least, whole, whole);
}

/** CPU that one instance is kept below, so that requests do not queue. */
const TARGET_SHARE = 0.6;

/** As many instances as the CPU asks for in the busy hours, at least those that were declared. */
function withInstances(context: Context, entries: readonly EntryPoint[], vcpu: Quantity): Context {
  const { assumptions } = context;
  const key = 'container.instances';
  const inputs = [read(assumptions, key), totalCpu(assumptions, entries), opposed(read(assumptions, 'today.busy_hours')), opposed(vcpu)];
  const needed = combine(inputs, (instances = 1, cpu = 0, hours = 0, cores = 0) => Math.max(instances, hours * cores > 0 ? Math.ceil(cpu / (hours * 3600 * cores * TARGET_SHARE)) : 0));
  return needed.value === null ? context : { ...context, assumptions: withValue(assumptions, key, needed.value) };
}

/** What keeps it awake and busy, by entry point: the time that visits hold it, and their CPU. */
function partsOf(context: Context, entries: readonly EntryPoint[]): Record<'held' | 'cpu', Usage['parts']> {
  const { assumptions } = context;
  const idle = scaled(read(assumptions, 'container.sleep_after_minutes'), 60);
  const weigh = (secondsOf: (entry: EntryPoint) => Quantity): Usage['parts'] =>
    reaching(entries).map((entry) => ({ at: entryPlace(entry), weight: times(runsOf(assumptions, entry.id), secondsOf(entry)).value?.[1] ?? 0 }));
  return { held: weigh((entry) => secondsHeld(context, entry, idle)), cpu: weigh((entry) => cpuSeconds(assumptions, entry)) };
}

export function containerUsage(context: Context, entries: readonly EntryPoint[]): Usage[] {
  const { assumptions } = context;
  const size = containerSize(context);
  const awake = containerAwake(withInstances(context, entries, size.vcpu), entries);
  const cpu = combine([totalCpu(assumptions, entries), awake, size.vcpu], (used = 0, seconds = 0, vcpu = 0) => Math.min(used, seconds * vcpu));
  const type = size.name === null ? '' : `instance type ${size.name}; `;
  const { held, cpu: busy } = partsOf(context, entries);
  return [
    { product: 'containers', meter: 'memory', quantity: times(awake, size.memory), parts: held, note: `${type}billed as provisioned while awake` },
    { product: 'containers', meter: 'vcpu', quantity: cpu, parts: busy, note: 'billed as used' },
    { product: 'containers', meter: 'disk', quantity: times(awake, size.disk), parts: held, note: 'billed as provisioned while awake' },
    { product: 'containers', meter: 'egress', variant: choose(assumptions, 'container.egress_region') ?? 'north-america-europe', quantity: read(assumptions, 'egress_gb_per_month') },
    ...objectUsage(context, entries, awake, held),
  ];
}

/** Each instance stands behind a Durable Object of its own. */
function objectUsage(context: Context, entries: readonly EntryPoint[], awake: Quantity, held: Usage['parts']): Usage[] {
  const requests = reaching(entries).map((entry): Usage => ({
    product: 'durable-objects',
    meter: 'requests',
    quantity: runsOf(context.assumptions, entry.id),
    at: entryPlace(entry),
    note: 'each request to an instance passes its Durable Object',
  }));
  const note = 'low: only while requests are in flight; likely: as long as the instance is awake';
  return [...requests, { product: 'durable-objects', meter: 'duration', quantity: objectDuration(context, entries, awake), ...(held ? { parts: held } : {}), note }];
}

/** An instance chosen by memory may have less CPU than the app has today. */
function smallerCpu(context: Context): string | undefined {
  const size = containerSize(context);
  const now = read(context.assumptions, 'today.vcpu').value?.[1];
  const then = size.vcpu.value?.[1];
  return now !== undefined && then !== undefined && then < now
    ? `instance type ${size.name}${choose(context.assumptions, 'container.instance_type') === null ? ', the smallest that holds the memory,' : ''} has ${then} vCPU where it has ${now} today; set container.instance_type to keep the speed`
    : undefined;
}

/** What a reader must know about the size and the awake time. */
export function containerCaveats(context: Context, entries: readonly EntryPoint[]): string[] {
  const { assumptions } = context;
  const caveats = [containerSize(context).caveat, smallerCpu(context)].filter((text) => text !== undefined);
  const route = healthRoute(entries);
  if (route && assumptions.awakeLog === null && read(assumptions, 'container.health_check_seconds').value === null && read(assumptions, 'container.awake_hours').value === null) {
    caveats.push(`a monitor that calls ${route.id} more often than sleepAfter keeps the Container awake all month: that is the high end; set container.health_check_seconds`);
  }
  if (entries.some((entry) => entry.kind === 'timer')) caveats.push('timers inside the process stop while the Container sleeps and do not wake it');
  return caveats;
}
