/** The await closure on small hand-made programs: what turns async, what each call site gets, what blocks and why. */
import { describe, expect, it } from 'vitest';
import type { CallEdge, Program } from '../../core/program.js';
import { callGraph } from '../../planning/call-graph.js';
import { awaitClosure } from '../../planning/closure.js';
import type { Closure, ClosureSeed, ClosureVariant, ClosureWorld } from '../../planning/closure-data.js';
import { buildProgram, place } from '../planning/program-builder.js';

const seedIn = (fn: string, over: Partial<ClosureSeed> = {}): ClosureSeed => ({ fn, at: place('tides.js', 2), text: 'fs.readFileSync reads data/tides.json', resources: ['tides'], mutates: false, ...over });

function close(program: Program, seeds: ClosureSeed[], variants: ClosureVariant[] = [], over: Partial<ClosureWorld> = {}): Closure {
  return awaitClosure({ graph: callGraph(program), expressMajor: 5, awaitableModules: new Set(), publicApi: new Set(), openNames: new Set(), families: new Map(), getters: new Map(), emissions: [{ event: '*', from: 'tides.js#0', at: place('tides.js', 1), range: [0, 9], emitter: [] }], topLevel: () => null, storageCalls: new Set(), touching: new Map(), writing: new Map(), changing: new Set(), scripts: { started: new Map(), loadedBy: new Map(), loads: new Map(), listening: new Map(), registering: new Map() }, ...over }, seeds, variants);
}

const asyncNames = (closure: Closure): string[] => closure.functions.map(({ fn }) => fn.name).sort();
const changes = (closure: Closure): string[] => closure.calls.map((call) => `${call.from ?? ''} ${call.change}${call.repair ? ` ${call.repair}` : ''}${call.inTurn ? ' in turn' : ''}`);
const codes = (closure: Closure): string[] => closure.blocks.map((block) => block.code);

/** `load` holds the seed and is reached from `ask` by one edge. */
function reachedBy(edge: Partial<CallEdge>, ask: object = {}, load: object = {}): Program {
  return buildProgram({
    files: { 'tides.js': { lines: 20, functions: { load: { lines: [1, 4], ...load }, ask: { lines: [5, 9], ...ask } } } },
    calls: { 'tides.js:ask > tides.js:load': { line: 6, ...edge } },
  });
}

