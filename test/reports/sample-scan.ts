/** The scan of the sample dossier, made by hand, and a big one made from a number. */
import type { Resource } from '../../core/program.js';
import { SCAN_SCHEMA, type Finding, type Scan, type ScanFile } from '../../core/scan.js';
import type { Reach } from '../../core/vocabulary.js';
import { HOSTILE, finding, sampleApart, sampleFindings, sampleSuppressed } from './sample-findings.js';

const place = (file: string, line: number): { file: string; line: number; column: number; start: number; end: number } => ({ file, line, column: 1, start: 0, end: 0 });

const file = (name: string, lines: number, rewritePercent: number, areas: ScanFile['areas'], reach: Reach = 'production'): ScanFile => ({ file: name, lines, reach, rewritePercent, rewriteBasis: 'planned', areas });

const files: ScanFile[] = [
  file('src/worker.js', 310, 30, ['long-job', 'filesystem', 'http-listen']),
  file('src/inferenceRouter.js', 180, 100, ['model-inference', 'in-memory-state']),
  file('src/process/buildAssets.js', 420, 12, ['native-module', 'filesystem']),
  file('src/process/buildSqliteDatabase.js', 260, 100, ['sqlite']),
  file('src/process/computeEmbeddings.js', 190, 0, []),
  file('src/services/githubService.js', 240, 0, ['git-cli']),
  file('src/services/settings.js', 64, 40, ['filesystem']),
  file('src/lib/jobs.js', 120, 55, ['filesystem']),
  file('src/lib/clip-embedder.js', 90, 0, ['model-inference']),
  file('src/lib/instructor-embedder.js', 110, 0, ['model-inference']),
  file('src/lib/templates.js', 40, 0, ['filesystem']),
  file('src/lib/config.js', 35, 0, ['env-config']),
  file(HOSTILE.file, 12, 50, ['filesystem']),
  file('src/old/exporter.js', 210, 0, [], 'dead'),
  file('test/settings.test.js', 60, 0, ['filesystem'], 'test'),
  file('scripts/release.js', 45, 0, ['git-cli'], 'script'),
];

const resource = (id: string, pattern: string, persistence: Resource['persistence'], use: [Resource['lifetime'], Resource['writes'], Resource['readers']], reason: string, kind: Resource['kind'] = 'files'): Resource => ({
  id, kind, pattern, persistence, lifetime: use[0], writes: use[1], readers: use[2], reasons: [reason], sites: [],
});

const resources: Resource[] = [
  resource('files:data/settings.json', '<env DATA_DIR>/settings.json', 'durable', ['forever', 'replace', 'later-request'], 'later requests read what is written here'),
  resource('files:data/jobs', '<env DATA_DIR>/jobs/*.json', 'durable', ['forever', 'read-modify-write', 'later-request'], 'polled by GET /jobs/:id'),
  resource('sqlite:search', '<env DATA_DIR>/search.db', 'durable', ['forever', 'read-modify-write', 'later-request'], 'a database file', 'sqlite'),
  resource('files:uploads', 'uploads/*', 'upload', ['forever', 'once', 'later-request'], 'multer writes there'),
  resource('files:tmp/repo', '<tmp>/repo-*', 'temp', ['job', 'once', 'same-request'], 'below the temporary folder, removed by the job'),
  resource('files:templates', 'src/templates/*.html', 'asset', ['forever', 'none', 'later-request'], 'beside the code'),
  resource('files:hostile', HOSTILE.target, 'unknown', ['unknown', 'unknown', 'unknown'], HOSTILE.what),
];

const module = (name: string, chain: string[], to: string[], packages: string[] = [], reach: Reach = 'production'): Scan['modules'][number] => ({
  file: name, reach, chain, imports: to.map((target) => ({ to: target, dynamic: false })), packages,
});

