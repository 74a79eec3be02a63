/** Dossiers to render: a realistic one with hostile names in it, a bare one (scan only), and a big one. */
import type { Dossier } from '../../core/dossier.js';
import type { Scan } from '../../core/scan.js';
import { sampleEstimate } from './sample-estimate.js';
import { HOSTILE } from './sample-findings.js';
import { samplePlan } from './sample-plan.js';
import { bigScan, sampleScan } from './sample-scan.js';

export { HOSTILE };

const rule = (title: string, area: string, why: string, instead: string, url?: string): Dossier['rules'][string] => ({ title, area, why, instead, links: [{ source: 'Workers documentation, node:fs', date: '2026-11-21', ...(url ? { url } : {}) }] });

const rules: Dossier['rules'] = {
  'fs-durable': rule('A document on the local disk is lost without an error', 'filesystem', 'The write succeeds and the file is gone on the next request.', 'Put the document into R2, or into KV when a read may be a minute old.', 'https://developers.cloudflare.com/workers/runtime-apis/nodejs/fs/'),
  'sqlite-native': rule('Compiled SQLite add-on does not load', 'sqlite', 'A Worker loads no compiled code.', 'D1, or SQLite in a Durable Object.', 'javascript:alert(3)'),
  'model-local': rule('A model is loaded into the memory of the process', 'model-inference', 'An isolate has 128 MB.', 'Workers AI, another API, or a Container.'),
  'fs-append': rule(`Lost lines of ${HOSTILE.what}`, 'filesystem', HOSTILE.target, HOSTILE.code),
};

const previous: Scan = {
  ...sampleScan,
  rules: { ...sampleScan.rules, version: '2026.10.02' },
  findings: sampleScan.findings.slice(2).map((finding, index) => (index === 0 ? { ...finding, id: 'gone-since-then', title: 'A rate limit in memory' } : finding)),
};

const diff = [
  '--- a/src/services/settings.js', '+++ b/src/services/settings.js', '@@ -1,5 +1,5 @@', "-import fs from 'node:fs';", "+import { settingsStore } from './settings-store.js';", ' ',
  '-export function saveSettings(settings) {', '+export async function saveSettings(settings) {', '   settings.updatedAt = new Date().toISOString();',
  '-  fs.writeFileSync(settingsFile, JSON.stringify(settings, null, 2));', "+  await settingsStore.put('settings.json', JSON.stringify(settings, null, 2));", ` // ${HOSTILE.code}`, '',
].join('\n');

/** The first was run and says something hostile; the second says why it was not. */
const seen: Dossier['rules'] = {
  ...rules,
  'fs-durable': { ...rules['fs-durable'] as Dossier['rules'][string], observed: { workerd: '1.20261117.1', unprovable: null, snippets: [
    { id: 'fs-write-relative', shows: `a file under ${HOSTILE.what}`, platform: 'browser', date: '2026-11-17', outcome: 'throws', text: HOSTILE.code, source: `export default () => '${HOSTILE.code}';\n` },
  ] } },
  'model-local': { ...rules['model-local'] as Dossier['rules'][string], observed: { workerd: '1.20261117.1', unprovable: 'real-limit', snippets: [] } },
};

export const sampleDossier: Dossier = {
  schema: 1, generatedAt: '2026-11-21T09:30:00.000Z', scan: sampleScan, plan: samplePlan, estimate: sampleEstimate,
  diffs: [{ file: 'src/services/settings.js', component: 'settings', diff, addedLines: 3, removedLines: 3 }],
  rules: seen, tests: { file: 'coverage/lcov.info', lines: 8, covered: 5, unknown: 2 }, misfits: [], provedWith: ['workerd 1.20261117.1'], previous,
};

/** What `report scan.json` has when neither the source nor prices were at hand. */
export const bareDossier: Dossier = { ...sampleDossier, plan: null, estimate: null, diffs: [], rules: {}, tests: null, previous: null };

export const incompleteDossier: Dossier = {
  ...bareDossier,
  scan: { ...sampleScan, coverage: { ...sampleScan.coverage, complete: false, incompleteBecause: ['the budget of 60 s was used up after 9 of 17 files', `most imports of ${HOSTILE.file} are unresolved`] } },
};

export const bigDossier = (findings: number): Dossier => ({ ...sampleDossier, scan: bigScan(findings), previous: null });
