import { describe, expect, it } from 'vitest';
import type { Program } from '../../core/program.js';
import type { Rule } from '../../core/rules.js';
import { judge } from '../../rules/match.js';
import { fn, pack, packageFact, place, program, rule, site, storage } from './made.js';

const options = { target: 'auto', date: '2026-11-17' } as const;
const findingsOf = (made: Program, ...rules: Rule[]) => judge(made, pack(...rules), options).findings;
const hits = (made: Program, ...rules: Rule[]): string[] => findingsOf(made, ...rules).map((finding) => `${finding.at.line} ${finding.rule}`);

const durable = rule('durable', { api: ['filesystem'], persistence: ['durable'] });
const anyWrite = rule('any-write', { site: ['node:fs.*'], persistence: ['durable'] });
const thisWrite = rule('this-write', { site: ['node:fs.writeFileSync'], persistence: ['durable'] });

describe('of several rules that fit a site', () => {
  const one = program({ sites: [site(4, 'node:fs.writeFileSync', { storage: storage() })] });

  it('the one with the exact name wins over a wildcard, and that over an area', () => {
    expect(hits(one, durable, anyWrite, thisWrite)).toEqual(['4 this-write']);
    expect(hits(one, durable, anyWrite)).toEqual(['4 any-write']);
    expect(hits(one, durable)).toEqual(['4 durable']);
  });

  it('the one with more conditions wins among equal names', () => {
    const narrower = rule('narrower', { api: ['filesystem'], persistence: ['durable'], writes: ['replace'] });
    expect(hits(one, durable, narrower)).toEqual(['4 narrower']);
    expect(hits(one, narrower, durable)).toEqual(['4 narrower']);
  });

  it('one wins in each area', () => {
    const other = rule('log', { site: ['node:fs.writeFileSync'] }, { area: 'observability' });
    expect(hits(one, thisWrite, other).sort()).toEqual(['4 log', '4 this-write']);
  });

  it('git is told once, not as a process as well', () => {
    const run = program({ sites: [site(7, 'node:child_process.execSync', { command: { text: 'git pull', constant: true, roots: [] } })] });
    const process = rule('process', { api: ['child-process'] }, { area: 'child-process' });
    const git = rule('git', { api: ['child-process'], command: ['git'] }, { area: 'git-cli' });
    expect(hits(run, process, git)).toEqual(['7 git']);
    expect(hits(run, process)).toEqual(['7 process']);
  });
});

