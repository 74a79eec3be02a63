/** bun.lock, the text format of bun: JSON with trailing commas, each package an array under the path it is installed at. */
import type { Manifest } from '../../core/manifest.js';
import { entryOf, isPlatformList, namesIn, rootsOf, type Entry, type LockedPackage, type LockReading, type Requirement } from './locked.js';

const KNOWN_VERSIONS = new Set(['0', '1']);

/** `a/@b/c` → `a`, `@b/c`. */
const segments = (key: string): string[] => key.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [];

/** What `name` means below the package at `path`: the innermost of its own copies, else the common one. */
function lookUp(known: ReadonlySet<string>, path: readonly string[], name: string): string | null {
  for (let depth = path.length; depth >= 0; depth--) {
    const candidate = [...path.slice(0, depth), name].join('/');
    if (known.has(candidate)) return candidate;
  }
  return null;
}

function requirements(known: ReadonlySet<string>, key: string, entry: Entry): Requirement[] {
  const optionalPeers = new Set(Array.isArray(entry.optionalPeers) ? entry.optionalPeers.map(String) : []);
  const of = (names: readonly string[], optional: boolean): Requirement[] => names.map((name) => ({ name, id: lookUp(known, segments(key), name), optional }));
  return [...of(namesIn(entry.dependencies), false), ...of(namesIn(entry.optionalDependencies), true), ...of(namesIn(entry.peerDependencies).filter((name) => !optionalPeers.has(name)), false)];
}

/** The name of each workspace, by its folder: its own copies lie below its name. */
const workspaceNames = (value: Entry): Map<string, string> => new Map(Object.entries(entryOf(value.workspaces)).flatMap(([folder, entry]) => {
  const { name } = entryOf(entry);
  return typeof name === 'string' ? [[folder, name] as const] : [];
}));

export function bunLock(value: Entry, manifests: readonly Manifest[]): LockReading | null {
  if (value.packages === undefined) return null;
  const entries = Object.entries(entryOf(value.packages)).filter((pair): pair is [string, unknown[]] => Array.isArray(pair[1]));
  const external = entries.filter(([, parts]) => !/@(?:workspace|link|root):/.test(String(parts[0])));
  const known = new Set(external.map(([key]) => key));
  const trusted = new Set(Array.isArray(value.trustedDependencies) ? value.trustedDependencies.map(String) : []);
  const packages = external.map(([key, parts]): LockedPackage => {
    const [, name = key, version = ''] = /^((?:@[^/]+\/)?[^@]+)@(.*)$/.exec(String(parts[0])) ?? [];
    const entry = entryOf(parts.find((part) => typeof part === 'object' && part !== null && !Array.isArray(part)));
    return {
      id: key,
      name,
      version,
      requires: requirements(known, key, entry),
      installScript: trusted.has(name) ? true : null,
      platformOnly: isPlatformList(entry.os) || isPlatformList(entry.cpu),
      command: entry.bin !== undefined || entry.binDir !== undefined,
    };
  });
  const folders = workspaceNames(value);
  const version = value.lockfileVersion === undefined ? null : String(value.lockfileVersion);
  const roots = rootsOf(manifests, (folder, name) => lookUp(known, folder === '' ? [] : [folders.get(folder) ?? folder], name));
  return { packages, roots, version, known: version !== null && KNOWN_VERSIONS.has(version) };
}
