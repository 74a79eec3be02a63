/** Writes what a command made: to stdout, or to files by name, whole or not at all. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { makeFolders } from '../core/made-folders.js';
import type { World } from './world.js';

/** Writes through a temporary name, so that a full disk or a kill leaves the old file. */
export function writeOutput(world: World, file: string, text: string): void {
  const target = path.resolve(world.cwd, file);
  const staged = `${target}.${process.pid}.tmp`;
  try {
    makeFolders(path.dirname(target));
    writeFileSync(staged, text);
    renameSync(staged, target);
  } catch (error) {
    rmSync(staged, { force: true });
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new UserError('cannot-write', `${file} could not be written (${code}).`, code === 'ENOSPC' ? 'The disk is full; nothing was changed. Free some space or write elsewhere.' : 'Check that the folder exists and may be written.');
  }
}
