import { afterAll, describe, expect, it } from 'vitest';
import type { Cause, Verification } from '../../core/verification.js';
import { parseVerifyScript } from '../../runtime/script.js';
import { verify } from '../../runtime/verify.js';
import { openWorkshop } from './apps.js';

const workshop = openWorkshop();
afterAll(() => workshop.close());

async function diagnosed(files: Record<string, string>, requests: string[], entry = '{ module: app.mjs }'): Promise<Verification> {
  const root = workshop.app(files);
  const script = parseVerifyScript(`entry: ${entry}\ntimeLimit: 2\nrequests: [${requests.join(', ')}]\n`, 'verify.yaml');
  return verify({ original: root, migrated: root, script, diagnose: true });
}

const told = (causes: Cause[] | undefined): string[] => (causes ?? []).map(({ kind, subject, at }) => `${kind} ${subject} ${at[0] ? `${at[0].file}:${at[0].line}` : 'nowhere'}`);

describe('causes in requests', () => {
  it('are what is refused, even when the app catches it and answers 500, and later requests only follow', async () => {
    const { causes, requests, diagnosis } = await diagnosed({
      'app.mjs': `import { load, save } from './notes.mjs';
export default async (request, response) => {
  try {
    if (request.method === 'PUT') { await save('tides'); return response.end('kept'); }
    response.end(await load());
  } catch (error) { response.statusCode = 500; response.end('internal error'); }
};`,
      'notes.mjs': `import { readFile, writeFile } from 'node:fs/promises';
export const save = (text) =>
  writeFile('notes.txt', text);
export const load = () => readFile('notes.txt', 'utf8').catch((error) => { if (error.code === 'ENOENT') return 'none'; throw error; });`,
    }, ['GET /', '{ method: PUT, path: / }', 'GET /']);
    expect(told(causes)).toEqual(['refused-write node:fs.promises.writeFile notes.mjs:3']);
    expect(causes?.[0]).toMatchObject({ when: 'request', target: 'notes.txt', says: 'operation not permitted', differing: 2, seen: [{ index: 1, round: 1 }, { index: 1, round: 2 }] });
    expect(causes?.[0]?.followed).toEqual([{ index: 2, round: 1 }, { index: 0, round: 2 }, { index: 2, round: 2 }]);
    expect(diagnosis?.requests.map(({ equal }) => equal)).toEqual(requests.map(({ equal }) => equal));
  });

  it('are files that vanish with the request that wrote them: where written, where missed', async () => {
    const file = `/tmp/cf-migrate-vanishes-${process.pid}`;
    const { causes } = await diagnosed({
      'app.mjs': `import fs from 'node:fs';
export default (request, response) => {
  const before = fs.existsSync('${file}') ? fs.readFileSync('${file}', 'utf8') : '';
  fs.writeFileSync('${file}', before + 'x');
  response.end(before);
};`,
    }, ['GET /', 'GET /']);
    expect(told(causes)).toEqual(['vanished node:fs.writeFileSync app.mjs:4']);
    expect(causes?.[0]?.elsewhere).toEqual({ file: 'app.mjs', line: 3 });
  });

  it('are processes that cannot be started, work that was cut off, and connections of another request', async () => {
    const { causes } = await diagnosed({
      'app.mjs': `import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
let done = 0;
const run = promisify(execFile);
export default async (request, response) => {
  if (request.url === '/version') return response.end(await run('node', ['--version']).then(({ stdout }) => stdout, () => 'missing'));
  response.end(String(done));
  setTimeout(() => { done += 1; }, 5);
};`,
    }, ['GET /version', 'GET /work', '{ path: /work, wait: 0.1 }']);
    expect(told(causes)).toEqual(['throws node:child_process.execFile app.mjs:6', 'cut-off global.setTimeout app.mjs:8']);
    expect(causes?.[0]).toMatchObject({ target: 'node --version', says: expect.stringContaining('not implemented') as string });
  });

  it('say so when nothing was seen that explains them', async () => {
    const { causes } = await diagnosed({ 'app.mjs': "export default (request, response) => response.end(typeof WebSocketPair);" }, ['GET /']);
    expect(told(causes)).toEqual(['unexplained GET / nowhere']);
    expect(causes?.[0]?.what).toContain('"function"');
  });
});

