import { describe, expect, it } from 'vitest';
import type { Estimate, Simulation } from '../../core/estimate.js';
import { renderHtml } from '../../reports/html.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { sampleDossier } from './sample-dossier.js';
import { sampleEstimate } from './sample-estimate.js';

const simulation: Simulation = {
  seed: 1, draws: 200, distribution: 'triangular', needed: 0.7,
  measured: [{ id: 'today', share: 0.9, open: [] }, { id: 'workers', share: null, open: [] }, { id: 'worker-and-container', share: 0.812, open: [] }, { id: 'container', share: 0.12, open: [] }],
  scenarios: [{ id: 'today', p10: '100.5', p50: '131', p90: '170' }, { id: 'worker-and-container', p10: '30', p50: '42', p90: '55.25' }],
  cheaper: [{ id: 'today', than: 'worker-and-container', probability: 0.02 }, { id: 'worker-and-container', than: 'today', probability: 0.98 }],
};
const markdown = (change: Partial<Estimate>): string => renderMarkdown({ ...sampleDossier, estimate: { ...sampleEstimate, ...change } });

describe('how the bill spreads', () => {
  it('stands beside the totals, with draws and seed', () => {
    const text = markdown({ simulation });
    expect(text).toContain('Of 200 draws (each open number from a triangle over low, likely, high; seed 1), US dollars a month');
    expect(text).toContain('| Worker and Container | $30.00 | $42.00 | $55.25 | 81 % |');
  });
  it('says which one costs less how often, each pair once', () => {
    const text = markdown({ simulation }).replaceAll('\\', '');
    expect(text).toMatch(/P\(Worker and Container (?:<|&lt;) Cloud Run, as today\) = 98 %/);
    expect(text.match(/P\(/g)).toHaveLength(1);
  });
  it('says in one line why not, and what is missing', () => {
    expect(markdown({ simulation })).toContain('No percentiles where less than 70 % of the money rests on measured inputs: Workers only 2 of 4 lines without a price, Container only 12 %.');
  });
  it('is not there for an estimate without it', () => expect(markdown({})).not.toContain('percentiles'));
  it('stands in the page too', () => expect(renderHtml({ ...sampleDossier, estimate: { ...sampleEstimate, simulation } })).toContain('Nine tenths below (p90)'));
});

describe('access logs', () => {
  it('are shown with what was not matched or read', () => {
    const logs = [{ file: 'logs/access.log', form: 'common or combined', lines: 1000, requests: 990, unmatched: { total: 250, top: [{ request: 'GET /x.php', count: 250 }] }, unreadable: 10, other: 0, from: '2026-03-01T00:00:00Z', to: '2026-03-31T12:30:59Z', days: 30.5, durationField: null }];
    expect(markdown({ logs }).split('\n').find((line) => line.startsWith('| `logs/access'))).toBe('| `logs/access.log`, common or combined | 2026-03-01 00:00 to 2026-03-31 12:30 UTC | 30.5 | 990 | 250 (25 %) | 10 (1 %) | not in the log |');
  });
});
