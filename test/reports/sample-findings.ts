/** Findings of the sample dossier: a service that answers, works on, and keeps its documents beside the code. */
import { createHash } from 'node:crypto';
import type { Finding, Snippet } from '../../core/scan.js';

type Given = Pick<Finding, 'rule' | 'title' | 'area' | 'what'> & Partial<Finding> & { file: string; line: number };

const identity = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

export function finding({ file, line, ...given }: Given): Finding {
  return {
    id: identity(`${given.rule} ${file} ${line} ${given.what}`),
    verdict: { workers: 'throws', containers: 'works' },
    impact: given.impactBy?.workers ?? 'blocker',
    impactBy: { workers: 'blocker', containers: 'none' },
    confidence: 'certain',
    reasons: [],
    effort: [1, 3],
    evidence: [],
    reachedBy: [{ entryPoint: 'POST /process', calls: [1, 1] }],
    callers: [],
    reach: 'production',
    function: 'run',
    at: { file, line, column: 9 },
    ...given,
  };
}

const lines = (from: number, mark: number, ...text: string[]): Snippet => ({ from, mark, lines: text });

const sqlite = [
  finding({
    rule: 'sqlite-native', title: 'Compiled SQLite add-on does not load', area: 'sqlite', what: 'better-sqlite3', file: 'src/process/buildSqliteDatabase.js', line: 12,
    persistence: 'durable', resource: 'sqlite:search', target: '<env DATA_DIR>/search.db', verdict: { workers: 'absent', containers: 'ephemeral' },
    impactBy: { workers: 'blocker', containers: 'blocker' }, versusToday: 'same', lifetime: 'forever', writes: 'read-modify-write', readers: 'later-request',
    reasons: ['the package loads a compiled .node file', 'later requests read what this one writes'], effort: [8, 24], evidence: ['packages-on-workerd:better-sqlite3'],
    reachedBy: [{ entryPoint: 'POST /process', calls: [1, 1] }, { entryPoint: 'GET /search', calls: [1, 2] }],
    snippet: lines(9, 12, 'export function openDatabase(folder) {', "  const file = path.join(folder, 'search.db');", '', '  const db = new Database(file);', "  db.pragma('journal_mode = WAL');", '  return db;', '}'),
    at: { file: 'src/process/buildSqliteDatabase.js', line: 12, column: 18 },
  }),
  finding({
    rule: 'sqlite-transaction', title: 'A transaction cannot stay open across calls', area: 'sqlite', what: 'better-sqlite3().transaction', file: 'src/process/buildSqliteDatabase.js', line: 41,
    persistence: 'durable', resource: 'sqlite:search', verdict: { workers: 'throws', containers: 'works' }, versusToday: 'worse', effort: [2, 6],
    reasons: ['twelve statements run inside it'], snippet: lines(39, 41, '', '  const insertAll = posts =>', '    db.transaction(() => { for (const post of posts) insert.run(post); })();', '}'),
    at: { file: 'src/process/buildSqliteDatabase.js', line: 41, column: 8 },
  }),
];

