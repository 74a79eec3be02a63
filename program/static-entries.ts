/** Entries that stand in package.json, in the files of the host, and in pages: what is started, run as a command, exported, built or tested. */
import type { Manifest } from '../core/manifest.js';
import type { EntryKind, EntryPoint } from '../core/program.js';
import { filesStarted, type Scripts, type Started } from './command-line.js';
import type { Entry } from './entries.js';
import type { StartCommand } from './host.js';
import { exportTargets } from './export-targets.js';
import type { PageScript } from './pages.js';
import type { World } from './world.js';

/** Finds a source by the folder and the path that a command or a manifest names; null when there is none. */
export type Find = (folder: string, file: string) => string | null;

const scriptKind = (name: string): Entry['reach'] => {
  if (/^(?:(?:pre|post)?start|serve|server|prod|production|start[:-](?:prod|production|server|node|web|worker|api))$/.test(name)) return 'production';
  if (/test|e2e|spec|coverage|cypress|jest|mocha|lint/.test(name)) return 'test';
  if (/build|compile|bundle|webpack|prepare|prepack|prepublish|gulp|generate|codegen/.test(name)) return 'build';
  return 'script';
};

/** As what a file is entered, and where that is said; without a place, by the file itself. */
interface Role {
  kind: EntryKind;
  source: string;
  reach: Entry['reach'];
  at?: EntryPoint['at'];
}

const moduleEntry = (file: string, { kind, source, reach, at }: Role): Entry => ({
  point: { id: `${kind} ${file}`, kind, file, fn: `${file}#0`, at: at ?? { file, line: 1, column: 1, start: 0, end: 0 }, source },
  functions: [`${file}#0`],
  reach,
});

const BUILT = /^(?:\.\/)?(?:dist|build|lib|out|output|compiled|release|bin|esm|cjs)(?:-\w+)?\//;

/** Where the source of a built file may lie: `dist/server.js` comes of `src/server.ts`, `dist/apps/api/main.js` of `apps/api/src/main.ts`. */
function sourcesOf(file: string): string[] {
  if (!BUILT.test(file)) return [];
  const rest = file.replace(BUILT, '');
  const inner = rest.replace(/([^/]+)$/, 'src/$1');
  return [`src/${rest}`, rest, ...(inner === `src/${rest}` ? [] : [inner]), ...(BUILT.test(rest) ? sourcesOf(rest) : [])];
}

/** The file itself, the main file for a folder that is one's own, else the source that it was built from. */
function locate(find: Find, manifests: readonly Manifest[], folder: string, file: string): string | null {
  const own = file === '.' || file === './' ? manifests.find((manifest) => manifest.folder === folder)?.main ?? 'index.js' : file;
  return [own, ...sourcesOf(own)].map((candidate) => find(folder, candidate)).find((found) => found !== null) ?? null;
}

