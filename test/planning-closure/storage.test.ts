/** Where stored resources go, by how routes, jobs and clocks use them; and the plan for the legacy app. */
import { describe, expect, it } from 'vitest';
import { homePath } from '../../core/home.js';
import { openProject } from '../../core/project.js';
import { readFacts } from '../../pipeline/facts.js';
import { linkProject, programOfText } from '../../pipeline/link.js';
import { type StorageOptions, type StoragePlan, planStorage } from '../../planning/storage.js';
import { loadRules } from '../../rules/load.js';

const HEAD = `import express from 'express';
import cron from 'node-cron';
import fs from 'node:fs';
const app = express();
const read = (file, fallback) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : fallback);
const write = (file, value) => fs.writeFileSync(file, JSON.stringify(value));
app.get('/value/:id', (req, res) => res.json([read('data/value.json', {}), read(\`data/values/\${req.params.id}.json\`, {})]));
app.listen(3000);
`;

function plan(body: string, over: Partial<StorageOptions> = {}): StoragePlan {
  const program = programOfText({
    'package.json': '{ "name": "port", "type": "module", "scripts": { "start": "node server.js" }, "dependencies": { "express": "^5.1.0" } }',
    'server.js': HEAD + body,
  });
  return planStorage(program, [], { codemod: 'fs-to-kv', target: 'workers', ...over });
}

const targetOf = (storage: StoragePlan, pattern: string): string | undefined => storage.resources.find((resource) => resource.pattern === pattern)?.target;
const reasonOf = (storage: StoragePlan, pattern: string): string => storage.resources.find((resource) => resource.pattern === pattern)?.reason ?? '';

describe('documents of which one can name the same file as the other', () => {
  const body = "app.put('/shelves/:name', (req, res) => { write(`shelves/${req.params.name}`, req.body); res.end(read(`shelves/${req.params.name}`, '')); });\napp.get('/count/:name', (req, res) => { write(`shelves/${req.params.name}/count`, read(`shelves/${req.params.name}/count`, 0) + 1); res.end(); });";
  it('go to R2 together', () => {
    const storage = plan(body, { codemod: 'fs-to-r2' });
    expect(storage.resources.filter(({ pattern }) => pattern.startsWith('shelves')).map(({ pattern, target }) => [pattern, target])).toEqual([['shelves/*', 'r2'], ['shelves/*/count', 'r2']]);
    expect(reasonOf(storage, 'shelves/*')).toMatch(/can name the same file as shelves\/\*\/count/);
  });
  it('stay apart where a person said so in writing', () => {
    expect(targetOf(plan(body, { accept: ['shelves/*'] }), 'shelves/*')).toBe('kv');
  });
});

describe('a durable document goes', () => {
  const cases: [string, string, string, string, RegExp][] = [
    ['to KV when a PUT replaces it', 'data/value.json', 'kv', "app.put('/value', (req, res) => { write('data/value.json', req.body); res.end(); });", /Written rarely \(PUT \/value\).*60 seconds/],
    ['to KV when a PATCH merges into it and could be overtaken before', 'data/value.json', 'kv', "app.patch('/value', async (req, res) => { const value = JSON.parse(await fs.promises.readFile('data/value.json', 'utf8')); await fs.promises.writeFile('data/value.json', JSON.stringify({ ...value, ...req.body })); res.end(); });", /60 seconds/],
    ['to R2 when a PATCH merges into it in one synchronous step', 'data/value.json', 'r2', "app.patch('/value', (req, res) => { const value = read('data/value.json', {}); write('data/value.json', { ...value, ...req.body }); res.end(); });", /nothing can come between/],
    ['to KV when a POST writes one of many', 'data/values/*.json', 'kv', "app.post('/values/:id', (req, res) => { write(`data/values/${req.params.id}.json`, req.body); res.end(); });", /60 seconds/],
    ['to KV when a cron of once a day writes it', 'data/value.json', 'kv', "cron.schedule('15 3 * * *', () => write('data/value.json', {}));", /60 seconds/],
    ['to R2 when a cron of every minute writes it', 'data/value.json', 'r2', "cron.schedule('* * * * *', () => write('data/value.json', {}));", /by a clock or a queue/],
    ['to R2 when an interval writes it', 'data/value.json', 'r2', "setInterval(() => write('data/value.json', {}), 1000);", /by a clock or a queue/],
    ['to R2 when a GET writes it', 'data/value.json', 'r2', "app.get('/count', (req, res) => { const value = read('data/value.json', {}); write('data/value.json', value); res.end(); });", /GET \/count writes it/],
    ['to R2 when every POST adds to the one document', 'data/value.json', 'r2', "app.post('/value', (req, res) => { const value = read('data/value.json', []); write('data/value.json', [...value, req.body]); res.end(); });", /lose one addition/],
    ['to R2 when the work after the response updates what the request created', 'data/values/*.json', 'r2', "app.post('/values/:id', async (req, res) => { const file = `data/values/${req.params.id}.json`; write(file, { state: 'new' }); res.json({}); await run(file); });\nasync function run(file) { await fetch('https://port.example'); write(`data/values/${file}.json`, { state: 'done' }); }", /written, then polled/],
    ['to R2 when from where it is written is not seen', 'data/value.json', 'r2', "const later = JSON.parse(process.env.HOOKS); later.keep = (value) => write('data/value.json', value);", /From where the writing code is reached is not known/],
    ['to nobody yet when nothing in the program reads it', 'data/only.json', 'decide', "app.put('/only', (req, res) => { write('data/only.json', req.body); res.end(); });", /Nothing in the running program reads it/],
    ['to nobody yet when its name is that of a SQLite database', 'data/tiles.mbtiles', 'decide', "app.put('/tiles', (req, res) => { write('data/tiles.mbtiles', req.body); res.end(read('data/tiles.mbtiles')); });", /SQLite file cannot be opened on Workers/],
    ['to nobody yet when it is appended to', 'data/value.json', 'decide', "app.put('/value', (req, res) => { fs.appendFileSync('data/value.json', 'x'); res.end(); });", /appended to/],
  ];
  it.each(cases)('%s', (_, pattern, target, body, reason) => {
    const storage = plan(body);
    expect([targetOf(storage, pattern), reasonOf(storage, pattern)]).toEqual([target, expect.stringMatching(reason)]);
  });

  it('to KV after all when a person accepts the staleness in writing, and the plan says so', () => {
    const storage = plan("setInterval(() => write('data/value.json', {}), 1000);", { accept: ['data/value.json'] });
    expect(targetOf(storage, 'data/value.json')).toBe('kv');
    expect(reasonOf(storage, 'data/value.json')).toMatch(/^Accepted in writing, although: .*clock.* 60 seconds/);
    expect(storage.resources.find((resource) => resource.pattern === 'data/value.json')?.accepted).toBeTypeOf('string');
  });

  it('but an appended one not even then', () => {
    expect(targetOf(plan("app.put('/value', (req, res) => { fs.appendFileSync('data/value.json', 'x'); res.end(); });", { accept: ['data/value.json'] }), 'data/value.json')).toBe('decide');
  });

  it('to R2 in a Container, which has no KV binding', () => {
    expect(targetOf(plan("app.put('/value', (req, res) => { write('data/value.json', req.body); res.end(); });", { target: 'containers' }), 'data/value.json')).toBe('r2');
  });
});

