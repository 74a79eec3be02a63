/** The recipe of `verify --init`: scans the folder and drafts a script from what was found. Runs nothing of the program and writes nothing. */
import { UserError } from '../core/errors.js';
import { parseObject } from '../core/manifest.js';
import { readProjectFile } from '../core/project.js';
import { draftOf } from '../drafting/draft.js';
import { type LeftOut, requestsOf, type ScriptDraft } from '../drafting/script-draft.js';
import { scriptText } from '../drafting/script-text.js';
import { readWranglerConfig } from '../runtime/wrangler-config.js';
import { scanFolder } from './scan.js';

export interface DraftedScript {
  draft: ScriptDraft;
  /** YAML with comments; `parseVerifyScript` reads it. */
  text: string;
  routes: number;
  left: LeftOut[];
}

/** The draft of a folder, with or without a request in it. */
export function draftFolder(directory: string): DraftedScript {
  const { program, project } = scanFolder(directory, { everyFile: true });
  const manifest = parseObject(readProjectFile(project, 'package.json') ?? '');
  const start = (manifest?.['scripts'] as Record<string, unknown> | undefined)?.['start'];
  const { draft, routes } = draftOf({
    program,
    read: (file) => project.read(file),
    workerMain: readWranglerConfig(directory).config.main?.replace(/^\.\//, '') ?? null,
    startScript: typeof start === 'string' ? start : null,
  });
  return { draft, text: scriptText(draft), routes, left: draft.left };
}

/** A draft that can be played. Throws UserError where no route was found. */
export function draftScript(directory: string): DraftedScript {
  const drafted = draftFolder(directory);
  if (requestsOf(drafted.draft).length > 0) return drafted;
  const [first] = drafted.left;
  const seen = first ? ` What it serves cannot be played: ${first.what} (${first.at}), ${first.why}.` : '';
  throw new UserError('no-routes', `No HTTP route was found in ${directory}.${seen}`, 'Give the folder of the program that serves, write the requests into verify.yaml, or record them: cf-migrate verify --record verify.yaml');
}