function scriptsOf(manifests: readonly Manifest[]): Scripts {
  const at = (folder: string): Manifest | undefined => manifests.find((manifest) => manifest.folder === folder);
  return {
    commandOf: (folder, name) => at(folder)?.scripts?.[name] ?? null,
    namesOf: (folder) => Object.keys(at(folder)?.scripts ?? {}),
    folderOf: (name) => manifests.find((manifest) => manifest.name === name || manifest.folder === name.replace(/^\.\//, '') || manifest.name?.replace(/^@[^/]+\//, '') === name)?.folder ?? null,
    folders: manifests.map((manifest) => manifest.folder),
  };
}

interface Ground {
  manifests: readonly Manifest[];
  scripts: Scripts;
  find: Find;
}

function placed(ground: Ground, { folder, file }: Started, role: Role): Entry[] {
  const found = locate(ground.find, ground.manifests, folder, file);
  return found === null ? [] : [moduleEntry(found, role)];
}

/** What a host file starts; its files may lie in a folder that the image copies. */
function ofCommand(ground: Ground, { command, source, folder, folders = [], at }: StartCommand): Entry[] {
  for (const place of new Set([folder, ...folders])) {
    const entries = filesStarted(command, place, ground.scripts).flatMap((started) => placed(ground, started, { kind: 'start', source, reach: 'production', at }));
    if (entries.length > 0) return entries;
  }
  return [];
}

function ofScripts(ground: Ground, manifest: Manifest): Entry[] {
  return Object.entries(manifest.scripts ?? {}).flatMap(([name, command]) => {
    const reach = scriptKind(name);
    const kind: EntryKind = reach === 'production' ? 'start' : reach;
    return filesStarted(command, manifest.folder, ground.scripts).flatMap((started) => placed(ground, started, { kind, source: `${manifest.file} scripts.${name}`, reach }));
  });
}

function ofManifest(ground: Ground, manifest: Manifest): Entry[] {
  const { folder, file: source } = manifest;
  const as = (file: string, kind: EntryKind, field: string): Entry[] => placed(ground, { folder, file }, { kind, source: `${source} ${field}`, reach: 'production' });
  const bins = typeof manifest.bin === 'string' ? [manifest.bin] : Object.values(manifest.bin ?? {});
  return [
    ...ofScripts(ground, manifest),
    ...(manifest.main ? as(manifest.main, 'start', 'main') : manifest.exports === undefined ? as('index.js', 'start', 'main by default') : []),
    ...bins.flatMap((bin) => as(bin, 'bin', 'bin')),
    ...exportTargets(manifest).flatMap((target) => as(target, 'export', 'exports')),
  ];
}

const isProduction = (entry: Entry): boolean => entry.reach === 'production';

const DELEGATES = /\b(?:turbo|lerna|nx)\b|\bpnpm\s+(?:run\s+)?(?:-r|--recursive|-F|--filter)\b|\byarn\s+workspaces?\b|\bnpm\b.*\s(?:-w|-ws|--workspaces?)\b/;

/** Packages whose own scripts start something, when the root or the host hands its start on to them. */
function delegates(manifests: readonly Manifest[], commands: readonly StartCommand[]): Manifest[] {
  const [root, ...rest] = manifests;
  const starts = [...Object.entries(root?.scripts ?? {}).filter(([name]) => scriptKind(name) === 'production').map(([, command]) => command), ...commands.map(({ command }) => command)];
  if (!starts.some((command) => DELEGATES.test(command))) return [];
  return rest.filter((manifest) => Object.keys(manifest.scripts ?? {}).some((name) => scriptKind(name) === 'production'));
}

/** Where the root starts nothing, the packages that can be started are the program. */
function ofPackages(ground: Ground): Entry[] {
  const starting = ground.manifests.slice(1).filter((manifest) => Object.keys(manifest.scripts ?? {}).some((name) => scriptKind(name) === 'production'));
  return starting.flatMap((manifest) => ofScripts(ground, manifest).filter(isProduction));
}

/** Entries that stand in package.json, Dockerfile, Procfile and the like. */
export function staticEntries(manifests: readonly Manifest[], commands: readonly StartCommand[], find: Find): Entry[] {
  const ground: Ground = { manifests, scripts: scriptsOf(manifests), find };
  const root = manifests[0];
  const entries = [...commands.flatMap((command) => ofCommand(ground, command)), ...(root ? ofManifest(ground, root) : []), ...delegates(manifests, commands).flatMap((manifest) => ofScripts(ground, manifest))];
  return entries.some(isProduction) ? entries : [...entries, ...ofPackages(ground)];
}

/** Scripts of pages: built for a browser, run by no server. */
export function pageEntries(pages: readonly PageScript[], world: World): Entry[] {
  return pages.flatMap(({ page, candidates }) => {
    const file = candidates.find((candidate) => world.files.has(candidate));
    return file === undefined ? [] : [moduleEntry(file, { kind: 'build', source: `${page} script`, reach: 'build' })];
  });
}
