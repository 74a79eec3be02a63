import { expect, it } from 'vitest';
import { UserError } from '../../core/errors.js';
import { explain } from '../../rules/explain.js';
import { loadRules } from '../../rules/load.js';

it('explains a rule with its conditions, its verdict now and by date, and its examples', () => {
  const explanation = explain(loadRules(), 'worker-thread');
  expect(explanation).toMatchObject({ id: 'worker-thread', subject: 'site', area: 'worker-threads' });
  expect(explanation.verdict.workers).toEqual({ now: 'throws', since: [{ since: '2021-01-01', verdict: 'silent' }, { since: '2026-03-17', verdict: 'throws' }] });
  expect(explanation.conditions.map((condition) => condition.name)).toContain('site');
  expect(explanation.examples.misses.length).toBeGreaterThanOrEqual(2);
});

it('speaks of the date it is asked for', () => {
  expect(explain(loadRules(), 'worker-thread', '2025-01-01').verdict.workers.now).toBe('silent');
});

it('suggests the nearest rule for a slip', () => {
  const error = (() => { try { explain(loadRules(), 'fs-durable-wirte'); } catch (e) { return e; } return null; })();
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).hint).toBe('Did you mean "fs-durable-write"?');
});
