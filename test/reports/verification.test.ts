import { describe, expect, it } from 'vitest';
import type { HttpAnswer, Verification, VerifiedRequest } from '../../core/verification.js';
import { renderVerification } from '../../reports/terminal/verification.js';
import { displayWidth } from '../../reports/terminal/wrap.js';

const answer = (status: number, body = '{}'): HttpAnswer => ({ status, headers: {}, body, milliseconds: 4 });
const request = (index: number, round: number, title: string, more: Partial<VerifiedRequest> = {}): VerifiedRequest => ({ index, round, title, node: answer(200), workers: answer(200), equal: true, differences: [], ...more });

const equal: Verification = {
  schema: 1, original: 'fixtures/legacy-app', migrated: 'copy', runtime: { workerd: '1.20261117.1', miniflare: '4.20260426.0', compatibilityDate: '2026-11-17' }, bundle: { bytes: 1_120_400, gzipBytes: 310_200, warnings: [] },
  requests: [request(0, 1, 'PUT /settings'), request(1, 1, 'GET /settings'), request(0, 2, 'PUT /settings'), request(1, 2, 'GET /settings')],
  state: { equal: true, differences: [] }, equal: true, notProved: ['KV here is consistent at once; in production a read may be 60 s old'],
};

const different: Verification = {
  ...equal, equal: false,
  requests: [
    ...equal.requests.slice(0, 3),
    request(1, 2, `GET /settings ${'?q='.repeat(60)}\u001b[31m`, { equal: false, workers: { ...answer(500), failure: { kind: 'hung', message: 'no answer in 10 s' } }, differences: [{ where: 'status', node: '200', workers: '500' }, { where: 'body', node: `{"theme":"${'dark'.repeat(60)}"}`, workers: '' }] }),
  ],
  state: { equal: false, differences: [{ where: 'settings.json', node: '{"a":1}', workers: 'missing' }] },
};

const render = (v: Verification): string => renderVerification(v, { width: 80, colour: false });

