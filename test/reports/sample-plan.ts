/** The plan of the sample dossier: documents to KV and R2, rows to D1, models and git in a Container. */
import { PLAN_SCHEMA, type Plan, type PlannedResource } from '../../core/plan.js';
import { HOSTILE } from './sample-findings.js';

const place = (file: string, line: number): { file: string; line: number; column: number; start: number; end: number } => ({ file, line, column: 3, start: 0, end: 0 });

const planned = (resource: string, pattern: string, persistence: PlannedResource['persistence'], target: PlannedResource['target'], reason: string, codemod: string | null = null, instead: PlannedResource['instead'] = []): PlannedResource => ({
  resource, pattern, kind: resource.split(':')[0] ?? 'files', persistence, target, reason, instead, codemod, sites: [],
});

export const samplePlan: Plan = {
  schema: PLAN_SCHEMA,
  codemod: 'fs-to-kv',
  target: 'workers',
  disposition: {
    move: 'worker-and-container',
    reasons: [
      { text: 'Two models run in the memory of the process', at: place('src/lib/clip-embedder.js', 9) },
      { text: 'git is started as a process', at: place('src/services/githubService.js', 33) },
      { text: 'sharp is a compiled add-on', at: place('src/process/buildAssets.js', 3) },
      { text: 'Everything else is documents and routes, which a Worker holds' },
    ],
    containerModules: [
      { file: 'src/lib/clip-embedder.js', reason: 'runs a model in its own memory (@huggingface/transformers)' },
      { file: 'src/lib/instructor-embedder.js', reason: 'runs a model in its own memory (@huggingface/transformers)' },
      { file: 'src/services/githubService.js', reason: 'runs git (git clone --depth 1)' },
      { file: 'src/process/buildAssets.js', reason: 'loads the compiled add-on sharp' },
    ],
    cut: {
      must: [
        { file: 'src/lib/clip-embedder.js', reason: 'runs a model in its own memory', at: place('src/lib/clip-embedder.js', 9) },
        { file: 'src/lib/instructor-embedder.js', reason: 'runs a model in its own memory', at: place('src/lib/instructor-embedder.js', 14) },
        { file: 'src/services/githubService.js', reason: 'runs git', at: place('src/services/githubService.js', 33) },
        { file: 'src/process/buildAssets.js', reason: 'loads the compiled add-on sharp', at: place('src/process/buildAssets.js', 3) },
      ],
      modules: ['src/lib/clip-embedder.js', 'src/lib/instructor-embedder.js', 'src/process/buildAssets.js', 'src/process/computeEmbeddings.js', 'src/services/githubService.js'],
      shared: ['src/lib/config.js'],
      together: [{ files: ['src/process/computeEmbeddings.js', 'src/process/buildAssets.js'], because: 'a working copy on disk is handed over', at: place('src/process/computeEmbeddings.js', 21) }],
      edges: [
        { from: 'src/worker.js', to: 'src/process/computeEmbeddings.js', calls: 1, into: 'container', crosses: [{ name: 'computeEmbeddings', at: place('src/worker.js', 140) }] },
        { from: 'src/inferenceRouter.js', to: 'src/lib/clip-embedder.js', calls: 2, into: 'container', crosses: [{ name: 'embedImage', at: place('src/inferenceRouter.js', 44) }, { name: 'embedText', at: place('src/inferenceRouter.js', 51) }] },
        { from: 'src/process/computeEmbeddings.js', to: 'src/process/buildSqliteDatabase.js', calls: 1, into: 'worker', crosses: [{ name: 'insertAll', at: place('src/process/computeEmbeddings.js', 70) }] },
      ],
    },
  },
  resources: [
    planned('files:data/settings.json', '<env DATA_DIR>/settings.json', 'durable', 'kv', 'written rarely, read by every request', 'fs-to-kv', [{ target: 'r2', reason: 'reads would take longer' }]),
    planned('files:data/jobs', '<env DATA_DIR>/jobs/*.json', 'durable', 'r2', 'written, then polled: KV may answer with the state of a minute ago', null, [{ target: 'kv', reason: 'a read may be 60 s old' }]),
    planned('sqlite:search', '<env DATA_DIR>/search.db', 'durable', 'd1', 'SQLite over a binding'),
    planned('files:uploads', 'uploads/*', 'upload', 'r2', 'uploads of any size'),
    planned('files:tmp/repo', '<tmp>/repo-*', 'temp', 'tmp', 'removed by the job that wrote it'),
    planned('files:templates', 'src/templates/*.html', 'asset', 'bundle', 'ships with the code'),
    planned('files:hostile', HOSTILE.target, 'unknown', 'decide', HOSTILE.what),
    planned('rule:cron-in-process', 'cron 0 3 * * *', null, 'cron-trigger', 'a schedule is part of the configuration'),
    planned('rule:model-local', '@huggingface/transformers', null, 'container', 'models need memory'),
  ],
  components: [
    {
      id: 'settings', resources: ['files:data/settings.json'], status: 'rewrite', files: ['src/services/settings.js', 'src/worker.js'], chain: [],
      seeds: [{ at: place('src/services/settings.js', 22), range: [400, 470], origin: 'node:fs.writeFileSync', resource: 'files:data/settings.json', operation: 'put' }],
      functions: [{ id: 'src/services/settings.js#1', name: 'loadSettings', at: place('src/services/settings.js', 12) }, { id: 'src/services/settings.js#2', name: 'saveSettings', at: place('src/services/settings.js', 20) }],
      calls: [{ at: place('src/worker.js', 83), range: [1, 2], to: 'src/services/settings.js#1', change: 'await' }, { at: place('src/worker.js', 88), range: [3, 4], to: 'src/services/settings.js#2', change: 'await' }],
    },
    {
      id: 'hostile', resources: ['files:hostile'], status: 'blocked', files: [HOSTILE.file], seeds: [], functions: [], calls: [], code: 'caller-in-getter',
      chain: [{ text: `loadIndex is called in a getter of ${HOSTILE.what}`, at: place(HOSTILE.file, 3) }],
    },
  ],
  byHand: [{ rule: 'sqlite-native', title: 'Statements of the search database', files: ['src/process/buildSqliteDatabase.js'], sites: 2, reason: 'D1 has no open transaction across calls' }],
  bindings: [
    { kind: 'kv_namespaces', binding: 'SETTINGS', for: '<env DATA_DIR>/settings.json' },
    { kind: 'r2_buckets', binding: 'JOBS', for: '<env DATA_DIR>/jobs/*.json' },
    { kind: 'd1_databases', binding: 'SEARCH', for: '<env DATA_DIR>/search.db' },
    { kind: 'containers', binding: 'MACHINE', for: 'models, git, images' },
  ],
  dependencies: {
    remove: [{ name: 'better-sqlite3', version: '12.4.1', why: 'its compiled code does not load; rows go to D1' }],
    add: [{ name: 'wrangler', version: '4.86.0', why: 'builds and deploys the Worker' }, { name: '@cloudflare/containers', version: '0.3.7', why: 'starts the Container from the Worker' }],
    keep: [{ name: 'express', version: '5.1.0', why: 'runs behind the HTTP bridge' }, { name: '@aws-sdk/client-s3', version: '3.890.0', why: 'R2 speaks its interface' }, { name: 'openai', version: '5.20.0', why: 'plain fetch' }],
  },
  waves: [
    { title: 'A Worker in front of today\'s origin', entryPoints: [], resources: [], tasks: ['Deploy a Worker that passes every request on', 'Send one route through it and compare answers'], effortDays: [0.5, 1], frozen: 'nothing', check: 'the same answers through the Worker, for a day', back: 'remove the route of the Worker' },
    { title: 'Settings', entryPoints: ['GET /settings', 'PUT /settings'], resources: ['files:data/settings.json'], tasks: ['Create the KV namespace SETTINGS', 'cf-migrate apply fs-to-kv --write', 'Copy settings.json'], effortDays: [0.5, 2], frozen: 'changes of settings during the copy', check: 'cf-migrate verify: both routes equal, twice', back: 'undo; the file on the old host is still current' },
    { title: 'Search', entryPoints: ['GET /search'], resources: ['sqlite:search'], tasks: ['Schema and rows into D1', 'Rewrite the statements'], effortDays: [3, 12], frozen: 'the schema', check: 'the same hits for 200 recorded queries', back: 'route flag back to the origin' },
    { title: 'Jobs and models in the Container', entryPoints: ['POST /process', 'cron 0 3 * * *'], resources: ['files:data/jobs', 'files:uploads'], tasks: ['Image with git and the models', 'Hold the request open', 'Cron Trigger'], effortDays: [5, 16], frozen: 'new jobs during the switch', check: 'a job of each size ends, and its record says so', back: 'route flag back; jobs in flight end where they began' },
  ],
  decisions: [
    {
      id: 'database', question: 'Where do the rows of the SQLite database live?', default: 'd1', areas: ['sqlite'],
      options: [{ id: 'd1', title: 'D1', consequence: 'Statements stay, calls become asynchronous. At most 10 GB.', target: 'd1' }, { id: 'postgres', title: 'Postgres through Hyperdrive', consequence: 'A server of your choice; the dialect changes.', target: 'postgres' }],
      evidence: [{ text: 'Compiled SQLite add-on does not load: <env DATA_DIR>/search.db', at: place('src/process/buildSqliteDatabase.js', 12) }],
    },
    {
      id: 'models', question: 'Who runs the models?', default: 'container',
      options: [{ id: 'container', title: 'Keep them in a Container', consequence: 'The same vectors; memory is billed while awake.' }, { id: 'openai', title: 'OpenAI', consequence: 'Billed per token; the index is built anew.', target: 'api' }],
      evidence: [{ text: HOSTILE.what, at: place('src/lib/clip-embedder.js', 9) }], owner: 'Search team', due: '2026-12-11',
    },
    {
      id: 'stale-reads', question: 'May a read of a job record be a minute old?', default: 'r2', answer: 'r2',
      options: [{ id: 'r2', title: 'No: R2', consequence: 'Strongly consistent.' }, { id: 'kv', title: 'Yes: KV', consequence: 'A status page may show the old state.' }], evidence: [],
    },
  ],
};
