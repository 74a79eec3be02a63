/** The recipe of verify: finds the tree before the migration, reads the script, runs both sides. This runs the user's code, in copies. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { lastApplied } from '../core/journal.js';
import { originalTree } from '../core/journal-tree.js';
import type { Verification } from '../core/verification.js';
import { hold } from '../runtime/lifetime.js';
import { parseVerifyScript } from '../runtime/script.js';
import { verify } from '../runtime/verify.js';

export interface VerifyRequest {
  directory: string;
  /** Absolute path of the script; by default `verify.yaml` in the folder. */
  script?: string;
  /** Absolute path of the original; by default the journal's tree, else the folder itself. */
  original?: string;
  timeLimit?: number;
  staleKv?: boolean;
  tripwire?: boolean;
  onProgress: (step: string) => void;
}

const SCRIPTS = ['verify.yaml', 'verify.yml', 'verify.json'];

function readScript(request: VerifyRequest): { text: string; file: string } {
  const file = request.script ?? SCRIPTS.map((name) => path.join(request.directory, name)).find((name) => existsSync(name));
  if (!file || !existsSync(file)) {
    throw new UserError('no-script', file ? `There is no script ${file}.` : `${request.directory} has no verify.yaml.`, 'Write the requests to compare into verify.yaml, or name a script with --script.');
  }
  return { text: readFileSync(file, 'utf8'), file };
}

/** Gone after success, failure, Ctrl-C and a kill alike. */
function temporaryFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-original-'));
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  const release = hold(clear, { folder });
  return { folder, remove: () => { clear(); release(); } };
}

/** Plays the script on both sides. Throws UserError when there is nothing to play or the runtime is not installed. */
export async function verifyFolder(request: VerifyRequest): Promise<Verification> {
  if (!existsSync(request.directory)) throw new UserError('no-such-folder', `There is no folder ${request.directory}.`, 'Give the folder of the application.');
  const { text, file } = readScript(request);
  const script = parseVerifyScript(text, file);
  const rebuilt = request.original === undefined && lastApplied(request.directory) ? temporaryFolder() : null;
  try {
    if (rebuilt) originalTree(request.directory, rebuilt.folder);
    return await verify({
      original: request.original ?? rebuilt?.folder ?? request.directory,
      migrated: request.directory,
      script,
      onProgress: request.onProgress,
      ...(request.timeLimit === undefined ? {} : { timeLimit: request.timeLimit }),
      ...(request.staleKv ? { staleKv: true } : {}),
      ...(request.tripwire ? { tripwire: true } : {}),
    });
  } finally {
    rebuilt?.remove();
  }
}
