/** Today's bill on Lambda: requests, and memory for as long as each runs. */
import { choose, read } from '../assumptions.js';
import type { Context } from '../context.js';
import { times } from '../quantity.js';
import { calledEntries, entryPlace, runsOf, wallSeconds } from '../traffic.js';
import type { Usage } from '../usage.js';

export function lambda(context: Context): Usage[] {
  const { assumptions } = context;
  const variant = choose(assumptions, 'today.architecture') ?? 'x86';
  return calledEntries(context.scan).flatMap((entry): Usage[] => {
    const runs = runsOf(assumptions, entry.id);
    return [
      { product: 'lambda', meter: 'requests', quantity: runs, at: entryPlace(entry) },
      { product: 'lambda', meter: 'duration', variant, quantity: times(runs, wallSeconds(assumptions, entry), read(assumptions, 'today.memory_gib')), at: entryPlace(entry) },
    ];
  });
}