const files = [
  finding({
    rule: 'fs-durable', title: 'A document on the local disk is lost without an error', area: 'filesystem', what: 'node:fs.writeFileSync', file: 'src/services/settings.js', line: 22,
    persistence: 'durable', resource: 'files:data/settings.json', target: '<env DATA_DIR>/settings.json', verdict: { workers: 'ephemeral', containers: 'ephemeral' },
    impactBy: { workers: 'blocker', containers: 'blocker' }, versusToday: 'same', lifetime: 'forever', writes: 'replace', readers: 'later-request',
    reasons: ['GET /settings reads the same path later', 'no volume is mounted there'], fix: { codemod: 'fs-to-kv' }, effort: [0.5, 2],
    reachedBy: [{ entryPoint: 'PUT /settings', calls: [1, 1] }],
    snippet: lines(20, 22, 'export function saveSettings(settings) {', '  settings.updatedAt = new Date().toISOString();', '  fs.writeFileSync(settingsFile, JSON.stringify(settings, null, 2));', '}'),
    at: { file: 'src/services/settings.js', line: 22, column: 6 }, callers: [{ file: 'src/worker.js', line: 88, column: 3 }],
  }),
  finding({
    rule: 'fs-durable', title: 'A document on the local disk is lost without an error', area: 'filesystem', what: 'node:fs.promises.writeFile', file: 'src/lib/jobs.js', line: 57,
    persistence: 'durable', resource: 'files:data/jobs', target: '<env DATA_DIR>/jobs/*.json', verdict: { workers: 'ephemeral', containers: 'ephemeral' },
    impactBy: { workers: 'blocker', containers: 'blocker' }, versusToday: 'same', lifetime: 'forever', writes: 'read-modify-write', readers: 'later-request',
    reasons: ['GET /jobs/:id polls the same path'], effort: [2, 6], reachedBy: [{ entryPoint: 'POST /process', calls: [3, null] }],
    snippet: lines(55, 57, 'async function record(job) {', '  const file = jobFile(job.id);', '  await writeFile(file, JSON.stringify({ ...(await read(file)), ...job }));', '}'),
    at: { file: 'src/lib/jobs.js', line: 57, column: 9 },
  }),
  finding({
    rule: 'fs-upload', title: 'Uploads land on a disk that does not last', area: 'filesystem', what: 'multer', file: 'src/worker.js', line: 31, persistence: 'upload', resource: 'files:uploads',
    target: 'uploads/*', verdict: { workers: 'absent', containers: 'ephemeral' }, impactBy: { workers: 'blocker', containers: 'blocker' }, versusToday: 'same', lifetime: 'forever', writes: 'once', readers: 'later-request',
    reasons: ['multer writes to dest before the handler runs'], effort: [3, 8], reachedBy: [{ entryPoint: 'POST /upload', calls: [1, 1] }],
    snippet: lines(29, 31, 'const app = express();', 'app.use(express.json());', "const upload = multer({ dest: 'uploads/' });", ''), at: { file: 'src/worker.js', line: 31, column: 16 },
  }),
  finding({
    rule: 'fs-temp', title: 'A temporary file of one job', area: 'filesystem', what: 'node:fs.promises.mkdir', file: 'src/process/buildAssets.js', line: 18, persistence: 'temp', resource: 'files:tmp/repo',
    target: '<tmp>/repo-*', verdict: { workers: 'ephemeral', containers: 'works' }, impactBy: { workers: 'risk', containers: 'none' }, versusToday: 'same', lifetime: 'job', writes: 'once', readers: 'same-request',
    reasons: ['removed in a finally block of the same job'], effort: [0, 1],
  }),
  finding({
    rule: 'fs-asset', title: 'A file that ships with the code', area: 'filesystem', what: 'node:fs.readFileSync', file: 'src/lib/templates.js', line: 6, persistence: 'asset', resource: 'files:templates',
    target: 'src/templates/*.html', verdict: { workers: 'setting', containers: 'works' }, impactBy: { workers: 'setting', containers: 'none' }, versusToday: 'same', lifetime: 'forever', writes: 'none', readers: 'later-request',
    fix: { setting: 'rules in wrangler.jsonc that bundle src/templates as text' }, effort: [0.5, 1],
  }),
];