describe('a condition', () => {
  const cases: [string, Rule['match'], Parameters<typeof site>[2], Parameters<typeof site>[2]][] = [
    ['on the persistence', { site: ['node:fs.*'], persistence: ['temp'] }, { storage: storage({ persistence: 'temp' }) }, { storage: storage() }],
    ['on the roots', { site: ['node:fs.*'], roots: ['env'] }, { storage: storage({ path: { text: 'x', constant: false, roots: ['env DATA'] } }) }, { storage: storage() }],
    ['on the lifetime', { site: ['node:fs.*'], lifetime: ['job'] }, { storage: storage({ lifetime: 'job' }) }, { storage: storage() }],
    ['on the access', { site: ['node:fs.*'], access: ['delete'] }, { storage: storage({ access: 'delete' }) }, { storage: storage() }],
    ['on storage, for a site without', { site: ['node:fs.*'], readers: ['later-request'] }, { storage: storage() }, {}],
    ['on the top level', { site: ['node:fs.*'], topLevel: true }, { topLevel: true }, {}],
    ['on the time after the response', { site: ['node:fs.*'], afterResponse: true }, { afterResponse: true }, {}],
    ['on reach', { site: ['node:fs.*'], reach: ['production'] }, {}, { reach: 'test' }],
    ['on a string argument', { site: ['node:fs.*'], arguments: { '0': { equals: 'upgrade' } } }, { args: [{ kind: 'string', value: 'upgrade' }] }, { args: [{ kind: 'string', value: 'request' }] }],
    ['on a pattern', { site: ['node:fs.*'], arguments: { any: { pattern: '^/cloudsql/' } } }, { args: [{ kind: 'object', properties: { host: '/cloudsql/a' } }] }, { args: [{ kind: 'object', properties: { host: 'db' } }] }],
    ['on an absent property', { site: ['node:fs.*'], arguments: { '0.store': { absent: true } } }, { args: [{ kind: 'object', properties: { secret: '*' } }] }, { args: [{ kind: 'object', properties: { store: '*' } }] }],
    ['on an absent property of an unknown object', { site: ['node:fs.*'], arguments: { '0.store': { absent: true } } }, { args: [] }, { args: [{ kind: 'unknown' }] }],
    ['on a present property', { site: ['node:fs.*'], arguments: { '0.dest': { absent: false } } }, { args: [{ kind: 'object', properties: { dest: '*' } }] }, { args: [{ kind: 'object', properties: {} }] }],
    ['on the kind of an argument', { site: ['node:fs.*'], arguments: { '0': { kind: 'function' } } }, { args: [{ kind: 'function' }] }, { args: [{ kind: 'unknown' }] }],
    ['on a command', { site: ['node:fs.*'], command: ['python*'] }, { command: { text: 'python3 x.py', constant: true, roots: [] } }, { command: { text: 'php x', constant: true, roots: [] } }],
  ];
  it.each(cases)('%s holds where it should and nowhere else', (_, match, yes, no) => {
    const made = program({ sites: [site(1, 'node:fs.writeFileSync', yes), site(2, 'node:fs.writeFileSync', no)] });
    expect(hits(made, rule('it', match))).toEqual(['1 it']);
  });

  it('on an exception takes names away', () => {
    const made = program({ sites: [site(1, 'node:fs.writeFileSync'), site(2, 'node:fs.chmodSync')] });
    expect(hits(made, rule('it', { site: ['node:fs.*'], not: ['node:fs.chmod*'] }))).toEqual(['1 it']);
  });

  it('on installed versions asks the lock file, and an unknown version fits nothing', () => {
    const made = (version: string | null): Program => program({ sites: [site(1, 'express().listen')], packages: [packageFact('express', { version })] });
    const four = rule('four', { site: ['express().listen'], installed: { express: '<5' } });
    expect(['4.22.3', '5.3.0', null].map((version) => hits(made(version), four).length)).toEqual([1, 0, 0]);
  });

  it('on promises knows a wait from a timer of its own', () => {
    const edge = { from: 'src/app.js#0', to: 'src/app.js#1', at: place(1), range: [0, 1] as [number, number], kind: 'callback' as const, via: 'global.Promise', confidence: 'certain' as const, position: 'body' as const, result: 'awaited' as const, loops: 0, conditional: false };
    const timer = rule('timer', { site: ['global.setTimeout'], promised: false });
    const sites = [site(1, 'global.setTimeout')];
    expect(hits(program({ sites }), timer)).toEqual(['1 timer']);
    expect(hits(program({ sites, edges: [edge] }), timer)).toEqual([]);
  });
});

describe('a finding', () => {
  it('carries the verdict of the date, the impact of each target, and what was matched', () => {
    const dated = rule('dated', { site: ['node:fs.*'] }, { verdict: { workers: [{ since: '2021-01-01', verdict: 'throws' }, { since: '2025-09-15', verdict: 'setting' }], containers: 'ephemeral' } });
    const made = program({ sites: [site(3, 'node:fs.writeFileSync', { storage: storage() })] });
    const at = (date: string) => judge(made, pack(dated), { target: 'auto', date }).findings[0];
    expect(at('2025-09-14')).toMatchObject({ verdict: { workers: 'throws', containers: 'ephemeral' }, impact: 'blocker', impactBy: { workers: 'blocker', containers: 'blocker' } });
    expect(at('2025-09-15')).toMatchObject({ verdict: { workers: 'setting' }, impact: 'setting', what: 'node:fs.writeFileSync', target: 'data/settings.json', persistence: 'durable', resource: 'files:data/settings.json', function: 'save' });
    expect(at('2020-01-01')?.verdict.workers).toBe('unknown');
    expect(judge(made, pack(dated), { target: 'containers', date: '2026-11-17' }).findings[0]?.impact).toBe('blocker');
  });

  it('in code that only tests reach has no impact, no effort, and says so', () => {
    const made = program({ sites: [site(3, 'node:fs.writeFileSync', { storage: storage(), reach: 'test' })] });
    expect(findingsOf(made, durable)[0]).toMatchObject({ impact: 'none', reach: 'test', effort: [0, 0], reasons: ['it is written and read again', 'only tests reach it'] });
  });

  it('under a guard and in a try is less certain and says why', () => {
    const made = program({ sites: [site(3, 'node:fs.writeFileSync', { storage: storage(), guards: ['isNode()'], tried: true })] });
    expect(findingsOf(made, durable)[0]).toMatchObject({ confidence: 'possible', reasons: ['it is written and read again', 'guarded by `isNode()`', 'in a try block whose catch goes on'] });
  });

  it('of a wrapper stands at its caller and names the wrapper', () => {
    const inner = site(2, 'node:fs.writeFileSync', { storage: storage({ persistence: 'unknown' }) });
    const call = site(20, 'node:fs.writeFileSync', { storage: storage(), wraps: [inner.id], fn: 'src/app.js#0' });
    const functions = [fn('src/app.js#0', ''), fn('src/app.js#1', 'writeNote', { parent: 'src/app.js#0', place: { ...place(2), start: 150, end: 400 } })];
    expect(findingsOf(program({ sites: [inner, call], functions }), durable)).toMatchObject([{ at: { line: 20 }, reasons: ['it is written and read again', 'calls writeNote, which ends in node:fs.writeFileSync'] }]);
  });

  it('stands once for a call that does several things, and tells the gravest', () => {
    const reads = site(5, 'node:fs.readFileSync', { storage: storage({ access: 'read' }) });
    const writes = site(5, 'node:fs.writeFileSync', { storage: storage() });
    expect(findingsOf(program({ sites: [reads, writes] }), durable).map((finding) => finding.what)).toEqual(['node:fs.writeFileSync']);
  });
});

