import { describe, expect, test } from 'vitest';
import { sitesIn } from './linked.js';

const HEAD = `import http from 'node:http'; import fs from 'node:fs'; import path from 'node:path'; import { execFileSync } from 'node:child_process'; import express from 'express';
const DIR = 'notes'; const app = express(); const fileOf = (req) => path.join(DIR, encodeURIComponent(req.url.slice(1)) + '.json');\n`;

const isScratch = (code: string): boolean => sitesIn(HEAD + code, { 'package.json': '{"main":"app.js","type":"module"}' }).some((site) => site.storage?.persistence === 'temp');

/** One handler for whatever comes. */
const server = (body: string, before = ''): string => `${before}\nhttp.createServer((req, res) => { ${body} }).listen(8080);`;
const put = (body: string, more = ''): string => `app.put('/:id', async (req, res) => { ${body} });\napp.get('/:id', (req, res) => res.end(fs.readFileSync(path.join(DIR, req.params.id))));\n${more}`;
const job = (body: string, more = ''): string => `app.post('/:id', async (req, res) => { const file = path.join('work', req.params.id); ${body} });\n${more}`;

const WRITE = `fs.writeFileSync(fileOf(req), 'x');`;
const REMOVE = `fs.unlinkSync(fileOf(req));`;
const READ = `res.end(fs.readFileSync(fileOf(req)));`;

