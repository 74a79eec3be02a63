import { describe, expect, test } from 'vitest';
import type { Site, StorageUse } from '../../core/program.js';
import { containerCut } from '../../planning/cut.js';
import { sourceSide } from '../../planning/max-flow.js';
import { buildProgram, finding, type ProgramSpec } from './program-builder.js';

describe('minimum cut', () => {
  const edge = (a: number, b: number, capacity: number): { a: number; b: number; capacity: number } => ({ a, b, capacity });

  test('the cheapest edge of a chain is cut', () => {
    expect([...sourceSide({ nodes: 4, edges: [edge(0, 1, 5), edge(1, 2, 2), edge(2, 3, 4)] }, 0, 3)].sort()).toEqual([0, 1]);
  });

  test('of two equal cuts the one with the smaller side is taken', () => {
    expect([...sourceSide({ nodes: 3, edges: [edge(0, 1, 3), edge(1, 2, 3)] }, 0, 2)]).toEqual([0]);
  });

  test('ways that meet in the middle are weighed together', () => {
    const edges = [edge(0, 1, 3), edge(0, 2, 3), edge(1, 3, 2), edge(2, 3, 2), edge(1, 2, 1), edge(3, 4, 3)];
    expect([...sourceSide({ nodes: 5, edges }, 0, 4)].sort()).toEqual([0, 1, 2, 3]);
  });

  test('a flow that first takes a wrong way is turned back', () => {
    const edges = [edge(0, 1, 1), edge(0, 2, 1), edge(1, 2, 1), edge(1, 3, 1), edge(2, 3, 1)];
    expect([...sourceSide({ nodes: 4, edges }, 0, 3)]).toEqual([0]);
  });

  test('an edge that cannot be cut between source and sink is a mistake of the caller', () => {
    expect(() => sourceSide({ nodes: 2, edges: [edge(0, 1, Infinity)] }, 0, 1)).toThrow('cannot be cut');
  });
});

const app: ProgramSpec = {
  files: {
    'server.js': { lines: 100, imports: ['search.js'], functions: { query: { lines: [10, 30] } } },
    'search.js': { lines: 80, imports: ['embedder.js', 'text.js'], functions: { rank: { lines: [1, 40] } } },
    'embedder.js': { lines: 60, imports: ['text.js'], functions: { embed: { lines: [10, 50] }, warm: { lines: [51, 60] } } },
    'text.js': { lines: 20, functions: { split: { lines: [1, 10] } } },
  },
  calls: { 'server.js:query > search.js:rank': {}, 'search.js:rank > embedder.js:embed': { line: 5 }, 'search.js:rank > text.js:split': {}, 'embedder.js:embed > text.js:split': {} },
  entryPoints: [{ id: 'start', kind: 'start', in: 'server.js' }, { id: 'GET /query', kind: 'http', in: 'server.js:query' }],
};
const model = finding({ at: ['embedder.js', 12], area: 'model-inference', what: '@xenova/transformers.pipeline' });

