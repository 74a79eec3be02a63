/** Snippets on the real workerd: what is told of each outcome, and that one bad snippet spoils no other. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Snippet } from '../../core/evidence.js';
import { observe } from '../../pipeline/evidence.js';
import { loadRuntime, type RuntimePackages } from '../../runtime/packages.js';
import { openWorkshop } from './apps.js';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
let packages: RuntimePackages;
beforeAll(async () => { packages = await loadRuntime(); });
afterAll(() => {
  expect(workshop.leftovers()).toEqual([]);
  workshop.close();
});

const NEWEST = '2026-11-17';

const snippet = (id: string, source: string, more: Partial<Snippet> = {}): Snippet => ({
  id, source, shows: id, rules: [], settled: [], besides: [], form: 'function', files: {}, packages: {}, wrangler: {}, platforms: ['browser'], dates: 'last', isolates: 1, ...more,
});

const WORKERS_ONLY = { expect: [true, true] as [unknown, unknown] };

describe('the outcome of a snippet', () => {
  it('is told for each kind, and those that keep the process from starting are set aside', async () => {
    const outcomes = await observe({ packages, dates: [NEWEST], snippets: [
      snippet('hash', 'import { createHash } from "node:crypto"; export default () => createHash("sha256").update("note").digest("hex");'),
      snippet('process', 'import { execFileSync } from "node:child_process"; export default () => execFileSync("echo", ["note"]).toString();'),
      snippet('timer', 'setTimeout(() => {}, 1); export default () => true;'),
      snippet('temporary', 'import fs from "node:fs"; import os from "node:os"; export default (round) => { const file = os.tmpdir() + "/note-" + process.pid; if (round === 1) fs.writeFileSync(file, "kept"); return fs.existsSync(file); };'),
      snippet('processors', 'import os from "node:os"; export default () => os.cpus().length > 0;'),
      snippet('no package', 'import missing from "no-such-package"; export default () => missing;', WORKERS_ONLY),
      snippet('nobody settles it', 'export default () => new Promise(() => {});', WORKERS_ONLY),
      snippet('exit', 'export default () => { process.exit(3); };', WORKERS_ONLY),
      snippet('a worker', 'export default { fetch: (request) => new Response(new URL(request.url).pathname) };', { form: 'worker', expect: ['/1', '/2'] }),
      snippet('no handler', 'export default {};', { form: 'worker', expect: ['/1', '/2'] }),
    ] });
    const told = Object.fromEntries(Object.entries(outcomes).map(([id, rows]) => [id, rows.map(({ outcome, stage }) => [outcome, stage].filter(Boolean).join(' at ')).join()]));
    expect(told).toEqual({
      hash: 'works', process: 'throws', timer: 'absent at start', temporary: 'ephemeral', processors: 'silent', 'no package': 'absent at bundle',
      'nobody settles it': 'hangs', exit: 'throws', 'a worker': 'works', 'no handler': 'throws',
    });
    expect(outcomes['process']?.[0]?.text).toBe('Error ERR_METHOD_NOT_IMPLEMENTED: The child_process.execFileSync method is not implemented');
    expect(outcomes['timer']?.[0]?.text).toMatch(/^Error: Disallowed operation called within global scope/);
    expect(outcomes['processors']?.[0]?.text).toBe('Node: true; workerd: false');
  });

  it('is told once for each stretch of dates', async () => {
    const source = 'import fs from "node:fs"; export default () => fs.existsSync("/tmp");';
    const outcomes = await observe({ packages, dates: ['2025-09-13', '2025-09-14', '2025-09-15', NEWEST], snippets: [snippet('tmp', source, { dates: 'flags' })] });
    expect(outcomes['tmp']).toEqual([
      { since: '2025-09-13', platform: 'browser', outcome: 'silent', text: 'Node: true; workerd: false' },
      { since: '2025-09-15', platform: 'browser', outcome: 'works' },
    ]);
  });

  it('is not told of a snippet that fails on Node, which shows nothing', async () => {
    const wrong = snippet('wrong', 'export default () => { throw new Error("wrong snippet"); };');
    await expect(observe({ packages, dates: [NEWEST], snippets: [wrong] })).rejects.toMatchObject({ code: 'snippet-fails-on-node', message: expect.stringContaining('wrong snippet') as string });
  });
});