describe('the closure', () => {
  it('carries an await up through callers of callers, and stops at a function that is async already', () => {
    const program = buildProgram({
      files: { 'tides.js': { lines: 40, functions: { load: { lines: [1, 4] }, today: { lines: [5, 8] }, show: { lines: [9, 12], async: true }, page: { lines: [13, 16] } } } },
      calls: { 'tides.js:today > tides.js:load': { line: 6 }, 'tides.js:show > tides.js:today': { line: 10 }, 'tides.js:page > tides.js:show': { line: 14 } },
    });
    const closure = close(program, [seedIn('tides.js#1')]);
    expect(asyncNames(closure)).toEqual(['load', 'today']);
    expect(changes(closure)).toEqual(['tides.js#2 await', 'tides.js#3 await']);
    expect(closure.blocks).toEqual([]);
  });

  it('ends in recursion and in circles', () => {
    const program = buildProgram({
      files: { 'tides.js': { lines: 40, functions: { load: { lines: [1, 4] }, left: { lines: [5, 8] }, right: { lines: [9, 12] } } } },
      calls: { 'tides.js:left > tides.js:load': { line: 6 }, 'tides.js:left > tides.js:right': { line: 7 }, 'tides.js:right > tides.js:left': { line: 10 }, 'tides.js:load > tides.js:load': { line: 3 } },
    });
    expect(asyncNames(close(program, [seedIn('tides.js#1')]))).toEqual(['left', 'load', 'right']);
  });

  it('asks nobody to wait for a seed in an async function', () => {
    const closure = close(reachedBy({}, {}, { async: true }), [seedIn('tides.js#1')]);
    expect(asyncNames(closure)).toEqual([]);
    expect(closure.calls).toEqual([]);
  });

  const contexts: [string, Partial<CallEdge>, string[], string[]][] = [
    ['forEach', { kind: 'callback', via: 'Array.forEach' }, ['tides.js#2 repair for-each'], ['ask', 'load']],
    ['map', { kind: 'callback', via: 'Array.map' }, ['tides.js#2 repair map'], ['ask', 'load']],
    ['reduce', { kind: 'callback', via: 'Array.reduce' }, ['tides.js#2 repair reduce'], ['ask', 'load']],
    ['a handler of Express 5', { kind: 'callback', via: 'express.Router().get' }, ['tides.js#2 none'], ['load']],
    ['a test', { kind: 'callback', via: 'node:test.test' }, ['tides.js#2 none'], ['load']],
    ['then', { kind: 'callback', via: 'Promise.then' }, ['tides.js#2 none'], ['load']],
    ['sort', { kind: 'callback', via: 'Array.sort' }, ['tides.js#2 repair sort'], ['ask', 'load']],
    ['a field that is a debounced function', { kind: 'callback', via: 'lodash.debounce', position: 'field-initialiser' }, ['tides.js#2 none'], ['load']],
    ['new', { kind: 'new' }, ['tides.js#2 repair create'], ['ask', 'load']],
    ['a default value', { position: 'parameter-default' }, ['tides.js#2 repair default-value'], ['ask', 'load']],
    ['the executor of a promise', { kind: 'callback', via: 'global.Promise' }, ['tides.js#2 repair executor'], ['load']],
    ['a listener of a socket', { kind: 'callback', via: 'node:net.createServer().on', event: 'connection' }, ['tides.js#2 repair listen'], ['load']],
    ['a listener to the pieces of a stream', { kind: 'callback', via: 'node:process.stdin.on', event: 'data' }, ['tides.js#2 repair listen in turn'], ['load']],
    ['a listener to the pieces that a package makes', { kind: 'callback', via: 'csv-parse.parse().on', event: 'row' }, ['tides.js#2 repair listen in turn'], ['load']],
    ['an action of commander', { kind: 'callback', via: 'commander.Command().command().action' }, ['tides.js#2 none'], ['load']],
    ['what lodash does to a list', { kind: 'callback', via: 'Array.map', taker: 'lodash.map' }, ['tides.js#2 repair map'], ['ask', 'load']],
    ['what bluebird hands one after the other', { kind: 'callback', via: 'bluebird.mapSeries' }, ['tides.js#2 none'], ['load']],
    ['a value that a call may get from it', { confidence: 'possible' }, ['tides.js#2 await'], ['ask', 'load']],
    ['a promise that a call may get from it', { confidence: 'possible', result: 'then' }, ['tides.js#2 none'], ['load']],
    ['a call seen in a trace', { confidence: 'seen', seen: { calls: 3 } }, ['tides.js#2 await'], ['ask', 'load']],
    ['a promise of a call seen in a trace', { confidence: 'seen', seen: { calls: 3 }, result: 'then' }, ['tides.js#2 none'], ['load']],
    ['a call that only a trace knows, where nothing else was seen and the user takes its word', { confidence: 'seen', seen: { calls: 3, only: true, accepted: true }, result: 'discarded' }, ['tides.js#2 await'], ['ask', 'load']],
    ['a callback that only a trace knows', { confidence: 'seen', seen: { calls: 3 }, kind: 'callback', via: 'Array.forEach' }, ['tides.js#2 repair for-each'], ['ask', 'load']],
  ];
  it.each(contexts)('repairs %s', (_, edge, expected, names) => {
    const closure = close(reachedBy(edge), [seedIn('tides.js#1')]);
    expect(changes(closure)).toEqual(expected);
    expect(asyncNames(closure)).toEqual(names);
    expect(closure.blocks).toEqual([]);
  });

  describe('a getter whose readers are known', () => {
    const getters = (...over: object[]): Partial<ClosureWorld> => ({ getters: new Map(['tides.js#1', 'tides.js#3'].map((fn, i) => [fn, { fn, kin: i === 0 ? ['tides.js#3'] : ['tides.js#1'], ...over[i] }])) });
    const program = buildProgram({
      files: { 'tides.js': { lines: 40, functions: { load: { lines: [1, 4], kind: 'getter', className: 'Tides' }, ask: { lines: [5, 9] }, none: { lines: [10, 12], kind: 'getter', className: 'Table' } } } },
      calls: { 'tides.js:ask > tides.js:load': { line: 6, kind: 'getter' } },
    });

    it('becomes a method, with those that are read in the same places, and is waited for', () => {
      const closure = close(program, [seedIn('tides.js#1')], [], getters());
      expect([changes(closure), asyncNames(closure), codes(closure)]).toEqual([['tides.js#2 repair read'], ['ask', 'load', 'none'], []]);
    });

    it('is taken out of its object where it was', () => {
      const taken = { ...program, edges: program.edges.map((edge) => ({ ...edge, taken: true as const })) };
      expect(changes(close(taken, [seedIn('tides.js#1')], [], getters()))).toEqual(['tides.js#2 repair take']);
    });

    it('is not what a call of its name on something unknown means: such a call was looked at as a read', () => {
      const called = { ...program, edges: program.edges.map((edge) => ({ ...edge, kind: 'call' as const, confidence: 'possible' as const })) };
      expect(changes(close(called, [seedIn('tides.js#1')], [], getters()))).toEqual([]);
    });

    it('stays where one that changes with it has to stay, and says why', () => {
      const closure = close(program, [seedIn('tides.js#1')], [], getters({}, { stays: { text: 'there is a setter of the same name', at: place('tides.js', 20) } }));
      expect(closure.blocks.map(({ code, chain }) => [code, chain.map(({ text, at }) => `${text} (${at?.line ?? 0})`)])).toEqual([['getter', [
        'fs.readFileSync reads data/tides.json, in Tides.load (2)',
        'Table.none is read where Tides.load is (10)',
        'Table.none would become a method that is awaited wherever it is read, and there is a setter of the same name (20)',
      ]]]);
    });

    it('cannot be waited for in the initial value of a field', () => {
      const field = { ...program, edges: program.edges.map((edge) => ({ ...edge, position: 'field-initialiser' as const })) };
      expect(codes(close(field, [seedIn('tides.js#1')], [], getters()))).toEqual(['field-initialiser']);
    });
  });

  it('makes a loop over a generator wait, and the generator around another', () => {
    const closure = close(reachedBy({}, { generator: true }, { generator: true }), [seedIn('tides.js#1')]);
    expect([changes(closure), asyncNames(closure), codes(closure)]).toEqual([['tides.js#2 repair for-await'], ['ask', 'load'], []]);
  });

  it('lets turns that write run one after the other', () => {
    expect(changes(close(reachedBy({ kind: 'callback', via: 'Array.map' }), [seedIn('tides.js#1', { mutates: true })]))).toEqual(['tides.js#2 repair map in turn']);
  });

  it.each([[4, 'tides.js#2 repair forward-errors'], [null, 'tides.js#2 repair forward-errors'], [5, 'tides.js#2 none']])('knows what Express %s does with a rejection', (expressMajor, expected) => {
    expect(changes(close(reachedBy({ kind: 'callback', via: 'express().get' }), [seedIn('tides.js#1')], [], { expressMajor }))).toEqual([expected]);
  });

  const blocked: [string, string, Partial<CallEdge>, object?, object?][] = [
    ['a getter of which nobody looked who reads it', 'getter', {}, { kind: 'getter' }],
    ['a setter', 'getter', {}, { kind: 'setter' }],
    ['a field initialiser', 'field-initialiser', { position: 'field-initialiser' }],
    ['a list of a field initialiser', 'field-initialiser', { kind: 'callback', via: 'Array.map', position: 'field-initialiser' }],
    ['a decorator', 'class-definition', { position: 'decorator' }],
    ['a call that may reach it or start what nobody waits for', 'possible-caller', { confidence: 'possible', result: 'discarded' }],
    ['a call that a trace saw where the code shows none, and nobody looks at the result', 'seen-caller', { confidence: 'seen', seen: { calls: 3 }, result: 'discarded' }],
    ['a call that may reach it, seen to reach other things too', 'possible-caller', { confidence: 'seen', seen: { calls: 3, possible: true }, result: 'discarded' }],
    ['a call that was only ever seen to reach it, without the user’s word', 'possible-caller', { confidence: 'seen', seen: { calls: 3, possible: true, only: true }, result: 'discarded' }],
    ['somebody outside of the program who was seen to call it', 'seen-caller', {}, {}, { stranger: { by: 'migrator', calls: 2 } }],
    ['a base class outside of the program', 'escapes', { confidence: 'possible' }, {}, { kind: 'method', foreignBase: 'node:stream.Transform' }],
    ['a constructor that a subclass calls', 'constructor', {}, {}, { kind: 'constructor' }],
    ['what a socket says that ends by itself', 'event-listener', { kind: 'callback', via: 'node:net.Socket.on', event: 'data' }],
    ['what a stream asks for on the spot', 'event-listener', { kind: 'callback', via: 'node:fs.createReadStream().on', event: 'readable' }],
    ['the end of the process', 'event-listener', { kind: 'callback', via: 'node:process.on', event: 'exit' }],
    ['one event of a package, where the program tells such events itself', 'event-listener', { kind: 'callback', via: 'harbour-signals.tide.on', event: '' }],
    ['a test that says when it is done', 'unknown-callee', { kind: 'callback', via: 'node:test' }, {}, { params: 2 }],
    ['a step that has nothing to call back', 'unknown-callee', { kind: 'callback', via: 'async.series' }],
    ['a method that only has the name of one of lists', 'unknown-callee', { kind: 'callback', via: 'Array.map', taker: 'cheerio.load()().map' }],
    ['an event', 'event-listener', { kind: 'callback', via: 'node:events.EventEmitter().on' }],
    ['a callee that nobody knows', 'unknown-callee', { kind: 'callback', via: '' }],
    ['a transaction', 'sync-transaction', { kind: 'callback', via: 'better-sqlite3().transaction' }],
    ['a function that leaves the program’s sight', 'escapes', {}, { escapes: true }],
  ];
  it.each(blocked)('is blocked by %s', (_, code, edge, ask = {}, load = {}) => {
    const closure = close(reachedBy(edge, ask, load), [seedIn('tides.js#1')]);
    expect(codes(closure)).toEqual([code]);
    expect(closure.blocks[0]?.chain[0]).toEqual({ text: 'fs.readFileSync reads data/tides.json, in load', at: place('tides.js', 2) });
    expect(closure.blocks[0]?.resources).toEqual(['tides']);
  });

  it.each([['p-map', 0], ['async.each', 2]])('is blocked by turns of %s that store something and begin together, not by those that read', (via, params) => {
    const program = reachedBy({ kind: 'callback', via }, {}, { params });
    expect(codes(close(program, [seedIn('tides.js#1', { mutates: true })]))).toEqual(['unknown-callee']);
    expect(codes(close(program, [seedIn('tides.js#1')]))).toEqual([]);
  });

  it('is blocked where a module loads, but not in the scripts that never run on Workers', () => {
    const program = buildProgram({ files: { 'tides.js': { lines: 20, functions: { load: { lines: [1, 4] } } } }, calls: { 'tides.js > tides.js:load': { line: 12 } } });
    expect(codes(close(program, [seedIn('tides.js#1')]))).toEqual(['module-load']);
    const script = close(program, [seedIn('tides.js#1')], [], { awaitableModules: new Set(['tides.js#0']) });
    expect([codes(script), changes(script)]).toEqual([[], ['tides.js#0 await']]);
  });

  it('is blocked by the package’s own public API', () => {
    expect(codes(close(reachedBy({}), [seedIn('tides.js#1')], [], { publicApi: new Set(['tides.js#2']) }))).toEqual(['public-api']);
  });

  it('says in the chain what only a trace knows, and in the notes what rests on its word', () => {
    const seen = { confidence: 'seen', result: 'discarded', seen: { calls: 3, only: true, accepted: true } } as const;
    const program = reachedBy(seen);
    expect(close(program, [seedIn('tides.js#1')]).notes.map((note) => note.text)).toEqual(['tides.js:6: the trace saw load called here, 3 times, and nothing else; that it is waited for rests on the trace alone (--accept-seen)']);
    const up = close(program, [seedIn('tides.js#1')], [], { publicApi: new Set(['tides.js#2']) });
    expect(up.blocks[0]?.chain[1]?.text).toBe('ask calls load, as the trace saw 3 times, which has to be awaited');
  });

  it('names every step from the seed to the block', () => {
    const program = buildProgram({
      files: { 'tides.js': { lines: 40, functions: { load: { lines: [1, 4] }, today: { lines: [5, 8] }, make: { lines: [9, 12], kind: 'getter', className: 'Port', name: 'pilot' } } } },
      calls: { 'tides.js:today > tides.js:load': { line: 6 } },
    });
    const withNew: Program = { ...program, edges: [...program.edges, { ...(program.edges[0] as CallEdge), from: 'tides.js#3', to: 'tides.js#2', at: place('tides.js', 10), range: [360, 400] }] };
    expect(close(withNew, [seedIn('tides.js#1')]).blocks[0]?.chain.map((step) => `${step.text} (${step.at?.line ?? 0})`)).toEqual([
      'fs.readFileSync reads data/tides.json, in load (2)',
      'today calls load, which has to be awaited (6)',
      'Port.pilot calls today, which has to be awaited (10)',
      'Port.pilot: a getter or setter cannot wait (9)',
    ]);
  });

  it('blocks only the resources that lead there', () => {
    const program = buildProgram({
      files: { 'tides.js': { lines: 60, functions: { load: { lines: [1, 4] }, other: { lines: [5, 8] }, ask: { lines: [9, 12], kind: 'getter' } } } },
      calls: { 'tides.js:ask > tides.js:load': { line: 10 } },
    });
    const closure = close(program, [seedIn('tides.js#1'), seedIn('tides.js#2', { resources: ['winds'] })]);
    expect(closure.blocks.map((block) => block.resources)).toEqual([['tides']]);
    expect(asyncNames(closure)).toEqual(['load', 'other']);
  });
});

