/** Reads what a lock file records of each package. npm's format here; the others are read for name and version, and what they do not record stays unknown. */
import { parse as parseYaml } from 'yaml';
import { parseObject } from '../core/manifest.js';

export interface LockedPackage {
  name: string;
  version: string;
  dependencies: string[];
  optionalDependencies: string[];
  /** null: the format does not say. */
  installScript: boolean | null;
  platformOnly: boolean;
  dev: boolean;
  optional: boolean;
}

type Entry = Record<string, unknown>;

const names = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : []);

function npmPackages(packages: Record<string, Entry>): LockedPackage[] {
  return Object.entries(packages).flatMap(([path, entry]): LockedPackage[] => {
    const at = path.lastIndexOf('node_modules/');
    if (at < 0 || entry.link === true) return [];
    return [{
      name: typeof entry.name === 'string' ? entry.name : path.slice(at + 'node_modules/'.length),
      version: String(entry.version ?? ''),
      dependencies: names(entry.dependencies),
      optionalDependencies: names(entry.optionalDependencies),
      installScript: entry.hasInstallScript === true,
      platformOnly: entry.os !== undefined || entry.cpu !== undefined,
      dev: entry.dev === true || entry.devOptional === true,
      optional: entry.optional === true,
    }];
  });
}

function npmTree(dependencies: Record<string, Entry>): LockedPackage[] {
  return Object.entries(dependencies).flatMap(([name, entry]): LockedPackage[] => [
    { name, version: String(entry.version ?? ''), dependencies: names(entry.requires), optionalDependencies: [], installScript: null, platformOnly: false, dev: entry.dev === true, optional: entry.optional === true },
    ...npmTree((entry.dependencies ?? {}) as Record<string, Entry>),
  ]);
}

function yarnClassic(text: string): LockedPackage[] {
  return text.split(/\n(?=\S)/).flatMap((block): LockedPackage[] => {
    const head = /^"?((?:@[^/"]+\/)?[^@"\s,]+)@/.exec(block);
    const version = /\n\s+version:? "?([^"\n]+)"?/.exec(block);
    if (!head?.[1] || !version?.[1] || block.startsWith('__metadata')) return [];
    const section = (name: string): string[] => [...(new RegExp(`\\n {2}${name}:\\n((?: {4}.*\\n?)+)`).exec(`${block}\n`)?.[1] ?? '').matchAll(/^ {4}"?((?:@[^/"\s]+\/)?[^@"\s:]+)"?/gm)].map((m) => m[1] ?? '');
    return [{ name: head[1], version: version[1], dependencies: section('dependencies'), optionalDependencies: section('optionalDependencies'), installScript: null, platformOnly: /\n\s+conditions:/.test(block), dev: false, optional: false }];
  });
}

function pnpm(text: string): LockedPackage[] {
  const value = parseYaml(text) as { packages?: Record<string, Entry>; snapshots?: Record<string, Entry> } | null;
  return Object.entries(value?.packages ?? {}).flatMap(([key, entry]): LockedPackage[] => {
    const match = /^\/?((?:@[^/]+\/)?[^@/(]+)[@/]([^(_]+)/.exec(key);
    if (!match?.[1]) return [];
    const snapshot = value?.snapshots?.[key] ?? entry;
    return [{
      name: match[1], version: match[2] ?? '', dependencies: names(snapshot.dependencies), optionalDependencies: names(snapshot.optionalDependencies),
      installScript: entry.requiresBuild === true ? true : null, platformOnly: entry.os !== undefined || entry.cpu !== undefined, dev: entry.dev === true, optional: entry.optional === true,
    }];
  });
}

/** Packages of one lock file by its name; null when the format is not known. Throws nothing: a broken file gives null. */
export function lockedPackages(file: string, text: string): LockedPackage[] | null {
  try {
    if (/(?:package-lock|npm-shrinkwrap)\.json$/.test(file)) {
      const value = parseObject(text);
      if (value?.packages) return npmPackages(value.packages as Record<string, Entry>);
      return value?.dependencies ? npmTree(value.dependencies as Record<string, Entry>) : null;
    }
    if (file.endsWith('yarn.lock')) return yarnClassic(text);
    if (file.endsWith('pnpm-lock.yaml')) return pnpm(text);
    return null;
  } catch {
    return null; // The caller reports a lock file that could not be read.
  }
}