describe('the Container cut', () => {
  test('only the module that runs the model stays, and the call into it crosses', () => {
    const cut = containerCut(buildProgram(app), [model]);
    expect(cut.modules).toEqual(['embedder.js']);
    expect(cut.edges).toEqual([{ from: 'search.js', to: 'embedder.js', calls: 1, into: 'container', crosses: [{ name: 'embed', at: expect.objectContaining({ file: 'search.js', line: 5 }) }] }]);
  });

  test('a module that keeps nothing ships on both sides and crosses nothing', () => {
    expect(containerCut(buildProgram(app), [model]).shared).toEqual(['text.js']);
  });

  test('nothing stays when nothing needs a machine', () => {
    expect(containerCut(buildProgram(app), [finding({ at: ['server.js', 12] })])).toMatchObject({ must: [], modules: [], edges: [] });
  });

  test('nothing stays when a decision sends the models to a service', () => {
    expect(containerCut(buildProgram(app), [model], new Set(['model-inference'] as const)).modules).toEqual([]);
  });

  test('a module that talks to the Container more than to the rest stays with it', () => {
    const calls = { ...app.calls, 'search.js:rank > embedder.js:warm': { line: 7 } };
    expect(containerCut(buildProgram({ ...app, calls }), [model]).modules).toEqual(['embedder.js', 'search.js']);
  });

  test('modules that change the same variable stay together', () => {
    const state = [{ name: 'loaded', file: 'embedder.js', line: 2, changedAt: [['search.js', 6] as [string, number]] }];
    const cut = containerCut(buildProgram({ ...app, state }), [model]);
    expect(cut.modules).toEqual(['embedder.js', 'search.js']);
    expect(cut.together[0]).toMatchObject({ files: ['embedder.js', 'search.js'], because: 'both change `loaded`' });
  });

  test('a cache may exist on both sides', () => {
    const state = [{ name: 'loaded', shape: 'cache', file: 'embedder.js', line: 2, changedAt: [['search.js', 6] as [string, number]] }];
    expect(containerCut(buildProgram({ ...app, state }), [model]).modules).toEqual(['embedder.js']);
  });

  test('a function that is handed over keeps both modules on one side', () => {
    const files = { ...app.files, 'search.js': { lines: 80, imports: ['embedder.js'], functions: { rank: { lines: [1, 40] as [number, number] }, progress: { lines: [20, 22] as [number, number], parent: 'rank' } } } };
    const calls = { 'server.js:query > search.js:rank': {}, 'search.js:rank > embedder.js:embed': { line: 5 }, 'search.js:rank > search.js:progress': { line: 5, kind: 'callback' as const, via: '' } };
    expect(containerCut(buildProgram({ ...app, files, calls }), [model]).together[0]?.because).toBe('a function is handed to embed');
  });

  test('who keeps scratch files for the job of a process stands beside it, who keeps them for another request does not', () => {
    const reachedBy = (entryPoint: string): Site['reachedBy'] => [{ entryPoint, calls: [1, 1] }];
    const temp = (line: number, entryPoint: string, lifetime: StorageUse['lifetime']): NonNullable<ProgramSpec['sites']>[number] => ({
      in: 'text.js:split', line, origin: 'node:fs.promises.readFile', reachedBy: reachedBy(entryPoint),
      storage: { path: { text: '<tmp>/repo-*', constant: false, roots: ['tmp'] }, resource: 't', access: 'read', persistence: 'temp', lifetime, writes: 'once', readers: 'same-request', reasons: [] },
    });
    const git: NonNullable<ProgramSpec['sites']>[number] = { in: 'embedder.js:embed', line: 12, origin: 'node:child_process.execFile', command: { text: 'git clone', constant: true, roots: [] }, reachedBy: reachedBy('GET /query') };
    const cut = (site: typeof git): string[] => containerCut(buildProgram({ ...app, sites: [git, site] }), [finding({ at: ['embedder.js', 12], area: 'git-cli' })]).modules;
    expect(cut(temp(3, 'GET /query', 'job'))).toContain('text.js');
    expect(cut(temp(3, 'GET /query', 'request'))).toEqual(['embedder.js']);
    expect(cut(temp(3, 'POST /upload', 'job'))).toEqual(['embedder.js']);
  });

  test('an instance of a class cannot be sent', () => {
    const calls = { ...app.calls, 'search.js:rank > embedder.js:embed': { line: 5, kind: 'new' as const } };
    expect(containerCut(buildProgram({ ...app, calls }), [model]).modules).toEqual(['embedder.js', 'search.js']);
  });

  test('a handle that is returned cannot be sent', () => {
    const sites = [{ in: 'embedder.js:embed', line: 14, origin: 'node:child_process.spawn', style: 'handle' as const, result: 'returned' as const }];
    expect(containerCut(buildProgram({ ...app, sites }), [model]).modules).toEqual(['embedder.js', 'search.js']);
  });

  const handing = (over: NonNullable<ProgramSpec['calls']>[string]): ReturnType<typeof containerCut> =>
    containerCut(buildProgram({ ...app, calls: { ...app.calls, 'search.js:rank > embedder.js:embed': { line: 5, ...over } } }), [model]);

  test.each([
    ['a response that is handed over', { hands: [{ what: 'res', alive: 'express.Response' }] }, '`res` (express.Response) is handed to embed and cannot be sent'],
    ['an instance that comes back', { returnsAlive: 'an instance of Model' }, 'embed returns an instance of Model, which cannot be sent'],
  ])('%s keeps both modules on one side', (_name, over, because) => {
    expect(handing(over)).toMatchObject({ modules: ['embedder.js', 'search.js'], together: [{ because }] });
  });

  test('data that is handed over crosses, and is listed', () => {
    const cut = handing({ hands: [{ what: 'text' }, { what: '{ limit }' }] });
    expect(cut.modules).toEqual(['embedder.js']);
    expect(cut.edges[0]?.crosses).toEqual([expect.objectContaining({ name: 'embed', data: ['text', '{ limit }'] })]);
  });

  test('a call that was only guessed by its name joins nothing and crosses nothing', () => {
    const cut = handing({ confidence: 'possible', hands: [{ what: 'res', alive: 'express.Response' }] });
    expect(cut).toMatchObject({ modules: ['embedder.js'], edges: [], together: [] });
  });

  test('what a module gives away as a whole is named by its file', () => {
    const files = { ...app.files, 'embedder.js': { lines: 60, functions: { exports: { lines: [10, 50] as [number, number] } } } };
    const calls = { 'server.js:query > search.js:rank': {}, 'search.js:rank > embedder.js:exports': { line: 5 } };
    expect(containerCut(buildProgram({ ...app, files, calls }), [model]).edges[0]?.crosses[0]?.name).toBe('embedder');
  });

  test('a route whose own module starts processes stays, the rest moves', () => {
    const spawn = finding({ at: ['server.js', 12], area: 'child-process', what: 'node:child_process.spawn' });
    expect(containerCut(buildProgram(app), [spawn]).modules).toEqual(['server.js']);
  });

  test('an add-on whose data moves to a service is no reason for a Container', () => {
    const spec = { ...app, packages: [{ name: 'better-sqlite3' }] };
    const found = [
      finding({ at: ['search.js', 1], area: 'native-module', what: 'better-sqlite3', rule: 'native' }),
      finding({ at: ['search.js', 4], area: 'sqlite', what: 'better-sqlite3().prepare', containers: 'blocker' }),
    ];
    expect(containerCut(buildProgram(spec), found).modules).toEqual([]);
  });

  test('an add-on with a replacement of the same interface is no reason for a Container', () => {
    const spec = { ...app, packages: [{ name: 'bcrypt' }, { name: 'sharp' }] };
    const native = (name: string): ReturnType<typeof finding> => finding({ at: ['search.js', 1], area: 'native-module', what: name });
    expect(containerCut(buildProgram(spec), [native('bcrypt')]).modules).toEqual([]);
    expect(containerCut(buildProgram(spec), [native('sharp')]).modules).toEqual(['search.js']);
  });

  test('a library without entry points is cut below the modules that nothing loads', () => {
    expect(containerCut(buildProgram({ ...app, entryPoints: [] }), [model]).modules).toEqual(['embedder.js']);
  });
});
