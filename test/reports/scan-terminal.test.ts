import { describe, expect, it } from 'vitest';
import type { Scan } from '../../core/scan.js';
import { renderScanTerminal } from '../../reports/terminal/scan.js';
import { displayWidth } from '../../reports/terminal/wrap.js';
import { HOSTILE, incompleteDossier } from './sample-dossier.js';
import { bigScan, sampleScan } from './sample-scan.js';

const COLOUR = /\p{Cc}\[\d+m/gu;
const ESCAPES = /[^\P{Cc}\n]|\p{Bidi_Control}/u;

const empty: Scan = { ...sampleScan, findings: [], apart: [], suppressed: [], resources: [], packages: [], skipped: [] };
const containers: Scan = { ...sampleScan, target: 'containers' };
const longNames: Scan = {
  ...sampleScan,
  name: `a-name-${'very-'.repeat(30)}long`,
  findings: sampleScan.findings.map((finding) => ({ ...finding, title: '漢字'.repeat(40), at: { ...finding.at, file: `${'x'.repeat(200)}/${'folder/'.repeat(20)}é👍🏽.js` } })),
  resources: sampleScan.resources.map((resource) => ({ ...resource, pattern: 'y'.repeat(300) })),
};
const SCANS = { sample: sampleScan, containers, big: bigScan(1000), incomplete: incompleteDossier.scan, empty, longNames };

const plain = (scan: Scan, width = 80): string => renderScanTerminal(scan, { width, colour: false });

describe.each(Object.entries(SCANS))('the terminal scan of %s', (_, scan) => {
  it.each([80, 100, 120])('fits %d columns in every line, without trailing spaces', (width) => {
    const lines = plain(scan, width).split('\n');
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  it.each(['app', 'bakery/bread-2.5', 'a/folder/that/has/a/longer/name/than/the/others'])('fits 80 columns for the folder %s', (directory) => {
    expect(renderScanTerminal(scan, { width: 80, colour: false, directory }).split('\n').filter((line) => displayWidth(line) > 80)).toEqual([]);
  });

  it('holds no escape code without colour, and only colours with it', () => {
    expect(plain(scan)).not.toMatch(ESCAPES);
    const coloured = renderScanTerminal(scan, { width: 80, colour: true });
    expect(coloured).toMatch(COLOUR);
    expect(coloured.replace(COLOUR, '')).not.toMatch(ESCAPES);
  });

  it('says the same with colour as without', () => {
    expect(renderScanTerminal(scan, { width: 80, colour: true }).replace(COLOUR, '').split('\n').map((line) => line.trimEnd()).join('\n')).toBe(plain(scan));
  });
});

describe('the terminal scan', () => {
  const text = plain(sampleScan);
  const after = (first: string, second: string): void => expect(text.indexOf(second), `${second} after ${first}`).toBeGreaterThan(text.indexOf(first));

  it('tells in order: readiness, compatibility, blockers, risks, stored data, coverage, next', () => {
    const headings = ['Workers    Container for 5 modules', 'Compatibility', 'Blockers by root cause', 'Risks (', 'Stored data (', 'Coverage', 'Next'];
    for (const heading of headings) expect(text).toContain(heading);
    headings.slice(1).forEach((heading, index) => after(headings[index] ?? '', heading));
  });

  it('counts production findings only', () => {
    expect(text).toContain('11 causes, 11 sites on Workers');
    expect(text).not.toContain('test/settings.test.js');
    expect(text).toContain('3 findings in tests, scripts');
  });

  it('marks the place in the code that was saved with the finding', () => {
    expect(text).toContain('> 57 |   await writeFile(file, JSON');
    const lines = text.split('\n');
    const marked = lines.findIndex((line) => line.includes('> 57 |'));
    expect(lines[marked + 1]?.indexOf('^')).toBe(lines[marked]?.indexOf('writeFile('));
  });

  it('shows the way from the entry file', () => {
    expect(text).toContain('reached  src/worker.js › src/lib/jobs.js');
  });

  it('tells a rule once, names the other modules, and says how many sites a codemod takes', () => {
    expect(text.match(/A document on the local disk is lost without an error/g)).toHaveLength(1);
    expect(text).toContain('also     src/services/settings.js:22');
    expect(text.replace(/\s+/g, ' ')).toContain('fix cf-migrate apply fs-to-kv for 1 of 2 sites; by hand. Durable files');
  });

  it('begins with the banner when the analysis is incomplete', () => {
    expect(plain(incompleteDossier.scan)).toMatch(/^INCOMPLETE ANALYSIS\./);
    expect(text).not.toContain('INCOMPLETE');
  });

  it('leads with the target it was asked for', () => {
    const first = plain(containers);
    expect(first.indexOf('Container  2 automated edits')).toBeLessThan(first.indexOf('Workers    Container for'));
    expect(first).toContain('Status in a Container');
    expect(first).toContain('Impact');
  });

  it('shortens a long list and says by how much', () => {
    const big = plain(bigScan(1000));
    expect(big.split('\n').length).toBeLessThan(400);
    expect(big).toContain('and 185 more: see the report');
    expect(big).toMatch(/and 36 more\s+modules/);
  });

  it('says so when nothing was found', () => {
    const none = plain(empty);
    expect(none).toContain('No finding in code that production reaches.');
    expect(none).toContain('None found on Workers.');
  });

  it('shows hostile names as text', () => {
    expect(text).toContain('\\u{1b}[31mred');
    expect(text).toContain('\\u{202e}gnp.js');
    expect(HOSTILE.escape).toContain('\u001b');
  });

  it('repeats the folder of the user in the commands, quoted where the shell needs it', () => {
    expect(renderScanTerminal(sampleScan, { width: 100, colour: false, directory: 'fixtures/legacy-app' })).toContain('cf-migrate apply fs-to-kv fixtures/legacy-app');
    expect(renderScanTerminal(sampleScan, { width: 100, colour: false, directory: "it's $(here)" })).toContain(String.raw`cf-migrate scan 'it'\''s $(here)' --json`);
  });
});
