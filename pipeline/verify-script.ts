/** Where the requests of verify come from: the script that was named, the one in the folder, or a draft of the routes in the code. Writes nothing. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import type { Verification } from '../core/verification.js';
import { parseVerifyScript, type VerifyScript } from '../runtime/script.js';
import { draftScript } from './draft.js';

export interface ScriptRequestOptions {
  directory: string;
  /** Absolute path of the script; by default `verify.yaml` in the folder. */
  script?: string;
  /** Draft one, whatever lies in the folder. */
  draft?: boolean;
}

export interface FoundScript {
  script: VerifyScript;
  /** Set when nobody wrote the script. */
  drafted?: NonNullable<Verification['drafted']>;
}

const SCRIPTS = ['verify.yaml', 'verify.yml', 'verify.json'];

function drafted(directory: string): FoundScript {
  const { text, routes, left } = draftScript(directory);
  return { script: parseVerifyScript(text, 'the drafted script'), drafted: { routes, left: left.map(({ what, at, why }) => ({ what, at, why })) } };
}

/** Throws UserError when there is nothing to play. */
export function findScript({ directory, script, draft }: ScriptRequestOptions): FoundScript {
  const file = draft ? undefined : script ?? SCRIPTS.map((name) => path.join(directory, name)).find((name) => existsSync(name));
  if (file === undefined) return drafted(directory);
  if (!existsSync(file)) throw new UserError('no-script', `There is no script ${file}.`, 'Name a script with --script; without one, verify plays verify.yaml or drafts requests from the routes in the code.');
  return { script: parseVerifyScript(readFileSync(file, 'utf8'), file) };
}