const START = 'src/worker.js';
const modules: Scan['modules'] = [
  module(START, [START], ['src/inferenceRouter.js', 'src/services/settings.js', 'src/lib/jobs.js', 'src/process/computeEmbeddings.js', HOSTILE.file], ['express', 'multer', 'node-cron']),
  module('src/inferenceRouter.js', [START, 'src/inferenceRouter.js'], ['src/lib/clip-embedder.js', 'src/lib/instructor-embedder.js'], ['express']),
  module('src/process/computeEmbeddings.js', [START, 'src/process/computeEmbeddings.js'], ['src/lib/clip-embedder.js', 'src/process/buildSqliteDatabase.js', 'src/process/buildAssets.js', 'src/services/githubService.js']),
  module('src/process/buildSqliteDatabase.js', [START, 'src/process/computeEmbeddings.js', 'src/process/buildSqliteDatabase.js'], [], ['better-sqlite3']),
  module('src/process/buildAssets.js', [START, 'src/process/computeEmbeddings.js', 'src/process/buildAssets.js'], [], ['sharp']),
  module('src/services/githubService.js', [START, 'src/process/computeEmbeddings.js', 'src/services/githubService.js'], []),
  module('src/services/settings.js', [START, 'src/services/settings.js'], ['src/lib/config.js']),
  module('src/lib/jobs.js', [START, 'src/lib/jobs.js'], ['src/lib/config.js']),
  module('src/lib/clip-embedder.js', [START, 'src/inferenceRouter.js', 'src/lib/clip-embedder.js'], [], ['@huggingface/transformers']),
  module('src/lib/instructor-embedder.js', [START, 'src/inferenceRouter.js', 'src/lib/instructor-embedder.js'], [], ['@huggingface/transformers']),
  module('src/lib/config.js', [START, 'src/services/settings.js', 'src/lib/config.js'], []),
  module(HOSTILE.file, [START, HOSTILE.file], []),
  module('test/settings.test.js', ['test/settings.test.js'], ['src/services/settings.js'], [], 'test'),
];

const pack = (name: string, version: string, by: string, native: 'yes' | 'no' = 'no'): Scan['packages'][number] => ({
  name, version, direct: true, dev: false, optional: false, native, broughtInBy: [], importedBy: [{ file: by, at: place(by, 1) }], reach: 'production',
});

const metered = (id: string, origin: string, resourceId: string, access: string, meter: string, reachedBy: Scan['metered'][number]['reachedBy']): Scan['metered'][number] => ({
  site: id, origin, at: { file: id.split(':')[0] ?? '', line: 20, column: 1 }, resource: resourceId, access, meters: [{ rule: 'fs-durable', meter, operations: 1 }], reachedBy,
});

export const sampleScan: Scan = {
  schema: SCAN_SCHEMA,
  tool: { name: 'cf-migrate', version: '0.1.0' },
  rules: { version: '2026.11.21', count: 52, disabled: [{ id: 'fs-watch', reason: 'watching runs in development only' }] },
  target: 'auto',
  compatibilityDate: { date: '2026-11-17', source: 'rule pack' },
  root: '.',
  name: 'repository-atlas',
  coverage: {
    files: 17, parsed: 16, outlined: 0, skipped: 1, lines: 2386, imports: { resolved: 61, unresolved: 1, computed: 1 }, calls: { followed: 402, unknown: 18 }, parser: { oxc: 15, babel: 1 }, complete: true, incompleteBecause: [], trust: 'full', warnings: [],
  },
  entryPoints: [
    { id: 'start src/worker.js', kind: 'start', file: START, line: 1, source: 'package.json main' },
    { id: 'POST /process', kind: 'http', file: START, line: 60, source: 'express().post', method: 'POST', route: '/process' },
    { id: 'GET /settings', kind: 'http', file: START, line: 82, source: 'express().get', method: 'GET', route: '/settings' },
    { id: 'PUT /settings', kind: 'http', file: START, line: 86, source: 'express().put', method: 'PUT', route: '/settings' },
    { id: 'GET /search', kind: 'http', file: START, line: 92, source: 'express().get', method: 'GET', route: '/search' },
    { id: 'cron 0 3 * * *', kind: 'cron', file: START, line: 102, source: 'node-cron', schedule: '0 3 * * *' },
  ],
  modules,
  files,
  findings: sampleFindings,
  apart: sampleApart,
  suppressed: sampleSuppressed,
  skipped: [{ file: 'public/vendor/d3.min.js', reason: 'minified', detail: '2 lines, 279 kB' }],
  resources,
  packages: [
    pack('express', '5.1.0', START), pack('multer', '2.0.2', START), pack('node-cron', '4.2.1', START), pack('better-sqlite3', '12.4.1', 'src/process/buildSqliteDatabase.js', 'yes'),
    pack('sharp', '0.34.4', 'src/process/buildAssets.js', 'yes'), pack('@huggingface/transformers', '3.5.0', 'src/lib/clip-embedder.js', 'yes'), pack('openai', '5.20.0', 'src/inferenceRouter.js'),
    pack('@aws-sdk/client-s3', '3.890.0', 'src/process/buildAssets.js'),
  ],
  state: [{ name: 'searchCache', file: 'src/inferenceRouter.js', fn: 'src/inferenceRouter.js#0', shape: 'cache', at: place('src/inferenceRouter.js', 15), declaredAt: place('src/inferenceRouter.js', 4), mutations: [], reach: 'production', reachedBy: [] }],
  jobs: [{ kind: 'after-response', fn: 'src/worker.js#4', at: place(START, 64), entryPoint: 'POST /process', what: 'runJob', reach: 'production', reasons: ['the response is sent before it ends'] }],
  host: [
    { kind: 'host', name: 'Cloud Run', value: 'service.yaml', at: place('service.yaml', 1) },
    { kind: 'memory', name: 'memory', value: '2Gi', at: place('service.yaml', 22) },
    { kind: 'cpu', name: 'cpu', value: '2', at: place('service.yaml', 21) },
  ],
  metered: [
    metered('src/services/settings.js:400', 'node:fs.readFileSync', 'files:data/settings.json', 'read', 'kv.reads', [{ entryPoint: 'GET /settings', calls: [1, 1] }, { entryPoint: 'POST /process', calls: [1, 2] }]),
    metered('src/services/settings.js:900', 'node:fs.writeFileSync', 'files:data/settings.json', 'write', 'kv.writes', [{ entryPoint: 'PUT /settings', calls: [1, 1] }]),
    metered('src/lib/jobs.js:1200', 'node:fs.promises.writeFile', 'files:data/jobs', 'write', 'r2.class_a', [{ entryPoint: 'POST /process', calls: [3, null] }]),
    metered('src/process/buildSqliteDatabase.js:310', 'better-sqlite3().prepare().all', 'sqlite:search', 'read', 'd1.rows_read', [{ entryPoint: 'GET /search', calls: [1, 2] }]),
  ],
  score: {
    readiness: {
      workers: { class: 'container', headline: 'Container for 5 modules · 2 automated edits · 5 decisions', counts: { automated: 2, decisions: 5, containerModules: 5, unknown: 1 }, reasons: ['sharp, git and two models need a machine'] },
      containers: { class: 'decisions', headline: '2 automated edits · 3 decisions', counts: { automated: 2, decisions: 3, containerModules: 0, unknown: 1 }, reasons: [] },
    },
    blocking: { workers: { sites: 11, of: 18 }, containers: { sites: 5, of: 18 } },
    effortDays: { workers: [9, 31], containers: [4, 12.5] },
    value: { workers: 31, containers: 58 },
    formula: '100 − 50 × blocking share − 30 × risk share − 20 × unknown share; at most 60 while a blocker is open',
    rewrite: { lines: 690, of: 2071, percent: 33 },
  },
};

