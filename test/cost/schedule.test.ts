import { describe, expect, it } from 'vitest';
import { intervalMs, runsPerMonth } from '../../cost/schedule.js';

const DAYS = 365 / 12;

describe('runs per month', () => {
  it.each([
    ['0 3 * * *', DAYS],
    ['*/5 * * * *', DAYS * 24 * 12],
    ['0 * * * *', 730],
    ['0 9-17/4 * * *', DAYS * 3],
    ['0 0 * * 0', DAYS / 7],
    ['0 0 * * 7', DAYS / 7],
    ['0 0 * * mon-fri', (DAYS * 5) / 7],
    ['*/10 * * * * *', DAYS * 86_400 / 10],
    ['@hourly', 730],
    ['every 60000 ms', 730 * 60],
    ['30s', 730 * 120],
    ['every 5 m', 730 * 12],
  ])('%s', (schedule, runs) => expect(runsPerMonth(schedule)).toBeCloseTo(runs, 6));

  it('counts months of their real length: the 31st comes 7 times a year', () => expect((runsPerMonth('0 0 31 * *') ?? 0) * 12).toBeCloseTo(7, 2));
  it('knows leap years', () => expect((runsPerMonth('0 0 29 2 *') ?? 0) * 12 * 400).toBeCloseTo(97, 0));
  it('runs by date or by weekday when both are restricted', () => {
    expect(runsPerMonth('0 0 1 * 1') ?? 0).toBeGreaterThan((runsPerMonth('0 0 * * 1') ?? 0) + 0.5);
  });
  it.each(['', 'whenever', '61 * * * *', '* * *', '0 0 L * *', '*/0 * * * *', '5-1 * * * *', '0 s'])('does not guess %j', (schedule) => expect(runsPerMonth(schedule)).toBeNull());
  it('reads an interval', () => expect([intervalMs('every 1500 ms'), intervalMs('2h'), intervalMs('0 3 * * *')]).toEqual([1500, 7_200_000, null]));
});
