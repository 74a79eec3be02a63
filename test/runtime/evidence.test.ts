/** A sample of the shipped evidence, run again: what stands in observed.json came out of a run, and still does. */
import { afterAll, expect, it, vi } from 'vitest';
import { outcomeAt } from '../../core/evidence.js';
import { observe } from '../../pipeline/evidence.js';
import { loadEvidence } from '../../rules/evidence.js';
import { loadRuntime } from '../../runtime/packages.js';
import { openWorkshop } from './apps.js';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
afterAll(() => {
  expect(workshop.leftovers()).toEqual([]);
  workshop.close();
});

/** Of every outcome and theme; none that waits for long. */
const SAMPLE = [
  'fs-write-relative', 'fs-write-stream', 'fs-exists', 'fs-temp-within-request', 'fs-temp-next-request', 'fs-watch', 'fs-chmod', 'fs-read-shipped', 'spawn-program', 'exec-promisified',
  'worker-thread', 'broadcast-channel', 'os-cpus', 'process-kill', 'native-file', 'http-server-unbridged', 'http-server-bridged', 'http2-server', 'net-server', 'tls-server', 'timer-at-start',
  'eval-in-request', 'eval-at-start', 'vm-script-run', 'wasm-from-bytes', 'express-bridged', 'multer-folder', 'node-cron-at-start', 'env-from-binding', 'work-after-answer',
];

const DATES = ['2025-04-01', '2026-11-17'];

it('comes out as it is written down, at an old date and at the newest', async () => {
  const { snippets, observed } = loadEvidence();
  const sample = snippets.filter(({ id }) => SAMPLE.includes(id));
  expect(sample.map(({ id }) => id).sort()).toEqual(SAMPLE.toSorted());
  const outcomes = await observe({ packages: await loadRuntime(), snippets: sample, dates: DATES });
  const again = { ...observed, dates: DATES, outcomes };
  for (const snippet of sample) {
    for (const date of DATES) {
      const written = outcomeAt(observed, snippet, date, 'browser');
      const now = outcomeAt(again, snippet, date, 'browser');
      expect([snippet.id, date, now?.outcome, now?.stage, now?.text]).toEqual([snippet.id, date, written?.outcome, written?.stage, written?.text]);
    }
  }
});
