/** The entry whose first request starts the program, on workerd: it answers once the program listens, and says so where the program fails instead of leaving requests waiting. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Miniflare } from 'miniflare';
import { afterAll, describe, expect, test } from 'vitest';
import { entryModule } from '../../codemods/storage/entry-module.js';
import { bundleForWorkers } from '../../runtime/bundle.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-first-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DATE = '2026-04-20';
const ENTRY = entryModule({ served: { file: 'server.js', port: 3000, late: true }, file: 'worker-entry.js', specifier: './server.js', typescript: false, style: { quote: "'", semicolons: true, indent: '  ', endOfLine: '\n' } });

const listening = (key: string): string => `const text = await (await env.STORED.get('${key}')).text();\nhttp.createServer((request, response) => response.end(text + request.url)).listen(3000);`;
const waiting = (key: string): string => `async function main() {\n${listening(key)}\n}\n`;
/** As the codemods write it. */
const UNCAUGHT = 'main().catch((error) => {\n  process.nextTick(() => { throw error; });\n});';

/** What three requests at once, and then another, are answered; patience is cut short. */
async function answers(name: string, program: string): Promise<string[]> {
  const root = path.join(folder, name);
  mkdirSync(root);
  writeFileSync(path.join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(path.join(root, 'server.js'), `import http from 'node:http';\nimport { env } from 'cloudflare:workers';\n${program}`);
  writeFileSync(path.join(root, 'worker-entry.js'), ENTRY.replace('20_000', '300'));
  const built = await bundleForWorkers({ root, entry: 'worker-entry.js', compatibilityDate: DATE });
  if (!built.ok) throw new Error(JSON.stringify(built.notes));
  const worker = new Miniflare({ modules: built.bundle.modules as [], compatibilityDate: DATE, compatibilityFlags: built.bundle.compatibilityFlags, r2Buckets: ['STORED'], handleRuntimeStdio: (out: Readable, err: Readable) => void [out.resume(), err.resume()] });
  try {
    const ask = async (url: string): Promise<string> => {
      const response = await worker.dispatchFetch(`http://quay${url}`);
      return `${response.status} ${/^(?:Error: |TypeError: )?[^\n]*/.exec(await response.text())?.[0] ?? ''}`;
    };
    await (await worker.getR2Bucket('STORED')).put('name', 'East');
    return [...(await Promise.all(['/1', '/2', '/3'].map(ask))), await ask('/4')];
  } finally {
    await worker.dispose();
  }
}

const EAST = ['200 East/1', '200 East/2', '200 East/3', '200 East/4'];
const failing = (text: RegExp): unknown[] => Array.from({ length: 4 }, () => expect.stringMatching(text) as unknown);

describe.concurrent('a program that the first request starts', () => {
  test.each<[string, string, unknown]>([
    ['waits in a function', `${waiting('name')}${UNCAUGHT}`, EAST],
    ['waits at its top', listening('name'), EAST],
    ['fails in its function', `${waiting('nowhere')}${UNCAUGHT}`, failing(/^500 TypeError: /)],
    ['fails in a function that nobody waits for', `${waiting('nowhere')}main();`, failing(/^500 TypeError: /)],
    ['fails at its top', listening('nowhere'), failing(/^500 TypeError: /)],
    ['keeps its failure to itself', `${waiting('nowhere')}main().catch(() => {});`, failing(/^500 Error: server\.js has not begun to listen/)],
    ['ends the process', `${waiting('nowhere')}main().catch(() => process.exit(1));`, [expect.stringMatching(/^500 Error: The Node\.js process\.exit/), ...failing(/^500 Error: server\.js has not begun to listen/).slice(1)]],
  ])('%s', async (name, program, expected) => {
    expect(await answers(name.replaceAll(' ', '-'), program)).toEqual(expected);
  });
});
