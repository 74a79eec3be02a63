/** Exports by date, folded and compared: what appeared, what vanished, which stubs began to work. */
import { describe, expect, it } from 'vitest';
import type { ExportsAt } from '../../core/evidence.js';
import { exportDrift, exportsAt, foldExports, type ExportChange } from '../../rules/export-history.js';

const EARLY: ExportsAt = { 'node:fs': { readFile: 'stub', watch: 'stub', constants: 'object' } };
const LATE: ExportsAt = { 'node:fs': { readFile: 'function', watch: 'stub', constants: 'object' }, 'node:vm': { Script: 'function' } };
const modules = foldExports([{ date: '2025-01-01', found: EARLY }, { date: '2026-01-01', found: LATE }]);

const told = (found: ExportsAt, date = '2026-01-01') => {
  const drift = exportDrift({ modules }, [{ date, found }]);
  return Object.fromEntries(Object.entries(drift).flatMap(([group, changes]: [string, ExportChange[]]) => (changes.length > 0 ? [[group, changes.map(({ module, name }) => `${module} ${name}`)]] : [])));
};

describe('exports by date', () => {
  it('have one line for all names that fared alike', () => {
    expect(modules).toEqual({
      'node:fs': { '2025-01-01 object': ['constants'], '2025-01-01 stub': ['watch'], '2025-01-01 stub, 2026-01-01 function': ['readFile'] },
      'node:vm': { '2026-01-01 function': ['Script'] },
    });
  });

  it('are read back at each date, and between two', () => {
    expect(exportsAt({ modules }, '2025-06-01')['node:fs']).toEqual(EARLY['node:fs']);
    expect(exportsAt({ modules }, '2026-06-01')).toEqual(LATE);
  });
});

describe('the exports of another workerd', () => {
  it('drift nowhere when they are the same', () => {
    expect(told(LATE)).toEqual({});
    expect(told(EARLY, '2025-01-01')).toEqual({});
  });

  it('appear, with their module or in one that was there', () => {
    expect(told({ ...LATE, 'node:sea': { isSea: 'function' }, 'node:vm': { Script: 'function', runInContext: 'stub' } })).toEqual({ appeared: ['node:sea isSea', 'node:vm runInContext'] });
  });

  it('vanish, begin to work, are stubs, or are of another kind', () => {
    expect(told({ 'node:fs': { readFile: 'stub', watch: 'function', constants: 'string' } })).toEqual({ vanished: ['node:vm Script'], began: ['node:fs watch'], stopped: ['node:fs readFile'], otherwise: ['node:fs constants'] });
  });

  it('are told once, at the first date', () => {
    const drift = exportDrift({ modules }, ['2025-01-01', '2026-01-01'].map((date) => ({ date, found: { ...exportsAt({ modules }, date), 'node:sea': { isSea: 'function' as const } } })));
    expect(drift.appeared).toEqual([{ module: 'node:sea', name: 'isSea', since: '2025-01-01', before: 'absent', after: 'function' }]);
  });

  it('does not take a name of every object for an export', () => {
    const found: ExportsAt = { 'node:x': Object.fromEntries([['toString', 'function' as const]]) };
    expect(exportDrift({ modules: {} }, [{ date: '2025-01-01', found }]).appeared.map(({ name }) => name)).toEqual(['toString']);
  });
});
