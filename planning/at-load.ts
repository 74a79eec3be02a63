/** Which functions run when a module is loaded, before the first request: what a Worker forbids there stops it from starting. */
import type { CallEdge, FunctionId, Program } from '../core/program.js';

/** Callees that run what they are given while the module still loads; a Worker calls back from `listen` before the first request too. */
const RUNS_NOW = /(?:^Array\.|^Promise\.|^Map\.|^Set\.|\.then$|\.catch$|\.finally$|\.listen$)/;

const runsNow = (edge: CallEdge): boolean => edge.confidence !== 'possible' && (edge.kind === 'call' || edge.kind === 'new' || (edge.kind === 'callback' && RUNS_NOW.test(edge.via ?? '')));

/** Modules that come with `file`; `atLoad`: only those that run with it. */
export function loadedWith({ modules }: Pick<Program, 'modules'>, file: string, atLoad: boolean): Set<string> {
  const imports = new Map(modules.map((module) => [module.file, module.imports]));
  const seen = new Set([file]);
  for (const each of seen) for (const { to, dynamic, typeOnly } of imports.get(each) ?? []) if (!typeOnly && !(atLoad && dynamic)) seen.add(to);
  return seen;
}

/** Functions that run while these modules are loaded. */
export function functionsAtLoad({ edges }: Pick<Program, 'edges'>, modules: Iterable<string>): Set<FunctionId> {
  const from = new Map<FunctionId, FunctionId[]>();
  for (const edge of edges) if (runsNow(edge)) from.set(edge.from, [...(from.get(edge.from) ?? []), edge.to]);
  const seen = new Set([...modules].map((file) => `${file}#0`));
  for (const fn of seen) for (const to of from.get(fn) ?? []) seen.add(to);
  return seen;
}