const machine = [
  finding({
    rule: 'model-local', title: 'A model is loaded into the memory of the process', area: 'model-inference', what: '@huggingface/transformers.pipeline', file: 'src/lib/clip-embedder.js', line: 9,
    verdict: { workers: 'absent', containers: 'setting' }, impactBy: { workers: 'blocker', containers: 'setting' }, versusToday: 'same', effort: [8, 40], evidence: ['packages-on-workerd:@huggingface/transformers'],
    reasons: ['an isolate has 128 MB', 'the model file is larger'], fix: { setting: 'Container instance type standard-1 or larger' },
    snippet: lines(7, 9, 'let extractor;', 'export async function embedImage(buffer) {', "  extractor ??= await pipeline('image-feature-extraction', 'Xenova/clip-vit-base-patch32', { dtype: 'q8', cache_dir: process.env.MODEL_CACHE });", '  return extractor(buffer);', '}'),
    at: { file: 'src/lib/clip-embedder.js', line: 9, column: 23 },
  }),
  finding({
    rule: 'model-local', title: 'A model is loaded into the memory of the process', area: 'model-inference', what: '@huggingface/transformers.pipeline', file: 'src/lib/instructor-embedder.js', line: 14,
    verdict: { workers: 'absent', containers: 'setting' }, impactBy: { workers: 'blocker', containers: 'setting' }, versusToday: 'same', effort: [8, 40],
  }),
  finding({
    rule: 'git-command', title: 'git is started as a process', area: 'git-cli', what: 'node:child_process.execFile', file: 'src/services/githubService.js', line: 33, target: 'git clone --depth 1',
    verdict: { workers: 'throws', containers: 'works' }, versusToday: 'same', effort: [4, 16], reasons: ['no process can be started on Workers'],
    snippet: lines(31, 33, 'export async function checkout(repository, folder) {', '  assertAllowed(repository);', "  await run('git', ['clone', '--depth', '1', repository, folder]);", '}'), at: { file: 'src/services/githubService.js', line: 33, column: 9 },
  }),
  finding({
    rule: 'native-addon', title: 'A compiled add-on does not load', area: 'native-module', what: 'sharp', file: 'src/process/buildAssets.js', line: 3, verdict: { workers: 'absent', containers: 'works' },
    versusToday: 'same', effort: [2, 10], reasons: ['sharp brings a platform binary'], fix: { setting: 'image resizing by Cloudflare Images, or a Container' },
  }),
];

const running = [
  finding({
    rule: 'job-after-response', title: 'Work goes on after the answer', area: 'long-job', what: 'runJob', file: 'src/worker.js', line: 64, verdict: { workers: 'silent', containers: 'limit' },
    impactBy: { workers: 'blocker', containers: 'risk' }, versusToday: 'worse', effort: [6, 24], reasons: ['the response is sent in line 62', 'nothing awaits the promise'],
    snippet: lines(60, 64, "app.post('/process', (req, res) => {", '  const job = jobs.create(req.body);', '  res.status(202).json(job);', '  // The client polls.', '  runJob(job).catch(report);', '});'), at: { file: 'src/worker.js', line: 64, column: 3 },
  }),
  finding({
    rule: 'state-cache', title: 'A cache in memory is one per isolate', area: 'in-memory-state', what: 'searchCache', file: 'src/inferenceRouter.js', line: 15, verdict: { workers: 'partial', containers: 'partial' },
    impactBy: { workers: 'risk', containers: 'risk' }, versusToday: 'same', persistence: 'cache', effort: [0.5, 2], confidence: 'likely', reasons: ['two handlers change it'],
  }),
  finding({
    rule: 'cron-in-process', title: 'A schedule inside the process does not fire', area: 'timer-cron', what: 'node-cron.schedule', file: 'src/worker.js', line: 102, target: '0 3 * * *', verdict: { workers: 'silent', containers: 'silent' },
    impactBy: { workers: 'risk', containers: 'risk' }, versusToday: 'same', effort: [1, 3], reachedBy: [{ entryPoint: 'start src/worker.js', calls: [1, 1] }],
  }),
  finding({
    rule: 'http-express', title: 'An Express server needs the HTTP bridge', area: 'http-listen', what: 'express().listen', file: 'src/worker.js', line: 110, verdict: { workers: 'setting', containers: 'works' },
    impactBy: { workers: 'setting', containers: 'none' }, versusToday: 'same', fix: { setting: 'export default httpServerHandler({ port: 3000 })' }, effort: [0.5, 1],
  }),
  finding({
    rule: 'env-read', title: 'Environment variables', area: 'env-config', what: 'process.env.DATA_DIR', file: 'src/lib/config.js', line: 4, verdict: { workers: 'works', containers: 'works' },
    impactBy: { workers: 'none', containers: 'none' }, versusToday: 'same', effort: [0, 0],
  }),
];

