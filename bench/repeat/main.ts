/** `npm run repeat`: scans real programs from an empty cache, from the one just filled, and without any, as they are and with one file changed, and compares what is printed byte by byte. Exit code 1 when one differs. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, statSync, truncateSync, utimesSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { home } from '../../core/home.js';
import { corpusNamed, fetchCorpus } from '../speed/corpora.js';

const PROGRAMS = ['ghost', 'n8n-nodes-base'];
const MOST_BYTES = 1024 ** 3;

/** The JSON of a scan of `folder`, with facts kept in `cache`. */
function scan(folder: string, cache: string, ...flags: string[]): Buffer {
  const run = spawnSync(process.execPath, [path.join(home, 'bin', 'cf-migrate'), 'scan', folder, '--json', ...flags], { env: { ...process.env, CF_MIGRATE_CACHE: cache }, maxBuffer: MOST_BYTES });
  if (run.status !== 0) throw new Error(`The scan of ${folder} ended with code ${run.status}: ${run.stderr.toString()}`);
  return run.stdout;
}

/** `index.js` with a call more, as long as `scans` run; then with its bytes and its time from before. */
function withChange<T>(folder: string, scans: () => T): T {
  const file = path.join(folder, 'index.js');
  const before = statSync(file);
  appendFileSync(file, "\nrequire('fs').writeFileSync('one-more.json', '{}');\n");
  try {
    return scans();
  } finally {
    truncateSync(file, before.size);
    utimesSync(file, before.atime, before.mtime);
  }
}

function differing(folder: string): { bytes: number; sha256: string; differing: string[] } {
  const cache = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-repeat-'));
  try {
    const cold = scan(folder, cache);
    const others: [string, Buffer][] = [['warm', scan(folder, cache)], ['without a cache', scan(folder, cache, '--no-cache')]];
    const different = others.flatMap(([name, text]) => (text.equals(cold) ? [] : [name]));
    const [changed, anew] = withChange(folder, () => [scan(folder, cache), scan(folder, cache, '--no-cache')] as const);
    if (changed.equals(cold)) different.push('a change that no scan sees');
    if (!changed.equals(anew)) different.push('warm with one file changed');
    return { bytes: cold.length, sha256: createHash('sha256').update(cold).digest('hex'), differing: different };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

const { values } = parseArgs({ options: { program: { type: 'string', multiple: true, default: PROGRAMS }, dir: { type: 'string', default: path.join(home, '.bench') } } });
for (const name of values.program) {
  const corpus = corpusNamed(name);
  const result = differing(fetchCorpus(corpus, path.resolve(values.dir)));
  const outcome = result.differing.length === 0 ? 'the same bytes cold, warm, without a cache, and with one file changed' : `other bytes: ${result.differing.join(', ')}`;
  console.log(`${corpus.package}: ${outcome} (${result.bytes} bytes, sha256 ${result.sha256.slice(0, 16)})`);
  if (result.differing.length > 0) process.exitCode = 1;
}
