import { describe, expect, test } from 'vitest';
import { disposition } from '../../planning/disposition.js';
import { rewriteShare } from '../../planning/rewrite-share.js';
import { memoryGib, stayReasons, vcpus } from '../../planning/stay-reasons.js';
import { buildProgram, finding, rule, type ProgramSpec } from './program-builder.js';

const app: ProgramSpec = {
  files: { 'server.js': { lines: 100, imports: ['video.js'], functions: { post: { lines: [10, 40] } } }, 'video.js': { lines: 50, functions: { encode: { lines: [1, 50] } } } },
  calls: { 'server.js:post > video.js:encode': {} },
  entryPoints: [{ id: 'start', kind: 'start', in: 'server.js' }, { id: 'POST /video', kind: 'http', in: 'server.js:post' }],
};
const move = (spec: ProgramSpec, findings: Parameters<typeof rewriteShare>[1], lines = 5): ReturnType<typeof disposition> => {
  const program = buildProgram(spec);
  return disposition(program, findings, { files: rewriteShare(program, findings, [rule({ lines })]) });
};

describe('the best move', () => {
  test('an app without findings goes to a Worker', () => {
    expect(move(app, []).move).toBe('worker');
  });

  test('ffmpeg in one module means a Worker with a Container for that module', () => {
    const answer = move(app, [finding({ at: ['video.js', 3], area: 'child-process', what: 'node:child_process.spawn', target: 'ffmpeg -i <argument>' })]);
    expect(answer.move).toBe('worker-and-container');
    expect(answer.containerModules).toEqual([{ file: 'video.js', reason: 'starts a process (ffmpeg -i <argument>)' }]);
    expect(answer.reasons[0]).toMatchObject({ text: 'video.js starts a process (ffmpeg -i <argument>)', at: { file: 'video.js', line: 3 } });
  });

  test('when the only route starts the process itself, all of it is a Container', () => {
    expect(move(app, [finding({ at: ['server.js', 12], area: 'child-process', what: 'node:child_process.spawn' })]).move).toBe('container');
  });

  test('an app that works in a Container and would be rewritten for Workers stays as it is in a Container', () => {
    const state = [{ name: 'a', file: 'server.js', line: 1, changedAt: Array.from({ length: 30 }, (_, i): [string, number] => ['server.js', 10 + i]) }];
    const found = [finding({ at: ['server.js', 1], area: 'in-memory-state', containers: 'risk' })];
    const big = finding({ at: ['video.js', 1], area: 'websocket-server' });
    expect(move({ ...app, state }, [...found, big], 60).move).toBe('container');
  });

  test('the same findings on a small part of the code are a Worker', () => {
    expect(move(app, [finding({ at: ['video.js', 1], area: 'websocket-server' })], 5).move).toBe('worker');
  });

  const ffmpeg = finding({ at: ['video.js', 3], area: 'child-process', what: 'node:child_process.spawn' });

  test('most of the code in the Container is an app that goes there as a whole, with the figures', () => {
    const answer = move({ ...app, files: { ...app.files, 'video.js': { ...app.files['video.js'], lines: 120 } } }, [ffmpeg]);
    expect(answer.move).toBe('container');
    expect(answer.reasons[0]?.text).toMatch(/^A Worker in front would leave 55 % of the lines in the Container and turn 1 call between 1 pair of modules into requests: 1\.3–4\.2 person-days against 1\.2–3\.7/);
  });

  test('the reasons name what binds the rest to the module that needs a machine', () => {
    const files = { ...app.files, 'frame.js': { lines: 90, imports: ['video.js'], functions: { pass: { lines: [1, 90] as [number, number] } } } };
    const calls = { ...app.calls, 'frame.js:pass > video.js:encode': { line: 7, hands: [{ what: 'file', alive: 'node:fs.createReadStream()' }] } };
    const answer = move({ ...app, files, calls }, [ffmpeg]);
    expect(answer.move).toBe('container');
    expect(answer.reasons).toContainEqual({ text: '1 module more goes with them; frame.js and video.js cannot be parted: `file` (node:fs.createReadStream()) is handed to encode and cannot be sent', at: expect.objectContaining({ file: 'frame.js', line: 7 }) });
  });

  test('a cut that asks for more work than it takes code off the machine is none', () => {
    const onlyOnWorkers = Array.from({ length: 30 }, (_, i) => finding({ at: ['server.js', 10 + i] }));
    expect(move(app, [ffmpeg, ...onlyOnWorkers]).move).toBe('container');
    const onBoth = onlyOnWorkers.map((one) => ({ ...one, impactBy: { workers: 'blocker' as const, containers: 'blocker' as const } }));
    const answer = move(app, [ffmpeg, ...onBoth]);
    expect(answer.move).toBe('worker-and-container');
    expect(answer.reasons.map((reason) => reason.text)).toContainEqual(expect.stringMatching(/^67 % of the lines leave the machine for 3 % more work/));
  });

  test('what must stay, stays, whatever a cut would cost', () => {
    expect(move({ ...app, host: [{ kind: 'cpu', value: '8' }] }, [ffmpeg]).move).toBe('stay');
  });

  const machineLine = (findings: Parameters<typeof rewriteShare>[1], packages: string[] = []): string | undefined =>
    move({ ...app, packages: packages.map((name) => ({ name })) }, findings).reasons.find((reason) => reason.text.includes('o module needs'))?.text;

  test('compiled packages with a replacement are named before it is said that no machine is needed', () => {
    const found = [finding({ at: ['server.js', 12], area: 'native-module', what: 'bcrypt.hash' }), finding({ at: ['server.js', 14], area: 'sqlite', what: 'better-sqlite3().prepare' })];
    expect(machineLine(found, ['bcrypt', 'better-sqlite3'])).toBe('bcrypt and better-sqlite3 have replacements (bcryptjs, the same calls in JavaScript; D1 or SQLite in a Durable Object); after that no module needs a machine');
  });

  test('what a decision moved to a service is named as that', () => {
    const program = buildProgram(app);
    const found = [finding({ at: ['video.js', 3], area: 'model-inference', what: 'some-model.run' })];
    expect(disposition(program, found, { files: [], settled: new Set(['model-inference'] as const) }).reasons[0]?.text).toBe('a decision moves some-model to a service; after that no module needs a machine');
  });

  test('the plain sentence is for apps that have nothing of the kind', () => {
    expect(machineLine([finding({ at: ['server.js', 12] })])).toBe('No module needs compiled add-ons, processes, threads or a local model');
  });

  test('never more than five reasons', () => {
    const rules = Array.from({ length: 8 }, (_, i) => finding({ at: ['server.js', 10 + i], rule: `rule-${i}` }));
    expect(move(app, rules).reasons).toHaveLength(5);
  });
});

