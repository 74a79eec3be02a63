/** Reads lock files by their name, chooses among several, and says what is wrong with them. What a format does not record stays unknown. */
import { type Manifest, parseObject } from '../core/manifest.js';
import type { InputWarning } from '../core/warnings.js';
import { bunLock } from './locks/bun.js';
import type { LockReading } from './locks/locked.js';
import { npmLock } from './locks/npm.js';
import { pnpmLock } from './locks/pnpm.js';
import { yarnLock } from './locks/yarn.js';

export type { LockReading } from './locks/locked.js';

/** In the order in which they are preferred: npm itself prefers the shrinkwrap. */
export const LOCK_FILES = ['npm-shrinkwrap.json', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];

/** Written by bun before 1.2, in a format of its own. */
export const BINARY_LOCK = 'bun.lockb';

const MANAGER_OF: Record<string, string> = { 'npm-shrinkwrap.json': 'npm', 'package-lock.json': 'npm', 'pnpm-lock.yaml': 'pnpm', 'yarn.lock': 'yarn', 'bun.lock': 'bun' };

const HELD_BACK = /^<{7} /m;

/** One lock file; null when its layout is none that is known. Throws nothing. */
export function readLock(file: string, text: string, manifests: readonly Manifest[]): LockReading | null {
  if (HELD_BACK.test(text)) return null;
  try {
    if (file.endsWith('.json')) {
      const value = parseObject(text);
      return value ? npmLock(value, manifests) : null;
    }
    if (file.endsWith('pnpm-lock.yaml')) return pnpmLock(text);
    if (file.endsWith('yarn.lock')) return yarnLock(text, manifests);
    const value = parseObject(text);
    return value ? bunLock(value, manifests) : null;
  } catch {
    return null; // A layout that we do not foresee: the warning below says that it could not be read.
  }
}

export interface LockChoice {
  lock: LockReading | null;
  warnings: InputWarning[];
}

const warn = (code: InputWarning['code'], file: string, message: string): InputWarning => ({ code, file, message, incomplete: false });

function unreadable(file: string, text: string): InputWarning {
  const because = HELD_BACK.test(text) ? 'it holds the marks of a merge that was not finished' : 'its layout is none that is known';
  return warn('lock-unreadable', file, `${file} could not be read: ${because}. The versions it locks and the native add-ons it brings are not known`);
}

/** Packages that the root asks for and that the lock file does not hold: package.json was changed after it. */
function missing(lock: LockReading, manifests: readonly Manifest[]): { names: string[]; of: number } {
  const root = manifests.find((manifest) => manifest.folder === '');
  const asked = Object.entries({ ...root?.dependencies }).filter(([, range]) => !/^(?:file|link|workspace|portal):/.test(String(range))).map(([name]) => name);
  const held = new Set(lock.roots.map((entry) => entry.name));
  const own = new Set(manifests.map((manifest) => manifest.name));
  return { names: asked.filter((name) => !held.has(name) && !own.has(name)), of: asked.length };
}

function aboutLayout(file: string, lock: LockReading): InputWarning[] {
  if (lock.known) return [];
  return [warn('lock-unknown-version', file, `${file} is of ${lock.version === null ? 'no stated version' : `version ${lock.version}`}, which this tool does not know; it was read as the nearest version that it knows, and native add-ons may be missing`)];
}

function aboutAge(file: string, lock: LockReading, manifests: readonly Manifest[]): InputWarning[] {
  const { names, of } = missing(lock, manifests);
  if (names.length === 0) return [];
  const some = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  return [warn('lock-stale', file, `${file} does not hold ${some} of the ${of} dependencies in package.json: it is older than package.json`)];
}

/** The lock file to go by: of the package manager that package.json names, else the one that holds most of the dependencies. */
function chosen(read: readonly { file: string; lock: LockReading }[], manifests: readonly Manifest[]): { file: string; lock: LockReading } | undefined {
  const manager = /^[a-z]+/.exec(manifests.find((manifest) => manifest.folder === '')?.packageManager ?? '')?.[0];
  const named = read.find(({ file }) => MANAGER_OF[file] === manager);
  return named ?? read.toSorted((a, b) => missing(a.lock, manifests).names.length - missing(b.lock, manifests).names.length)[0];
}

/** Reads all lock files of a project and chooses one; `read` gives the text of a file. */
export function chooseLock(files: readonly string[], read: (file: string) => string, manifests: readonly Manifest[]): LockChoice {
  const texts = LOCK_FILES.filter((file) => files.includes(file)).map((file) => ({ file, text: read(file) }));
  const readings = texts.map(({ file, text }) => ({ file, text, lock: readLock(file, text, manifests) }));
  const understood = readings.flatMap(({ file, lock }) => (lock ? [{ file, lock }] : []));
  const best = chosen(understood, manifests);
  const binary = files.includes(BINARY_LOCK);
  const all = [...texts.map(({ file }) => file), ...(binary ? [BINARY_LOCK] : [])];
  return {
    lock: best?.lock ?? null,
    warnings: [
      ...readings.filter(({ lock }) => lock === null).map(({ file, text }) => unreadable(file, text)),
      ...(binary && !best ? [warn('lock-binary', BINARY_LOCK, `${BINARY_LOCK} is binary and cannot be read: the versions it locks and the native add-ons it brings are not known. \`bun install --save-text-lockfile\` writes one that can`)] : []),
      ...(all.length > 1 ? [warn('lock-several', best?.file ?? all[0] ?? '', `${all.join(' and ')} stand side by side; ${best ? `${best.file} was read` : 'none could be read'}`)] : []),
      ...(best ? [...aboutLayout(best.file, best.lock), ...aboutAge(best.file, best.lock, manifests)] : []),
    ],
  };
}