describe('the verification in a terminal', () => {
  it('gives the answer first', () => {
    expect(render(equal)).toMatch(/^EQUAL\. 4 of 4 answers equal; stored state equal\./);
    expect(render(different)).toMatch(/^DIFFERENT\. 3 of 4 answers equal; stored state different\./);
  });

  it('says in its first line what counts against a run whose answers are all equal', () => {
    const escaped = [{ file: 'src/app.js', line: 14, call: 'record()', use: 'called and not awaited', requests: ['PUT /settings'] }, { file: 'src/app.js', line: 20, call: 'later()', use: 'marked with void', requests: [], informational: 'marked' }];
    const tripped = render({ ...equal, equal: false, passes: [{ name: 'tripwire-on-workers', informational: false, requests: [], state: null, equal: false, escaped }] });
    expect(tripped.replace(/\n/g, ' ')).toMatch(/^NOT EQUAL\. 4 of 4 answers equal; stored state equal; but 1 promise that nobody waits for\./);
    const onNode = render({ ...equal, equal: false, passes: [{ name: 'migrated-on-node', informational: false, requests: different.requests, state: null, equal: false }] });
    expect(onNode.replace(/\n/g, ' ')).toMatch(/^NOT EQUAL\. 4 of 4 answers equal; stored state equal; but on Node the migrated program differs\./);
  });

  it('shows every difference with both sides', () => {
    const text = render(different);
    expect(text).toContain('no answer');
    expect(text).toMatch(/hung: no answer in 10 s/);
    expect(text).toMatch(/Node\s+200\n\s+Workers\s+500/);
    expect(text).toMatch(/settings\.json\n\s+Node\s+\{"a":1\}\n\s+Workers\s+missing/);
  });

  it('ends with what no local run can show', () => {
    expect(render(equal).trimEnd().split('\n').slice(-2)).toEqual(['Not proved here', '  - KV here is consistent at once; in production a read may be 60 s old']);
  });

  it('tells every further pass in a line, and what differs in it', () => {
    const stale = request(0, 1, 'GET /settings', { equal: false, differences: [{ where: 'body', node: '{"a":2}', workers: '{"a":1}' }] });
    const text = render({ ...equal, passes: [{ name: 'migrated-on-node', informational: false, requests: equal.requests, state: null, equal: true }, { name: 'stale-kv', informational: true, requests: [stale], state: null, equal: false }] });
    expect(text).toMatch(/^EQUAL\./);
    expect(text).toContain('Once more: the migrated program on Node: equal, 4 of 4 answers equal');
    expect(text.replace(/\s+/g, ' ')).toContain('Once more: a KV that is a minute behind: different, 0 of 1 answer equal (told, not counted)');
    expect(text).toMatch(/Workers\s+\{"a":1\}/);
  });

  it.each([
    ['all', [2, 1], 'Rewritten calls: all 2 executed on workerd, 2 on Node\n'],
    ['some', [2, 0], "Rewritten calls: 1 of 2 executed on workerd, 1 on Node; not executed:\n  src/b.js:9  files.put(place, 'a text that is long', { flag: 'wx', mode: 0o644…\n"],
    ['none', [0, 0], "Rewritten calls: none of 2 executed on workerd, 0 on Node; not executed:\n  src/a.js:4  files.get(place)\n  src/b.js:9  files.put(place, 'a text"],
  ])('tells how many rewritten calls were executed, and names the others: %s', (_, [first = 0, second = 0], expected) => {
    const calls = [{ file: 'src/a.js', line: 4, column: 3, call: 'files.get(place)', onWorkers: first, inWorker: true, onNode: first > 0 }, { file: 'src/b.js', line: 9, column: 3, call: "files.put(place, 'a text that is long', { flag: 'wx', mode: 0o644 })", onWorkers: second, inWorker: true, onNode: second > 0 }];
    expect(render({ ...equal, rewritten: { calls, notCounted: [] } })).toContain(expected);
  });

  it('says of rewritten calls what nobody could count', () => {
    const call = { file: 'src/a.js', line: 4, column: 3, call: 'files.get(place)', onWorkers: null, inWorker: true };
    expect(render({ ...equal, rewritten: { calls: [call], notCounted: [], problem: 'workerd ended' } })).toContain('Rewritten calls: which of the 1 were executed on workerd is not known (workerd\nended)\n');
    const notCounted = [{ file: 'src/a.js', line: 5, what: 'files.get', why: 'handed on as a value' }];
    const text = render({ ...equal, rewritten: { calls: [{ ...call, onWorkers: 0, inWorker: false }], notCounted } });
    expect(text).toContain('  src/a.js:4  files.get(place)  (in no module of the Worker)\nNot counted, because it is no call: 1 use of the storage seam\n  src/a.js:5  files.get  (handed on as a value)\n');
    expect(text).toContain('Rewritten calls: none of 1 is in a module of the Worker, so none was executed\nthere; does it serve a compiled copy?\n');
    const stopped = render({ ...equal, equal: false, problem: { stage: 'start', message: 'no' }, rewritten: { calls: [{ ...call, onWorkers: 0 }], notCounted } });
    expect(stopped).toContain('Rewritten calls: none of 1 executed on workerd\n');
    expect(stopped).not.toContain('files.get');
    const many = Array.from({ length: 23 }, (_, line) => ({ ...call, line, onWorkers: 0 }));
    expect(render({ ...equal, rewritten: { calls: many, notCounted: [] } })).toContain('  and 3 more, in --json');
    expect(render({ ...equal, rewritten: { calls: [], notCounted: [] } })).toContain('Rewritten calls: none was found in the files of the program');
  });

  it('shows the last lines that each side printed', () => {
    const text = render({ ...different, logs: { node: 'listening\n', workers: `${'line\n'.repeat(30)}Error: boom\u0007\n` } });
    expect(text).toContain('Last lines of workerd');
    expect(text).toContain('  Error: boom\\u{7}');
    expect(text.match(/^ {2}line$/gm)).toHaveLength(7);
  });

  it.each([
    ['bundle', 'does not bundle'], ['start', 'does not start on workerd'], ['node-start', 'does not start on Node'], ['play', 'could not be played'],
  ] as const)('names the stage %s that failed', (stage, words) => {
    const text = render({ ...equal, equal: false, requests: [], bundle: null, state: null, problem: { stage, message: 'No loader for .node', at: { file: 'src/x.js', line: 3 } } });
    expect(text).toMatch(/^NOT VERIFIED\./);
    expect(text).toContain(words);
    expect(text).toContain('No loader for .node (src/x.js:3)');
    expect(text).not.toContain('EQUAL');
  });

  it('fits the width, obeys no escape code and ends no line with a space', () => {
    for (const v of [equal, different]) {
      const lines = render(v).split('\n');
      expect(lines.filter((line) => displayWidth(line) > 80 || line !== line.trimEnd())).toEqual([]);
      expect(render(v)).not.toContain('\u001b');
    }
  });
});
