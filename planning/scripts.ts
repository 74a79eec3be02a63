/** How the modules of a program are started, and by whom they are loaded. */
import { BY_PATH, type FunctionId, type Program } from '../core/program.js';
import { type CallGraph, functionAt } from './call-graph.js';
import type { ListenCall, Scripts } from './closure-data.js';
import { grouped } from './grouped.js';

const LISTENS = /\.(?:listen|serve)$/;

export function scriptsOf({ entryPoints, modules, sites }: Program, graph: CallGraph): Scripts {
  const entered = entryPoints.filter(({ kind, fn }) => (kind === 'start' || kind === 'bin') && fn !== null);
  const isMain = (source: string): boolean => / main(?: by default)?$/.test(source);
  const started = new Map(entered.map(({ file, source }): [string, 'command' | 'main'] => [file, isMain(source) ? 'main' : 'command']));
  for (const { file, source } of entered) if (!isMain(source)) started.set(file, 'command');
  const run = modules.flatMap((module) => module.imports.filter(({ specifier }) => specifier === BY_PATH).map(({ to }) => to));
  for (const file of run) if (!started.has(file)) started.set(file, 'main');
  const loads = modules.flatMap((module) => module.imports.filter(({ typeOnly, specifier }) => !typeOnly && specifier !== BY_PATH).map(({ to, at }) => ({ to, from: module.file, at: at.start })));
  const listening = [...grouped(sites.filter(({ origin }) => LISTENS.test(origin)), ({ fn }) => fn)].map(([fn, own]): [FunctionId, ListenCall[]] => [fn, own.map(({ at, range }) => ({ at, range }))]);
  const registering = grouped(entryPoints.filter(({ kind }) => kind === 'http'), ({ at }) => functionAt(graph, at));
  return { started, loadedBy: grouped(loads, ({ to }) => to), loads: new Map(modules.map(({ file, imports }) => [file, imports.filter(({ typeOnly, dynamic }) => !typeOnly && !dynamic).map(({ to }) => to)])), listening: new Map(listening), registering: new Map([...registering].map(([fn, own]) => [fn, own.map(({ at }) => at)])) };
}
