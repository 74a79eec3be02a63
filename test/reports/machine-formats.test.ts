import { describe, expect, it } from 'vitest';
import { renderBillCsv, renderCsv, renderTasksCsv } from '../../reports/csv.js';
import { renderGithub } from '../../reports/github.js';
import { renderJson, renderScanJson } from '../../reports/json.js';
import { renderTasksMarkdown } from '../../reports/tasks.js';
import { HOSTILE, bareDossier, incompleteDossier, sampleDossier } from './sample-dossier.js';
import { sampleScan } from './sample-scan.js';

/** RFC 4180, strictly: a quote inside a bare cell is an error. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) throw new Error(`not CSV at ${pattern.lastIndex}`);
    rows.at(-1)?.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === '\r\n' && pattern.lastIndex < text.length) rows.push([]);
  }
  return rows;
}

describe('the bill as CSV', () => {
  it('has every line; what is unknown is empty and named, never zero', () => {
    const [head = '', ...lines] = renderBillCsv(sampleDossier).trimEnd().split('\r\n');
    expect(lines).toHaveLength(sampleDossier.estimate?.scenarios.reduce((sum, scenario) => sum + scenario.lines.length, 0) ?? 0);
    const columns = head.split(',');
    const unknown = lines.find((line) => line.startsWith('workers,KV,writes'))?.split(',') ?? [];
    expect(unknown[columns.indexOf('amount likely')]).toBe('');
    expect(unknown[columns.indexOf('not set')]).toContain('traffic.PUT /settings.requests_per_month');
  });
});

describe('CSV', () => {
  const rows = parseCsv(renderCsv(sampleDossier));

  it('has one row per finding, suppressed ones included, all of the same length', () => {
    expect(rows).toHaveLength(1 + sampleScan.findings.length + sampleScan.suppressed.length);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });

  it('lets no cell be a formula', () => {
    expect(rows.flat().filter((cell) => /^\s*[=+@|%-]/.test(cell))).toEqual([]);
    expect(rows.flat()).toContain(`'${HOSTILE.target}`);
  });

  it('joins the planned target to each finding', () => {
    const planned = rows[0]?.indexOf('planned target') ?? -1;
    expect(rows.find((row) => row[1] === 'fs-durable' && row.includes('src/lib/jobs.js'))?.[planned]).toBe('r2');
    expect(parseCsv(renderCsv(bareDossier)).slice(1).every((row) => row[planned] === '')).toBe(true);
  });

  it('lists the tasks of the waves for a tracker', () => {
    const tasks = parseCsv(renderTasksCsv(sampleDossier));
    expect(tasks.slice(1).map((row) => row[0])).toEqual(['0', '0', '1', '1', '1', '2', '2', '3', '3', '3']);
    expect(parseCsv(renderTasksCsv(bareDossier))).toHaveLength(1);
  });

  it('writes the same tasks as a checklist', () => {
    const text = renderTasksMarkdown(sampleDossier);
    expect(text.match(/^- \[ \] /gm)).toHaveLength(10 + 4);
    expect(text).toContain('## Wave 1: Settings');
    expect(text).toContain('- [ ] **Proof:** cf-migrate verify: both routes equal, twice');
  });
});

describe('GitHub annotations', () => {
  const lines = renderGithub(sampleScan).trimEnd().split('\n');

  it('are one command per line, gravest first, with a summary at the end', () => {
    expect(lines.filter((line) => !/^::(?:error|warning|notice) [^\n]*::/.test(line))).toEqual([]);
    const order = lines.slice(0, -1).map((line) => ['error', 'warning', 'notice'].indexOf(/^::(\w+)/.exec(line)?.[1] ?? ''));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(lines.at(-1)).toContain('11 of 18 production sites block on Workers');
  });

  it('escape what would end a property or a message', () => {
    const hostile = lines.find((line) => line.includes('fs-unknown'));
    expect(hostile).toContain('file=src/<img src=x onerror=alert(1)>|`evil`.js,line=2,col=9');
    expect(hostile).toContain('a\\nb | c');
    expect(renderGithub({ ...sampleScan, findings: sampleScan.findings.map((finding) => ({ ...finding, at: { ...finding.at, file: 'a,b:c%.js' } })) })).toContain('file=a%2Cb%3Ac%25.js,');
  });

  it('leave out what simply works and what production does not reach', () => {
    expect(lines.some((line) => line.includes('env-read') || line.includes('scripts/release.js'))).toBe(false);
  });

  it('begin with the error of an incomplete analysis', () => {
    expect(renderGithub(incompleteDossier.scan)).toMatch(/^::error title=Incomplete analysis::/);
  });
});

describe('JSON', () => {
  it('is the data and nothing else', () => {
    expect(JSON.parse(renderScanJson(sampleScan))).toEqual(JSON.parse(JSON.stringify(sampleScan)));
    expect(JSON.parse(renderJson(sampleDossier))).toEqual(JSON.parse(JSON.stringify(sampleDossier)));
    expect(renderScanJson(sampleScan).endsWith('}\n')).toBe(true);
  });
});
