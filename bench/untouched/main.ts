/** `npm run untouched`: sends every file of real programs through the rewriting with an empty plan, and counts the files that come out otherwise than they went in. Exit code 1 when one does. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { finishFile } from '../../codemods/shared/finish.js';
import { parseSource, withMark } from '../../codemods/shared/source.js';
import { styleOf } from '../../codemods/shared/style.js';
import { home } from '../../core/home.js';
import { openProject } from '../../core/project.js';
import { fetchProgram, programCache } from '../accuracy/fetch.js';
import { CORPORA, corpusNamed, fetchCorpus } from '../speed/corpora.js';

const PROGRAMS = ['thelounge@4.5.2', 'ghost', 'n8n-nodes-base'];

/** A program that speed is measured on, by its name; any other by name and version. */
const folderOf = (name: string, cache: string): string => (CORPORA.some((corpus) => corpus.name === name) ? fetchCorpus(corpusNamed(name), path.join(home, '.bench')) : fetchProgram(name, cache));

type Outcome = 'same' | 'no UTF-8' | 'not parsed' | 'refused' | 'rewritten';

const NOTHING = { edits: [], planned: [], reshaped: [], wrapped: [], moved: [], removed: [], operations: new Set<string>(), builtins: [], forwardsErrors: false, takesTurns: false, hasSteps: false, hearsLater: false, gathers: false, notes: [], alias: '' };

/** What comes out of a file of which nothing is asked. */
function outcome(folder: string, file: string): Outcome {
  const bytes = readFileSync(path.join(folder, file));
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) return 'no UTF-8';
  const source = parseSource(file, text);
  if (!source) return 'not parsed';
  const done = finishFile({ source, style: styleOf(source), ...NOTHING }, { seam: null });
  if ('refused' in done) return 'refused';
  return Buffer.from(withMark(source, done.after), 'utf8').equals(bytes) ? 'same' : 'rewritten';
}

const { values } = parseArgs({ options: { program: { type: 'string', multiple: true, default: PROGRAMS }, cache: { type: 'string', default: programCache() } } });
for (const name of values.program) {
  const folder = folderOf(name, values.cache);
  const found = openProject(folder).sources.map((file) => ({ file, outcome: outcome(folder, file) }));
  const count = (wanted: Outcome): number => found.filter((one) => one.outcome === wanted).length;
  console.log(`${name}: ${count('rewritten')} of ${found.length} files rewritten, ${count('refused')} refused, ${count('not parsed')} not parsed, ${count('no UTF-8')} no UTF-8`);
  for (const one of found.filter(({ outcome: what }) => what === 'rewritten' || what === 'refused').slice(0, 20)) console.log(`  ${one.outcome}: ${one.file}`);
  if (count('rewritten') + count('refused') > 0) process.exitCode = 1;
}
