/** Reads the programs of fixtures/corpus with everything that is expected of a scan of them. It scans nothing. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { PERSISTENCES, REACHES } from '../../core/vocabulary.js';
import { type Expectation, type FalseFriend, markersOf } from './corpus-markers.js';

/** What a line cannot say: findings in files without comments, entry points, chains, skipped files. */
const expectedSchema = z.strictObject({
  about: z.string(),
  findings: z.array(z.strictObject({ file: z.string(), line: z.int().nonnegative().default(0), rule: z.string(), persistence: z.enum(PERSISTENCES).optional(), reach: z.enum(REACHES).default('production') })).default([]),
  /** Files that look like a part of the program and are none. */
  silent: z.array(z.strictObject({ file: z.string(), reason: z.string() })).default([]),
  /** Beginnings of the ids of entry points. */
  entries: z.array(z.string()).default([]),
  reach: z.record(z.string(), z.enum(REACHES)).default({}),
  /** How a module is reached: the files from an entry to it. */
  chains: z.record(z.string(), z.array(z.string())).default({}),
  skipped: z.array(z.string()).default([]),
});

export type ExpectedFile = z.infer<typeof expectedSchema>;

export interface CorpusProgram {
  name: string;
  folder: string;
  expectations: Expectation[];
  /** With line 0, the whole file. */
  friends: FalseFriend[];
  structure: Pick<ExpectedFile, 'entries' | 'reach' | 'chains' | 'skipped'>;
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();

function readExpected(folder: string): ExpectedFile {
  const file = path.join(folder, 'expected.yaml');
  const parsed = expectedSchema.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

export function readProgram(folder: string): CorpusProgram {
  const { findings, silent, entries, reach, chains, skipped } = readExpected(folder);
  const markers = filesBelow(folder).filter((file) => file !== 'expected.yaml').map((file) => markersOf(file, readFileSync(path.join(folder, file), 'utf8')));
  return {
    name: path.basename(folder),
    folder,
    expectations: [...markers.flatMap((m) => m.expectations), ...findings.map((finding): Expectation => ({ ...finding, guarded: false }))],
    friends: [...markers.flatMap((m) => m.friends), ...silent.map((entry): FalseFriend => ({ ...entry, line: 0 }))],
    structure: { entries, reach, chains, skipped },
  };
}

/** All programs of the corpus, by name. */
export function corpusPrograms(corpus: string): CorpusProgram[] {
  return readdirSync(corpus).filter((name) => existsSync(path.join(corpus, name, 'expected.yaml'))).sort().map((name) => readProgram(path.join(corpus, name)));
}
