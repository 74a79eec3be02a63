import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadRuntime, type RuntimePackages } from '../../runtime/packages.js';
import { probe, type ProbeOptions, type ProbeOutcome } from '../../runtime/probe.js';
import { openWorkshop } from './apps.js';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
let packages: RuntimePackages;
beforeAll(async () => { packages = await loadRuntime(); });
afterAll(() => {
  expect(workshop.leftovers()).toEqual([]);
  workshop.close();
});

const NEWEST = '2026-11-17';

async function ask(source: string, more: Partial<ProbeOptions> = {}): Promise<ProbeOutcome[]> {
  return probe({ source }, { packages, compatibilityDates: [NEWEST], ...more });
}

describe('probing one API', () => {
  it.each<[what: string, source: string, expected: Partial<ProbeOutcome>]>([
    ['a hash works', 'import { createHash } from "node:crypto"; export default () => createHash("sha256").update("note").digest("hex");', { outcome: 'works' }],
    ['a child process throws', 'import { execFileSync } from "node:child_process"; export default () => execFileSync("echo", ["note"]).toString();', { outcome: 'throws', code: 'not-implemented', text: expect.stringContaining('child_process.execFileSync') as string }],
    ['a file in /tmp is gone on the second request', 'import fs from "node:fs"; import os from "node:os"; export default (round) => { const file = os.tmpdir() + "/note.txt"; if (round === 1) fs.writeFileSync(file, "kept"); return fs.existsSync(file); };', { outcome: 'ephemeral', text: 'Node: true; workerd: false' }],
    ['the number of processors is another', 'import os from "node:os"; export default () => os.cpus().length > 0;', { outcome: 'silent', text: 'Node: true; workerd: false' }],
    ['a timer at start-up keeps the Worker from starting', 'setTimeout(() => {}, 1); export default () => 1;', { outcome: 'absent', stage: 'start', code: 'global-scope' }],
    ['a package that is not there keeps it from being bundled', 'export default async (round) => (globalThis.WebSocketPair ? (await import("no-such-package")).default : round);', { outcome: 'absent', stage: 'bundle', code: 'no-module' }],
    ['what nobody settles hangs', 'export default (round) => globalThis.WebSocketPair ? new Promise(() => {}) : round;', { outcome: 'hangs', code: 'hung' }],
    ['a snippet that fails on Node proves nothing', 'export default () => { throw new Error("wrong snippet"); };', { outcome: 'unknown', text: expect.stringContaining('wrong snippet') as string }],
  ])('%s', async (_, source, expected) => {
    const outcomes = await ask(source);
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0]).toMatchObject({ compatibilityDate: NEWEST, platform: 'browser', workerd: packages.workerd.version, ...expected });
  });

  it('tells what changed from one compatibility date to the next', async () => {
    const outcomes = await ask('import fs from "node:fs"; export default () => fs.existsSync("/tmp");', { compatibilityDates: ['2025-09-14', '2025-09-15'] });
    expect(outcomes.map(({ compatibilityDate, outcome }) => [compatibilityDate, outcome])).toEqual([['2025-09-14', 'silent'], ['2025-09-15', 'works']]);
  });

  it('compares with given values where Node has no such thing', async () => {
    const snippet = { source: 'export default async (round) => { const { env } = await import("cloudflare:workers"); const before = await env.NOTES.get("note"); await env.NOTES.put("note", "kept"); return before; };', wrangler: { kv_namespaces: [{ binding: 'NOTES' }] } };
    const [outcome] = await probe(snippet, { packages, compatibilityDates: [NEWEST], expected: [null, 'kept'] });
    expect(outcome).toMatchObject({ outcome: 'works' });
  });
});
