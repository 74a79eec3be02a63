/** The bill: scenarios side by side, what drives them, every line with quantity, price and basis. What is not set stays "+?". */
import type { Dossier } from '../../core/dossier.js';
import type { Estimate, EstimateLine, Scenario } from '../../core/estimate.js';
import { chip, code, missing, phrase, small, strong, type Block, type Inline, type RangeBar, type Section, type Text } from '../blocks.js';
import { compact, count, envelope, money, plural, quantity, share, unitPrice } from '../numbers.js';
import { drivers, missingKeys, openLines, priceText, scenarioBy, scenarioIdOf } from '../summaries/money.js';

function notes(estimate: Estimate): Block[] {
  const stale = estimate.prices.stale ? [`The oldest price is ${plural(estimate.prices.oldestDays, 'day')} old (limit 60).`] : [];
  const warnings = [...stale, ...estimate.warnings];
  const keys = missingKeys(estimate.scenarios);
  return [
    ...(warnings.length > 0 ? [{ kind: 'note' as const, tone: 'warning' as const, title: 'Mind', text: warnings.length === 1 ? warnings[0] ?? '' : 'Before the numbers are used:', ...(warnings.length > 1 ? { list: warnings } : {}) }] : []),
    ...(keys.length > 0 ? [{ kind: 'note' as const, tone: 'info' as const, title: `${plural(keys.length, 'number')} not set`, text: `Unset is not zero. Set in ${estimate.assumptionsFile ?? 'cf-migrate.cost.yaml (report --cost --init writes it)'}:`, list: keys.map((key): Text => [code(key)]) }] : []),
  ];
}

function bars(estimate: Estimate, best: Scenario['id'] | null): RangeBar[] {
  return estimate.scenarios.flatMap((scenario): RangeBar[] => {
    if (!scenario.total) return [];
    const [low, middle, high] = scenario.total.map(Number);
    return [{ label: scenario.title, value: priceText(scenario), low: low ?? 0, likely: middle ?? 0, high: high ?? 0, best: scenario.id === best, open: scenario.unknown > 0 }];
  });
}

function totals(estimate: Estimate, best: Scenario['id'] | null): Block {
  return {
    kind: 'table', caption: 'Scenarios, US dollars a month. Low and high are all inputs low and all inputs high.',
    columns: [{ title: 'Scenario' }, { title: 'Low', kind: 'number' }, { title: 'Likely', kind: 'number' }, { title: 'High', kind: 'number' }, { title: 'Not priced' }, { title: 'Caveats' }],
    rows: estimate.scenarios.map((scenario) => ({
      cells: [
        [scenario.title, ...(scenario.id === best ? [' ', chip('Best move', 'good')] : []), ...(scenario.id === estimate.cheapest ? [' ', chip('Cheapest', 'info')] : [])],
        ...(scenario.total ?? ['+?', '+?', '+?']).map((amount) => (amount === '+?' ? amount : money(amount))),
        scenario.unknown > 0 ? openLines(scenario) : 'nothing', scenario.caveats.join('; ') || '–',
      ],
    })),
  };
}

/** The trade-off in one sentence; the likely values are compared only where both are known. */
function tradeOff(estimate: Estimate, best: Scenario['id'] | null): Block[] {
  const [today, move] = [scenarioBy(estimate, 'today'), best ? scenarioBy(estimate, best) : undefined];
  if (!today?.total || !move?.total || move === today) return [];
  const [now, then] = [Number(today.total[1]), Number(move.total[1])];
  const open = today.unknown + move.unknown;
  const ratio = now > 0 ? ` (${then >= now ? '+' : '−'}${share(Math.abs(then - now) / now)})` : '';
  const caution = open > 0 ? `, while ${plural(open, 'line')} still have no price` : '';
  return [{ kind: 'paragraph', text: [strong(`${move.title}: ${money(move.total[1])} likely`), ` against ${money(today.total[1])} today${ratio}${caution}. One-off effort is not in these amounts.`] }];
}

function driverTable(scenario: Scenario): Block[] {
  const top = drivers(scenario).slice(0, 5);
  if (top.length === 0) return [];
  return [{
    kind: 'table', caption: `What drives ${scenario.title}`,
    columns: [{ title: 'Line' }, { title: 'Likely', kind: 'number' }, { title: 'Share', kind: 'number' }, { title: 'Call sites' }, { title: 'Basis' }],
    rows: top.map(({ line, share: part }) => ({ cells: [`${line.product}, ${line.meter}`, money(line.amount?.[1] ?? '0'), share(part), sites(line), line.basis] })),
  }];
}

const sites = (line: EstimateLine): Text =>
  line.callSites.length === 0 ? '–' : line.callSites.slice(0, 3).flatMap((site, index): Inline[] => [...(index > 0 ? [', '] : []), code(site.at), ` ${share(site.share)}`]);

function amount(line: EstimateLine): Text {
  if (!line.amount) return [chip('+?', 'warning'), ' needs ', ...phrase(line.missing.map(code))];
  return envelope(line.amount) === money(line.amount[1]) ? money(line.amount[1]) : `${money(line.amount[1])} (${envelope(line.amount)})`;
}

function lineTable(scenario: Scenario): Block {
  return {
    kind: 'table', caption: `${scenario.title}: lines of the bill, a month. Quantities are low · likely · high.`,
    columns: [{ title: 'Line' }, { title: 'Quantity', kind: 'number' }, { title: 'Included', kind: 'number' }, { title: 'Billable, likely', kind: 'number' }, { title: 'Unit price' }, { title: 'Amount', kind: 'number' }, { title: 'Basis' }, { title: 'Call sites' }],
    rows: scenario.lines.map((line) => ({
      cells: [
        [strong(line.product), `, ${line.meter}`, ...(line.note ? [small(line.note)] : [])], quantity(line.quantity), compact(line.included), line.billable ? compact(line.billable[1]) : 'unknown',
        [unitPrice(line.unitPrice, line.per, line.unit), small(line.source)], amount(line), line.basis, sites(line),
      ],
    })),
    foot: ['Sum of the known lines', '', '', '', '', priceText(scenario), '', ''],
  };
}

export function cost({ estimate, plan }: Dossier): Section {
  const section = { id: 'cost', title: 'Cost' };
  if (!estimate) return { ...section, blocks: [missing('Not priced: run with --cost. report --cost --init writes the file for the team\'s own numbers.')] };
  const best = plan ? scenarioIdOf(plan.disposition.move) : null;
  const chart = bars(estimate, best);
  const chosen = (best ? scenarioBy(estimate, best) : undefined) ?? estimate.scenarios[0];
  return {
    ...section,
    lead: `Amounts as of ${estimate.asOf}, prices collected ${estimate.prices.collected}. ${count(estimate.sitesPriced.priced)} of ${plural(estimate.sitesPriced.of, 'metered site')} priced.`,
    blocks: [
      ...notes(estimate),
      ...(chart.length > 0 ? [{ kind: 'ranges' as const, title: 'A month in US dollars: low to high, with the likely value', description: chart.map((bar) => `${bar.label}: ${bar.value}`).join('. '), bars: chart }] : []),
      totals(estimate, best),
      ...tradeOff(estimate, best),
      ...(chosen ? driverTable(chosen) : []),
      ...estimate.scenarios.map((scenario): Block => (scenario === chosen ? lineTable(scenario) : { kind: 'fold', summary: `Lines of ${scenario.title}: ${priceText(scenario)}`, blocks: [lineTable(scenario)] })),
    ],
  };
}
