/** What `data` says: what goes along and what does not, what the stores hold otherwise, what came back. */
import path from 'node:path';
import { byteSize } from '../core/byte-size.js';
import type { WentBack } from '../pipeline/data.js';
import type { exportData, checkData } from '../pipeline/data.js';
import { plural } from '../reports/numbers.js';
import { visible } from '../reports/visible-text.js';

type Exported = ReturnType<typeof exportData>;
type ExportedStore = Exported['manifest']['stores'][number];
type StoreCheck = ReturnType<typeof checkData>[number];

/** Rows of one kind that are shown; the rest is counted, and stands in the manifest or under --json. */
const SHOWN = 20;

export const isComplete = (exported: Exported): boolean => exported.manifest.stores.every((store) => store.leftOut.length === 0);

const listed = <T>(rows: readonly T[], line: (row: T) => string): string[] => [...rows.slice(0, SHOWN).map(line), ...(rows.length > SHOWN ? [`  … and ${rows.length - SHOWN} more`] : [])];

/** The binding; and the root, where keys are whole paths. */
const nameOf = ({ binding, root }: { binding: string; root?: string | undefined }): string => (root === undefined ? binding : `${binding} ${root}`);

function storeLines(store: ExportedStore, others: readonly string[]): string[] {
  const { changes, leftOut } = store;
  const moved = changes ? `${plural(changes.added.length, 'document')} added, ${changes.changed.length} changed, ${changes.removed.length} removed; ${plural(store.files, 'document')} in all` : `${plural(store.files, 'document')}, ${byteSize(store.bytes)}`;
  return [
    `${nameOf(store)} ← ${store.from}`,
    ...(store.root === undefined ? [] : [`  its keys begin with ${store.keyPrefix || 'nothing'}, which is what the program on Workers has to name as ${store.root}`]),
    `  ${moved}`,
    ...(store.files === 0 && leftOut.length === 0 ? [`  No file there is a document of this move (${store.include.join(', ')}). Is this the folder that the running app uses? --from names another.`] : []),
    ...(others.length > 0 ? [`  ${plural(others.length, 'file')} beside them belong to no document of this move and stay where they are: ${others.slice(0, 3).map(visible).join(', ')}${others.length > 3 ? ', …' : ''}`] : []),
    ...(leftOut.length > 0 ? ['', `  Left out, ${leftOut.length}:`, ...listed(leftOut, (one) => `  ${one.code.padEnd(14)} ${visible(one.path) || '.'}: ${visible(one.detail)}`)] : []),
    '',
  ];
}

export function exportText(exported: Exported, out: string, { directory, cwd, local }: { directory: string; cwd: string; local: boolean }): string {
  const { manifest, commands, others, notices } = exported;
  const shown = path.relative(cwd, out).startsWith('..') ? out : path.relative(cwd, out) || '.';
  return [
    ...manifest.stores.flatMap((store) => storeLines(store, others[store.root ?? store.binding] ?? [])),
    ...notices.flatMap((notice) => [notice, '']),
    `Written to ${shown}. Nothing was sent; it holds the data of your users, so keep it as you keep them.`,
    ...(commands.length === 0 ? ['There is nothing to upload.'] : ['', `Upload, in ${directory} (the same stands in commands.txt and, for sh, in upload.sh):`, ...listed(commands, (line) => `  ${line}`)]),
    '',
    'Then fetch what arrived, and compare:',
    `  node ${shown}/fetch.mjs fetched ${path.relative(cwd, directory) || '.'}${local ? ' --local' : ''}`,
    `  cf-migrate data ${manifest.codemod} ${path.relative(cwd, directory) || '.'} --check fetched --manifest ${shown}`,
    '',
  ].join('\n');
}

const WHAT: Record<StoreCheck['rows'][number]['what'], string> = { missing: 'missing', extra: 'extra', different: 'different', 'not-fetched': 'not fetched' };

function checkLines(check: StoreCheck): string[] {
  return [
    `${nameOf(check)}: ${check.rows.length === 0 ? 'EQUAL' : 'NOT EQUAL'}. ${check.equal} of ${plural(check.expected.files, 'document')} equal.`,
    `  manifest  ${plural(check.expected.files, 'document')}, ${byteSize(check.expected.bytes)}`,
    `  store     ${plural(check.found.files, 'document')}, ${byteSize(check.found.bytes)}`,
    ...listed(check.rows, (row) => `  ${WHAT[row.what].padEnd(11)} ${visible(row.key)}: ${row.detail}`),
    ...(check.listed ? [] : ['  Its keys were not listed, so documents that only the store has are not seen.']),
    ...(check.withoutTime > 0 ? [`  The store tells no time for ${plural(check.withoutTime, 'document')}.`] : []),
    '',
  ];
}

export const checkText = (checks: readonly StoreCheck[]): string => checks.flatMap(checkLines).join('\n');

function backLines(back: WentBack['folders'][number], refused: boolean): string[] {
  return [
    `${nameOf(back)} → ${back.folder}`,
    `  ${refused ? 'would write' : 'wrote'} ${plural(back.written.length, 'file')}, ${refused ? 'remove' : 'removed'} ${back.removed.length}; ${back.unchanged} were equal already`,
    ...(back.conflicts.length > 0 ? ['', `  Conflicts, ${back.conflicts.length}:`, ...listed(back.conflicts, (one) => `  ${one.code.padEnd(12)} ${visible(one.path)}: ${visible(one.detail)}`)] : []),
    ...(back.listed ? [] : ['  The keys of the store were not listed, so files that it no longer has were not removed.']),
    '',
  ];
}

export function backText(back: WentBack): string {
  const end = back.refused ? ['Nothing was written. Look at the conflicts; --yes replaces what changed here, and leaves out what cannot be a file.', ''] : [];
  return [...back.folders.flatMap((one) => backLines(one, back.refused)), ...end].join('\n');
}
