/** Today's bill on Cloud Run, by request or by instance. */
import { choose, read } from '../assumptions.js';
import { awakeSeconds } from '../awake.js';
import type { Context } from '../context.js';
import { SECONDS_PER_MONTH } from '../month.js';
import { combine, opposed, scaled, spanning, sum, times, type Quantity } from '../quantity.js';
import { calledEntries, backgroundSeconds, entryPlace, runsOf, wallSeconds } from '../traffic.js';
import type { EntryPoint } from '../scan-names.js';
import type { Usage } from '../usage.js';
import { instancesFor, loadOf } from './load.js';

/** Entry points that arrive as requests; timers and cron jobs run inside the instance. */
const requested = (context: Context): EntryPoint[] => calledEntries(context.scan).filter((entry) => entry.kind !== 'cron' && entry.kind !== 'timer');

const roundedUp = (seconds: Quantity, stepMs: number): Quantity =>
  stepMs > 0 ? combine([seconds], (value = 0) => Math.ceil(Number(((value * 1000) / stepMs).toPrecision(12))) * (stepMs / 1000)) : seconds;

/**
 * Instance time with a request in flight. Requests share an instance; likely they come at random within the busy hours, at worst
 * they never overlap as long as one instance is enough.
 */
function activeSeconds(context: Context): Quantity {
  const step = context.prices.products['cloud-run']?.durationStepMs ?? 0;
  const load = loadOf(context, requested(context), (entry) => roundedUp(wallSeconds(context.assumptions, entry), step));
  const inputs = [load.inFlight, load.asked, load.busySeconds];
  const random = combine(inputs, (inFlight = 0, asked = 0, busy = 0) => busy * Math.min(inFlight, Math.max(1 - Math.exp(-inFlight), asked)));
  const apart = combine(inputs, (inFlight = 0, asked = 0, busy = 0) => busy * Math.min(inFlight, Math.max(1, asked)));
  return spanning(random, random, apart);
}

/** Instances that the minimum keeps warm while no request is in flight. */
function idleSeconds(context: Context, active: Quantity): Quantity {
  const least = read(context.assumptions, 'today.min_instances');
  return combine([least, opposed(active)], (instances = 0, busy = 0) => Math.max(0, instances * SECONDS_PER_MONTH - busy));
}

const tier = (context: Context): string => choose(context.assumptions, 'today.region_tier') ?? '1';

const resources = (context: Context): { vcpu: Quantity; memory: Quantity } => ({ vcpu: read(context.assumptions, 'today.vcpu'), memory: read(context.assumptions, 'today.memory_gib') });

export function cloudRunByRequest(context: Context): Usage[] {
  const { vcpu, memory } = resources(context);
  const variant = `request-${tier(context)}`;
  const active = activeSeconds(context);
  const idle = idleSeconds(context, active);
  const warm = idle.value === null || idle.value[2] > 0;
  return [
    { product: 'cloud-run', meter: 'vcpu', variant, quantity: times(active, vcpu), note: 'while requests are in flight' },
    { product: 'cloud-run', meter: 'memory', variant, quantity: times(active, memory), note: 'while requests are in flight' },
    ...requested(context).map((entry): Usage => ({ product: 'cloud-run', meter: 'requests', variant, quantity: runsOf(context.assumptions, entry.id), at: entryPlace(entry) })),
    ...(warm ? [
      { product: 'cloud-run', meter: 'idle_vcpu', variant, quantity: times(idle, vcpu), note: 'kept warm by the minimum' },
      { product: 'cloud-run', meter: 'idle_memory', variant, quantity: times(idle, memory), note: 'kept warm by the minimum' },
    ] : []),
  ];
}

/** Instance time from the first request to shutdown, work after the answer included; the declared average where there is one. */
export function instanceSeconds(context: Context): Quantity {
  const { assumptions } = context;
  const entries = requested(context);
  const idle = scaled(read(assumptions, 'today.idle_minutes'), 60);
  const worked = (entry: EntryPoint): Quantity => sum([wallSeconds(assumptions, entry), backgroundSeconds(assumptions, entry)]);
  const load = loadOf(context, entries, worked);
  const average = read(assumptions, 'today.average_instances');
  if (average.value !== null) return combine([instancesFor(average, load), read(assumptions, 'today.min_instances')], (instances = 0, least = 0) => Math.max(least, instances) * SECONDS_PER_MONTH);
  const held = sum(entries.map((entry) => times(runsOf(assumptions, entry.id), sum([worked(entry), idle]))));
  const inputs = [held, read(assumptions, 'today.busy_hours'), idle, load.asked, read(assumptions, 'today.min_instances')];
  return combine(inputs, (heldSeconds = 0, busyHours = 0, idleTime = 0, asked = 0, least = 0) =>
    Math.max(least * SECONDS_PER_MONTH, awakeSeconds({ heldSeconds, busyHours, clockShare: 0, idleSeconds: idleTime }) * Math.max(1, asked)));
}

/** While traffic is unknown, what the minimum costs all month is known: the rest stands apart as unknown. */
function withFloor(context: Context, seconds: Quantity): Quantity[] {
  const floor = scaled(read(context.assumptions, 'today.min_instances'), SECONDS_PER_MONTH);
  return seconds.value === null && floor.value !== null && floor.value[0] > 0 ? [floor, seconds] : [seconds];
}

export function cloudRunByInstance(context: Context): Usage[] {
  const { vcpu, memory } = resources(context);
  const variant = `instance-${tier(context)}`;
  return withFloor(context, instanceSeconds(context)).flatMap((seconds): Usage[] => {
    const note = seconds.value === null ? 'above the minimum' : 'for the whole life of an instance';
    return [
      { product: 'cloud-run', meter: 'vcpu', variant, quantity: times(seconds, vcpu), note },
      { product: 'cloud-run', meter: 'memory', variant, quantity: times(seconds, memory), note },
    ];
  });
}
