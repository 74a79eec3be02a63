/** What the rule pack says that it was proved with: the evidence beside the matrix of modules measured earlier, and our reading of wrangler's configuration beside wrangler's own schema. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outcomeAt } from '../../core/evidence.js';
import { homePath } from '../../core/home.js';
import { loadEvidence, loadExports } from '../../rules/evidence.js';
import { exportsAt } from '../../rules/export-history.js';
import { loadRules } from '../../rules/load.js';

const fixture = <T>(name: string): T => JSON.parse(readFileSync(homePath(`test/runtime/fixtures/${name}`), 'utf8')) as T;

interface Matrix {
  dates: string[];
  /** Status of an export at each date. `present` was not called, so it says nothing here. */
  rows: { module: string; export: string; snippet: string; status: string[] }[];
}

const refused = (status: string): boolean => status.startsWith('throws') || status === 'missing';

describe('the evidence beside the measured matrix of 2026-11-21', () => {
  const { dates, rows } = fixture<Matrix>('workerd-matrix-sample.json');
  const { snippets, observed } = loadEvidence();
  const known = dates.flatMap((date, index) => (observed.dates.includes(date) ? [{ date, index }] : []));

  it('shares four dates with it', () => {
    expect(known.map(({ date }) => date)).toEqual(['2024-09-23', '2025-04-01', '2025-09-01', '2026-11-17']);
  });

  it.each(rows.map((row) => [`${row.module}.${row.export}`, row] as const))('agrees on %s: what was refused there throws here, and nothing else does', (_, row) => {
    const snippet = snippets.find(({ id }) => id === row.snippet);
    if (!snippet) throw new Error(`no snippet ${row.snippet}`);
    const called = known.filter(({ index }) => row.status[index] !== 'present');
    expect(called.length).toBeGreaterThan(0);
    expect(called.map(({ date }) => [date, outcomeAt(observed, snippet, date, 'browser')?.outcome === 'throws'])).toEqual(called.map(({ date, index }) => [date, refused(row.status[index] ?? '')]));
  });
});

describe('the exports of workerd beside the same matrix', () => {
  const { rows } = fixture<Matrix>('workerd-matrix-sample.json');
  const now = exportsAt(loadExports(), '2026-11-17');

  it.each(rows.map((row) => [`${row.module}.${row.export}`, row] as const))('calls %s a stub where it was refused, absent where it was missing', (_, row) => {
    const status = row.status.at(-1) ?? '';
    const wanted = status === 'missing' ? 'absent' : status.startsWith('throws') ? 'stub' : 'function';
    expect(now[`node:${row.module}`]?.[row.export] ?? 'absent').toBe(wanted);
  });

  it('were asked of the workerd that the evidence is from', () => {
    expect(loadExports().workerd).toBe(loadEvidence().observed.provedWith['workerd']);
  });
});

describe('what is read of a wrangler configuration', () => {
  it('stands in the schema of the wrangler that the pack names', () => {
    const { version, keys } = fixture<{ version: string; keys: string[] }>('wrangler-config-keys.json');
    const source = readFileSync(homePath('runtime/wrangler-config.ts'), 'utf8');
    const read = [...source.slice(source.indexOf('const schema')).matchAll(/^ {2}([a-z_0-9]+): (?:z\.|')/gm)].map((match) => match[1] ?? '');
    expect(read).toEqual(expect.arrayContaining(['compatibility_date', 'd1_databases', 'hyperdrive', 'assets']));
    expect(read.filter((key) => !keys.includes(key))).toEqual([]);
    expect(loadRules().provedWith['wrangler-config-schema']).toBe(version);
  });
});
