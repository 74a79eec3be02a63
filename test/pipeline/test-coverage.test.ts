import { describe, expect, test } from 'vitest';
import { folderWith, run } from '../command-line.js';
import type { Dossier } from '../../core/dossier.js';

const APP = {
  'package.json': '{"name":"app","main":"index.js"}',
  'index.js': "const http = require('http');\nconst fs = require('fs');\nhttp.createServer((req, res) => {\n  if (req.url === '/save') fs.writeFileSync('/data/state.json', '{}');\n  fs.appendFileSync('/data/visits.log', 'x');\n  res.end();\n}).listen(3000);\n",
};

const report = async (files: Record<string, string>, ...flags: string[]) => {
  const folder = folderWith({ ...APP, ...files });
  const said = await run(folder, 'report', '.', '--json', ...flags);
  return { ...said, folder, tests: said.code === 0 ? (JSON.parse(said.out) as Dossier).tests : undefined };
};

const lcov = (...lines: [number, number][]): string => `TN:\nSF:index.js\n${lines.map(([line, hits]) => `DA:${line},${hits}`).join('\n')}\nend_of_record\n`;

describe('a coverage file beside the program', () => {
  test('is not there: the report says so and guesses nothing', async () => {
    expect((await report({})).tests).toBeNull();
  });
  test('lcov: of the lines that change, those that a test ran', async () => {
    const all = (await report({ 'coverage/lcov.info': lcov([4, 3], [5, 1], [6, 1]) })).tests;
    const some = (await report({ 'coverage/lcov.info': lcov([4, 0], [5, 1], [6, 1]) })).tests;
    expect(all).toMatchObject({ file: 'coverage/lcov.info', unknown: 0 });
    expect(all?.lines).toBeGreaterThanOrEqual(2);
    expect(all?.covered).toBe(all?.lines);
    expect(some).toMatchObject({ lines: all?.lines, covered: (all?.covered ?? 0) - 1 });
  });
  test('istanbul: the same, by the path as it was on the machine that ran the tests', async () => {
    const statement = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 9 } });
    const text = JSON.stringify({ 'index.js': { path: 'index.js', statementMap: { 0: statement(4), 1: statement(5) }, s: { 0: 0, 1: 2 } } });
    expect((await report({ 'coverage/coverage-final.json': text })).tests).toMatchObject({ file: 'coverage/coverage-final.json', lines: 2, covered: 1 });
  });
  test('lines of files that it does not name are unknown, not untested', async () => {
    const { tests } = await report({ 'coverage/lcov.info': lcov([4, 1]).replace('index.js', 'other.js') });
    expect(tests).toMatchObject({ lines: 0, covered: 0 });
    expect(tests?.unknown).toBeGreaterThan(0);
  });
  test('in a usual place but of another form: as good as none, and the next place is looked at', async () => {
    expect(await report({ 'coverage/lcov.info': 'not lcov\n', 'coverage/coverage-final.json': '{"half": ' })).toMatchObject({ code: 0, tests: null });
    expect((await report({ 'coverage/lcov.info': '', 'lcov.info': lcov([4, 1]) })).tests).toMatchObject({ file: 'lcov.info', covered: 1 });
  });
  test('named and missing, or of another form: exit 2 with a hint', async () => {
    expect(await report({}, '--coverage', 'nowhere.info')).toMatchObject({ code: 2, log: expect.stringContaining('There is no file nowhere.info') });
    expect(await report({ 'mine.json': '{"total":null}' }, '--coverage', 'mine.json')).toMatchObject({ code: 2 });
    expect(await report({ 'mine.json': '[not json' }, '--coverage', 'mine.json')).toMatchObject({ code: 2, log: expect.stringMatching(/mine\.json[\s\S]*coverage-final\.json/) });
  });
});
