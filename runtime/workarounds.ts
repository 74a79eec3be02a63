/** What to do about one failure of a diagnosis to bundle or start: a workaround and the obstacle it stands for, or null when there is none. Runs nothing. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BundleNote } from './bundle.js';
import type { SeenStep } from './record.js';
import { findPackage } from './installed.js';
import { packageNamed, packageOfFile, type Workarounds } from './recorded-modules.js';
import type { SourcePosition } from './source-position.js';

/** What keeps the app, as it is, from being bundled or started. */
export interface Obstacle {
  kind: 'unresolved' | 'not-loadable' | 'refused-at-load' | 'fails-at-load';
  /** What the bundler or the runtime said. */
  says: string;
  /** Package, file or API. */
  subject: string;
  target?: string;
  /** For `unresolved`: its package is there all the same. */
  installed?: boolean;
  frames: SourcePosition[];
}

export interface Workaround {
  workarounds: Workarounds;
  obstacles: Obstacle[];
}

const UNRESOLVED = /^Could not resolve "([^"]+)"/;
const NO_LOADER = /^No loader is configured for "(\.[^"]+)" files: (.+)$/;

const placed = (note: BundleNote): SourcePosition[] => (note.at ? [note.at] : []);

/** Bundling: names that do not resolve and files of a kind that no Worker has are all found at once. */
export function pastBundleErrors(notes: BundleNote[], before: Workarounds, root: string): Workaround | null {
  const unresolved = new Map(before.unresolved);
  const files = new Map(before.files);
  const obstacles: Obstacle[] = [];
  for (const note of notes) {
    const missing = UNRESOLVED.exec(note.message)?.[1];
    const [, extension, file] = NO_LOADER.exec(note.message) ?? [];
    if (missing !== undefined && !before.unresolved.has(missing)) {
      unresolved.set(missing, `Module not found: ${missing}`);
      obstacles.push({ kind: 'unresolved', says: note.message, subject: missing, installed: findPackage(packageNamed(missing), [root]) !== null, frames: placed(note) });
    } else if (extension !== undefined && !before.files.has(extension)) {
      files.set(extension, `a ${extension} file cannot be loaded on Workers`);
      obstacles.push({ kind: 'not-loadable', says: note.message, subject: file ?? extension, frames: placed(note) });
    } else if (note.kind === 'error' && note.at && missing === undefined && extension === undefined) {
      const absolute = path.resolve(root, note.at.file);
      if (!existsSync(absolute) || files.has(absolute)) continue;
      files.set(absolute, note.message);
      obstacles.push({ kind: 'not-loadable', says: note.message, subject: note.at.file, frames: placed(note) });
    }
  }
  return obstacles.length === 0 ? withoutPackage(notes, before) : { workarounds: { ...before, unresolved, files }, obstacles };
}

/** An error that stays (a folder required by a computed name, for one) is that of the package it stands in. */
function withoutPackage(notes: BundleNote[], before: Workarounds): Workaround | null {
  for (const note of notes) {
    const name = note.at ? packageOfFile(note.at.file) : null;
    if (name === null || before.packages.has(name)) continue;
    return { workarounds: { ...before, packages: new Map([...before.packages, [name, note.message]]) }, obstacles: [{ kind: 'not-loadable', says: note.message, subject: name, frames: placed(note) }] };
  }
  return null;
}

/** What failed while it loaded and can be replaced only in another bundle; null when that was done already. */
export function pastLoading({ subject, says }: { subject: string; says: string }, before: Workarounds, root: string): Workarounds | null {
  const absolute = path.resolve(root, subject);
  if (existsSync(absolute) && !subject.includes('node_modules/') && /\.\w+$/.test(subject)) {
    return before.files.has(absolute) ? null : { ...before, files: new Map([...before.files, [absolute, says]]) };
  }
  return before.packages.has(subject) ? null : { ...before, packages: new Map([...before.packages, [subject, says]]) };
}

/** The obstacle that a step went past. */
export function obstacleOf({ past, subject, says, target, frames }: SeenStep): Obstacle {
  return { kind: past === 'call' || past === 'folder' ? 'refused-at-load' : 'fails-at-load', says, subject, frames, ...(target === undefined ? {} : { target }) };
}
