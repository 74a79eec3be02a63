import { describe, expect, it } from 'vitest';
import type { Evidence, Observation, Snippet } from '../../core/evidence.js';
import type { VerdictByDate } from '../../core/rules.js';
import { driftBetween } from '../../rules/drift.js';
import { loadEvidence } from '../../rules/evidence.js';
import { lintEvidence } from '../../rules/evidence-lint.js';
import { loadRules } from '../../rules/load.js';
import { rule } from './made.js';

const DATES = ['2025-01-01', '2026-01-01'];

const snippet = (id: string, more: Partial<Snippet> = {}): Snippet => ({
  id, shows: id, source: 'export default () => 1;', rules: ['a'], settled: [], besides: [], form: 'function', files: {}, packages: {}, wrangler: {}, platforms: ['browser'], dates: 'flags', isolates: 1, ...more,
});

const seen = (outcome: Observation['outcome'], more: Partial<Observation> = {}): Observation => ({ since: DATES[0] ?? '', platform: 'browser', outcome, ...more });

const evidence = (snippets: Snippet[], outcomes: Record<string, Observation[]>, more: Partial<Evidence> = {}): Evidence =>
  ({ snippets, observed: { provedWith: { workerd: '1.2' }, dates: DATES, outcomes }, unprovable: [], ...more });

const saying = (workers: VerdictByDate): ReturnType<typeof rule> => rule('a', { site: ['multer'] }, { verdict: { workers, containers: 'works' } });

const codes = (workers: VerdictByDate, given: Evidence): string[] => lintEvidence([saying(workers)], given).map(({ code }) => code);

describe('our own evidence', () => {
  it('agrees with every verdict, and leaves no rule without a word', () => {
    expect(lintEvidence(loadRules().rules, loadEvidence())).toEqual([]);
  });

  it('was run at the date of the pack and has a row for every snippet', () => {
    const { snippets, observed } = loadEvidence();
    expect(observed.dates.at(-1)).toBe(loadRules().compatibilityDate);
    expect(observed.provedWith['workerd']).toBe(loadRules().provedWith['workerd']);
    expect(Object.keys(observed.outcomes)).toEqual(snippets.map(({ id }) => id).sort());
  });
});

describe('a verdict beside what was observed', () => {
  it.each<[verdict: VerdictByDate, outcome: Observation, agrees: boolean]>([
    ['works', seen('works'), true],
    ['works', seen('silent'), false],
    ['throws', seen('throws'), true],
    ['throws', seen('absent', { stage: 'start' }), true],
    ['throws', seen('absent', { stage: 'bundle' }), false],
    ['throws', seen('hangs'), false],
    ['silent', seen('silent'), true],
    ['silent', seen('ephemeral'), true],
    ['silent', seen('throws'), false],
    ['ephemeral', seen('ephemeral'), true],
    ['ephemeral', seen('silent'), false],
    ['hangs', seen('hangs'), true],
    ['absent', seen('absent', { stage: 'bundle' }), true],
    ['absent', seen('throws'), false],
    ['partial', seen('works'), false],
    ['setting', seen('throws'), false],
    ['limit', seen('works'), true],
    ['unknown', seen('throws'), true],
  ])('%s, observed %o: agrees %s', (verdict, outcome, agrees) => {
    expect(codes(verdict, evidence([snippet('one')], { one: [outcome] }))).toEqual(agrees ? [] : ['evidence-disagrees']);
  });

  it('holds partial to a shape that works and one that does not', () => {
    const given = evidence([snippet('one'), snippet('two')], { one: [seen('works')], two: [seen('throws')] });
    expect(codes('partial', given)).toEqual([]);
    expect(codes('throws', given)).toEqual(['evidence-disagrees']);
  });

  it('holds setting to a call that works after the setting, the platform of the bundler among them', () => {
    expect(codes('setting', evidence([snippet('one'), snippet('two', { rules: [], settled: ['a'] })], { one: [seen('throws')], two: [seen('works')] }))).toEqual([]);
    expect(codes('setting', evidence([snippet('one', { platforms: ['browser', 'node'] })], { one: [seen('throws'), seen('works', { platform: 'node' })] }))).toEqual([]);
    expect(codes('setting', evidence([snippet('one', { platforms: ['browser', 'node'] })], { one: [seen('throws'), seen('throws', { platform: 'node' })] }))).toEqual(['evidence-disagrees']);
  });

  it('is asked at every date, and the first disagreement is told with its place', () => {
    const given = evidence([snippet('one')], { one: [seen('throws'), seen('works', { since: '2026-01-01' })] });
    expect(codes([{ since: '2021-01-01', verdict: 'throws' }, { since: '2025-06-01', verdict: 'works' }], given)).toEqual([]);
    expect(lintEvidence([saying('throws')], given)).toEqual([{ rule: 'a', index: 0, code: 'evidence-disagrees', path: ['verdict', 'workers'], message: 'it says throws at 2026-01-01, observed on workerd 1.2: works' }]);
  });

  it('is not judged by another shape of the call', () => {
    expect(codes('throws', evidence([snippet('one'), snippet('two', { rules: [], besides: ['a'] })], { one: [seen('throws')], two: [seen('works')] }))).toEqual([]);
  });
});

