/** What a Worker itself bills: the plan, requests, CPU and logs. */
import { choose, read } from '../assumptions.js';
import type { Context } from '../context.js';
import { findPrice } from '../prices.js';
import { combine, exactly, times, type Quantity } from '../quantity.js';
import type { EntryPoint } from '../scan-names.js';
import { cpuSeconds, entryPlace, runsOf } from '../traffic.js';
import type { Usage } from '../usage.js';

export function subscriptionUsage(context: Context): Usage {
  const plan = choose(context.assumptions, 'plan');
  const note = plan === 'already-paid' ? 'another project of the account pays it' : plan === 'free' ? 'the Workers Free plan' : undefined;
  return { product: 'workers', meter: 'subscription', quantity: exactly(plan === 'paid' ? 1 : 0, context.assumptions.choices['plan']?.basis ?? 'assumed'), ...(note && { note }) };
}

export function requestUsage(context: Context, entries: readonly EntryPoint[]): Usage[] {
  return entries.map((entry) => ({ product: 'workers', meter: 'requests', quantity: runsOf(context.assumptions, entry.id), at: entryPlace(entry) }));
}

const milliseconds = (runs: Quantity, seconds: Quantity): Quantity => combine([runs, seconds], (count = 0, each = 0) => count * each * 1000);

/** CPU of entry points that run in the Worker. */
export function cpuUsage(context: Context, entries: readonly EntryPoint[]): Usage[] {
  return entries.map((entry) => ({
    product: 'workers',
    meter: 'cpu',
    quantity: milliseconds(runsOf(context.assumptions, entry.id), cpuSeconds(context.assumptions, entry)),
    at: entryPlace(entry),
    note: 'CPU time is taken as measured on Node',
  }));
}

/** CPU of the Worker that only hands requests on to a Container. */
export function proxyCpuUsage(context: Context, entries: readonly EntryPoint[]): Usage[] {
  return entries.map((entry) => ({
    product: 'workers',
    meter: 'cpu',
    quantity: times(runsOf(context.assumptions, entry.id), read(context.assumptions, 'container.proxy_cpu_ms')),
    at: entryPlace(entry),
  }));
}

const RETENTION_DAYS = 7;

/** Logs by event until the day on which the price list changes to bytes. */
export function logUsage(context: Context, entries: readonly EntryPoint[]): Usage[] {
  const { assumptions, prices } = context;
  const perRequest = read(assumptions, 'logs.events_per_request');
  const size = read(assumptions, 'logs.kb_per_event');
  const byEvent = findPrice(prices, 'logs', 'events') !== null;
  return entries.flatMap((entry): Usage[] => {
    const events = times(runsOf(assumptions, entry.id), perRequest);
    if (byEvent) return [{ product: 'logs', meter: 'events', quantity: events }];
    const gigabytes = combine([events, size], (count = 0, kilobytes = 0) => (count * kilobytes) / 1e6);
    return [
      { product: 'logs', meter: 'ingestion', quantity: gigabytes },
      { product: 'logs', meter: 'storage', quantity: combine([gigabytes], (value = 0) => (value * RETENTION_DAYS) / 30), note: `kept for ${RETENTION_DAYS} days` },
    ];
  });
}
