/** Today's bill on hosts that are paid by the machine: Fargate, Fly, Render, Heroku. */
import { choose, read } from '../assumptions.js';
import type { Context } from '../context.js';
import { SECONDS_PER_MONTH } from '../month.js';
import { findPrice } from '../prices.js';
import { combine, scaled, spanning, times, unknown, type Quantity } from '../quantity.js';
import { calledEntries, wallSeconds } from '../traffic.js';
import type { Usage } from '../usage.js';
import { instancesFor, loadOf } from './load.js';

/** Instances on average: declared, else between the minimum and the maximum that the host's files name. */
export function averageInstances(context: Context): Quantity {
  const average = read(context.assumptions, 'today.average_instances');
  const least = read(context.assumptions, 'today.min_instances');
  const most = read(context.assumptions, 'today.max_instances');
  if (average.value !== null) return instancesFor(average, loadOf(context, calledEntries(context.scan), (entry) => wallSeconds(context.assumptions, entry)));
  if (least.value === null || least.value[1] === 0) return average;
  return most.value === null || most.value[2] < least.value[2] ? least : spanning(least, least, most);
}

/** Ephemeral storage of a Fargate task that costs nothing. */
const FARGATE_DISK_GB = 20;

export function fargate(context: Context): Usage[] {
  const { assumptions } = context;
  const variant = choose(assumptions, 'today.architecture') ?? 'x86';
  const seconds = scaled(averageInstances(context), SECONDS_PER_MONTH);
  const extraDisk = combine([read(assumptions, 'today.disk_gb')], (size = 0) => Math.max(0, size - FARGATE_DISK_GB));
  const disk: Usage[] = extraDisk.value?.[2] === 0 ? [] : [{ product: 'fargate', meter: 'disk', quantity: times(seconds, extraDisk), note: `above ${FARGATE_DISK_GB} GB per task` }];
  return [
    { product: 'fargate', meter: 'vcpu', variant, quantity: times(seconds, read(assumptions, 'today.vcpu')) },
    { product: 'fargate', meter: 'memory', variant, quantity: times(seconds, read(assumptions, 'today.memory_gib')) },
    ...disk,
  ];
}

/** Hosts that sell machines by name. A name that the price list does not have is a size that still has to be set. */
export function machines(context: Context, product: 'fly' | 'render' | 'heroku', meter: string): Usage[] {
  const size = choose(context.assumptions, 'today.size')?.toLowerCase().replaceAll('_', '-') ?? null;
  const count = averageInstances(context);
  if (size !== null && findPrice(context.prices, product, meter, size) !== null) return [{ product, meter, variant: size, quantity: count }];
  const sizes = context.prices.rows.filter((row) => row.product === product && row.meter === meter).map((row) => row.variant).join(', ');
  const note = `${size === null ? 'no size is set' : `no size is named "${size}"`}; known: ${sizes}`;
  return [{ product, meter, quantity: combine([count, unknown('today.size')], (machine = 0) => machine), note }];
}
