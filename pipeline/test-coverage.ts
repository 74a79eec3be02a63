/** How much of the code that changes the team's own tests reach: lines of a coverage file (lcov, or the JSON of istanbul) against lines that the plan edits or a finding stands on. */
import path from 'node:path';
import type { Dossier, TestCoverage } from '../core/dossier.js';
import { UserError } from '../core/errors.js';
import { readLines } from '../core/lines.js';
import type { Scan } from '../core/scan.js';

/** Where test runners leave it, in the order in which it is looked for. */
const USUAL = ['coverage/lcov.info', 'coverage/coverage-final.json', 'lcov.info'];

/** Lines that a statement begins on, by file: whether a test ran it. */
type RunLines = Map<string, Map<number, boolean>>;

export interface CoverageFile {
  /** Folder of the application. */
  root: string;
  /** Named on the command line, relative to where the user stands; null: the usual places are tried. */
  named: { path: string; name: string } | null;
}

const toRelative = (root: string, file: string): string => {
  const clean = file.replaceAll('\\', '/');
  const base = `${root.replaceAll('\\', '/')}/`;
  return clean.startsWith(base) ? clean.slice(base.length) : clean.replace(/^\.\//, '');
};

function fromLcov(lines: Iterable<string>, root: string): RunLines {
  const found: RunLines = new Map();
  let current = new Map<number, boolean>();
  for (const line of lines) {
    const file = /^SF:(.*)$/.exec(line)?.[1];
    if (file !== undefined) found.set(toRelative(root, file.trim()), (current = new Map()));
    const run = /^DA:(\d+),(\d+)/.exec(line);
    if (run) current.set(Number(run[1]), Number(run[2]) > 0 || current.get(Number(run[1])) === true);
  }
  return found;
}

interface IstanbulFile {
  path?: string;
  statementMap?: Record<string, { start?: { line?: number } }>;
  s?: Record<string, number>;
}

function fromIstanbul(text: string, root: string): RunLines {
  let data: Record<string, IstanbulFile | null> | null;
  try {
    data = JSON.parse(text) as typeof data;
  } catch {
    return new Map();
  }
  const files = Object.entries(data ?? {}).flatMap(([key, file]): [string, IstanbulFile][] => (typeof file === 'object' && file !== null ? [[key, file]] : []));
  return new Map(files.map(([key, file]) => {
    const lines = new Map<number, boolean>();
    for (const [id, statement] of Object.entries(file.statementMap ?? {})) {
      const line = statement.start?.line;
      if (line !== undefined) lines.set(line, lines.get(line) === true || (file.s?.[id] ?? 0) > 0);
    }
    return [toRelative(root, file.path ?? key), lines];
  }));
}

/** null: no file that can be read; empty: one of another form. */
function runLines(file: string, root: string): RunLines | null {
  const lines = readLines(file);
  if (lines === null) return null;
  return file.endsWith('.json') ? fromIstanbul([...lines].join('\n'), root) : fromLcov(lines, root);
}

/** A file that somebody named has to be one; what merely lies in a usual place and says nothing is as good as none. */
function read({ root, named }: CoverageFile): { name: string; run: RunLines } | null {
  if (named) return readNamed(named, root);
  for (const name of USUAL) {
    const run = runLines(path.join(root, name), root);
    if (run && run.size > 0) return { name, run };
  }
  return null;
}

function readNamed({ path: file, name }: NonNullable<CoverageFile['named']>, root: string): { name: string; run: RunLines } {
  const run = runLines(file, root);
  if (run === null) throw new UserError('no-such-file', `There is no file ${name} that can be read.`, 'Run the tests with coverage first, for example: npx c8 --reporter=lcov npm test');
  if (run.size === 0) throw new UserError('bad-coverage', `${name} names no source file.`, 'A coverage file is lcov.info, or coverage-final.json as istanbul, c8, nyc, jest and vitest write it.', { file: name, line: 1, column: 1 });
  return { name, run };
}

/** Lines of the file as it is now that a unified diff takes away. A line that is only added has no test yet that could run it. */
function editedLines(diff: string): number[] {
  const found: number[] = [];
  let line = 0;
  for (const text of diff.split('\n')) {
    const hunk = /^@@ -(\d+)/.exec(text);
    if (hunk) line = Number(hunk[1]);
    else if (line > 0 && text.startsWith('-')) found.push(line++);
    else if (line > 0 && text.startsWith(' ')) line++;
  }
  return found;
}

/** Lines to be changed, by file: those of planned edits, and those on which a production finding needs work. */
function changedLines(scan: Scan, diffs: Dossier['diffs']): Map<string, Set<number>> {
  const changed = new Map<string, Set<number>>();
  const add = (file: string, lines: Iterable<number>): void => {
    const known = changed.get(file) ?? new Set<number>();
    for (const line of lines) known.add(line);
    changed.set(file, known);
  };
  for (const { file, diff } of diffs) add(file, editedLines(diff));
  for (const finding of scan.findings) {
    if (finding.reach === 'production' && /^(?:blocker|risk)$/.test(finding.impact)) add(finding.at.file, [finding.at.line]);
  }
  return changed;
}

/** null without a coverage file. Throws UserError for one that says nothing. */
export function testCoverage(scan: Scan, diffs: Dossier['diffs'], file: CoverageFile): TestCoverage | null {
  const found = read(file);
  if (!found) return null;
  const result: TestCoverage = { file: found.name, lines: 0, covered: 0, unknown: 0 };
  for (const [name, lines] of changedLines(scan, diffs)) {
    const run = found.run.get(name);
    for (const line of lines) {
      const covered = run?.get(line);
      if (covered === undefined && run) continue;
      if (covered === undefined) result.unknown++;
      else if (covered) result.covered++;
      if (covered !== undefined) result.lines++;
    }
  }
  return result;
}