describe('the id of a finding', () => {
  const two = (shift: number): Program =>
    program({ sites: [site(3 + shift, 'node:fs.writeFileSync', { storage: storage() }), site(9 + shift, 'node:fs.writeFileSync', { storage: storage() })] });
  const ids = (made: Program): string[] => findingsOf(made, durable).map((finding) => finding.id);

  it('survives moved lines and tells equal calls of one function apart', () => {
    expect(ids(two(40))).toEqual(ids(two(0)));
    expect(new Set(ids(two(0))).size).toBe(2);
  });

  it('changes with the function and with what is matched', () => {
    const [first] = ids(two(0));
    const moved = program({ sites: [site(3, 'node:fs.writeFileSync', { storage: storage(), fn: 'src/app.js#0' })] });
    const other = program({ sites: [site(3, 'node:fs.writeFileSync', { storage: storage({ path: { text: 'other.json', constant: true, roots: ['cwd'] } }) })] });
    expect(ids(moved)).not.toContain(first);
    expect(ids(other)).not.toContain(first);
  });
});

describe('a suppression', () => {
  const made = (suppression: Partial<Program['suppressions'][number]>): Program =>
    program({ sites: [site(3, 'node:fs.writeFileSync', { storage: storage() })], suppressions: [{ file: 'src/app.js', scope: 'line', line: 3, rule: 'durable', reason: 'moved next week', ...suppression }] });

  it.each([
    ['on the line', {}, 1],
    ['on another line', { line: 4 }, 0],
    ['of the whole file', { scope: 'file', line: 1 }, 1],
    ['of another file', { file: 'src/other.js' }, 0],
    ['of another rule', { rule: 'env-read' }, 0],
    ['of every rule', { rule: '*' }, 1],
  ] as const)('%s', (_, suppression, count) => {
    const { findings, suppressed } = judge(made(suppression), pack(durable), options);
    expect([findings.length, suppressed.length]).toEqual([1 - count, count]);
    if (count === 1) expect(suppressed[0]?.suppressed?.reason).toBe('moved next week');
  });
});

