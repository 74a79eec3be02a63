/** Writes an export: bulk files, manifest, commands and scripts, whole or not at all. Sends nothing anywhere. */
import { type NewFile, writeNewFolder } from '../core/new-folder.js';
import { type CommandRequest, commandLines, commandList, uploadScript } from './commands.js';
import { FETCH_SCRIPT } from './fetch-script.js';
import { MANIFEST, type Manifest, manifestText } from './manifest.js';
import { labelOf } from './record.js';
import { type StoreFiles, type StoreJob, storeFiles } from './store-files.js';

export interface Exported {
  manifest: Manifest;
  /** One a line, for any shell. */
  commands: string[];
  /** Files per store that no pattern names, by what the user calls it. */
  others: Record<string, string[]>;
}

/** Reads every document once and writes `request.out`. Throws UserError, with nothing written, when the disk is full or closed. */
export function writeExport(codemod: string, jobs: readonly StoreJob[], request: CommandRequest): Exported {
  const stores: StoreFiles[] = [];
  function* files(): Generator<NewFile> {
    for (const job of jobs) stores.push(yield* storeFiles(job));
    yield { path: MANIFEST, content: manifestText({ schema: 1, codemod, stores: stores.map((one) => one.store) }) };
    yield { path: 'commands.txt', content: commandList(request, stores) };
    yield { path: 'upload.sh', content: uploadScript(request, stores), executable: true };
    yield { path: 'fetch.mjs', content: FETCH_SCRIPT };
    // The data of users does not belong into a repository.
    yield { path: '.gitignore', content: '*\n' };
  }
  writeNewFolder(request.out, files());
  return {
    manifest: { schema: 1, codemod, stores: stores.map((one) => one.store) },
    commands: commandLines(request, stores),
    others: Object.fromEntries(jobs.map((job) => [labelOf(job.store), job.listing.others])),
  };
}
