/** What was run on workerd, in each format of a report: the outcome, the version, the date, the snippet, and how to see it. */
import { describe, expect, it } from 'vitest';
import { loadEvidence } from '../../rules/evidence.js';
import { shownEvidence } from '../../rules/shown-evidence.js';
import { renderCsv } from '../../reports/csv.js';
import { renderHtml } from '../../reports/html.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { renderScanSarif } from '../../reports/sarif.js';
import { sampleDossier } from './sample-dossier.js';

describe('the evidence of a rule', () => {
  const evidence = loadEvidence();

  it('is that of the date of the scan', () => {
    const outcome = (date: string) => shownEvidence(evidence, 'worker-thread', date)?.snippets.find(({ id }) => id === 'worker-thread');
    expect(outcome('2026-11-17')).toMatchObject({ date: '2026-11-17', outcome: 'throws', platform: 'browser' });
    // Between two dates that were run, the earlier one holds.
    expect(outcome('2026-11-10')).toMatchObject({ date: '2026-08-04', outcome: 'throws' });
    expect(outcome('2025-04-01')?.outcome).not.toBe('throws');
  });

  it('is the reason where none can be, and nothing for a rule of somebody else', () => {
    expect(shownEvidence(evidence, 'host-volume', '2026-11-17')).toMatchObject({ unprovable: 'no-code', snippets: [] });
    expect(shownEvidence(evidence, 'our-own-rule', '2026-11-17')).toBeNull();
  });
});

describe('a report', () => {
  it('in HTML leads from a blocker to the code that was run, and to the verb that shows it all', () => {
    const html = renderHtml(sampleDossier);
    const [, appendix = ''] = html.split('id="evidence-fs-durable"');
    expect(html).toContain('<a href="#evidence-fs-durable">The code that was run</a>');
    expect(appendix).toMatch(/<details[^>]*>\s*<summary>The code that was run<\/summary>\s*<figure class="code">/);
    expect(appendix).toContain('workerd 1.20261117.1');
    expect(html).toContain('cf-migrate explain fs-durable');
    expect(html.split('id="evidence-model-local"')[1]).toContain('Not provable by running it: it speaks of a limit');
  });

  it('in Markdown names the outcome and the verb, and links to no id', () => {
    const text = renderMarkdown(sampleDossier);
    expect(text).toContain('`cf-migrate explain fs-durable`');
    expect(text).toContain('Run on workerd 1.20261117.1 at 2026-11-17: throws');
    expect(text).not.toContain('(#evidence-');
  });

  it('in CSV and SARIF says it in a line', () => {
    expect(renderCsv(sampleDossier)).toContain('On workerd 1.20261117.1: fs-write-relative at 2026-11-17: throws.');
    const log = JSON.parse(renderScanSarif(sampleDossier.scan, sampleDossier.rules)) as { runs: { tool: { driver: { rules: { id: string; help?: { text: string } }[] } } }[] };
    const help = log.runs[0]?.tool.driver.rules.find(({ id }) => id === 'fs-durable')?.help?.text;
    expect(help).toContain('fs-write-relative at 2026-11-17: throws. See it: cf-migrate explain fs-durable.');
  });
});
