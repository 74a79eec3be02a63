/** The instance type of a Container: the one that was chosen, else the smallest that holds the peak memory. */
import { choose, read } from '../assumptions.js';
import type { Context } from '../context.js';
import type { Size } from '../price-schema.js';
import { combine, exactly, unknown, type Quantity } from '../quantity.js';

export interface ContainerSize {
  memory: Quantity;
  disk: Quantity;
  vcpu: Quantity;
  /** `standard-2`, or the range of types; null when unknown. */
  name: string | null;
  caveat?: string;
}

/** Types by memory; the last one that fits nothing larger. */
const smallest = (sizes: readonly Size[], memory: number): Size | null =>
  [...sizes].sort((a, b) => a.memory_gib - b.memory_gib).find((size) => size.memory_gib >= memory) ?? null;

/** Peak memory as declared; else the limit of today's host, in which the app fits. */
function peakMemory(context: Context): Quantity {
  const peak = read(context.assumptions, 'container.peak_memory_gib');
  const limit = read(context.assumptions, 'today.memory_gib');
  return peak.value !== null || limit.value === null ? peak : limit;
}

function fixedSize(size: Size): ContainerSize {
  return { memory: exactly(size.memory_gib, 'declared'), disk: exactly(size.disk_gb, 'declared'), vcpu: exactly(size.vcpu, 'declared'), name: size.name };
}

/** A peak that nobody knows speaks against no choice. */
const holds = (size: Size, peak: Quantity): boolean => peak.value === null || size.memory_gib >= peak.value[1];

function tooSmall(size: Size, peak: Quantity): ContainerSize {
  const none = unknown('container.instance_type');
  return { memory: none, disk: none, vcpu: none, name: null, caveat: `instance type ${size.name} has ${size.memory_gib} GiB of memory, and it likely needs ${peak.value?.[1] ?? 0} GiB: it would be ended for lack of memory` };
}

export function containerSize(context: Context): ContainerSize {
  const sizes = context.prices.products['containers']?.sizes ?? [];
  const chosen = sizes.find((size) => size.name === choose(context.assumptions, 'container.instance_type'));
  const peak = peakMemory(context);
  if (chosen) return holds(chosen, peak) ? fixedSize(chosen) : tooSmall(chosen, peak);
  if (peak.value === null) return { memory: peak, disk: peak, vcpu: peak, name: null };
  const fitting = peak.value.map((memory) => smallest(sizes, memory));
  if (fitting.includes(null)) {
    const none = unknown('container.instance_type');
    return { memory: none, disk: none, vcpu: none, name: null, caveat: `no Container instance has the ${peak.value[2]} GiB of memory that it may need` };
  }
  const of = (part: (size: Size) => number): Quantity => combine([peak], (memory = 0) => part(smallest(sizes, memory) as Size));
  const names = [...new Set(fitting.map((size) => size?.name ?? ''))];
  return { memory: of((size) => size.memory_gib), disk: of((size) => size.disk_gb), vcpu: of((size) => size.vcpu), name: names.join(' to ') };
}