describe('missing evidence', () => {
  it('is a rule that nothing speaks of, one that two places speak of, and a snippet that was not run', () => {
    expect(codes('throws', evidence([], {}))).toEqual(['evidence-missing']);
    expect(codes('throws', evidence([], {}, { unprovable: [{ reason: 'no-code', rules: ['a'] }] }))).toEqual([]);
    expect(codes('throws', evidence([snippet('one')], { one: [seen('throws')] }, { unprovable: [{ reason: 'no-code', rules: ['a'] }] }))).toEqual(['evidence-missing']);
    expect(codes('throws', evidence([snippet('one')], {}))).toEqual(['evidence-missing']);
  });

  it('names rules that there are not', () => {
    expect(codes('throws', evidence([snippet('one', { settled: ['b'] })], { one: [seen('throws')] }, { unprovable: [{ reason: 'no-code', rules: ['c'] }] }))).toEqual(['unknown-evidence', 'unknown-evidence']);
  });
});

describe('drift', () => {
  const before = evidence([snippet('one'), snippet('two', { packages: { koa: '3.3.0' } })], { one: [seen('throws', { text: 'no' })], two: [seen('works')] });
  const after = (outcomes: Record<string, Observation[]>, dates = DATES): Evidence['observed'] => ({ provedWith: { workerd: '1.3' }, dates, outcomes });
  const run = (observed: Evidence['observed']) => driftBetween(before, observed, before.snippets.slice(0, 1), [saying('throws')]);

  it('is nothing when all comes out alike', () => {
    expect(run(after({ one: [seen('throws', { text: 'no' })] }))).toMatchObject({ compared: 1, leftOut: ['two'], flipped: [], newestFlipped: [], reworded: [], contradicted: [] });
  });

  it('tells a flip once, at the first date, with the verdict that it contradicts', () => {
    const found = run(after({ one: [seen('works')] }));
    expect(found.flipped.map(({ snippet: id, since, rules, before: was, after: is }) => [id, since, rules, was.outcome, is.outcome])).toEqual([['one', '2025-01-01', ['a'], 'throws', 'works']]);
    expect(found.contradicted.map(({ rule: id }) => id)).toEqual(['a']);
    expect(found.reworded).toEqual([]);
  });

  it('tells other words apart from other outcomes', () => {
    expect(run(after({ one: [seen('throws', { text: 'not yet' })] }))).toMatchObject({ flipped: [], contradicted: [], reworded: [{ snippet: 'one' }] });
  });

  it('compares the newest dates of both when these differ', () => {
    const found = run(after({ one: [seen('throws', { text: 'no' }), seen('silent', { since: '2026-06-01' })] }, [...DATES, '2026-06-01']));
    expect(found.flipped).toEqual([]);
    expect(found.newestFlipped.map(({ since, on, after: is }) => [since, on, is.outcome])).toEqual([['2026-01-01', '2026-06-01', 'silent']]);
  });
});