describe('a wrapper with a second version', () => {
  const program = buildProgram({
    files: {
      'json.js': { lines: 10, functions: { read: { lines: [1, 4] } } },
      'tides.js': { lines: 10, functions: { tides: { lines: [1, 4] } } },
      'visits.js': { lines: 10, functions: { visits: { lines: [1, 4] } } },
    },
    calls: { 'tides.js:tides > json.js:read': { line: 2 }, 'visits.js:visits > json.js:read': { line: 2 } },
  });
  const edge = program.edges[0] as CallEdge;
  const variants: ClosureVariant[] = [{ of: 'json.js#1', calls: [{ edge, resources: ['tides'] }] }];

  it('changes the calls that go there and no other', () => {
    const closure = close(program, [seedIn('json.js#1')], variants);
    expect(closure.calls).toEqual([expect.objectContaining({ from: 'tides.js#1', change: 'await', callsVariant: 'json.js#1' })]);
    expect(asyncNames(closure)).toEqual(['read', 'tides']);
    expect(closure.blocks).toEqual([]);
  });

  it('is named at calls that wait for nothing new', () => {
    const closure = close(program, [], variants);
    expect(closure.calls).toEqual([expect.objectContaining({ from: 'tides.js#1', change: 'none', callsVariant: 'json.js#1' })]);
    expect(closure.functions).toEqual([]);
  });

  it('blocks what would change its original', () => {
    const nested = buildProgram({
      files: { 'json.js': { lines: 20, functions: { read: { lines: [1, 4] }, check: { lines: [5, 8] } } }, 'tides.js': { lines: 10, functions: { tides: { lines: [1, 4] } } } },
      calls: { 'tides.js:tides > json.js:read': { line: 2 }, 'json.js:read > json.js:check': { line: 2 } },
    });
    const call = nested.edges[0] as CallEdge;
    expect(codes(close(nested, [seedIn('json.js#2')], [{ of: 'json.js#1', calls: [{ edge: call, resources: ['tides'] }] }]))).toEqual(['wrapper-shape']);
  });
});