describe('packages', () => {
  const native = rule('native', { native: true }, { area: 'native-module' });
  const sharp = rule('sharp', { package: ['sharp', '@img/*'] }, { area: 'native-module' });
  const importedAt = (...lines: number[]) => lines.map((line) => ({ file: 'src/app.js', at: place(line) }));

  it('are found at every place that imports them, and the nearest rule speaks', () => {
    const made = program({ packages: [packageFact('sharp', { native: 'yes', importedBy: importedAt(1, 30) }), packageFact('re2', { native: 'yes', nativeReason: 'is known to be compiled code', importedBy: importedAt(2) })] });
    expect(hits(made, native, sharp)).toEqual(['1 sharp', '2 native', '30 sharp']);
    expect(findingsOf(made, native, sharp)[1]).toMatchObject({ what: 're2', target: 're2@1.0.0', reasons: ['re2 is known to be compiled code'], confidence: 'certain' });
  });

  it('in a range are found in that range only', () => {
    const old = rule('old', { package: ['express'], version: '<5' });
    const made = (version: string | null): Program => program({ packages: [packageFact('express', { version, importedBy: importedAt(1) })] });
    expect(['4.18.2', '4', '5.0.0', null].map((version) => hits(made(version), old).length)).toEqual([1, 1, 0, 0]);
  });

  it('that are native and come with another one are told where that one is imported', () => {
    const made = program({ packages: [packageFact('keyv-store', { importedBy: importedAt(4) }), packageFact('lmdb', { native: 'yes', direct: false, broughtInBy: ['keyv-store'] })] });
    expect(findingsOf(made, native)).toMatchObject([{ at: { file: 'src/app.js', line: 4 }, what: 'lmdb', confidence: 'likely', reasons: ['keyv-store brings it in'] }]);
  });

  it('that nothing imports stand in package.json with little confidence', () => {
    const made = program({ packages: [packageFact('lmdb', { native: 'yes' })] });
    expect(findingsOf(made, native)).toMatchObject([{ at: { file: 'package.json', line: 1 }, confidence: 'possible' }]);
  });

  it('of development, and those that a native package brings for itself, are not told', () => {
    const made = program({ packages: [packageFact('esbuild-like', { native: 'yes', dev: true }), packageFact('sharp', { native: 'yes', importedBy: importedAt(1) }), packageFact('@img/x', { native: 'yes', direct: false, broughtInBy: ['sharp'] })] });
    expect(hits(made, native)).toEqual(['1 native']);
  });
});

describe('state, jobs, host files and the environment', () => {
  it('of state are found where it is declared, with its changes as callers', () => {
    const made = program({ state: [{ name: 'sessions', file: 'src/app.js', fn: 'src/app.js#1', shape: 'session', at: place(2), declaredAt: place(2), mutations: [place(9), place(12)], reach: 'production', reachedBy: [] }] });
    const found = findingsOf(made, rule('state', { state: ['session', 'cache'] }, { area: 'in-memory-state' }), rule('session', { state: ['session'] }, { area: 'in-memory-state' }));
    expect(found).toMatchObject([{ rule: 'session', what: 'sessions', at: { line: 2 }, callers: [{ line: 9 }, { line: 12 }] }]);
  });

  it('of jobs carry what runs and why', () => {
    const made = program({ jobs: [{ kind: 'after-response', fn: 'src/app.js#1', at: place(8), entryPoint: 'POST /process', what: 'build', reach: 'production', reasons: ['it runs after the response has been sent'] }] });
    expect(findingsOf(made, rule('late', { job: ['after-response'] }, { area: 'long-job' }))).toMatchObject([{ what: 'build', reachedBy: [{ entryPoint: 'POST /process' }], function: 'save' }]);
  });

  it('of host files are found by kind and value', () => {
    const made = program({ host: [{ kind: 'memory', name: 'memory', value: '32Gi', at: place(3, 'service.yaml') }, { kind: 'memory', name: 'memory', value: '1Gi', at: place(5, 'service.yaml') }] });
    expect(hits(made, rule('big', { host: ['memory'], hostValue: '^32' }))).toEqual(['3 big']);
  });

  it('of the environment are found once for each name, in production first', () => {
    const use = (name: string, line: number, reach: 'production' | 'test') => ({ name, write: false, at: place(line), reach });
    const made = program({ env: [use('API_URL', 4, 'test'), use('API_URL', 9, 'production'), use('NODE_ENV', 1, 'production')] });
    expect(findingsOf(made, rule('env', { env: ['*'], not: ['NODE_*'] }, { area: 'env-config' }))).toMatchObject([{ what: 'process.env.API_URL', at: { line: 9 }, callers: [{ line: 4 }] }]);
  });
});

describe('an environment variable', () => {
  const read = rule('env-read', { env: ['*'] }, { area: 'env-config' });
  const use = (line: number, name: string, write: boolean, reach: 'production' | 'test' = 'production') => ({ name, write, at: place(line), reach });

  it('stands where it is first read; one that is only written is no setting', () => {
    expect(hits(program({ env: [use(3, 'TZ', true), use(5, 'TZ', false), use(7, 'LANG', true)] }), read)).toEqual(['5 env-read']);
  });

  it('prefers a read of the running program', () => {
    expect(hits(program({ env: [use(3, 'PORT', false, 'test'), use(5, 'PORT', true), use(9, 'PORT', false)] }), read)).toEqual(['9 env-read']);
  });
});

