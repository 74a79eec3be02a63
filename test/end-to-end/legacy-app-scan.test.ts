import { describe, expect, test } from 'vitest';
import { readFileSync, writeFileSync } from 'node:fs';
import { homePath } from '../../core/home.js';
import type { Finding } from '../../core/scan.js';
import { scanFolder } from '../../pipeline/scan.js';
import { readTraps } from './traps.js';

const { scan } = scanFolder(homePath('fixtures', 'legacy-app'));
const { traps, lookAlikes } = readTraps();
const everything: Finding[] = [...scan.findings, ...(scan.apart ?? []), ...scan.suppressed];
const at = (file: string, line: number): Finding[] => everything.filter((f) => f.at.file === file && f.at.line === line);

/** Git through a child process, a process that is git: one thing under two names. */
const SAME: Record<string, string[]> = { 'git-cli': ['child-process'], 'child-process': ['git-cli'] };

describe('the legacy app', () => {
  test('its list of traps is read', () => {
    expect(traps.length).toBeGreaterThan(80);
    expect(lookAlikes.length).toBeGreaterThan(20);
  });

  test.each(traps.map((trap) => [`${trap.file}:${trap.line} ${trap.area} ${trap.what}`, trap] as const))('names %s', (_name, trap) => {
    const found = at(trap.file, trap.line).filter((f) => f.area === trap.area || SAME[trap.area]?.includes(f.area));
    expect(found.map((f) => f.rule)).not.toEqual([]);
    if (trap.persistence !== '' && trap.persistence !== '-') expect(found.map((f) => f.persistence)).toContain(trap.persistence);
  });

  test.each(lookAlikes.map((item) => [`${item.file}:${item.line} ${item.why}`, item] as const))('is silent about %s', (_name, item) => {
    expect(at(item.file, item.line).map((f) => `${f.rule}: ${f.what}`)).toEqual([]);
  });

  test('finds what was reviewed, no more and no less', () => {
    const file = homePath('test', 'end-to-end', 'legacy-app.reviewed.json');
    const now = everything.map((f) => ({ rule: f.rule, area: f.area, at: `${f.at.file}:${f.at.line}:${f.at.column}`, what: f.what, impact: f.impactBy, reach: f.reach, ...(f.persistence ? { persistence: f.persistence, target: f.target } : {}) }));
    // REVIEW=1 writes the file anew; read the difference before you commit it.
    if (process.env.REVIEW === '1') writeFileSync(file, `${JSON.stringify(now, null, 1)}\n`);
    expect(now).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
});
