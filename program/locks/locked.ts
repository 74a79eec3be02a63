/** What every lock file is read into, whatever its format: packages with what they need, and what the project itself asks for. */
import type { Manifest } from '../../core/manifest.js';

/** One thing that a package needs. `id` is null where the lock file does not hold it (another platform, a workspace). */
export interface Requirement {
  name: string;
  id: string | null;
  optional: boolean;
}

export interface LockedPackage {
  /** Unique in its lock file. */
  id: string;
  /** The package's own name, not the alias it is installed under. */
  name: string;
  version: string;
  requires: Requirement[];
  /** null: the format does not record it. */
  installScript: boolean | null;
  /** Meant for one operating system or processor. */
  platformOnly: boolean;
  /** It brings a command. */
  command: boolean;
}

/** A package that a manifest of the project asks for. */
export interface LockRoot {
  folder: string;
  name: string;
  id: string;
  development: boolean;
  optional: boolean;
}

export interface LockReading {
  packages: LockedPackage[];
  roots: LockRoot[];
  /** The version of the format, as the file states it; null when it states none. */
  version: string | null;
  /** The version is one whose layout is known here; another one was read by likeness. */
  known: boolean;
}

export type Entry = Record<string, unknown>;

export const entryOf = (value: unknown): Entry => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entry) : {});

/** Own properties only: there are packages named `constructor`. */
export const tableOf = (value: unknown): Map<string, Entry> => new Map(Object.entries(entryOf(value)).map(([key, entry]) => [key, entryOf(entry)]));

export const namesIn = (value: unknown): string[] => Object.keys(entryOf(value));

/** `[linux, x64]` as list, as text or as keys of `- linux`; one that only excludes (`!win32`) is none. */
export function isPlatformList(value: unknown): boolean {
  const words = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.replace(/[[\]'"]/g, '').split(',') : namesIn(value).map((word) => word.replace(/^- /, ''));
  return words.some((word) => word.trim() !== '' && !word.trim().startsWith('!'));
}

/** What the manifests ask for, found in the lock file by `find`. */
export function rootsOf(manifests: readonly Manifest[], find: (folder: string, name: string, range: string) => string | null): LockRoot[] {
  return manifests.flatMap(({ folder, dependencies, optionalDependencies, devDependencies }) => {
    const asked = (ranges: Record<string, string> | undefined, development: boolean, optional: boolean): LockRoot[] =>
      Object.entries(ranges ?? {}).flatMap(([name, range]) => {
        const id = find(folder, name, String(range));
        return id === null ? [] : [{ folder, name, id, development, optional }];
      });
    return [...asked(dependencies, false, false), ...asked(optionalDependencies, false, true), ...asked(devDependencies, true, false)];
  });
}