describe('compared with today', () => {
  const host = (kind: Program['host'][number]['kind'], name: string, value: string): Program['host'][number] => ({ kind, name, value, at: place(1, 'service.yaml') });
  it.each<[string, Program['host'], string | undefined, string?]>([
    ['a volume that is lost is worse', [host('host', 'cloud-run', 'x'), host('env', 'DATA_DIR', '/data'), host('volume', 'v', '/data')], 'worse'],
    ['a volume under a fallback is worse', [host('host', 'cloud-run', 'x'), host('env', 'ROOT', '/data'), host('volume', 'v', '/data')], 'worse', '<env NOTES|<env ROOT|data>/notes>/a.json'],
    ['a disk that is forgotten already is the same', [host('host', 'cloud-run', 'x'), host('env', 'DATA_DIR', '/srv')], 'same'],
    ['without host files nothing is said', [], undefined],
    ['an unknown host says nothing', [host('host', 'vm', 'x')], undefined],
    ['a disk of the machine itself is worse', [host('host', 'pm2', 'x')], 'worse'],
    ['pm2 inside of an image says nothing', [host('host', 'pm2', 'x'), host('base-image', 'FROM', 'node:20')], undefined],
    ['a volume below the working folder is worse', [host('host', 'fly', 'x'), host('working-folder', 'WORKDIR', '/app'), host('volume', 'v', '/app/data')], 'worse', 'data/a.json'],
    ['a compose file beside another host does not speak', [host('host', 'docker-compose', 'x'), host('host', 'heroku', 'x')], 'same'],
  ])('%s', (_, facts, expected, text = '<env DATA_DIR>/a.json') => {
    const sites = [site(3, 'node:fs.writeFileSync', { storage: storage({ path: { text, constant: false, roots: ['env X'] } }) })];
    expect(findingsOf(program({ sites, host: facts }), durable)[0]?.versusToday).toBe(expected);
  });

  it('memory on one instance is worse, on many the same', () => {
    const state: Program['state'] = [{ name: 'hits', file: 'src/app.js', fn: 'src/app.js#1', shape: 'counter', at: place(2), declaredAt: place(2), mutations: [place(9)], reach: 'production', reachedBy: [] }];
    const counter = rule('counter', { state: ['counter'] }, { area: 'in-memory-state', verdict: { workers: 'silent', containers: 'ephemeral' } });
    expect(findingsOf(program({ state, host: [host('host', 'cloud-run', 'x'), host('max-instances', 'maxScale', '1')] }), counter)[0]?.versusToday).toBe('worse');
    expect(findingsOf(program({ state, host: [host('host', 'cloud-run', 'x')] }), counter)[0]?.versusToday).toBe('same');
    expect(findingsOf(program({ state, host: [host('host', 'pm2', 'x')] }), counter)[0]?.versusToday).toBe('worse');
    expect(findingsOf(program({ state, host: [host('host', 'pm2', 'x'), host('max-instances', 'instances', 'max')] }), counter)[0]?.versusToday).toBe('same');
    expect(findingsOf(program({ state, host: [host('host', 'kubernetes', 'x'), host('max-instances', 'replicas', '1'), host('max-instances', 'maxReplicas', '9')] }), counter)[0]?.versusToday).toBe('same');
  });

  it('a schedule in several instances is better off', () => {
    const cron = rule('cron', { site: ['node-cron.schedule'] }, { area: 'timer-cron', verdict: { workers: 'absent', containers: 'partial' } });
    const sites = [site(3, 'node-cron.schedule')];
    expect(findingsOf(program({ sites, host: [host('max-instances', 'replicas', '3')] }), cron)[0]?.versusToday).toBe('better');
    expect(findingsOf(program({ sites, host: [host('max-instances', 'replicas', '1')] }), cron)[0]?.versusToday).toBeUndefined();
  });
});

it('judges the same program the same way, twice', () => {
  const made = program({ sites: [site(9, 'node:fs.writeFileSync', { storage: storage() }), site(3, 'node:fs.writeFileSync', { storage: storage() })] });
  expect(judge(made, pack(durable), options)).toEqual(judge(made, pack(durable), options));
  expect(findingsOf(made, durable).map((finding) => finding.at.line)).toEqual([3, 9]);
});
