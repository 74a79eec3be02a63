/** Folders of one run, in the temporary folder of the system. What cleans up after us is told of each before it is there: a kill in between would leave it. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hold } from './lifetime.js';
import { watchOver } from './watchdog.js';

export interface ScratchFolder {
  /** Without links in it. */
  folder: string;
  remove: () => void;
}

function made(prefix: string, keep: (folder: string, clear: () => void) => () => void): ScratchFolder {
  const folder = path.join(realpathSync(tmpdir()), `${prefix}${randomBytes(6).toString('hex')}`);
  const clear = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  const release = keep(folder, clear);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    release();
    throw error;
  }
  return { folder, remove: () => { clear(); release(); } };
}

/** Gone after success, failure, Ctrl-C and a kill alike. Throws what the system says when it cannot be made. */
export const scratchFolder = (prefix: string): ScratchFolder => made(prefix, (folder, clear) => hold(clear, { folder }));

/** The same for a run whose Ctrl-C belongs to the command that it runs: whoever asks removes it. */
export const watchedFolder = (prefix: string): ScratchFolder => made(prefix, (folder) => watchOver({ folder }));
