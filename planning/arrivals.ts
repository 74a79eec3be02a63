/** Which calls see a function change that turns async, wrappers with a second version taken into account: the calls of their originals do not. */
import type { CallEdge, FunctionId } from '../core/program.js';
import type { CallGraph } from './call-graph.js';
import type { Closure, ClosureVariant, ClosureWorld, Turned } from './closure-data.js';

/** The wrapper with a second version that `fn` is, or stands in. */
function variantAround(graph: CallGraph, variants: ReadonlyMap<FunctionId, ClosureVariant>, fn: FunctionId): FunctionId | null {
  for (let at: FunctionId | null | undefined = fn; at; at = graph.functions.get(at)?.parent) if (variants.has(at)) return at;
  return null;
}

/** An edge into a turned function that matters, and the resources for which it does. */
export interface Arrival {
  edge: CallEdge;
  resources: string[];
  callsVariant?: FunctionId;
  variant?: FunctionId;
  /** The original of a wrapper that stays would have to change. */
  touchesOriginal?: boolean;
}

/** The call sites that see a turned function change. Calls of a wrapper's original do not. */
export function arrivals(world: ClosureWorld, variants: Map<FunctionId, ClosureVariant>, item: Turned): Arrival[] {
  const { graph } = world;
  const around = variantAround(graph, variants, item.fn.id);
  // A getter is read; a call of its name on a receiver that is not known is a read as well, and was judged as one.
  const edges = (graph.into.get(item.fn.id) ?? []).filter((edge) => !edge.lookedAt && (item.fn.kind !== 'getter' || edge.kind === 'getter'));
  return edges.flatMap((edge): Arrival[] => {
    const from = variantAround(graph, variants, edge.from);
    const place = from ? { variant: from } : {};
    if (around === null) return [{ edge, resources: [...item.resources], ...(from ? { touchesOriginal: true } : {}) }];
    if (around !== item.fn.id) return from === around ? [{ edge, resources: [...item.resources], ...place }] : [];
    if (from === around) return [{ edge, resources: [...item.resources], callsVariant: around, ...place }];
    const listed = variants.get(around)?.calls.find((call) => call.edge.from === edge.from && call.edge.range[0] === edge.range[0]);
    return listed ? [{ edge, resources: listed.resources, callsVariant: around, ...place }] : [];
  });
}

/** Calls that go to a wrapper's second version although nothing has to be awaited there. */
export function switchedCalls(world: ClosureWorld, variants: Map<FunctionId, ClosureVariant>, known: Closure['calls']): Closure['calls'] {
  return [...variants.values()].flatMap(({ of, calls }) => [...calls, ...ownCalls(world, variants, of, calls)].flatMap(({ edge, resources }): Closure['calls'] => {
    if (known.some((call) => call.from === edge.from && call.range[0] === edge.range[0] && call.callsVariant === of)) return [];
    const variant = variantAround(world.graph, variants, edge.from);
    return [{ at: edge.at, range: edge.range, to: edge.to, from: edge.from, change: 'none', callsVariant: of, resources, ...(variant ? { variant } : {}) }];
  }));
}

/** Calls by which a wrapper calls itself: from its second version they go to the second version. */
function ownCalls({ graph }: ClosureWorld, variants: Map<FunctionId, ClosureVariant>, of: FunctionId, calls: ClosureVariant['calls']): ClosureVariant['calls'] {
  const resources = [...new Set(calls.flatMap((call) => call.resources))];
  return (graph.into.get(of) ?? []).filter((edge) => edge.kind === 'call' && edge.confidence !== 'possible' && variantAround(graph, variants, edge.from) === of).map((edge) => ({ edge, resources }));
}
