import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Verification } from '../../core/verification.js';
import { parseVerifyScript } from '../../runtime/script.js';
import { verify } from '../../runtime/verify.js';
import { openWorkshop } from './apps.js';

// Real processes on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const workshop = openWorkshop();
afterAll(() => workshop.close());
afterEach(() => expect(workshop.leftovers()).toEqual([]));

/** On Node the jobs are functions that timers call; what they did is asked over HTTP. */
const ORIGINAL = {
  'package.json': '{"type":"module"}',
  'src/jobs.js': `
export const done = [];
export const prune = () => { done.push('pruned'); };
export const mail = ({ to }) => { if (to === 'nobody') throw Object.assign(new TypeError('no such address'), { code: 'E_ADDRESS' }); done.push('mail ' + to); };
`,
  'src/app.js': "import { done } from './jobs.js';\nexport default (request, response) => { response.setHeader('content-type', 'application/json'); response.end(JSON.stringify(done)); };\n",
};

/** On Workers: a schedule, a queue with a dead letter queue, a Durable Object that keeps rows, a Workflow that is started by the schedule. */
const WORKER = `
import { DurableObject, WorkflowEntrypoint, env } from 'cloudflare:workers';
export class Done extends DurableObject {
  constructor(state, given) { super(state, given); state.storage.sql.exec('CREATE TABLE IF NOT EXISTS done (what TEXT)'); }
  add(what) { this.ctx.storage.sql.exec('INSERT INTO done VALUES (?)', what); }
  all() { return this.ctx.storage.sql.exec('SELECT what FROM done').toArray().map(({ what }) => what); }
}
const done = () => env.DONE.get(env.DONE.idFromName('all'));
export class Prune extends WorkflowEntrypoint {
  async run(event, step) { await step.do('prune', () => done().add('pruned')); }
}
export default {
  async fetch(request) { return Response.json(await done().all(), { headers: { 'content-type': 'application/json' } }); },
  async scheduled() {
    const instance = await env.PRUNE.create();
    for (let i = 0; i < 100 && (await instance.status()).status !== 'complete'; i++) await scheduler.wait(20);
  },
  async queue(batch) {
    for (const { body } of batch.messages) {
      if (batch.queue === 'lost') await done().add('lost ' + body.to);
      else if (body.to === 'nobody') throw Object.assign(new TypeError('no such address'), { code: 'E_ADDRESS' });
      else await done().add('mail ' + body.to);
    }
  },
};
`;

const WRANGLER = {
  name: 'jobs', main: 'src/worker.js', compatibility_date: '2026-11-17', triggers: { crons: ['0 3 * * *'] },
  durable_objects: { bindings: [{ name: 'DONE', class_name: 'Done' }] }, migrations: [{ tag: 'v1', new_sqlite_classes: ['Done'] }],
  workflows: [{ binding: 'PRUNE', name: 'prune', class_name: 'Prune' }],
  queues: { producers: [{ binding: 'MAIL', queue: 'mail' }], consumers: [{ queue: 'mail', max_batch_timeout: 0, max_batch_size: 1, max_retries: 1, dead_letter_queue: 'lost' }, { queue: 'lost', max_batch_timeout: 0 }] },
};

const STEPS = {
  cron: '{ cron: "0 3 * * *", onNode: { module: src/jobs.js, export: prune } }',
  mail: '{ queue: mail, messages: [{ to: ada }, { to: eve }], onNode: { module: src/jobs.js, export: mail } }',
};

function played(steps: string[], worker = WORKER, wrangler: object = WRANGLER): Promise<Verification> {
  const script = parseVerifyScript(`entry: { start: node src/server.js }\nrequests:\n${steps.map((step) => `  - ${step}\n`).join('')}`, 'verify.yaml');
  const original = workshop.app({ ...ORIGINAL, 'src/server.js': "import http from 'node:http';\nimport app from './app.js';\nhttp.createServer(app).listen(process.env.PORT);\n" });
  const migrated = workshop.app({ 'package.json': '{"type":"module"}', 'src/worker.js': worker, 'wrangler.json': JSON.stringify(wrangler) });
  return verify({ original, migrated, script, migratedOnNode: false });
}

const rows = ({ requests }: Verification): string[] => requests.flatMap(({ round, title, differences }) => differences.map(({ where, node, workers }) => `${round} ${title}: ${where} ${node} → ${workers}`));

describe('events in a script', () => {
  it('reach the scheduled handler, the queue, a Durable Object with rows and a Workflow, and the functions on Node', async () => {
    const result = await played([STEPS.cron, 'GET /', STEPS.mail, '{ drain: 5 }', '{ wait: 0.1 }', 'GET /']);
    expect(rows(result)).toEqual([]);
    expect(result.requests[5]?.workers.body).toBe('["pruned","mail ada","mail eve"]');
    expect(result.requests[0]).toMatchObject({ title: 'cron 0 3 * * *', node: { event: 'done' }, workers: { event: 'done' } });
    expect(result.equal).toBe(true);
  });

  it('tell the class and code of what a handler throws; a message that fails is retried and lands in the dead letter queue', async () => {
    const result = await played(['{ queue: mail, messages: [{ to: nobody }], onNode: { module: src/jobs.js, export: mail } }', 'GET /']);
    expect(result.requests[0]).toMatchObject({ equal: true, node: { failure: { message: 'TypeError (E_ADDRESS): no such address' } } });
    expect(result.requests[1]).toMatchObject({ equal: false, node: { body: '[]' }, workers: { body: '["lost nobody"]' } });
    const other = await played(['{ queue: mail, messages: [{ to: nobody }], onNode: { module: src/jobs.js, export: mail } }'], WORKER.replace("{ code: 'E_ADDRESS' }", '{}'));
    expect(rows(other)[0]).toBe('1 queue mail: answer error: TypeError (E_ADDRESS): no such address → error: TypeError: no such address');
  });

  it('say what is not there: a schedule without a trigger, a queue without a consumer; on Node nothing need stand for them', async () => {
    const result = await played(['{ cron: "0 4 * * *" }', '{ queue: bills, messages: [1] }', '{ cron: "0 3 * * *" }'], WORKER, WRANGLER);
    expect(rows(result).slice(0, 2)).toEqual([
      '1 cron 0 4 * * *: answer not run → error: no trigger of the wrangler configuration has the schedule "0 4 * * *": on Cloudflare nothing would fire it',
      '1 queue bills: answer not run → error: the wrangler configuration names no consumer of the queue bills',
    ]);
    expect(result.requests[2]).toMatchObject({ equal: true, node: { event: 'not run' }, workers: { event: 'done' } });
  });

  it('are those of the own Worker when a module of the app serves', async () => {
    const script = parseVerifyScript(`entry: { module: src/app.js }\nrequests:\n  - ${STEPS.cron}\n  - GET /\n`, 'verify.yaml');
    const worker = "import { prune } from './jobs.js';\nexport default { fetch: () => new Response('never'), scheduled: () => prune() };\n";
    const migrated = workshop.app({ ...ORIGINAL, 'src/worker.js': worker, 'wrangler.json': JSON.stringify({ name: 'jobs', main: 'src/worker.js', compatibility_date: '2026-11-17', triggers: { crons: ['0 3 * * *'] } }) });
    const result = await verify({ original: workshop.app(ORIGINAL), migrated, script, migratedOnNode: false });
    expect(rows(result)).toEqual([]);
    expect(result.requests[1]?.workers.body).toBe('["pruned"]');
  });
});