describe('an answer that is cut off', () => {
  it('is led back to the error that nobody caught, and to code made from a string below it', async () => {
    const { causes, requests } = await diagnosed({
      'app.mjs': `export default (request, response) => {
  response.on('finish', () => {
    if (!globalThis.WebSocketPair) return;
    if (request.url === '/made') new Function('return 1')();
    throw new RangeError('too far out');
  });
  response.end('tides');
};`,
    }, ['GET /', 'GET /made']);
    expect(requests.map(({ workers }) => workers.failure?.kind)).toEqual(['crashed', 'crashed', 'crashed', 'crashed']);
    expect(told(causes)).toEqual(['error global app.mjs:5', 'throws global.Function app.mjs:4']);
    expect(causes?.[0]?.what).toBe('RangeError: too far out, and nothing catches it');
  });
});

describe('what keeps an app from starting', () => {
  it('is the call at which an asynchronous start ended, although nothing tells of it', async () => {
    const { causes, diagnosis } = await diagnosed({
      'app.mjs': `import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
try { crypto.randomUUID(); } catch { console.log('later, then'); }
(async () => {
  if (globalThis.WebSocketPair) {
    fs.mkdirSync('data');
    fs.mkdirSync('data/charts');
    await fs.promises.readdir('/nowhere');
    createRequire(import.meta.url).resolve('tides');
    await import('./late.mjs');
  }
  http.createServer((request, response) => response.end('tides')).listen(3000);
})();`,
      'late.mjs': "import './broken.cjs';\nexport const late = true;",
      'broken.cjs': "throw new Error('ran aground');",
    }, ['GET /'], '{ module: app.mjs, listens: 3000 }');
    expect(told(causes)).toEqual([
      'fails-at-load broken.cjs broken.cjs:1', 'refused-at-load node:fs.mkdirSync app.mjs:7', 'refused-at-load node:fs.mkdirSync app.mjs:8',
      'refused-at-load node:fs.promises.readdir app.mjs:9', 'refused-at-load node:module.createRequire().resolve app.mjs:10',
    ]);
    expect(causes?.[0]?.followed).toEqual([{ index: 0, round: 1 }, { index: 0, round: 2 }]);
    expect(diagnosis?.requests.map(({ equal }) => equal)).toEqual([true, true]);
  });

  it('tells a server on another port than the script asks, and requests without a server as what follows', async () => {
    const port = await diagnosed({ 'app.mjs': "import http from 'node:http';\nhttp.createServer((request, response) => response.end('tides')).listen(globalThis.WebSocketPair ? 8000 : 3000);" }, ['GET /'], '{ module: app.mjs, listens: 3000 }');
    expect(told(port.causes)).toEqual(['error node:http.Server().listen app.mjs:2']);
    expect(port.causes?.[0]?.what).toContain('listens on port 8000, and the script asks port 3000');
    const silent = await diagnosed({
      'app.mjs': "import http from 'node:http';\nimport { open } from './broken.cjs';\nopen(() => http.createServer((request, response) => response.end('tides')).listen(3000));",
      'broken.cjs': "if (globalThis.WebSocketPair) throw new Error('ran aground');\nexports.open = (then) => then();",
    }, ['GET /'], '{ module: app.mjs, listens: 3000 }');
    expect(told(silent.causes)).toEqual(['fails-at-load broken.cjs broken.cjs:1']);
    expect(silent.causes?.[0]?.followed).toEqual([{ index: 0, round: 1 }, { index: 0, round: 2 }]);
  });

  it('goes no further than it is given time for', async () => {
    const root = workshop.app({ 'app.mjs': "setInterval(() => {}, 1000).unref();\nexport default (request, response) => response.end('tides');" });
    const script = parseVerifyScript('entry: { module: app.mjs }\nrequests: [GET /]\n', 'verify.yaml');
    const { diagnosis } = await verify({ original: root, migrated: root, script, diagnose: true, diagnosisSeconds: 0 });
    expect(diagnosis?.stopped?.message).toContain('the time for a diagnosis (0 s) ran out');
  });


  it('is told all at once, past packages that are missing, timers, files and random values; then the requests are played', async () => {
    const { causes, problem, requests, diagnosis } = await diagnosed({
      'app.mjs': `import fs from 'node:fs';
import { randomUUID } from 'node:crypto';
import Database from 'tide-tables';
setInterval(() => {}, 60_000).unref();
const settings = JSON.parse(fs.readFileSync(new URL('settings/default.json', import.meta.url), 'utf8'));
const id = randomUUID();
fs.mkdirSync('data', { recursive: true });
export default (request, response) => {
  if (request.url === '/tides') return response.end(new Database().high());
  response.end(settings.title + typeof id);
};`,
      'settings/default.json': '{ "title": "Harbour" }',
      'node_modules/tide-tables/package.json': '{ "name": "tide-tables", "version": "1.0.0", "exports": { "node": "./index.cjs" } }',
      'node_modules/tide-tables/index.cjs': 'module.exports = class { high() { return "noon"; } };',
    }, ['GET /', 'GET /tides']);
    expect(problem).toMatchObject({ stage: 'bundle', code: 'no-module' });
    expect(requests).toEqual([]);
    expect(told(causes)).toEqual([
      'unresolved tide-tables app.mjs:3', 'refused-at-load global.setInterval app.mjs:4', 'refused-at-load node:fs.readFileSync app.mjs:5',
      'refused-at-load node:crypto.randomUUID app.mjs:6', 'refused-at-load node:fs.mkdirSync app.mjs:7', 'throws tide-tables app.mjs:9',
    ]);
    expect(causes?.[0]?.what).toBe('tide-tables is installed, and has nothing of this name for Workers');
    expect(diagnosis?.requests.map(({ title, equal }) => [title, equal])).toEqual([['GET /', true], ['GET /tides', false], ['GET /', true], ['GET /tides', false]]);
  });

  it('is a package that fails while it loads, and __dirname', async () => {
    const { causes, diagnosis } = await diagnosed({
      'app.mjs': "import { harbour } from 'harbours';\nimport { folder } from './folder.cjs';\nexport default (request, response) => { response.end(request.url === '/harbour' ? harbour() : typeof folder); };",
      'folder.cjs': 'exports.folder = __dirname;',
      'node_modules/harbours/package.json': '{ "name": "harbours", "version": "1.0.0", "main": "index.js" }',
      'node_modules/harbours/index.js': "if (globalThis.WebSocketPair) throw new Error('no harbour in sight');\nexports.harbour = () => 'Vlissingen';",
    }, ['GET /', 'GET /harbour']);
    expect(told(causes)).toEqual(['fails-at-load harbours app.mjs:1', 'refused-at-load global.__dirname folder.cjs:1', 'throws harbours.harbour app.mjs:3']);
    expect(diagnosis).toMatchObject({ stopped: null, workersOnly: false });
  });

  it('is where the diagnosis stops when the app itself throws', async () => {
    const { causes, diagnosis } = await diagnosed({ 'app.mjs': "if (globalThis.WebSocketPair) throw new TypeError('not here');\nexport default (request, response) => response.end('here');" }, ['GET /']);
    expect(causes).toEqual([]);
    expect(diagnosis).toMatchObject({ requests: [], stopped: { message: expect.stringContaining('not here') as string } });
  });
});

it('is given for Workers alone when the original does not start on Node', async () => {
  const { causes, problem, diagnosis } = await diagnosed({
    'app.mjs': "if (!globalThis.WebSocketPair) throw new Error('needs its database');\nimport { execSync } from 'node:child_process';\nexport default (request, response) => { if (request.url === '/fine') return response.end('fine'); response.end(execSync('uptime')); };",
  }, ['GET /fine', 'GET /uptime']);
  expect(problem).toMatchObject({ stage: 'node-start' });
  expect(diagnosis).toMatchObject({ workersOnly: true, requests: [{ equal: true }, { equal: false }, { equal: true }, { equal: false }] });
  expect(told(causes)).toEqual(['throws node:child_process.execSync app.mjs:3']);
});