describe('reasons to stay', () => {
  const codes = (spec: ProgramSpec): string[] => stayReasons(buildProgram(spec)).map((reason) => reason.code);

  test.each([
    ['a GPU in the image', { host: [{ kind: 'base-image' as const, value: 'nvidia/cuda:12.4.0-runtime' }] }, ['gpu']],
    ['a package built for GPUs', { packages: [{ name: '@tensorflow/tfjs-node-gpu', importedAt: [['video.js', 1] as [string, number]] }] }, ['gpu']],
    ['eight CPUs', { host: [{ kind: 'cpu' as const, value: '8' }] }, ['cpu']],
    ['four CPUs, which a Container has', { host: [{ kind: 'cpu' as const, value: '4000m' }] }, []],
    ['16 GiB', { host: [{ kind: 'memory' as const, value: '16Gi' }] }, ['memory']],
    ['12 GiB, which a Container has', { host: [{ kind: 'memory' as const, value: '12Gi' }] }, []],
    ['a TCP server', { sites: [{ in: 'video.js:encode', line: 3, origin: 'node:net.createServer().listen', args: [{ kind: 'number' as const, value: 8125 }] }] }, ['raw-socket']],
    ['a UDP server', { sites: [{ in: 'video.js:encode', line: 3, origin: 'node:dgram.createSocket().bind' }] }, ['raw-socket']],
    ['a server on a socket file', { sites: [{ in: 'video.js:encode', line: 3, origin: 'node:net.createServer().listen', args: [{ kind: 'string' as const, text: { text: '<tmp>/git.sock', constant: false, roots: ['tmp'] } }] }] }, []],
    ['an HTTP server', { sites: [{ in: 'video.js:encode', line: 3, origin: 'node:http.createServer().listen' }] }, []],
    ['outgoing UDP', { sites: [{ in: 'video.js:encode', line: 3, origin: 'node:dgram.createSocket().send' }] }, []],
    ['file locks on a volume', { host: [{ kind: 'volume' as const, value: 'disk:/data' }], resources: [{ id: 'lock', pattern: '/data/index.lock', persistence: 'lock' as const }] }, ['locked-volume']],
    ['a volume without locks', { host: [{ kind: 'volume' as const, value: 'disk:/data' }], resources: [{ id: 'doc', pattern: '/data/index.json' }] }, []],
  ])('%s', (_, more, expected) => {
    expect(codes({ ...app, ...more })).toEqual(expected);
  });

  const http = { in: 'server.js:post', line: 11, origin: 'node:http.createServer().listen' };
  const raw = { in: 'video.js:encode', line: 3, origin: 'node:net.createServer().listen', args: [{ kind: 'number' as const, value: 113 }] };
  const low = (...calls: number[]): { reachedBy: { entryPoint: string; calls: [number, number] }[] } => ({ reachedBy: calls.map((call, i) => ({ entryPoint: `start ${i}`, calls: [call, 1] })) });

  test.each([
    ['behind a condition', [http, { ...raw, conditional: true }], []],
    ['behind a guard', [http, { ...raw, guards: ['config.identd'] }], []],
    ['that no entry point is sure to reach', [http, { ...raw, ...low(0, 0) }], []],
    ['that one entry point is sure to reach', [http, { ...raw, ...low(0, 1) }], ['raw-socket']],
    ['that always runs', [http, raw], ['raw-socket']],
    ['behind a condition, beside one that always runs', [http, { ...raw, conditional: true }, { ...raw, line: 9 }], ['raw-socket', 'raw-socket']],
    ['behind a condition, in a program without HTTP', [{ ...raw, conditional: true }], ['raw-socket']],
  ])('a raw listener %s', (_, sites, expected) => {
    expect(codes({ ...app, sites })).toEqual(expected);
  });

  test('an optional raw listener leaves the move as it is and is told among at most five reasons', () => {
    const rules = Array.from({ length: 8 }, (_, i) => finding({ at: ['server.js', 10 + i], rule: `rule-${i}` }));
    const listen = finding({ at: ['server.js', 40], area: 'http-listen', workers: 'setting' });
    const answer = move({ ...app, sites: [{ ...raw, conditional: true }] }, [...rules, listen]);
    expect(answer.move).toBe(move(app, [...rules, listen]).move);
    expect(answer.move).not.toBe('stay');
    expect(answer.reasons).toHaveLength(5);
    expect(answer.reasons.at(-1)).toMatchObject({ text: expect.stringContaining('It listens on raw TCP behind a setting'), at: { file: 'video.js', line: 3 } });
  });

  test('a test that opens a TCP server is no reason', () => {
    const files = { ...app.files, 'probe.test.js': { lines: 10, reach: 'test' as const, functions: { open: { lines: [1, 5] as [number, number] } } } };
    expect(codes({ ...app, files, sites: [{ in: 'probe.test.js:open', line: 2, origin: 'node:net.createServer().listen' }] })).toEqual([]);
  });

  test('a reason to stay outranks every other move', () => {
    const answer = move({ ...app, host: [{ kind: 'memory', value: '32Gi' }] }, [finding({ at: ['video.js', 3], area: 'child-process' })]);
    expect(answer.move).toBe('stay');
    expect(answer.reasons[0]?.text).toContain('12 GiB');
  });
});

test.each([['512Mi', 0.5], ['2Gi', 2], ['16384', 16], ['8', 8], ['1G', 1e9 / 2 ** 30], ['much', null]])('memory %s is %s GiB', (text, gib) => {
  expect(memoryGib(text)).toBe(gib);
});

test.each([['250m', 0.25], ['2', 2], ['4096', 4], ['2 vCPU', 2], ['lots', null]])('CPU %s is %s vCPU', (text, cpus) => {
  expect(vcpus(text)).toBe(cpus);
});
