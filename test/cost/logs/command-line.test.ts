import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../../core/estimate.js';
import { readLines } from '../../../core/lines.js';
import { folderWith, run } from '../../command-line.js';
import { commonLog } from './log-lines.js';

const APP = {
  'package.json': '{"name":"app","type":"module","main":"server.js","dependencies":{"express":"^5.0.0"}}',
  'server.js': "import express from 'express';\nconst app = express();\napp.get('/rooms/:room', (req, res) => res.send('x'));\napp.listen(3000);\n",
};
const LOG = commonLog([{ second: 0, request: 'GET /rooms/a' }, { second: 864_000, request: 'GET /rooms/b' }]).join('\n');
const COST = 'version: 1\ntraffic: {from: logs/access.log}\n';
const AS_OF = ['--as-of', '2026-11-21'];

const billOf = (out: string): Estimate => (JSON.parse(out) as { estimate: Estimate }).estimate;
const traffic = (bill: Estimate): unknown => bill.assumptions.find(({ key }) => key === 'traffic.GET /rooms/:room.requests_per_month');

describe('report --cost', () => {
  it('reads a log beside the cost file, and prints the same bytes each time', async () => {
    const folder = folderWith({ ...APP, 'cf-migrate.cost.yaml': COST, 'logs/access.log': LOG });
    const first = await run(folder, 'report', '--cost', '--json', ...AS_OF);
    expect(first.code).toBe(0);
    expect(traffic(billOf(first.out))).toMatchObject({ basis: 'measured', source: 'logs/access.log: 2 requests in 10.0 days' });
    expect((await run(folder, 'report', '--cost', '--json', ...AS_OF)).out).toBe(first.out);
  });
  it('shows the log in the report', async () => {
    const folder = folderWith({ ...APP, 'cf-migrate.cost.yaml': COST, 'logs/access.log': LOG });
    const { out } = await run(folder, 'report', '--cost', ...AS_OF);
    expect(out).toContain('Access logs that numbers were read from');
    expect(out).toContain('2026-03-02 10:00 to 2026-03-12 10:00 UTC');
  });
  it('looks for the log where the cost file is, not where the application is', async () => {
    const folder = folderWith({ ...Object.fromEntries(Object.entries(APP).map(([name, text]) => [`app/${name}`, text])), 'ours/numbers.yaml': COST, 'ours/logs/access.log': LOG });
    const { code, out } = await run(folder, 'report', 'app', '--cost', '--cost-file', 'ours/numbers.yaml', '--json', ...AS_OF);
    expect([code, billOf(out).assumptionsFile]).toEqual([0, 'ours/numbers.yaml']);
    expect(traffic(billOf(out))).toMatchObject({ basis: 'measured' });
  });
  it('prices a saved scan with the numbers beside it, or with those it is given', async () => {
    const folder = folderWith({ ...APP, 'cf-migrate.cost.yaml': COST, 'logs/access.log': LOG, 'other.yaml': 'version: 1\nplan: already-paid\n' });
    writeFileSync(path.join(folder, 'scan.json'), (await run(folder, 'scan', '--json')).out);
    const beside = billOf((await run(folder, 'report', 'scan.json', '--cost', '--json', ...AS_OF)).out);
    expect(beside.assumptionsFile).toBe('cf-migrate.cost.yaml');
    expect(traffic(beside)).toMatchObject({ basis: 'measured' });
    const given = billOf((await run(folder, 'report', 'scan.json', '--cost', '--cost-file', 'other.yaml', '--json', ...AS_OF)).out);
    expect(given.assumptionsFile).toBe('other.yaml');
  });
  it.each([
    ['a log that is not there', COST, ['report', '--cost'], /cf-migrate\.cost\.yaml:2:17: there is no file logs\/access\.log/, /relative to cf-migrate\.cost\.yaml/],
    ['a folder in place of a log', 'version: 1\ntraffic: {from: .}\n', ['report', '--cost'], /there is no file \./, /relative/],
    ['a cost file that is not there', COST, ['report', '--cost', '--cost-file', 'nope.yaml'], /no file nope\.yaml/, /--init/],
    ['a cost file without --cost', COST, ['report', '--cost-file', 'cf-migrate.cost.yaml'], /--cost-file needs --cost/, /report --cost --cost-file/],
  ])('%s ends with 2', async (_, cost, argv, message, hint) => {
    const { code, log, out } = await run(folderWith({ ...APP, 'cf-migrate.cost.yaml': cost }), ...argv);
    expect([code, out]).toEqual([2, '']);
    expect(log).toMatch(message);
    expect(log).toMatch(hint);
  });
});

describe('lines of a large file', () => {
  const linesOf = (text: string | Buffer): string[] => {
    const folder = folderWith({});
    writeFileSync(path.join(folder, 'log'), text);
    return [...(readLines(path.join(folder, 'log')) ?? [])];
  };
  it.each([['', []], ['a', ['a']], ['a\n', ['a']], ['a\n\nb', ['a', '', 'b']], ['ä\nö\n', ['ä', 'ö']]])('%j', (text, lines) => expect(linesOf(text)).toEqual(lines));
  it('are whole where they cross from one part of the file to the next', () => {
    const lines = Array.from({ length: 40_000 }, (_, index) => `${index} ${'ü'.repeat(index % 40)}`);
    expect(linesOf(lines.join('\n'))).toEqual(lines);
  });
  it('cut what has no line end at all', () => expect(linesOf(Buffer.alloc(20 << 20, 'a')).join('').length).toBeLessThan(3 << 20));
  it('is nothing for what is no file', () => expect([readLines('/nowhere/at/all'), readLines('/')]).toEqual([null, null]));
});
