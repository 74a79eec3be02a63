/** What makes the program a Worker, written once for the whole of it: the entry, `main` in the configuration, `.dev.vars.example`. What is there already stays. */
import path from 'node:path';
import type { ServedModule, WorkersEntry } from '../../core/workers-entry.js';
import type { RewriteInput } from '../define.js';
import { readJson } from '../shared/json-text.js';
import { parseSource } from '../shared/source.js';
import { type Style, styleOf } from '../shared/style.js';
import { specifiersOf } from '../shared/top-of-module.js';
import { devVars } from './dev-vars.js';
import { entryModule, entryTypes } from './entry-module.js';
import type { Group } from './groups.js';
import { layoutOf, specifierFrom } from './layout.js';
import { overriddenManifest } from './overrides.js';
import { placesOf, standsIn } from './shipped.js';
import { STORAGE_FILE, type StorageBinding, readRecord } from './storage-record.js';
import type { StorageTarget } from './target.js';
import { configurationOf, withServed } from './wrangler-main.js';

type Read = (file: string) => string | null;
type Written = [file: string, text: string];

const FALLBACK: Style = { quote: "'", semicolons: true, indent: '  ', endOfLine: '\n' };

interface Manifest {
  type?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const manifestOf = (read: Read, folder: string): Manifest => (readJson(read(path.posix.join(folder, 'package.json')) ?? '{}') as Manifest | null) ?? {};

/** Files of the entry, that of the configuration aside. The first is what `main` names. */
function entryTexts(served: ServedModule, packageFolder: string, read: Read): Written[] {
  const source = parseSource(served.file, read(served.file) ?? '');
  const typescript = /\.[mc]?tsx?$/.test(served.file);
  const manifest = manifestOf(read, packageFolder);
  const extension = typescript ? (served.file.endsWith('.mts') ? '.mts' : '.ts') : manifest.type === 'module' ? '.js' : '.mjs';
  const folder = path.posix.dirname(served.file);
  const file = freeFile(read, path.posix.join(folder, 'worker-entry'), extension);
  const specifier = specifierFrom(file, served.file, source ? specifiersOf(source) : [], { module: 'esm', typescript });
  const types = path.posix.join(folder, 'cloudflare-node.d.ts');
  const typed = typescript && [manifest.dependencies, manifest.devDependencies].every((list) => list?.['@cloudflare/workers-types'] === undefined) && read(types) === null;
  return [[file, entryModule({ served, file, specifier, typescript, style: source ? styleOf(source) : FALLBACK })], ...(typed ? [[types, entryTypes(path.posix.basename(file))] as Written] : [])];
}

/** A file of that name that is there already is somebody's own. */
function freeFile(read: Read, stem: string, extension: string): string {
  for (let n = 1; ; n++) {
    const file = `${stem}${n === 1 ? '' : `-${n}`}${extension}`;
    if (read(file) === null) return file;
  }
}

/** Folder of the app whose documents move now or have moved before; null where none do, or only the seam is asked for. */
export function appFolder(target: StorageTarget, input: RewriteInput, groups: readonly Group[]): string | null {
  if (input.step === 'seam') return null;
  const [first] = groups;
  if (first) return first.layout.packageFolder;
  const [known] = readRecord(input.read(STORAGE_FILE)).bindings.filter(({ kind }) => kind === target.store.kind);
  return known ? layoutOf(input, { users: [known.seam.file], name: target.seam, known: known.seam.file, suffix: target.suffix, inContainer: target.inContainer === true }).packageFolder : null;
}

/** Without a configuration there is nothing to serve by: a storage codemod has written one before. */
export function workersEntryFiles(entry: WorkersEntry, packageFolder: string, before: Read, read: Read): Written[] {
  const configuration = configurationOf(read, packageFolder);
  if (!configuration) return [];
  const { serves, variables } = entry;
  const inPackage = serves !== null && (packageFolder === '' || serves.file.startsWith(`${packageFolder}/`));
  const texts = serves && inPackage && configuration.main === null ? entryTexts(serves, packageFolder, read) : [];
  const [main] = texts;
  const vars: Record<string, string> = { ...foldersNamedBy(readRecord(read(STORAGE_FILE)).bindings), ...(serves?.portVariable ? { [serves.portVariable]: String(serves.port) } : {}) };
  const shipped = main && entry.ships ? { define: placesOf(entry.ships, standsIn(entry, before)), globs: entry.ships.globs } : { define: {}, globs: [] };
  const text = withServed(configuration, { main: main ? path.posix.relative(packageFolder, main[0]) : null, vars, ...shipped });
  const example = path.posix.join(packageFolder, '.dev.vars.example');
  const variablesText = devVars(read(example), variables, new Set([...configuration.vars, ...Object.keys(vars)]));
  return [
    ...texts,
    ...(text === configuration.text ? [] : [[configuration.file, text] as Written]),
    ...(main ? overriddenManifest(read, packageFolder, entry.overrides) : []),
    ...(variablesText === null ? [] : [[example, variablesText] as Written]),
  ];
}

/** A folder that only the environment names: on Workers the stores are told apart from it by name alone, so any will do that is none of the Worker's own. */
const foldersNamedBy = (bindings: readonly StorageBinding[]): Record<string, string> =>
  Object.fromEntries(bindings.flatMap(({ folder, environment }) => (folder === null && environment !== null ? [[environment, '/data']] : [])));

/** What is said of the entry: nothing where there is one already. */
export function entryNotes(target: StorageTarget, input: RewriteInput, groups: readonly Group[]): string[] {
  const folder = appFolder(target, input, groups);
  if (folder === null || configurationOf(input.read, folder)?.main) return [];
  const told = groups.some(({ standing }) => standing.length > 0);
  return [...input.entry?.notes ?? [], ...(told || input.entry?.ships?.note === undefined ? [] : [input.entry.ships.note])];
}
