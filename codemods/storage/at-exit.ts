/** Whether code runs only when the process ends: on Workers no process does, and what is begun then on Node is not waited for. */
import type { CallEdge, FunctionId, Program } from '../../core/program.js';

const ENDING = /^(?:exit|beforeExit|SIG[A-Z0-9]+)$/;

const isListener = ({ kind, via, event }: CallEdge): boolean => kind === 'callback' && /^(?:node:|global\.)process\.(?:on|once|addListener|prependListener)$/.test(via ?? '') && ENDING.test(event ?? '');

/** Whoever calls the function, or hands it to somebody, does so only then. What nobody is seen to call may be called at any time. */
export function runsOnlyAtExit(program: Program, fn: FunctionId, seen: ReadonlySet<FunctionId> = new Set()): boolean {
  const here = program.edges.filter(({ to }) => to === fn);
  return here.length > 0 && !seen.has(fn) && here.every((edge) => isListener(edge) || runsOnlyAtExit(program, edge.from, new Set([...seen, fn])));
}
