/** The modules that serve a whole program, best first: those that listen when they are loaded, then those that give the app out. Judges no framework. */
import type { EntryPoint, Site } from '../core/program.js';
import type { NeededVariable, ServedModule } from '../core/workers-entry.js';
import { isServing, portOf, reachesAll, servedExport } from './entry.js';
import { routesIn } from './routes.js';
import { type Sources, createSources } from './sources.js';
import { environmentOf } from './surroundings.js';

const DEFAULT_PORT = 3000;

export interface ServedQuestion {
  program: Parameters<typeof createSources>[0];
  /** Text of a file of the program. Throws when it is gone. */
  read(file: string): string;
  /** The function runs when modules are loaded. */
  runsAtLoad(fn: string): boolean;
}

/** A port that no constant and no variable names is known only to the program: null. */
function listening(sources: Sources, site: Site, file: string): ServedModule | null {
  const { port, variable } = portOf(sources, site);
  if (variable !== null) return { file, port: DEFAULT_PORT, portVariable: variable };
  return port === null ? null : { file, port };
}

const AS_MAIN = /require\.main|module\.parent|import\.meta|process\.argv/;

/** `always` when its module is loaded, also by an entry of another name; `as-main` only where Node was started with it; `perhaps` where a condition decides. */
function whenListening(sources: Sources, site: Site): 'always' | 'as-main' | 'perhaps' {
  if (!site.conditional) return 'always';
  if (site.guards.length > 0 && site.guards.every((guard) => /NODE_ENV\s*!==?\s*['"]test/.test(guard))) return 'always';
  const asMain = site.guards.length > 0 ? site.guards.every((guard) => AS_MAIN.test(guard)) : /(?:if\s*\(\s*!\s*module\.parent\b)/.test(sources.text(site.at.file));
  return asMain ? 'as-main' : 'perhaps';
}

const rank = (point: EntryPoint): number => (point.kind === 'start' ? 0 : point.kind === 'bin' ? 1 : 2);

export function servedModules({ program, read, runsAtLoad }: ServedQuestion): ServedModule[] {
  const sources = createSources(program, read);
  const serving = program.sites.filter(isServing);
  const routed = routesIn(sources).routes.map(({ file }) => file);
  // An app of middleware alone has no routes: it is served from where it listens.
  const files = [...new Set(routed.length > 0 ? routed : serving.map(({ at }) => at.file))];
  const entered = program.entryPoints.filter((point) => rank(point) < 2).toSorted((a, b) => rank(a) - rank(b)).map(({ file }) => file);
  const listens = [...new Set(entered)].flatMap((file) => {
    const site = serving.find((each) => runsAtLoad(each.fn) && whenListening(sources, each) === 'always' && reachesAll(sources, file, [each.at.file]) > 0);
    return site && reachesAll(sources, file, files) === files.length ? listening(sources, site, file) ?? [] : [];
  });
  const given = program.modules.filter(({ file, reach }) => reach === 'production' && files.length > 0 && reachesAll(sources, file, files) === files.length && !serving.some((site) => site.at.file === file && runsAtLoad(site.fn) && whenListening(sources, site) !== 'as-main'))
    .flatMap(({ file }): ServedModule[] => {
      const found = servedExport(sources, file);
      return found && !found.router ? [{ file, export: found.name, port: DEFAULT_PORT }] : [];
    });
  return [...listens, ...given];
}

/** Where the program listens, for whoever has to be told that nothing serves the whole of it. */
export const listensAt = ({ sites }: ServedQuestion['program']): string[] => sites.filter(isServing).map(({ at }) => `${at.file}:${at.line}`);

/** Routers that modules give out, each serving a part of the program. */
export function servedParts({ program, read }: ServedQuestion): { served: ServedModule; routes: number }[] {
  const sources = createSources(program, read);
  const { routes } = routesIn(sources);
  return [...new Set(routes.map(({ file }) => file))].flatMap((file) => {
    const found = servedExport(sources, file);
    return found?.router ? [{ served: { file, export: found.name, port: DEFAULT_PORT }, routes: routes.filter((route) => route.file === file).length }] : [];
  });
}

/** Variables that are read without a default, where nobody else sets them. */
export function draftedVariables(program: ServedQuestion['program'], read: ServedQuestion['read']): NeededVariable[] {
  return environmentOf(createSources(program, read), new Map()).map(({ name, value, note }) => ({ name, placeholder: value, at: note }));
}
