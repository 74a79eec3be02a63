/** The commands that carry an export to its stores: one a line, free of the syntax of any shell, and the same as a script for sh. Runs none of them. */
import type { StoreFiles } from './store-files.js';

export interface CommandRequest {
  codemod: string;
  /** Absolute folder of the program, where wrangler finds its configuration. */
  directory: string;
  /** Absolute folder of the export. */
  out: string;
  /** Names the namespace instead of the binding. */
  namespaceId: string | null;
  /** For the stores of `wrangler dev` instead of the ones at Cloudflare. */
  local: boolean;
}

/** A word of a command; files of the export are marked, because each form writes their place in its own way. */
type Word = string | { file: string };

interface Command {
  words: Word[];
  note?: string;
}

const wordsOf = (text: string): Word[] => text.split(' ');

function kvCommands(request: CommandRequest, one: StoreFiles): Command[] {
  const place = request.namespaceId ? ['--namespace-id', request.namespaceId] : ['--binding', one.store.binding];
  const where = request.local ? '--local' : '--remote';
  return [
    ...one.puts.map((file): Command => ({ words: [...wordsOf('npx wrangler kv bulk put'), { file }, ...place, where] })),
    ...one.deletes.map((file): Command => ({ words: [...wordsOf('npx wrangler kv bulk delete'), { file }, ...place, where, '--force'] })),
  ];
}

/** Name of the remote that people give R2 in the configuration of rclone. */
const REMOTE = 'r2';

const bucketOf = (one: StoreFiles): string => one.store.bucket ?? 'NAME-OF-THE-BUCKET';

function r2Commands(request: CommandRequest, one: StoreFiles): Command[] {
  const target = `${REMOTE}:${bucketOf(one)}${one.store.keyPrefix === '' ? '' : `/${one.store.keyPrefix.replace(/\/$/, '')}`}`;
  if (request.local) return one.puts.map((file): Command => ({ words: [...wordsOf('npx wrangler r2 bulk put'), bucketOf(one), '--filename', { file }, '--local'] }));
  return [
    ...(one.list ? [{ words: [...wordsOf('rclone copy'), one.store.from, target, '--files-from-raw', { file: one.list }, ...wordsOf('--no-traverse --checksum --s3-no-check-bucket')], note: 'rclone keeps the time of each file; its remote "r2" is the S3 API of your account' }] : []),
    ...(one.deleteList ? [{ words: [...wordsOf('rclone delete'), target, '--files-from-raw', { file: one.deleteList }] }] : []),
  ];
}

/** R2 without rclone: wrangler cannot write metadata, so `stat` would tell the time of the upload. */
function r2ByWrangler(one: StoreFiles): string[] {
  const lines = one.puts.map((file) => `npx wrangler r2 bulk put ${bucketOf(one)} --filename ${file} --remote`);
  return lines.length === 0 ? [] : [
    'Without rclone, objects up to 300 MiB can go through wrangler, which cannot keep their times:',
    ...lines.map((line) => `  ${line}`),
    ...(one.notByWrangler > 0 ? [`${one.notByWrangler} of ${one.store.bucket ?? one.store.binding} are not in these files: too large for wrangler, or named as it cannot write them.`] : []),
  ];
}

const commandsOf = (request: CommandRequest, stores: readonly StoreFiles[]): Command[] => stores.flatMap((one) => (one.store.kind === 'kv_namespaces' ? kvCommands(request, one) : r2Commands(request, one)));

/** Double quotes mean the same to sh, PowerShell and cmd, as long as nothing in them is special. */
const plainWord = (word: string): string => (/^[\w@+=:,./\\-]+$/.test(word) ? word : `"${word}"`);

const shWord = (word: string): string => (/^[\w@+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** One command a line, for any shell; to be run in the folder of the program. */
export const commandLines = (request: CommandRequest, stores: readonly StoreFiles[]): string[] =>
  commandsOf(request, stores).map(({ words }) => words.map((word) => plainWord(typeof word === 'string' ? word : `${request.out.replaceAll('\\', '/')}/${word.file}`)).join(' '));

export function commandList(request: CommandRequest, stores: readonly StoreFiles[]): string {
  const notes = [...new Set(commandsOf(request, stores).flatMap(({ note }) => note ?? []))];
  return [
    `# Carries the documents of ${request.codemod} to their stores. Run each line in the folder of the program; nothing was sent yet.`,
    `# The folder: ${request.directory}`,
    ...notes.map((note) => `# ${note}.`),
    ...commandLines(request, stores),
    ...(request.local ? [] : stores.flatMap((one) => (one.store.kind === 'r2_buckets' ? r2ByWrangler(one) : [])).map((line) => `# ${line}`)),
    '',
  ].join('\n');
}

export function uploadScript(request: CommandRequest, stores: readonly StoreFiles[]): string {
  const lines = commandsOf(request, stores).map(({ words }) => words.map((word) => (typeof word === 'string' ? shWord(word) : `"$from/${word.file}"`)).join(' '));
  return [
    '#!/bin/sh',
    `# Carries the documents of ${request.codemod} to their stores; stops at the first command that fails, and may be run again.`,
    '# Usage: sh upload.sh [folder of the program]',
    'set -eu',
    'from=$(cd "$(dirname "$0")" && pwd)',
    `cd "\${1:-${request.directory.replace(/["$`\\]/g, '\\$&')}}"`,
    ...lines,
    '',
  ].join('\n');
}
