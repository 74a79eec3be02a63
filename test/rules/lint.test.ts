import { describe, expect, it } from 'vitest';
import { METER_KEYS } from '../../cost/meters.js';
import { loadApis } from '../../rules/apis.js';
import { lintApis, lintRules } from '../../rules/lint.js';
import { loadRules } from '../../rules/load.js';
import { pack, rule } from './made.js';

/** Codemods that exist or are being written. */
const CODEMODS = ['fs-to-kv', 'fs-to-r2'];

/** Meters of products outside of the account, and those that cost nothing, which rules may name too. */
const OTHER_METERS = ['embeddings.tokens', 'hyperdrive.queries'];

const codes = (...rules: ReturnType<typeof rule>[]): string[] => lintRules(pack(...rules), loadApis()).map((problem) => `${problem.rule} ${problem.code}`);

describe('our own rules', () => {
  it('pass the lint', () => {
    expect(lintRules(loadRules(), loadApis(), { codemods: CODEMODS, meters: [...METER_KEYS, ...OTHER_METERS] })).toEqual([]);
  });

  it('stand on APIs that are told apart', () => {
    expect(lintApis(loadApis())).toEqual([]);
  });

  it('say no word about where they were written', () => {
    expect(JSON.stringify(loadRules())).not.toMatch(/\/work\/|facts\/|shared\//);
  });
});

describe('the lint', () => {
  it.each<[string, ReturnType<typeof rule>, string]>([
    ['conditions on storage for APIs that store nothing', rule('a', { site: ['node:os.cpus'], persistence: ['durable'] }), 'unsatisfiable-match'],
    ['an access that no named API has', rule('a', { site: ['node:fs.readFileSync'], access: ['delete'] }), 'unsatisfiable-match'],
    ['a command for APIs that run none', rule('a', { site: ['node:fs.readFileSync'], command: ['git'] }), 'unsatisfiable-match'],
    ['names outside of their areas', rule('a', { site: ['node:fs.readFileSync'], api: ['sqlite'] }), 'unsatisfiable-match'],
    ['names that are all excepted', rule('a', { site: ['node:fs.readFileSync'], not: ['node:fs.*'] }), 'unsatisfiable-match'],
    ['an argument that is absent and has a value', rule('a', { site: ['multer'], arguments: { '0': { absent: true, equals: 'x' } } }), 'unsatisfiable-match'],
    ['an empty list', rule('a', { site: ['multer'], reach: [] }), 'unsatisfiable-match'],
    ['a missing miss', rule('a', { site: ['multer'] }, { examples: { hits: ['a'], misses: ['b'] } }), 'example'],
    ['an example that is hit and miss', rule('a', { site: ['multer'] }, { examples: { hits: ['a'], misses: ['a', 'b'] } }), 'example'],
    ['dates that fall', rule('a', { site: ['multer'] }, { verdict: { workers: [{ since: '2021-01-01', verdict: 'throws' }, { since: '2020-01-01', verdict: 'works' }], containers: 'works' } }), 'verdict-dates'],
    ['no word about the first years', rule('a', { site: ['multer'] }, { verdict: { workers: [{ since: '2025-09-15', verdict: 'works' }], containers: 'works' } }), 'verdict-dates'],
  ])('finds %s', (_, wrong, code) => {
    expect(codes(wrong)).toEqual([`a ${code}`]);
  });

  it('finds twins by id and by match', () => {
    expect(codes(rule('a', { site: ['multer'] }), rule('a', { site: ['koa'] }))).toEqual(['a duplicate-id']);
    expect(codes(rule('a', { site: ['multer', 'koa'] }), rule('b', { site: ['koa', 'multer'] }))).toEqual(['b duplicate-match']);
  });

  it('finds fixes, meters and evidence that do not exist, and codemods without a rule', () => {
    const wrong = rule('a', { site: ['multer'] }, { fix: { codemod: 'fs-to-tape' }, cost: [{ meter: 'tape.metres', operations: 1 }], evidence: ['e1'] });
    expect(lintRules(pack(wrong), loadApis(), { codemods: ['fs-to-kv'], meters: [], evidence: [] }).map((problem) => problem.code)).toEqual(['unknown-codemod', 'unknown-meter', 'unknown-evidence', 'codemod-without-rule']);
  });
});
