/** What to do about one failure of a diagnosis to bundle or start: a workaround and the obstacle it stands for, or null when there is none. Runs nothing. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { BundleNote } from './bundle.js';
import type { ObservedCall } from './record.js';
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

export interface StartFailure {
  message: string;
  frames: SourcePosition[];
  calls: ObservedCall[];
  /** Module that serves: it cannot be left out. */
  entry: string | null;
}

/** Where a path of the Worker would be in the app: a bundle has one folder, so `../config` leads to another place than in the sources. */
export function fileInApp(target: string, root: string): string | null {
  const parts = target.replace(/^(?:\/bundle)?\/+/, '').split('/').filter((part) => part !== '.' && part !== '..');
  const file = path.join(root, ...parts);
  return parts.length > 0 && existsSync(file) ? file : null;
}

function contentsOf({ api, target }: ObservedCall, root: string): string | null {
  const file = /\.readFile(?:Sync)?$/.test(api) && target !== undefined ? fileInApp(target, root) : null;
  return file !== null && statSync(file).isFile() ? readFileSync(file).toString('base64') : null;
}

/** What was thrown; an app may have printed its own lines before. */
function thrownLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.find((line) => line.startsWith('Uncaught ')) ?? lines[0] ?? '';
}

/** The refused call that the failure comes from: the last one, when its text is in what the runtime says. */
function refusedCall({ calls, message }: StartFailure): ObservedCall | undefined {
  return calls.filter((call) => call.kind === 'refused' && call.request === 0 && call.error !== undefined && message.includes(call.error.message)).at(-1);
}

/** Starting: the call that was refused, `__dirname`, the package that fails, the file that fails; in this order. */
export function pastStartFailure(failure: StartFailure, before: Workarounds, root: string): Workaround | null {
  const says = thrownLine(failure.message);
  const call = refusedCall(failure);
  if (call?.ordinal !== undefined && !before.skips.has(call.ordinal)) {
    const obstacle: Obstacle = { kind: 'refused-at-load', says: call.error?.message ?? says, subject: call.api, frames: call.frames };
    return { workarounds: { ...before, skips: new Map([...before.skips, [call.ordinal, contentsOf(call, root)]]) }, obstacles: [call.target === undefined ? obstacle : { ...obstacle, target: call.target }] };
  }
  if (/__(?:dir|file)name is not defined/.test(says) && !before.folder) return { workarounds: { ...before, folder: true }, obstacles: [] };
  const [frame] = failure.frames;
  if (!frame) return null;
  const name = packageOfFile(frame.file);
  if (name !== null && !before.packages.has(name)) {
    return { workarounds: { ...before, packages: new Map([...before.packages, [name, says]]) }, obstacles: [{ kind: 'fails-at-load', says, subject: name, frames: failure.frames }] };
  }
  const absolute = path.resolve(root, frame.file);
  if (name !== null || frame.file === failure.entry || before.files.has(absolute) || !existsSync(absolute)) return null;
  return { workarounds: { ...before, files: new Map([...before.files, [absolute, says]]) }, obstacles: [{ kind: 'fails-at-load', says, subject: frame.file, frames: failure.frames }] };
}
