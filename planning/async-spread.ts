/**
 * What else changes when some functions turn async: the calls that need an await and the callers that turn async with them.
 * An estimate over call edges for the rewrite share; the edits themselves are planned elsewhere, with the checker.
 */
import type { CallEdge, FunctionId } from '../core/program.js';
import type { CallGraph } from './call-graph.js';

export interface AsyncSpread {
  /** Functions that turn async, without those that already are. */
  functions: FunctionId[];
  /** Calls whose result is a promise from now on. */
  calls: CallEdge[];
}

/** Callees that run a callback now and use what it returns: the caller has to wait as well. */
const RUNS_NOW = /(?:^|\.)(?:forEach|map|flatMap|filter|reduce|reduceRight|sort|toSorted|find|findIndex|findLast|some|every|replace|replaceAll|from)$/;

/** A promise that is already handled, or that nobody looks at, changes nothing at the call. */
const needsAwait = (edge: CallEdge): boolean => edge.result !== 'awaited' && edge.result !== 'then' && edge.result !== 'void';

function reachesCaller(edge: CallEdge, entryPoints: ReadonlySet<FunctionId>): boolean {
  if (edge.confidence === 'possible') return false;
  if (edge.kind !== 'callback') return true;
  return !entryPoints.has(edge.to) && RUNS_NOW.test(edge.via ?? '');
}

/** `seeds` hold a call that becomes asynchronous; `entryPoints` are called by frameworks that accept a promise. */
export function asyncSpread(graph: CallGraph, seeds: Iterable<FunctionId>, entryPoints: ReadonlySet<FunctionId>): AsyncSpread {
  const turned = new Set<FunctionId>();
  const calls: CallEdge[] = [];
  const waiting: FunctionId[] = [];
  const turn = (id: FunctionId): void => {
    const fn = graph.functions.get(id);
    if (!fn || fn.async || fn.kind === 'module' || turned.has(id)) return;
    turned.add(id);
    waiting.push(id);
  };
  for (const seed of seeds) turn(seed);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const edge of graph.into.get(id) ?? []) {
      if (!reachesCaller(edge, entryPoints) || !needsAwait(edge)) continue;
      calls.push(edge);
      turn(edge.from);
    }
  }
  return { functions: [...turned], calls };
}
