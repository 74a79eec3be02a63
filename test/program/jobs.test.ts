/** Work that nobody waits for, and work that somebody does. */
import { describe, expect, test } from 'vitest';
import { linked, sitesIn } from './linked.js';

const jobsIn = (text: string, more: Record<string, string> = {}): string[] => linked({ 'app.js': text, ...more }).jobs.map((job) => `${job.kind} ${job.what}:${job.at.line}`);

const APP = `const app = require('express')(); const mail = async (to) => { await fetch('https://mail.example/' + to); };`;
const JOBS: [what: string, text: string, found: string[]][] = [
  ['a chain that ends in catch beside a response', `${APP}\napp.post('/', async (req, res) => {\nmail(req.body.to).catch(console.error);\nreturn res.json({});\n});`, ['un-awaited mail:3']],
  ['a function that returns a promise without being async', `${APP}\nconst invite = (to) => mail(to);\napp.post('/', (req, res) => {\ninvite(req.body.to).catch((error) => console.error(error));\nres.json({});\n});`, ['un-awaited invite:4']],
  ['a request whose answer is only logged', `${APP}\nconst request = require('request');\nfunction tell(text) {\nrequest({ url: 'https://chat.example', body: text }, function (err) { if (err) console.error(err); });\n}\napp.post('/', (req, res) => { tell(req.body.text); res.json({}); });`, ['un-awaited request:4']],
  ['loops started when the server listens', `${APP}\nasync function water() {\nfor (const tree of [1, 2]) await fetch('https://tree.example/' + tree);\n}\napp.listen(80, () => {\nwater();\n});`, ['un-awaited water:6']],
  ['timers that lead back through a second function', `async function look() { await fetch('https://tree.example'); again(); }\nfunction again() { setTimeout(look, 1000); }\nlook();`, ['polling again:2']],
  ['not: what waits until the rest is done and ends the process', `${APP}\nlet open = 0;\nasync function close() {\nwhile (open > 0) await mail('wait');\nprocess.exit(0);\n}\nfunction fail() {\nclose();\n}\nexports.fail = fail;`, []],
  ['a loop that ends the process when it fails', `${APP}\nasync function water() {\nfor (const tree of [1, 2]) await mail(tree);\nif (Date.now() < 0) process.exit(1);\n}\nfunction begin() {\nwater();\n}\nexports.begin = begin;`, ['un-awaited water:7']],
  ['not: a promise that is awaited, returned or answered from', `${APP}
    app.post('/a', async (req, res) => { await mail('a'); res.json({}); });
    app.post('/b', (req, res) => { mail('b').then(() => res.json({})).catch(() => res.status(500).end()); });
    app.post('/c', (req, res, next) => mail('c').catch(next));`, []],
  ['not: a helper that answers', `${APP}\nconst send = async (req, res) => { res.json(await mail('a')); };\napp.get('/', (req, res) => { send(req, res); });`, []],
  ['not: main', `${APP}\nasync function main() { for (const tree of [1, 2]) await mail(tree); app.listen(80); }\nmain();\nmain().catch(console.error);`, []],
  ['not: a retry whose promise is awaited', `const retry = (work, left) => work().catch(() => new Promise((resolve) => setTimeout(() => resolve(retry(work, left - 1)), 100)));\nexports.retry = retry;`, []],
  ['not: a function that asks again until its promise is settled', `exports.ready = (probe) => new Promise((resolve, reject) => { let left = 100; const ask = () => { if (--left < 0) return reject(new Error('late')); if (probe()) return resolve(); setTimeout(ask, 200); }; ask(); });`, []],
];

describe('work that outlives its request, and its look-alikes', () => {
  test.each(JOBS)('%s', (_what, text, found) => {
    expect(jobsIn(text)).toEqual(found);
  });
});

const ENDED: [what: string, text: string, ended: boolean][] = [
  ['a client that a check opens and closes', `const mqtt = require('mqtt'); exports.check = (url) => new Promise((resolve) => { const client = mqtt.connect(url); client.on('connect', () => { client.end(); resolve(); }); });`, true],
  ['a schedule made to test its pattern', `const { Cron } = require('croner'); exports.valid = (pattern) => { const job = new Cron(pattern, () => {}); job.stop(); };`, true],
  ['not: a client that stays', `const mqtt = require('mqtt'); exports.open = (url) => { const client = mqtt.connect(url); client.on('message', console.log); };`, false],
  ['not: a schedule that gives back how to stop it', `const { Cron } = require('croner'); exports.plan = (pattern, work) => { const job = new Cron(pattern, work); return { stop: () => job.stop() }; };`, false],
];

describe('what a call makes is closed again', () => {
  test.each(ENDED)('%s', (_what, text, ended) => {
    expect(sitesIn(text).filter((site) => /^(?:mqtt\.connect|croner\.Cron)$/.test(site.origin)).map((site) => site.ended === true)).toEqual([ended]);
  });
});
