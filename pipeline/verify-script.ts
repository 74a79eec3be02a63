/** Where the requests of verify come from: the script that was named, the one in the folder, or a draft of the routes in the code. Writes nothing. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import type { Verification } from '../core/verification.js';
import { readHar } from '../drafting/har.js';
import { recordedRequests } from '../drafting/recorded.js';
import { scriptText } from '../drafting/script-text.js';
import { withEnvironment } from '../runtime/script-environment.js';
import { parseVerifyScript, type VerifyScript } from '../runtime/script.js';
import { draftFolder, draftScript } from './draft.js';
import { withRequests } from './record.js';

export interface ScriptRequestOptions {
  directory: string;
  /** Absolute path of the script; by default `verify.yaml` in the folder. */
  script?: string;
  /** Of an HTTP archive: whose requests count; by default the most frequent. */
  origin?: string;
  /** Where `{{env.NAME}}` is looked up; by default that of this process. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Draft one, whatever lies in the folder. */
  draft?: boolean;
  onProgress?: (step: string) => void;
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

/** An archive says nothing of the program: entry, state and environment are drafted. */
function archived({ directory, origin, ...request }: ScriptRequestOptions, file: string): FoundScript {
  const har = readHar(readFileSync(file, 'utf8'), file, origin);
  const { requests, cookies } = recordedRequests(har.exchanges);
  const head = `${requests.length} requests to ${har.origin} of ${path.basename(file)}; ${har.elsewhere} to other origins skipped${har.unanswered > 0 ? `, ${har.unanswered} without an answer` : ''}`;
  request.onProgress?.(head);
  return { script: parseVerifyScript(scriptText(withRequests(draftFolder(directory).draft, [head], requests, cookies)), file) };
}

/** Throws UserError when there is nothing to play, or a variable is not set. */
export function findScript(request: ScriptRequestOptions): FoundScript {
  const found = readScript(request);
  return { ...found, script: withEnvironment(found.script, request.environment ?? process.env) };
}

function readScript(request: ScriptRequestOptions): FoundScript {
  const { directory, script, draft } = request;
  const file = draft ? undefined : script ?? SCRIPTS.map((name) => path.join(directory, name)).find((name) => existsSync(name));
  if (file === undefined) return drafted(directory);
  if (!existsSync(file)) throw new UserError('no-script', `There is no script ${file}.`, 'Name a script with --script; without one, verify plays verify.yaml or drafts requests from the routes in the code.');
  if (file.endsWith('.har')) return archived(request, file);
  return { script: parseVerifyScript(readFileSync(file, 'utf8'), file) };
}