describe('a document stays one', () => {
  test.each([
    ['one handler, and no branch leaves', server(`if (req.method === 'PUT') { ${WRITE} res.end(); } if (req.method === 'DELETE') { ${REMOVE} res.end(); } if (req.method === 'GET') { ${READ} }`)],
    ['the removal comes first', server(`if (req.method === 'DELETE') { ${REMOVE} } if (req.method === 'PUT') { fs.mkdirSync(DIR, { recursive: true }); ${WRITE} } if (req.method === 'GET') ${READ}`)],
    ['a method of a class', server('site.handle(req, res);', `class Site { handle(req, res) { if (req.method === 'PUT') { ${WRITE} } if (req.method === 'DELETE') { ${REMOVE} } if (req.method === 'GET') { ${READ} } } } const site = new Site();`)],
    ['conditions that have names', server(`const put = req.method === 'PUT', drop = req.method === 'DELETE'; if (put) ${WRITE} if (drop) ${REMOVE} if (!put && !drop) ${READ}`)],
    ['conditions before &&', server(`req.method === 'PUT' && fs.writeFileSync(fileOf(req), 'x'); req.method === 'DELETE' && fs.unlinkSync(fileOf(req)); req.method === 'GET' && res.end(fs.readFileSync(fileOf(req)));`)],
    ['an address that is taken apart', server(`const save = /^.save.(.+)$/.exec(req.url); const drop = /^.drop.(.+)$/.exec(req.url); if (save) fs.writeFileSync(path.join(DIR, save[1]), 'x'); if (drop) fs.unlinkSync(path.join(DIR, drop[1])); if (!save) res.end(fs.readFileSync(path.join(DIR, req.url)));`)],
    ['a function that is told what to do', `function handle(mode, id) { const file = path.join(DIR, id); if (mode === 'put') fs.writeFileSync(file, 'x'); if (mode === 'drop') fs.unlinkSync(file); } app.delete('/:id', (req, res) => { handle('drop', req.params.id); res.end(); });\n${put(`handle('put', req.params.id); res.end();`)}`],
    ['branches within a branch that leave', server(`if (req.url.startsWith('/n/')) { if (req.method === 'PUT') { ${WRITE} res.end(); return; } if (req.method === 'GET') { ${READ} return; } } ${REMOVE} res.end();`)],
    ['a try that has returned', put(`const file = path.join(DIR, req.params.id); try { fs.writeFileSync(file, 'x'); return res.end(); } catch (e) { console.error(e); } fs.unlinkSync(file); res.end();`)],
    ['a way that returns in between', put(`const file = path.join(DIR, req.params.id); fs.writeFileSync(file, 'x'); if (req.query.keep) return res.end(); fs.unlinkSync(file); res.end();`)],
    ['removed where it is asked for', put(`const file = path.join(DIR, req.params.id); fs.writeFileSync(file, 'x'); if (req.query.drop) fs.unlinkSync(file); res.end();`)],
    ['a reset that makes the folder anew', server(`if (req.url === '/reset') { fs.rmSync(DIR, { recursive: true }); fs.mkdirSync(DIR); res.end(); } if (req.method === 'PUT') ${WRITE} if (req.method === 'GET') ${READ}`)],
    ['a reset in a function', server(`if (req.url === '/reset') { reset(); return res.end(); } if (req.method === 'PUT') ${WRITE} ${READ}`, `function reset() { fs.rmSync(DIR, { recursive: true, force: true }); fs.mkdirSync(DIR, { recursive: true }); }`)],
    ['a folder that a request makes anew', `app.post('/:id', (req, res) => { const dir = path.join(DIR, req.params.id); fs.rmSync(dir, { recursive: true }); fs.mkdirSync(dir); fs.writeFileSync(path.join(dir, 'a.json'), 'x'); res.end(); }); app.get('/:id', (req, res) => res.end(fs.readFileSync(path.join(DIR, req.params.id, 'a.json'))));`],
    ['a folder that another request takes away', server(`const dir = path.join(DIR, req.headers.user); if (req.url === '/on') { fs.mkdirSync(dir); fs.writeFileSync(path.join(dir, 'profile.json'), '{}'); } if (req.url === '/off') { fs.rmSync(dir, { recursive: true }); } if (req.url === '/me') res.end(fs.readFileSync(path.join(dir, 'profile.json')));`)],
    ['a probe beside it, in the same handler', server(`if (req.url === '/ready') { const probe = path.join(DIR, req.headers.id); fs.writeFileSync(probe, ''); fs.unlinkSync(probe); } if (req.method === 'PUT') keep(req); if (req.method === 'GET') res.end(fs.readFileSync(path.join(DIR, req.headers.id)));`, `function keep(req) { fs.writeFileSync(path.join(DIR, req.headers.id), 'x'); }`)],
    ['a probe beside what is appended', `app.post('/probe/:id', (req, res) => { const file = path.join(DIR, req.params.id); fs.writeFileSync(file, ''); fs.unlinkSync(file); res.end(); });\n${put(`fs.appendFileSync(path.join(DIR, req.params.id), 'x'); res.end();`)}`],
    ['another name takes its place', put(`const { id, next } = req.params; fs.writeFileSync(path.join(DIR, next), 'x'); fs.unlinkSync(path.join(DIR, id)); res.end();`)],
    ['another name that the pattern takes in', put(`const { id } = req.params; fs.copyFileSync(path.join(DIR, id), path.join(DIR, id + '.old')); fs.unlinkSync(path.join(DIR, id)); res.end();`, `app.post('/:id', (req, res) => { fs.writeFileSync(path.join(DIR, req.params.id), 'x'); res.end(); });`)],
    ['the name of a variable that was given another one', put(`let file = path.join(DIR, req.params.id); fs.writeFileSync(file, 'x'); file = path.join(DIR, req.query.old); fs.unlinkSync(file); res.end();`)],
    ['the name that the last request left', put(`const key = String(Math.random()); fs.writeFileSync(path.join(DIR, key), 'x'); fs.unlinkSync(path.join(DIR, last)); last = key; res.end();`, `let last = '';`)],
    ['two lists', put(`for (const one of req.body.added) fs.writeFileSync(path.join(DIR, one.name), one.text); for (const one of req.body.removed) fs.unlinkSync(path.join(DIR, one.name)); res.end();`)],
    ['old ones go', put(`fs.writeFileSync(path.join(DIR, req.params.id), 'x'); for (const old of fs.readdirSync(DIR).sort().slice(0, -10)) fs.unlinkSync(path.join(DIR, old)); res.end();`)],
    ['a function that keeps for one caller and not for the other', put(`keep(req.params.id); res.end();`, `function keep(id) { fs.writeFileSync(path.join(DIR, id), 'x'); } app.post('/try/:id', (req, res) => { keep(req.params.id); fs.unlinkSync(path.join(DIR, req.params.id)); res.end(); });`)],
    ['what could not be sent waits', `app.post('/:id', async (req, res) => { const file = path.join(DIR, req.params.id); fs.writeFileSync(file, 'x'); try { await send(file); fs.unlinkSync(file); } catch { console.log('later'); } res.end(); });
const send = async (file) => { await fetch('http://x', { method: 'POST', body: fs.readFileSync(file) }); }; setInterval(async () => { for (const name of fs.readdirSync(DIR)) { await send(path.join(DIR, name)); fs.unlinkSync(path.join(DIR, name)); } }, 1000);`],
  ])('%s', (_name, code) => {
    expect(isScratch(code)).toBe(false);
  });
});

const WORK = `fs.writeFileSync(file, 'x'); const out = execFileSync('convert', [file]);`;