const PURPOSES = ['durable', 'temp', 'upload', 'unknown', 'cache'] as const;

function generated(index: number): Finding {
  const persistence = PURPOSES[index % PURPOSES.length] ?? 'unknown';
  const impact = persistence === 'temp' ? 'none' : persistence === 'durable' || persistence === 'upload' ? 'blocker' : 'risk';
  const name = `packages/service-${index % 40}/src/storage/repository-${index % 170}.ts`;
  const line = 10 + (index % 37) * 11;
  return finding({
    rule: `fs-rule-${index % 25}`, title: `Rule number ${index % 25} about files that do not last as long as the data`, area: index % 4 === 0 ? 'sqlite' : 'filesystem', what: `node:fs.writeFile${index}`, file: name, line,
    persistence, resource: `files:${index % 200}`, target: `<env DATA_DIR>/tenant-${index % 200}/*.json`, impactBy: { workers: impact, containers: impact }, verdict: { workers: 'ephemeral', containers: 'ephemeral' },
    reasons: ['a later request reads what this one writes', 'no volume is mounted there'],
    snippet: { from: line - 3, mark: line, lines: Array.from({ length: 7 }, (_, at) => `    const record${at} = await this.repository.findOne({ where: { tenant, id: ${index + at} } });`) },
  });
}

/** A scan with many findings, for size and speed. */
export function bigScan(findings: number): Scan {
  const made = Array.from({ length: findings }, (_, index) => generated(index));
  const names = [...new Set(made.map((entry) => entry.at.file))];
  return {
    ...sampleScan,
    name: 'many-services',
    findings: made,
    apart: [],
    files: names.map((name, index) => file(name, 120 + (index % 90) * 7, (index * 13) % 101, ['filesystem'])),
    modules: names.map((name) => module(name, ['packages/gateway/src/index.ts', 'packages/gateway/src/routes.ts', name], [])),
    resources: Array.from({ length: 200 }, (_, index) => resource(`files:${index}`, `<env DATA_DIR>/tenant-${index}/*.json`, PURPOSES[index % PURPOSES.length] ?? 'unknown', ['forever', 'replace', 'later-request'], 'later requests read it')),
  };
}
