/** What `npm run transformed` counts: each call once, and why it stays. */
import { describe, expect, it } from 'vitest';
import { outcomes } from '../../bench/transformed/outcomes.js';
import { waiting } from '../../bench/transformed/waiting.js';
import { table, waitingTable } from '../../bench/transformed/words.js';
import { programOfText } from '../../pipeline/link.js';

const files: Record<string, string> = {
  'package.json': '{ "type": "module", "scripts": { "start": "node quay.js" } }',
  'quay.js': `import fs from 'node:fs';
import http from 'node:http';

class Pilots {
  get list() {
    return fs.readFileSync('data/pilots.json', 'utf8');
  }
  set list(names) {
    this.names = names;
  }
}

http.createServer((req, res) => {
  if (req.method === 'PUT') fs.writeFileSync('data/tides.json', req.url);
  if (req.method === 'POST') fs.writeFileSync('data/pilots.json', req.url);
  res.end(fs.readFileSync('data/tides.json', 'utf8') + new Pilots().list);
}).listen(3000);
`,
};

describe('transformed', () => {
  const program = programOfText(files);
  const found = outcomes(program, (file) => files[file] ?? null, { accepted: true });
  const measured = [{ name: 'quay', outcomes: found, waiting: waiting(program, found, (file) => files[file] ?? null) }];

  it('counts every call on what is kept, and says what stops it', () => {
    expect(found.map(({ site, fate }) => `${site.at.line} ${fate.kind} ${fate.kind === 'blocked' ? fate.code : ''}`.trim())).toEqual(['6 blocked getter', '14 transformed', '15 blocked getter', '16 transformed']);
    expect(table(measured).split('\n').at(-1)).toBe('| quay | 4 | 0 | 2 | 50 % | getter 2 | - |');
  });

  it('asks apart from the storage whether callers could wait', () => {
    expect(waitingTable(measured).split('\n').at(-1)).toBe('| quay | 4 | 3 | getter 1 |');
  });
});