describe('what a run makes for itself is scratch', () => {
  test.each([
    ['removed at the end', job(`${WORK} fs.unlinkSync(file); res.end(out);`)],
    ['in a branch of one handler', server(`if (req.method === 'POST') { const file = path.join('work', req.headers.id); ${WORK} fs.rmSync(file); res.write(out); } res.end();`)],
    ['in a finally', job(`try { ${WORK} res.end(out); } finally { fs.unlinkSync(file); }`)],
    ['in a finally, behind a return', job(`fs.writeFileSync(file, 'x'); try { return res.end(execFileSync('convert', [file])); } finally { fs.unlinkSync(file); }`)],
    ['in a finally, made on a way that returns', job(`try { if (req.query.zip) { ${WORK} return res.end(out); } res.end(); } finally { if (fs.existsSync(file)) fs.unlinkSync(file); }`)],
    ['in a finally, by a function that is called there', job(`const clean = () => { fs.unlinkSync(file); }; try { ${WORK} res.end(out); } finally { clean(); }`)],
    ['in a finally, where there is a name', job(`let made; try { made = path.join('work', req.query.name); fs.writeFileSync(made, 'x'); res.end(execFileSync('convert', [made])); } finally { if (made) fs.unlinkSync(made); }`)],
    ['one after the other of a list', job(`const page = file + '.html'; const image = file + '.png'; try { fs.writeFileSync(page, 'x'); fs.writeFileSync(image, 'x'); res.end(execFileSync('convert', [page])); } finally { for (const one of [page, image]) fs.unlinkSync(one); }`)],
    ['where it failed, and where it did not', job(`try { ${WORK} res.write(out); } catch { fs.unlinkSync(file); return res.status(500).end(); } fs.unlinkSync(file); res.end();`)],
    ['on either way', job(`${WORK} if (out.length > 0) { fs.unlinkSync(file); return res.end(out); } fs.unlinkSync(file); res.status(400).end();`)],
    ['where nothing failed', job(`${WORK} if (!out) throw new Error('nothing'); fs.unlinkSync(file); res.end(out);`)],
    ['where it is still there', job(`${WORK} if (fs.existsSync(file)) fs.unlinkSync(file); res.end(out);`)],
    ['where it is still there, before &&', job(`${WORK} fs.existsSync(file) && fs.unlinkSync(file); res.end(out);`)],
    ['where it is still there, else it ends', job(`${WORK} res.end(out); if (!fs.existsSync(file)) return; fs.unlinkSync(file);`)],
    ['for what happens in between on a condition', job(`${WORK} if (out) { res.write(out); } fs.unlinkSync(file); res.end();`)],
    ['when a promise is done', job(`fs.promises.writeFile(file, 'x').then(() => execFileSync('convert', [file])).finally(() => fs.promises.unlink(file)); res.end();`)],
    ['a folder with all that functions put into it', job(`fs.mkdirSync(file); try { fill(file); res.end(pack(file)); } finally { fs.rmSync(file, { recursive: true }); }`, `function fill(dir) { fs.writeFileSync(path.join(dir, 'a'), ''); } function pack(dir) { return fs.readFileSync(path.join(dir, 'a')); }`)],
    ['a folder of an object', job(`res.end(new Job(req.params.id).run());`, `class Job { constructor(id) { this.dir = path.join('work', id); } run() { fs.mkdirSync(this.dir); this.fill(); const out = fs.readFileSync(path.join(this.dir, 'a')); fs.rmSync(this.dir, { recursive: true }); return out; } fill() { fs.writeFileSync(path.join(this.dir, 'a'), ''); } }`)],
    ['a folder that is lent', job(`res.end(await lend(req.params.id, async (dir) => { fs.writeFileSync(path.join(dir, 'a'), 'x'); return fs.readFileSync(path.join(dir, 'a')); }));`, `async function lend(id, work) { const dir = path.join('work', id); fs.mkdirSync(dir); try { return await work(dir); } finally { fs.rmSync(dir, { recursive: true }); } }`)],
    ['a folder that is filled within a lock that others take too', job(`fs.mkdirSync(file); try { await locked(() => fill(file)); } finally { fs.rmSync(file, { recursive: true }); } res.end();`, `async function locked(work) { return await work(); } function fill(dir) { fs.writeFileSync(path.join(dir, 'a'), 'x'); } app.get('/', async (req, res) => { await locked(() => res.end()); });`)],
    ['files of a list', job(`for (const one of req.body) fs.writeFileSync(path.join('work', one.name), one.text); const out = execFileSync('cat', []); for (const one of req.body) fs.unlinkSync(path.join('work', one.name)); res.end(out);`)],
    ['files that callbacks write', job(`fs.mkdirSync(file); await Promise.all(req.body.map(async (one) => { await fs.promises.writeFile(path.join(file, one.name), one.text); })); res.end(execFileSync('tar', [file])); fs.rmSync(file, { recursive: true });`)],
  ])('%s', (_name, code) => {
    expect(isScratch(code)).toBe(true);
  });
});

test('a copy into a folder is a document there, whatever becomes of what was copied', () => {
  const sites = sitesIn(HEAD + put(`const file = path.join(DIR, req.params.id); fs.writeFileSync(file + '.new', 'x'); fs.copyFileSync(file + '.new', file); fs.unlinkSync(file + '.new'); res.end();`), { 'package.json': '{"main":"app.js","type":"module"}' });
  expect(sites.filter((site) => /copyFile|readFile/.test(site.origin)).map((site) => site.storage?.persistence)).toEqual(['durable', 'durable']);
});
