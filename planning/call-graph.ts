/** Indexes the linked program for planning: who calls whom, which function holds a place, how many lines a function owns. It decides nothing. */
import type { Place } from '../core/facts.js';
import type { CallEdge, FunctionId, FunctionNode, Program } from '../core/program.js';
import { grouped } from './grouped.js';

export interface CallGraph {
  functions: Map<FunctionId, FunctionNode>;
  byFile: Map<string, FunctionNode[]>;
  into: Map<FunctionId, CallEdge[]>;
  outOf: Map<FunctionId, CallEdge[]>;
  /** Lines of a function without the functions inside it; never below one. */
  ownLines: Map<FunctionId, number>;
}

/** Length in characters, shared out to lines: a function has no end line of its own. */
function ownLinesOf(functions: FunctionNode[], lines: number): [FunctionId, number][] {
  const nested = new Map<FunctionId, number>();
  for (const fn of functions) {
    if (fn.parent) nested.set(fn.parent, (nested.get(fn.parent) ?? 0) + fn.place.end - fn.place.start);
  }
  const length = Math.max(1, ...functions.map((fn) => fn.place.end));
  const perCharacter = lines / length;
  return functions.map((fn) => {
    const size = fn.kind === 'module' ? length : fn.place.end - fn.place.start;
    return [fn.id, Math.max(1, (size - (nested.get(fn.id) ?? 0)) * perCharacter)];
  });
}

const graphs = new WeakMap<Program, CallGraph>();

/** The index of a program, made once. */
export function callGraph(program: Program): CallGraph {
  const graph = graphs.get(program) ?? indexed(program);
  graphs.set(program, graph);
  return graph;
}

function indexed(program: Program): CallGraph {
  const byFile = grouped(program.functions, (fn) => fn.file);
  return {
    functions: new Map(program.functions.map((fn) => [fn.id, fn])),
    byFile,
    into: grouped(program.edges, (edge) => edge.to),
    outOf: grouped(program.edges, (edge) => edge.from),
    ownLines: new Map(program.modules.flatMap((module) => ownLinesOf(byFile.get(module.file) ?? [], module.lines))),
  };
}

/** The innermost function around a place; the module body when nothing else is. */
export function functionAt(graph: CallGraph, at: Pick<Place, 'file' | 'start'>): FunctionId {
  let best: FunctionNode | undefined;
  for (const fn of graph.byFile.get(at.file) ?? []) {
    if (fn.kind === 'module' || fn.place.start > at.start || fn.place.end <= at.start) continue;
    if (!best || fn.place.start >= best.place.start) best = fn;
  }
  return best?.id ?? `${at.file}#0`;
}
