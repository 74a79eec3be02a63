/** pnpm-lock.yaml: version 5 (`/name/1.0.0_peer`), 6 (`/name@1.0.0(peer)`) and 9 (`name@1.0.0(peer)`, split into packages and snapshots). */
import { entryOf, isPlatformList, namesIn, tableOf, type Entry, type LockedPackage, type LockReading, type LockRoot, type Requirement } from './locked.js';
import { readIndented } from './indented.js';

const KNOWN_VERSIONS = /^(?:5(?:\.\d+)?|6(?:\.\d+)?|7(?:\.\d+)?|9(?:\.\d+)?)$/;

/** `name@1.0.0(react@18.0.0)` without what it was installed beside. */
const withoutPeers = (key: string): string => key.replace(/\(.*$/, '');

function nameAndVersion(key: string, entry: Entry): { name: string; version: string } | null {
  const plain = withoutPeers(key).replace(/^\//, '');
  const match = /^((?:@[^/@]+\/)?[^@/]+)@(.+)$/.exec(plain) ?? /^((?:@[^/]+\/)?[^@/]+)\/([^_/]+)/.exec(plain);
  const name = typeof entry.name === 'string' ? entry.name : match?.[1];
  return name === undefined ? null : { name, version: String(entry.version ?? match?.[2] ?? '') };
}

/** The key that `name: reference` leads to; an alias is written out as a whole key. */
function keyOf(table: ReadonlyMap<string, Entry>, name: string, reference: string): string | null {
  return [reference, `${name}@${reference}`, `/${name}@${reference}`, `/${name}/${reference}`].find((key) => table.has(key)) ?? null;
}

function requirements(table: ReadonlyMap<string, Entry>, entry: Entry): Requirement[] {
  const of = (list: unknown, optional: boolean): Requirement[] => Object.entries(entryOf(list)).map(([name, reference]) => ({ name, id: keyOf(table, name, String(reference)), optional }));
  return [...of(entry.dependencies, false), ...of(entry.optionalDependencies, true)];
}

function rootsOfImporter(table: ReadonlyMap<string, Entry>, folder: string, importer: Entry): LockRoot[] {
  const of = (list: unknown, development: boolean, optional: boolean): LockRoot[] =>
    Object.entries(entryOf(list)).flatMap(([name, value]) => {
      const id = keyOf(table, name, String(entryOf(value).version ?? value));
      return id === null ? [] : [{ folder, name, id, development, optional }];
    });
  return [...of(importer.dependencies, false, false), ...of(importer.optionalDependencies, false, true), ...of(importer.devDependencies, true, false)];
}

export function pnpmLock(text: string): LockReading | null {
  const value = readIndented(text);
  const version = typeof value.lockfileVersion === 'string' ? value.lockfileVersion : null;
  const described = tableOf(value.packages);
  const table = value.snapshots === undefined ? described : tableOf(value.snapshots);
  if (version === null && described.size === 0) return null;
  const records = /^[5-7]/.test(version ?? '');
  const packages = [...table].flatMap(([id, entry]): LockedPackage[] => {
    const facts = described.get(id) ?? described.get(withoutPeers(id)) ?? entry;
    const named = nameAndVersion(id, facts);
    if (!named) return [];
    return [{
      id,
      ...named,
      requires: requirements(table, entry),
      installScript: facts.requiresBuild === 'true' ? true : records ? false : null,
      platformOnly: isPlatformList(facts.os) || isPlatformList(facts.cpu),
      command: facts.hasBin === 'true',
    }];
  });
  const importers = namesIn(value.importers).length > 0 ? [...tableOf(value.importers)] : [['.', value] as const];
  const roots = importers.flatMap(([folder, importer]) => rootsOfImporter(table, folder === '.' ? '' : folder, importer));
  return { packages, roots, version, known: version !== null && KNOWN_VERSIONS.test(version) };
}
