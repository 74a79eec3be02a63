/** From a recording to a rewrite: what the code leaves open blocks, the trace says who is called, and with the user's word the component moves and still runs. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { run } from '../command-line.js';
import { program, traced } from '../traced.js';

const FILES = {
  'package.json': '{"scripts":{"start":"node main.js"},"main":"main.js"}\n',
  'logbook.js': `const fs = require('node:fs');
class Logbook {
  constructor() { this.file = 'data/log.json'; }
  keep(line) { fs.writeFileSync(this.file, JSON.stringify({ line })); }
  last() { return JSON.parse(fs.readFileSync(this.file, 'utf8')).line; }
}
module.exports = { Logbook };
`,
  'harbour.js': `function note(sinks, which) {
  const sink = sinks.get(which);
  sink.keep('moored');
}
function read(sinks, which, how) {
  const { [how]: asked } = sinks.get(which);
  return asked.call(sinks.get(which));
}
module.exports = { note, read };
`,
  'main.js': `const http = require('node:http');
const { Logbook } = require('./logbook.js');
const harbour = require([__dirname, 'harbour.js'].join('/'));
const sinks = new Map([['own', new Logbook()]]);
const server = http.createServer((request, response) => {
  harbour.note(sinks, 'own');
  response.end(String(harbour.read(sinks, 'own', request.url.slice(1))));
});
server.listen(0, () => {
  if (process.argv[2] === 'ask') http.get({ port: server.address().port, path: '/last' }, (answer) => answer.on('data', (text) => console.log(String(text))).on('end', () => process.exit(0)));
});
`,
};

let folder: string;

beforeAll(async () => {
  folder = program({ ...FILES, 'data/.keep': '' });
  const { code, out, log } = await traced(folder, 'node', 'main.js', 'ask');
  expect([code, out], log).toEqual([0, 'moored\n']);
});

const apply = (...options: string[]): ReturnType<typeof run> => run(folder, 'apply', 'fs-to-r2', '--accept', '*', ...options);

test('without the trace, or without the user\'s word, the component stays, and the reason says what was seen', async () => {
  const blind = await apply('--no-trace');
  expect(blind.log).toContain('Logbook.keep may be what is called here, or something that is not waited for on purpose (harbour.js:3)');
  expect(blind.log).not.toContain('trace');
  const careful = await apply();
  expect(careful.out).toBe('');
  expect(careful.log).toContain('note: with the trace of ');
  expect(careful.log).toContain('the trace saw Logbook.keep called here, once, and nothing else; the code does not say so');
});

test('with it, all callers wait, those that only the trace knows too; the plan and the report say what rests on it; the program answers as before', async () => {
  const plan = JSON.parse((await run(folder, 'plan', '--codemod', 'fs-to-r2', '--accept-seen')).out) as { trace: object };
  expect(plan.trace).toMatchObject({ command: ['node', 'main.js', 'ask'], added: 2, stale: [] });
  const report = await run(folder, 'report', '--accept-seen');
  expect(report.out).toContain('Its call graph is completed by a trace of ');
  const { log, out } = await apply('--accept-seen', '--write', '--yes');
  expect(out).toBe('');
  expect(log).toMatch(/harbour\.js:3: the trace saw Logbook\.keep called here, once, and nothing else; that it is waited for rests on the trace alone \(--accept-seen\)/);
  expect(readFileSync(path.join(folder, 'harbour.js'), 'utf8')).toContain('await sink.keep(');
  expect(readFileSync(path.join(folder, 'main.js'), 'utf8')).toContain('await harbour.read(');
  expect(execFileSync(process.execPath, ['main.js', 'ask'], { cwd: folder, encoding: 'utf8' })).toBe('moored\n');
});

test('what was rewritten is no longer what was seen: the trace says so and counts for nothing there', async () => {
  const { log } = await apply();
  expect(log).toContain('note: the trace is older than harbour.js, logbook.js, main.js; what it saw there does not count');
});

test('a recording that is none is refused by name', async () => {
  writeFileSync(path.join(folder, 'other.json'), '{"schema":7}');
  expect(await apply('--trace', 'other.json')).toMatchObject({ code: 2, log: expect.stringContaining('other.json is no recording of this version of cf-migrate') });
  expect(await apply('--trace', 'none.json')).toMatchObject({ code: 2, log: expect.stringContaining('none.json cannot be read (ENOENT)') });
});
