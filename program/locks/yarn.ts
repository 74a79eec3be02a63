/** yarn.lock of yarn 1 (`# yarn lockfile v1`) and of yarn 2 and later (`__metadata`): each entry under all the ranges that lead to it. */
import type { Manifest } from '../../core/manifest.js';
import { entryOf, namesIn, rootsOf, tableOf, type Entry, type LockedPackage, type LockReading, type Requirement } from './locked.js';
import { readIndented } from './indented.js';

/** 4: yarn 2; 5 and 6: yarn 3; 7 to 10: yarn 4. Seen in lock files that each of them wrote. */
const KNOWN_METADATA = new Set(['4', '5', '6', '7', '8', '9', '10']);

interface YarnEntry {
  id: string;
  name: string;
  entry: Entry;
}

const descriptorsOf = (head: string): string[] => head.split(',').map((part) => part.trim().replace(/^"|"$/g, '')).filter(Boolean);

/** `@scope/name` of `@scope/name@npm:^1.0.0`. */
const nameOf = (descriptor: string): string => /^(?:@[^/]+\/)?[^@]+/.exec(descriptor)?.[0] ?? descriptor;

/** The name behind an alias: `short@npm:long-name@^1.0.0`. */
const realName = (descriptor: string): string => /^(?:@[^/]+\/)?[^@]+@npm:((?:@[^/]+\/)?[^@\d^~*][^@]*)@/.exec(descriptor)?.[1] ?? nameOf(descriptor);

/** Finds what `name` at `range` was resolved to; yarn writes ranges with and without `npm:`, and wraps patched packages. */
function finder(entries: ReadonlyMap<string, string>, byName: ReadonlyMap<string, string[]>): (name: string, range: string) => string | null {
  return (name, range) => {
    const exact = [`${name}@${range}`, `${name}@npm:${range}`, `${name}@${range.replace(/^npm:/, '')}`].map((key) => entries.get(key)).find((id) => id !== undefined);
    const same = byName.get(name) ?? [];
    return exact ?? (same.length === 1 || /^patch:/.test(range) ? same[0] ?? null : null);
  };
}

function requirements(entry: Entry, find: (name: string, range: string) => string | null): Requirement[] {
  const meta = entryOf(entry.dependenciesMeta);
  const of = (list: unknown, optional: boolean): Requirement[] =>
    Object.entries(entryOf(list)).map(([name, range]) => ({ name, id: find(name, String(range)), optional: optional || entryOf(meta[name]).optional === 'true' }));
  return [...of(entry.dependencies, false), ...of(entry.optionalDependencies, true)];
}

function entriesOf(table: ReadonlyMap<string, Entry>): { list: YarnEntry[]; byDescriptor: Map<string, string>; byName: Map<string, string[]> } {
  const list = [...table].flatMap(([head, entry]): YarnEntry[] => {
    const first = descriptorsOf(head)[0];
    const workspace = /@workspace:/.test(String(entry.resolution ?? ''));
    return first === undefined || head === '__metadata' || entry.version === undefined || workspace ? [] : [{ id: head, name: entry.resolution === undefined ? realName(first) : nameOf(String(entry.resolution)), entry }];
  });
  const byDescriptor = new Map(list.flatMap(({ id }) => descriptorsOf(id).map((descriptor): [string, string] => [descriptor, id])));
  return { list, byDescriptor, byName: grouped(list) };
}

function grouped(list: readonly YarnEntry[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { id } of list) for (const name of new Set(descriptorsOf(id).map(nameOf))) groups.set(name, [...(groups.get(name) ?? []), id]);
  return groups;
}

export function yarnLock(text: string, manifests: readonly Manifest[]): LockReading | null {
  const value = readIndented(text);
  const metadata = value.__metadata === undefined ? null : entryOf(value.__metadata);
  const stated = metadata ? String(metadata.version ?? '') : /^# yarn lockfile v(\d+)/m.exec(text)?.[1] ?? null;
  const { list, byDescriptor, byName } = entriesOf(tableOf(value));
  if (list.length === 0 && stated === null) return null;
  const find = finder(byDescriptor, byName);
  const packages = list.map(({ id, name, entry }): LockedPackage => ({
    id,
    name,
    version: String(entry.version),
    requires: requirements(entry, find),
    installScript: null,
    platformOnly: /\b(?:os|cpu)=/.test(String(entry.conditions ?? '')),
    command: namesIn(entry.bin).length > 0,
  }));
  const known = metadata ? KNOWN_METADATA.has(stated ?? '') : stated === '1';
  return { packages, roots: rootsOf(manifests, (_folder, name, range) => find(name, range)), version: stated, known };
}
