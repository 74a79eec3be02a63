/** The lines of one scenario as a table, and the list of price sources that the lines point to by number. */
import type { Estimate, EstimateLine, Scenario } from '../../core/estimate.js';
import { chip, code, listed, small, strong, type Block, type Inline, type Text } from '../blocks.js';
import { compact, envelope, money, quantity, share, unitPrice } from '../numbers.js';
import { priceText } from '../summaries/money.js';
import { meterTitle } from '../wording.js';

export const siteShares = (line: EstimateLine): Text =>
  line.callSites.length === 0 ? '–' : line.callSites.slice(0, 3).flatMap((site, index): Inline[] => [...(index > 0 ? [', '] : []), code(site.at), ` ${share(site.share)}`]);

function amount(line: EstimateLine): Text {
  if (!line.amount) return [chip('+?', 'warning'), ...(line.missing.length > 0 ? [' needs ', ...listed(line.missing.map(code), 4)] : [' no price is known'])];
  return envelope(line.amount) === money(line.amount[1]) ? money(line.amount[1]) : `${money(line.amount[1])} (${envelope(line.amount)})`;
}

/** Each source once, in the order of the lines. */
export const priceSources = (estimate: Estimate): string[] => [...new Set(estimate.scenarios.flatMap((scenario) => scenario.lines.map((line) => line.source)))];

const price = (line: EstimateLine): string => (line.unitPrice === 'unknown' ? 'unknown' : unitPrice(line.unitPrice, line.per, line.unit));

const parts = (text: Text): Inline[] => (typeof text === 'string' ? [text] : text);

/** The other amount, where the vendor's pages contradict each other. */
const reading = (line: EstimateLine): Inline[] => (line.reading ? [small(`or ${money(line.reading.amount[1])} likely: ${line.reading.why}`)] : []);

export function lineTable(scenario: Scenario, sources: string[]): Block {
  return {
    kind: 'table', caption: `${scenario.title}: lines of the bill, a month. Quantities are low · likely · high.`,
    columns: [{ title: 'Line' }, { title: 'Quantity', kind: 'number' }, { title: 'Included', kind: 'number' }, { title: 'Billable, likely', kind: 'number' }, { title: 'Unit price' }, { title: 'Amount', kind: 'number' }, { title: 'Basis' }, { title: 'Call sites' }],
    rows: scenario.lines.map((line) => ({
      cells: [
        [strong(line.product), `, ${meterTitle(line.meter)}`, ...(line.note ? [small(line.note)] : [])], quantity(line.quantity), compact(line.included), line.billable ? compact(line.billable[1]) : 'unknown',
        [price(line), small(`source ${sources.indexOf(line.source) + 1}`)], [...parts(amount(line)), ...reading(line)], line.basis, siteShares(line),
      ],
    })),
    foot: ['Sum of the known lines', '', '', '', '', priceText(scenario), '', ''],
  };
}

export const sourceList = (sources: string[]): Block => ({ kind: 'fold', summary: `Sources of the prices (${sources.length})`, blocks: [{ kind: 'list', style: 'number', items: sources }] });
