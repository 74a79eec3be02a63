/** The programs of fixtures/corpus, line by line: what is expected is found, nothing else is, and false friends are silent. */
import { describe, expect, test } from 'vitest';
import { corpusPrograms } from '../bench/accuracy/corpus-programs.js';
import { type Scanned, scoreProgram, withoutExpectations } from '../bench/accuracy/corpus-score.js';
import { homePath } from '../core/home.js';
import { scanFolder } from '../pipeline/scan.js';

const NOTHING: Scanned = { findings: [], suppressed: [], entryPoints: [], modules: [], skipped: [] };
const programs = corpusPrograms(homePath('fixtures', 'corpus'));

test('there are programs, and false friends in them', () => {
  expect(programs.length).toBeGreaterThan(50);
  expect(programs.flatMap((program) => program.friends).length).toBeGreaterThan(70);
});

describe.each(programs.map((program) => [program.name, program] as const))('%s', (_name, program) => {
  const { scan } = scanFolder(program.folder);

  test('is seen as it was meant', () => {
    expect(scoreProgram(program, scan).problems).toEqual([]);
  });

  test('fails when its expectations are emptied, and when the scan finds nothing', () => {
    expect(scoreProgram(withoutExpectations(program), scan).problems).not.toEqual([]);
    expect(scoreProgram(program, NOTHING).problems).not.toEqual([]);
  });
});
