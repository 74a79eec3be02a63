/** What each entry point reaches, and how often per run: modules through imports, functions through calls. */
import type { CallEdge, FunctionNode, Interval, ModuleNode, ReachedBy } from '../core/program.js';
import type { Reach } from '../core/vocabulary.js';
import type { Entry } from './entries.js';
import { type Arc, intervalsFrom, numbered } from './intervals.js';

const TEST_FILE = /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|specs|e2e|cypress|test-utils?)\/|[.\-_](?:test|spec|e2e|cy)\.[cm]?[jt]sx?$|(?:^|\/)test\.[cm]?[jt]sx?$/;
const BUILD_FILE = /(?:^|\/)(?:[\w.-]*\.config|webpack[\w.-]*|rollup[\w.-]*|vite[\w.-]*|gulpfile|gruntfile|karma[\w.-]*|babel[\w.-]*|\.[\w-]+rc|(?:build|release|publish|bump)[-_][\w.-]+)\.[cm]?[jt]s$/i;

/** Settings of tools that build, test and lint. */
const TOOL_CONFIG = /(?:^|[/.-])(?:cypress|playwright|jest|vite|vitest|mocha|karma|webpack|rollup|babel|eslint|prettier|stylelint|postcss|tailwind|commitlint|lint-staged|tsup|nodemon)[\w.-]*\.config\.[cm]?[jt]s$/i;

export const isTestFile = (file: string): boolean => TEST_FILE.test(file);

interface ModuleReach {
  reach: Reach;
  chain: string[];
}

type Module = Omit<ModuleNode, 'reach' | 'chain'>;

const importsOf = (modules: readonly Module[]): Map<string, string[]> => new Map(modules.map((m) => [m.file, m.imports.filter((i) => !i.typeOnly).map((i) => i.to)]));

const seedsOf = (entries: readonly Entry[], reach: Entry['reach']): string[] =>
  entries.filter((e) => e.reach === reach && (e.point.kind === 'start' || e.point.kind === 'bin' || e.point.kind === 'export' || e.point.kind === 'script' || e.reach !== 'production')).map((e) => e.point.file);

/** Files that start in production. */
const productionSeeds = (entries: readonly Entry[]): string[] => seedsOf(entries, 'production').filter((file) => !isTestFile(file));

/** Files that production loads only if something names them: their folder, a pattern. */
export function unreachedFiles(modules: readonly Module[], entries: readonly Entry[]): Set<string> {
  const imports = importsOf(modules);
  const reached = new Set(productionSeeds(entries));
  for (const file of reached) for (const to of imports.get(file) ?? []) reached.add(to);
  return new Set(modules.map((m) => m.file).filter((file) => !reached.has(file) && mayBeNamed(file)));
}

const mayBeNamed = (file: string): boolean => !isTestFile(file) && !TOOL_CONFIG.test(file);

/** Breadth first along imports from the entry files of each class, production first. `named` is asked of files that production does not load otherwise. */
export function reachModules(modules: readonly Module[], entries: readonly Entry[], named: (file: string, isReached: (file: string) => boolean) => boolean): Map<string, ModuleReach> {
  const imports = importsOf(modules);
  const result = new Map<string, ModuleReach>();
  const spread = (seeds: string[], reach: Reach): void => {
    const queue = seeds.filter((file) => imports.has(file) && !result.has(file));
    for (const file of queue) result.set(file, { reach, chain: [file] });
    // Grows while it is read.
    for (const file of queue) {
      const chain = result.get(file)?.chain ?? [];
      for (const to of imports.get(file) ?? []) {
        if (result.has(to)) continue;
        result.set(to, { reach, chain: [...chain, to] });
        queue.push(to);
      }
    }
  };
  const production = productionSeeds(entries);
  spread(production, 'production');
  // Folders that production code names are loaded by scan: autoload, plug-ins, migrations.
  for (let size = -1; size !== result.size;) {
    size = result.size;
    spread(modules.filter((m) => !result.has(m.file) && mayBeNamed(m.file) && named(m.file, (file) => result.has(file))).map((m) => m.file), 'production');
  }
  const before = new Set(result.keys());
  spread([...seedsOf(entries, 'test'), ...modules.filter((m) => isTestFile(m.file)).map((m) => m.file)], 'test');
  // What only tests load, and is no test itself, is code that nothing runs.
  for (const [file, reached] of result) if (!before.has(file) && reached.chain.length > 1 && !isTestFile(file)) result.delete(file);
  spread([...seedsOf(entries, 'build'), ...modules.filter((m) => BUILD_FILE.test(m.file)).map((m) => m.file)], 'build');
  spread(seedsOf(entries, 'script'), 'script');
  const fallback: Reach = production.length === 0 ? 'production' : 'dead';
  for (const { file } of modules) if (!result.has(file)) result.set(file, { reach: fallback, chain: fallback === 'dead' ? [] : [file] });
  return result;
}

function arcsOf(edges: readonly CallEdge[], moduleImports: readonly { from: string; to: string; conditional: boolean }[], isEntry: (edge: CallEdge) => boolean): Map<string, Arc[]> {
  const arcs = new Map<string, Arc[]>();
  const add = (from: string, arc: Arc): void => {
    const list = arcs.get(from);
    if (list) list.push(arc);
    else arcs.set(from, [arc]);
  };
  for (const edge of edges) {
    if (edge.confidence === 'possible' || isEntry(edge)) continue;
    const many = edge.loops > 0 || (edge.kind === 'callback' && edge.via !== undefined && edge.via.startsWith('Array.'));
    const unsure = edge.conditional || many || edge.kind === 'callback';
    add(edge.from, { to: edge.to, low: unsure ? 0 : 1, high: many ? null : 1 });
  }
  for (const { from, to, conditional } of moduleImports) add(from, { to, low: conditional ? 0 : 1, high: 1 });
  return arcs;
}

/** Adds `reachedBy` to every function. Loading a module belongs to the entry that starts the process, not to a route. */
export function reachFunctions(functions: readonly FunctionNode[], edges: readonly CallEdge[], imports: readonly { from: string; to: string; conditional: boolean }[], entries: readonly Entry[], isEntry: (edge: CallEdge) => boolean): Map<string, ReachedBy[]> {
  const reached = new Map<string, ReachedBy[]>(functions.map((f) => [f.id, []]));
  const graph = numbered(arcsOf(edges, imports, isEntry), entries.flatMap((entry) => entry.functions));
  const seen = new Set<string>();
  for (const { point, functions: starts } of entries) {
    const again = seen.has(point.id);
    seen.add(point.id);
    for (const [fn, calls] of intervalsFrom(graph, starts)) {
      const list = reached.get(fn);
      if (list && !(again && list.some((r) => r.entryPoint === point.id))) list.push({ entryPoint: point.id, calls });
    }
  }
  return reached;
}

/** Calls per run of a site inside its function. */
export function siteInterval(calls: Interval, conditional: boolean, loops: number): Interval {
  return [conditional || loops > 0 ? 0 : calls[0], loops > 0 ? null : calls[1]];
}
