/** The recipe of verify: finds the tree before the migration, reads the script, runs both sides. This runs the user's code, in copies. */
import { existsSync } from 'node:fs';
import { UserError } from '../core/errors.js';
import { lastApplied } from '../core/journal.js';
import { originalTree } from '../core/journal-tree.js';
import type { Verification } from '../core/verification.js';
import { scratchFolder } from '../runtime/scratch-folder.js';
import { verify } from '../runtime/verify.js';
import { readUploads } from '../transfer/uploads.js';
import { containerAdapters } from './container-tree.js';
import { withRules } from './verify-causes.js';
import { type ScriptRequestOptions, findScript } from './verify-script.js';

export interface VerifyRequest extends ScriptRequestOptions {
  /** Absolute path of the original; by default the journal's tree, else the folder itself. */
  original?: string;
  timeLimit?: number;
  /** Seconds after which the search for causes begins no further step; 0: none are looked for. */
  diagnosisSeconds?: number;
  staleKv?: boolean;
  tripwire?: boolean;
  /** Folder of an export of `data`, which the stores begin with. */
  exported?: string;
  onProgress: (step: string) => void;
}

/** What is said before a script is played that nobody wrote. */
const draftedLine = ({ routes, left }: NonNullable<Verification['drafted']>): string => `script drafted from ${routes} route${routes === 1 ? '' : 's'}; ${left.length} could not be drafted`;

/** Plays the script on both sides. Throws UserError when there is nothing to play or the runtime is not installed. */
export async function verifyFolder(request: VerifyRequest): Promise<Verification> {
  if (!existsSync(request.directory)) throw new UserError('no-such-folder', `There is no folder ${request.directory}.`, 'Give the folder of the application.');
  const container = containerAdapters(request.directory)[0];
  if (container !== undefined) throw new UserError('moved-for-a-container', `This tree was moved for a Container, which runs Node: ${container} keeps the documents in R2 over its S3 API. verify compares Node with the Workers runtime.`, 'What can be played is the seam alone: take the move back with `cf-migrate undo`, run `apply` with `--step seam`, and verify that.');
  const { script, drafted } = findScript(request);
  if (drafted) request.onProgress(draftedLine(drafted));
  const stored = request.exported === undefined ? null : readUploads(request.exported);
  const rebuilt = request.original === undefined && lastApplied(request.directory) ? scratchFolder('cf-migrate-original-') : null;
  try {
    if (rebuilt) originalTree(request.directory, rebuilt.folder);
    const verification = await verify({
      original: request.original ?? rebuilt?.folder ?? request.directory,
      migrated: request.directory,
      script,
      onProgress: request.onProgress,
      diagnose: request.diagnosisSeconds !== 0,
      ...(request.diagnosisSeconds === undefined ? {} : { diagnosisSeconds: request.diagnosisSeconds }),
      ...(request.timeLimit === undefined ? {} : { timeLimit: request.timeLimit }),
      ...(request.staleKv ? { staleKv: true } : {}),
      ...(request.tripwire ? { tripwire: true } : {}),
      ...(stored ? { stored } : {}),
    });
    const explained = verification.causes?.length ? { ...verification, causes: withRules(verification.causes, request.directory) } : verification;
    return drafted ? { ...explained, drafted } : explained;
  } finally {
    rebuilt?.remove();
  }
}
