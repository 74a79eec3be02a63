/** Copies an app into a temporary folder to run it there; node_modules are linked, version control is left out, and nothing is ever written to the original. */
import { constants, copyFileSync, mkdirSync, readdirSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { nodeModulesAbove } from './installed.js';
import { scratchFolder } from './scratch-folder.js';

export interface AppCopy {
  /** The temporary folder that is removed; holds `app`, `tmp`, `home`. */
  folder: string;
  /** Root of the copied app. */
  app: string;
  remove(): void;
}

const NEVER = new Set(['.git', '.hg', '.svn', '.wrangler', '.cf-migrate']);

/** Links folders as junctions on Windows, where plain links need a privilege. */
function linkFolder(target: string, at: string): void {
  symlinkSync(target, at, process.platform === 'win32' ? 'junction' : 'dir');
}

/**
 * Links are followed, so that a write through one cannot reach the original; a link that leads back into a folder being
 * copied is left out. Sockets, pipes and devices are left out too.
 */
function copyFolder(from: string, to: string, open: Set<string>): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (NEVER.has(name)) continue;
    const source = path.join(from, name);
    const target = path.join(to, name);
    const stat = statSync(source, { throwIfNoEntry: false });
    if (!stat) continue;
    if (stat.isFile()) {
      copyFileSync(source, target, constants.COPYFILE_FICLONE);
    } else if (stat.isDirectory()) {
      const real = realpathSync(source);
      if (name === 'node_modules') linkFolder(real, target);
      else if (!open.has(real)) copyFolder(source, target, new Set([...open, real]));
    }
  }
}

/**
 * Copies `root`. Packages are found as in the original: each node_modules above the app is linked at a folder above the
 * copy. `packagesOf` names another app whose node_modules serve when `root` has none (a migrated tree).
 */
export function copyApp(root: string, packagesOf: string = root): AppCopy {
  const { folder, remove } = scratchFolder('cf-migrate-verify-');
  try {
    mkdirSync(path.join(folder, 'tmp'));
    mkdirSync(path.join(folder, 'home'));
    const app = path.join(folder, 'app');
    const outer = [...new Set([...nodeModulesAbove(root), ...nodeModulesAbove(packagesOf)])].filter((nodeModules) => path.dirname(nodeModules) !== path.resolve(root));
    const levels = [app, ...outer.map((_, index) => path.join(app, ...Array.from({ length: index + 1 }, () => 'in')))];
    const inner = levels[levels.length - 1] as string;
    copyFolder(path.resolve(root), inner, new Set([realpathSync(root)]));
    // The farthest node_modules belongs at the outermost folder, the nearest just above the app.
    outer.forEach((nodeModules, index) => linkFolder(realpathSync(nodeModules), path.join(levels[outer.length - 1 - index] as string, 'node_modules')));
    return { folder, app: inner, remove };
  } catch (error) {
    remove();
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
      throw new UserError('disk-full', `No room in ${tmpdir()} for a copy of ${root}.`, 'Free some space, or let TMPDIR name another disk.');
    }
    throw error;
  }
}