/** Names that try to leave their place: in HTML, in a Markdown table, in a terminal, in a spreadsheet. */
export const HOSTILE = {
  file: 'src/<img src=x onerror=alert(1)>|`evil`.js',
  what: '</script><script>alert("owned")</script>',
  target: '=HYPERLINK("http://evil.example")|| **bold** [x](javascript:alert(1))',
  escape: '\u001b[31mred\u001b[0m\u0007 \u202egnp.js',
  code: '</code></pre><script>alert(2)</script> ``` ~~~ | pipe \u001b]8;;http://evil.example\u0007',
};

const hostile = [
  finding({
    rule: 'fs-unknown', title: `Unknown file ${HOSTILE.escape}`, area: 'filesystem', what: HOSTILE.what, file: HOSTILE.file, line: 2, persistence: 'unknown', resource: 'files:hostile', target: HOSTILE.target,
    verdict: { workers: 'ephemeral', containers: 'unknown' }, impactBy: { workers: 'risk', containers: 'risk' }, confidence: 'possible', reasons: [HOSTILE.target, 'a\nb | c'], effort: [1, 4],
    snippet: lines(1, 2, HOSTILE.code, `const x = '${HOSTILE.what}';`, HOSTILE.code),
  }),
  finding({
    rule: 'fs-append', title: `Lost lines of ${HOSTILE.what}`, area: 'filesystem', what: 'node:fs.appendFile', file: HOSTILE.file, line: 3, persistence: 'durable', resource: 'files:hostile', target: HOSTILE.target,
    verdict: { workers: 'ephemeral', containers: 'ephemeral' }, impactBy: { workers: 'blocker', containers: 'blocker' }, versusToday: 'same', reasons: [HOSTILE.target], effort: [1, 4], function: HOSTILE.what,
    snippet: lines(1, 3, HOSTILE.code, HOSTILE.code, `fs.appendFile('${HOSTILE.target}', x) // ${HOSTILE.code}${' long'.repeat(60)}`), at: { file: HOSTILE.file, line: 3, column: 4 },
  }),
];

const unreached = [
  finding({ rule: 'fs-durable', title: 'A document on the local disk is lost without an error', area: 'filesystem', what: 'node:fs.writeFileSync', file: 'src/old/exporter.js', line: 40, reach: 'dead', persistence: 'durable', reachedBy: [] }),
];

/** Only tests and scripts reach these: the scan keeps them apart. */
export const sampleApart: Finding[] = [
  finding({ rule: 'fs-durable', title: 'A document on the local disk is lost without an error', area: 'filesystem', what: 'node:fs.writeFileSync', file: 'test/settings.test.js', line: 8, reach: 'test', persistence: 'durable', reachedBy: [] }),
  finding({ rule: 'git-command', title: 'git is started as a process', area: 'git-cli', what: 'node:child_process.execSync', file: 'scripts/release.js', line: 5, reach: 'script', reachedBy: [] }),
];

export const sampleFindings: Finding[] = [...sqlite, ...files, ...machine, ...running, ...hostile, ...unreached];

export const sampleSuppressed: Finding[] = [
  finding({
    rule: 'fs-log', title: 'A log file', area: 'filesystem', what: 'winston.transports.File', file: 'src/lib/log.js', line: 11, persistence: 'log',
    suppressed: { reason: 'only in development, see the runbook', source: 'line' },
  }),
];
