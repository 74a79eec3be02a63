import { describe, expect, it } from 'vitest';
import { doubted, impactOf } from '../../rules/impact.js';
import { VERDICTS, type Impact, type Lifetime, type Persistence, type Verdict } from '../../core/vocabulary.js';

describe('the impact of a verdict in production code', () => {
  it.each<[Verdict, Persistence | undefined, Lifetime | undefined, Impact]>([
    ['throws', 'durable', 'forever', 'blocker'],
    ['throws', 'cache', 'instance', 'blocker'],
    ['throws', undefined, undefined, 'blocker'],
    ['hangs', undefined, undefined, 'blocker'],
    ['absent', undefined, undefined, 'blocker'],
    ['silent', 'durable', 'forever', 'blocker'],
    ['silent', 'lock', 'forever', 'blocker'],
    ['silent', 'log', 'forever', 'risk'],
    ['silent', undefined, undefined, 'risk'],
    ['ephemeral', 'durable', 'forever', 'blocker'],
    ['ephemeral', 'upload', 'forever', 'blocker'],
    ['ephemeral', 'lock', 'forever', 'blocker'],
    ['ephemeral', 'log', 'forever', 'risk'],
    ['ephemeral', 'config', 'forever', 'risk'],
    ['ephemeral', 'artefact', 'forever', 'risk'],
    ['ephemeral', 'unknown', 'unknown', 'risk'],
    ['ephemeral', undefined, undefined, 'risk'],
    ['ephemeral', 'cache', 'instance', 'none'],
    ['ephemeral', 'asset', 'forever', 'none'],
    ['ephemeral', 'temp', 'request', 'none'],
    ['ephemeral', 'temp', 'job', 'risk'],
    ['partial', undefined, undefined, 'risk'],
    ['limit', undefined, undefined, 'risk'],
    ['unknown', undefined, undefined, 'risk'],
    ['setting', 'asset', 'forever', 'setting'],
    ['works', 'temp', 'request', 'none'],
  ])('%s on %s data that lives %s is a %s', (verdict, persistence, lifetime, impact) => {
    expect(impactOf({ verdict, reach: 'production', ...(persistence ? { persistence } : {}), ...(lifetime ? { lifetime } : {}) })).toBe(impact);
  });

  it('is none for code that only tests, builds or scripts reach, and for dead code', () => {
    for (const reach of ['test', 'build', 'script', 'dead'] as const) {
      expect(VERDICTS.map((verdict) => impactOf({ verdict, reach, persistence: 'durable' }))).toEqual(VERDICTS.map(() => 'none'));
    }
  });
});

describe('doubt', () => {
  it('lowers confidence a step for a guard and a step for a catch that goes on, never below possible', () => {
    expect(doubted('certain', { guards: [], tried: false })).toEqual({ confidence: 'certain', reasons: [] });
    expect(doubted('certain', { guards: ["typeof fs !== 'undefined'"], tried: false })).toEqual({ confidence: 'likely', reasons: ["guarded by `typeof fs !== 'undefined'`"] });
    expect(doubted('certain', { guards: ['x'], tried: true }).confidence).toBe('possible');
    expect(doubted('possible', { guards: ['x'], tried: true }).confidence).toBe('possible');
  });

  it('shortens long conditions and names a repeated one once', () => {
    const long = `process.env.NODE_ENV === 'development' && ${'a'.repeat(80)}`;
    const { reasons } = doubted('certain', { guards: [long, long], tried: false });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]?.length).toBeLessThan(80);
  });
});
