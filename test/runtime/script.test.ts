import { describe, expect, it } from 'vitest';
import { parseVerifyScript } from '../../runtime/script.js';

const read = (text: string): ReturnType<typeof parseVerifyScript> => parseVerifyScript(text, 'verify.yaml');

describe('the verify script', () => {
  it('reads the short form of a request', () => {
    const script = read('entry: { module: src/app.js }\nrequests:\n  - get /notes?page=2\n');
    expect(script.entry).toEqual({ portEnv: 'PORT', module: { module: 'src/app.js', export: 'default', mount: '/' } });
    expect(script.requests).toEqual([{ title: 'GET /notes?page=2', method: 'GET', path: '/notes?page=2', headers: {}, body: null, ignore: [], headersCompared: [], capture: {}, wait: 0 }]);
  });

  it('reads everything a request may say', () => {
    const [request] = read(`
entry: { start: npm start }
ignore: [$..updatedAt]
requests:
  - title: a note is kept
    method: put
    path: /notes/tea
    headers: { X-User: ada }
    json: { text: Make tea }
    expect: { status: 201, json: { name: tea } }
    ignore: [$.id, etag]
    headersCompared: [Cache-Control]
    capture: { id: $.id }
    wait: 0.5
`).requests;
    expect(request).toEqual({
      title: 'a note is kept', method: 'PUT', path: '/notes/tea', headers: { 'content-type': 'application/json', 'x-user': 'ada' }, body: '{"text":"Make tea"}',
      expect: { status: 201, json: { name: 'tea' } }, ignore: ['$..updatedAt', '$.id', 'etag'], headersCompared: ['cache-control'], capture: { id: '$.id' }, wait: 500,
    });
  });

  it('reads JSON, numbers as texts, and a form', () => {
    const script = read('{"entry":{"module":"./app.js","listens":8080},"env":{"LIMIT":5},"state":["data/"],"requests":[{"path":"/x","method":"POST","form":{"a":1}}]}');
    expect(script.env).toEqual({ LIMIT: '5' });
    expect(script.state).toEqual(['data']);
    expect(script.entry.module).toEqual({ module: 'app.js', export: 'default', mount: '/', listens: 8080 });
    expect(script.requests[0]).toMatchObject({ body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  });

  it('reads steps that are no requests', () => {
    const { requests } = read('entry: { module: a.js }\nrequests:\n  - cron: "0 3 * * *"\n    onNode: { module: jobs.js, export: prune }\n  - { queue: mail, messages: [{ to: ada }], onNode: { path: /mail } }\n  - { wait: 2 }\n  - { drain: 5 }\n');
    expect(requests.map(({ title, wait, event }) => [title, wait, event])).toEqual([
      ['cron 0 3 * * *', 0, { kind: 'cron', cron: '0 3 * * *', onNode: { module: 'jobs.js', export: 'prune' } }],
      ['queue mail', 0, { kind: 'queue', queue: 'mail', messages: [{ to: 'ada' }], onNode: { method: 'POST', path: '/mail' } }],
      ['wait 2 s', 2000, { kind: 'wait' }],
      ['wait for the queues', 0, { kind: 'drain', limit: 5000 }],
    ]);
  });

  it.each([
    ['a schedule of four fields', 'entry: { module: a.js }\nrequests:\n  - cron: "0 3 * *"\n', 'verify.yaml:3:11', /./],
    ['a queue without messages', 'entry: { module: a.js }\nrequests:\n  - queue: mail\n    messages: []\n', 'verify.yaml:4:15', /./],
    ['a function outside of the app', 'entry: { module: a.js }\nrequests:\n  - cron: "0 3 * * *"\n    onNode: { module: ../a.js }\n', 'verify.yaml:4:23', /./],
    ['a slip in a step', 'entry: { module: a.js }\nrequests:\n  - cron: "0 3 * * *"\n    onNod: { path: / }\n', 'verify.yaml:4:5', /onNode/],
    ['a slip in a key', 'entry: { module: a.js }\nrequest:\n  - GET /\n', 'verify.yaml:2:1', /requests/],
    ['a slip in a request', 'entry: { module: a.js }\nrequests:\n  - path: /\n    ignroe: []\n', 'verify.yaml:4:5', /ignore/],
    ['an unknown method', 'entry: { module: a.js }\nrequests:\n  - FETCH /x\n', 'verify.yaml:3:5', /./],
    ['a path without a slash', 'entry: { module: a.js }\nrequests:\n  - path: notes\n', 'verify.yaml:3:11', /./],
    ['no requests', 'entry: { module: a.js }\nrequests: []\n', 'verify.yaml:2:11', /./],
    ['a missing key', 'entry: { module: a.js }\n', 'verify.yaml:1:1', /./],
    ['no entry', 'entry: {}\nrequests: [GET /]\n', 'verify.yaml:1:8', /./],
    ['a module outside the app', 'entry: { module: ../a.js }\nrequests: [GET /]\n', 'verify.yaml:1:18', /./],
    ['a state folder outside the app', 'entry: { module: a.js }\nstate: [/var/data]\nrequests: [GET /]\n', 'verify.yaml:2:9', /./],
    ['a path to ignore that is none', 'entry: { module: a.js }\nignore: ["$..[x"]\nrequests: [GET /]\n', 'verify.yaml:2:10', /./],
    ['a database outside the app', 'entry: { module: a.js }\ndatabases: [{ file: ../a.sqlite, binding: DB }]\nrequests: [GET /]\n', 'verify.yaml:2:21', /./],
    ['a slip in a database', 'entry: { module: a.js }\ndatabases:\n  - file: a.sqlite\n    bindng: DB\nrequests: [GET /]\n', 'verify.yaml:4:5', /binding/],
    ['two files for one database', 'entry: { module: a.js }\ndatabases:\n  - { file: a.sqlite, binding: DB }\n  - { file: b.sqlite, binding: DB }\nrequests: [GET /]\n', 'verify.yaml:4:32', /./],
    ['two bodies', 'entry: { module: a.js }\nrequests:\n  - { path: /, method: POST, json: 1, body: x }\n', 'verify.yaml:3:5', /./],
    ['broken YAML', 'entry: { module: a.js\nrequests: [GET /]\n', 'verify.yaml:2:', /./],
  ])('tells line and column of %s', (_, text, place, hint) => {
    let thrown: unknown;
    try {
      read(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ name: 'UserError', message: expect.stringContaining(place) as string, hint: expect.stringMatching(hint) as string });
  });
});
