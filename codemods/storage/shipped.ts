/** Where the modules of a program believe to stand on Workers, which bundles them into one: by what their code asks, as substitutions. */
import type { ShippedFiles, WorkersEntry } from '../../core/workers-entry.js';
import { configurationOf } from './wrangler-main.js';
import { STORAGE_FILE, readRecord } from './storage-record.js';

/** Below /bundle. Where an earlier run has said it of a folder beside the code, or the configuration says it, that stays: /bundle itself. `before`: the files as they were. */
export function standsIn(entry: WorkersEntry | undefined, before: (file: string) => string | null): string {
  const known = readRecord(before(STORAGE_FILE)).bindings.some(({ seam }) => seam?.expression.kind === 'module');
  const configuration = configurationOf(before, '');
  const said = configuration !== null && (configuration.main !== null || configuration.define.size > 0 || configuration.ships);
  return known || said ? '' : entry?.ships?.standsIn ?? '';
}

/** `__dirname` is nothing on Workers; `import.meta.url` is right where all stand in /bundle. */
export function placesOf({ asks }: ShippedFiles, folder: string): Record<string, string> {
  const place = folder === '' ? '/bundle' : `/bundle/${folder}`;
  const values: Record<string, string> = { __dirname: place, __filename: `${place}/worker.mjs`, 'import.meta.dirname': place, 'import.meta.filename': `${place}/worker.mjs`, 'import.meta.url': `file://${place}/worker.mjs` };
  return Object.fromEntries(asks.filter((word) => folder !== '' || word !== 'import.meta.url').flatMap((word) => (values[word] === undefined ? [] : [[word, JSON.stringify(values[word])]])));
}