describe('what reads and writes back', () => {
  const steps = (write: string): number => {
    const storage = plan(`app.put('/value', (req, res) => { const value = fs.readFileSync('data/value.json', 'utf8'); ${write} });`, { codemod: 'fs-to-r2', accept: ['data/value.json'] });
    expect(targetOf(storage, 'data/value.json')).toBe('r2');
    return storage.components.flatMap((component) => component.steps ?? []).length;
  };

  it('is one step in R2', () => expect(steps("fs.writeFileSync('data/value.json', value + 1); res.end();")).toBe(1));

  it('is none when a stream writes it, which goes on when the function has returned', () => {
    expect(steps("const out = fs.createWriteStream('data/value.json'); out.on('finish', () => res.end(value)); req.pipe(out);")).toBe(0);
  });
});

describe('a plan', () => {
  const body = "app.put('/value', (req, res) => { write('data/value.json', req.body); res.end(); });\napp.put('/values/:id', (req, res) => { write(`data/values/${req.params.id}.json`, req.body); res.end(); });";

  it('has a binding only when something moves', () => {
    expect(plan(body).bindings.map((binding) => binding.binding)).toEqual(['DOCUMENTS']);
    expect(plan('').bindings).toEqual([]);
  });

  it('leaves out what --only does not name, and says so', () => {
    const storage = plan(body, { only: ['data/value.json'] });
    expect(storage.components.map((component) => [component.status, component.resources])).toEqual([['rewrite', ['files:data/value.json']], ['skipped', ['files:data/values/*.json']]]);
    expect(plan(body, { only: ['elsewhere/'] }).components.every((component) => component.status === 'skipped')).toBe(true);
  });

  it('tells which accepted name fits nothing, with the nearest that would', () => {
    expect(plan(body, { accept: ['data/valu.json'] }).problems).toEqual(['accept data/valu.json: no stored file of this program has that name; did you mean data/value.json?']);
  });

  it('does not depend on the order in which resources are found', () => {
    const ids = plan(body).components.map((component) => component.id);
    expect(ids).toEqual([...ids].sort());
  });
});

describe('the legacy app', () => {
  const project = openProject(homePath('fixtures/legacy-app'));
  const { program } = linkProject(project, readFacts(project), loadRules());
  const storage = planStorage(program, [], { codemod: 'fs-to-kv', target: 'workers' });

  it('moves its settings and its content index to KV, as one component', () => {
    expect(storage.components.map((component) => [component.status, component.resources])).toEqual([['rewrite', ['files:<env DATA_DIR|data>/content/*.json', 'files:<env DATA_DIR|data>/settings.json']]]);
  });

  it('refuses its job records, which are written and then polled, and names fs-to-r2', () => {
    const jobs = storage.resources.find((resource) => resource.pattern === '<env DATA_DIR|data>/jobs/*.json');
    expect([jobs?.target, jobs?.codemod]).toEqual(['r2', 'fs-to-r2']);
    expect(jobs?.reason).toMatch(/written, then polled/);
    expect(jobs?.reason).toMatch(/GET \/jobs/);
  });

  it('gives every other file a target and a reason, and moves none of them', () => {
    const moved = storage.resources.filter((resource) => resource.target === 'kv').map((resource) => resource.pattern);
    expect(moved.sort()).toEqual(['<env DATA_DIR|data>/content/*.json', '<env DATA_DIR|data>/settings.json']);
    for (const resource of storage.resources) expect(resource.reason, resource.pattern).toMatch(/\w{3}/);
  });

  it('gives the wrapper a second version only where the job records use it too', () => {
    expect(storage.components[0]?.variants?.map((variant) => variant.name)).toEqual(['readJsonStored', 'writeJsonStored', 'removeJsonStored']);
  });
});
