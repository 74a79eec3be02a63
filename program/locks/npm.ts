/** package-lock.json and npm-shrinkwrap.json: the flat `packages` of versions 2 and 3, and the tree of version 1 laid out the same way. */
import type { Manifest } from '../../core/manifest.js';
import { entryOf, isPlatformList, namesIn, rootsOf, tableOf, type Entry, type LockedPackage, type LockReading, type Requirement } from './locked.js';

const KNOWN_VERSIONS = new Set(['1', '2', '3']);
const FOLDER = 'node_modules/';

/** A version 1 entry says `requires` where later ones say `dependencies`; what is nested lies in a folder of its own. */
function laidOut(dependencies: unknown, folder = ''): [string, Entry][] {
  return [...tableOf(dependencies)].flatMap(([name, entry]): [string, Entry][] => {
    const path = `${folder}${FOLDER}${name}`;
    const alias = /^npm:((?:@[^/]+\/)?[^@]+)@(.+)$/.exec(String(entry.version ?? ''));
    const own = { ...entry, dependencies: typeof entry.requires === 'object' ? entry.requires : entry.dependencies, ...(alias ? { name: alias[1], version: alias[2] } : {}) };
    return [[path, own], ...laidOut(entry.dependencies, `${path}/`)];
  });
}

const above = (path: string): string => (path.includes(FOLDER) ? path.slice(0, path.lastIndexOf(FOLDER)).replace(/\/$/, '') : '');

/** Where Node would find `name` from `path`: the nearest node_modules upwards. */
function lookUp(table: ReadonlyMap<string, Entry>, path: string, name: string): string | null {
  for (let at = path; ; at = above(at)) {
    const candidate = `${at === '' ? '' : `${at}/`}${FOLDER}${name}`;
    if (table.has(candidate)) return candidate;
    if (at === '') return null;
  }
}

function requirements(table: ReadonlyMap<string, Entry>, path: string, entry: Entry): Requirement[] {
  const meta = entryOf(entry.peerDependenciesMeta);
  const peers = namesIn(entry.peerDependencies).filter((name) => entryOf(meta[name]).optional !== true);
  const optional = new Set(namesIn(entry.optionalDependencies));
  return [...new Set([...namesIn(entry.dependencies), ...optional, ...peers])].map((name) => {
    const id = lookUp(table, path, name);
    return { name, id, optional: optional.has(name) || (id !== null && table.get(id)?.optional === true && entry.optional !== true) };
  });
}

export function npmLock(value: Entry, manifests: readonly Manifest[]): LockReading | null {
  const flat = value.packages !== undefined;
  if (!flat && value.dependencies === undefined) return null;
  const table = flat ? tableOf(value.packages) : new Map(laidOut(value.dependencies));
  const version = value.lockfileVersion === undefined ? null : String(value.lockfileVersion);
  const packages = [...table].flatMap(([path, entry]): LockedPackage[] => {
    const at = path.lastIndexOf(FOLDER);
    if (at < 0 || entry.link === true) return [];
    return [{
      id: path,
      name: typeof entry.name === 'string' ? entry.name : path.slice(at + FOLDER.length),
      version: String(entry.version ?? ''),
      requires: requirements(table, path, entry),
      installScript: flat ? entry.hasInstallScript === true : null,
      platformOnly: isPlatformList(entry.os) || isPlatformList(entry.cpu),
      command: entry.bin !== undefined,
    }];
  });
  // Before version 1 there was no number at all, and the tree was the same.
  const known = version === null ? !flat : KNOWN_VERSIONS.has(version);
  return { packages, roots: rootsOf(manifests, (folder, name) => lookUp(table, folder, name)), version, known };
}
