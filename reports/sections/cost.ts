/** The bill: scenarios side by side, what drives them, then every line. What is not set stays "+?". */
import { scenarioIdOf } from '../../core/advised.js';
import type { Dossier } from '../../core/dossier.js';
import type { Estimate, Scenario } from '../../core/estimate.js';
import { capital, chip, clip, code, missing, sentences, strong, type Block, type Inline, type RangeBar, type Section, type Text } from '../blocks.js';
import { count, currencyName, money, plural, share } from '../numbers.js';
import { cannotRun, certainCheapest, comparedSides, drivers, isOpen, missingKeys, neededNumbers, openLines, priceText, scenarioBy, withUnknown } from '../summaries/money.js';
import { paybackText } from '../summaries/payback.js';
import { meterTitle } from '../wording.js';
import { lineTable, priceSources, siteShares, sourceList } from './cost-lines.js';
import { chances } from './cost-chances.js';
import { accessLogs } from './cost-logs.js';
import { alternatives, curve, swings } from './cost-options.js';

/** In a table; in full it stands with the lines of its scenario. */
const CAVEAT = 120;
const TOP = 6;
const KEYS = 12;

function notes(estimate: Estimate): Block[] {
  const said = estimate.warnings.some((warning) => warning.includes('older than'));
  const stale = estimate.prices.stale && !said ? [`The oldest price is ${plural(estimate.prices.oldestDays, 'day')} old (limit 60).`] : [];
  const warnings = [...stale, ...estimate.warnings].map((text) => sentences([capital(text)]));
  const keys = missingKeys(estimate.scenarios);
  return [
    ...(warnings.length > 0 ? [{ kind: 'note' as const, tone: 'warning' as const, title: 'Mind', text: warnings.length === 1 ? warnings[0] ?? '' : 'Before the numbers are used:', ...(warnings.length > 1 ? { list: warnings } : {}) }] : []),
    ...(keys.length > 0 ? [{ kind: 'note' as const, tone: 'info' as const, title: `${plural(keys.length, 'number')} not set`, text: `Unset is not zero. Set in ${estimate.assumptionsFile ?? 'cf-migrate.cost.yaml (report --cost --init writes it)'}:`, list: [...keys.slice(0, KEYS).map((key): Text => [code(key)]), ...(keys.length > KEYS ? [`and ${keys.length - KEYS} more, in the assumptions of the appendix`] : [])] }] : []),
  ];
}

function bars(estimate: Estimate, best: Scenario['id'] | null): RangeBar[] {
  return estimate.scenarios.flatMap((scenario): RangeBar[] => {
    if (!scenario.total) return [];
    const [low, middle, high] = scenario.total.map(Number);
    return [{ label: scenario.title, value: priceText(scenario), low: low ?? 0, likely: middle ?? 0, high: high ?? 0, best: scenario.id === best, open: scenario.unknown > 0 }];
  });
}

function marks(cheapestOne: Scenario | undefined, scenario: Scenario): Inline[] {
  const cheapest: Inline[] = scenario === cheapestOne ? [' ', chip('Cheapest', 'info')] : [];
  return cannotRun(scenario) ? [...cheapest, ' ', chip('Cannot run like this', 'danger')] : cheapest;
}

function totals(estimate: Estimate, best: Scenario['id'] | null): Block {
  const cheapest = certainCheapest(estimate, best);
  return {
    kind: 'table', caption: `Scenarios, ${currencyName()} a month. Low and high are all inputs low and all inputs high.`,
    columns: [{ title: 'Scenario' }, { title: 'Low', kind: 'number' }, { title: 'Likely', kind: 'number' }, { title: 'High', kind: 'number' }, { title: 'Not priced' }, { title: 'Caveats' }],
    rows: estimate.scenarios.map((scenario) => ({
      cells: [
        [scenario.title, ...(scenario.id === best ? [' ', chip('Best move', 'good')] : []), ...marks(cheapest, scenario)],
        ...(scenario.total ?? ['+?', '+?', '+?']).map((amount) => (amount === '+?' ? amount : withUnknown(money(amount), scenario))),
        scenario.unknown > 0 ? openLines(scenario) : 'nothing', scenario.caveats[0] ? clip(scenario.caveats[0], CAVEAT) : '–',
      ],
    })),
  };
}

/** What a scenario leaves out or takes for granted, in full. */
function caveats(scenario: Scenario): Block[] {
  return scenario.caveats.length === 0 ? [] : [{ kind: 'list', style: 'bullet', items: scenario.caveats }];
}

/** The trade-off in one sentence: what both sides cost, or what has to be known before that can be said. */
function tradeOff(estimate: Estimate, best: Scenario['id'] | null): Block[] {
  const sides = comparedSides(estimate, best);
  if (isOpen(sides)) return [{ kind: 'paragraph', text: neededNumbers(sides) }];
  const [today, move] = [scenarioBy(estimate, 'today'), best ? scenarioBy(estimate, best) : undefined];
  if (!today?.total || !move?.total || move === today) return [];
  const [now, then] = [Number(today.total[1]), Number(move.total[1])];
  const ratio = now > 0 ? ` (${then >= now ? '+' : '−'}${share(Math.abs(then - now) / now)})` : '';
  return [{ kind: 'paragraph', text: [strong(`${move.title}: ${money(move.total[1])} likely`), ` against ${money(today.total[1])} today${ratio}. One-off effort is not in these amounts.`] }];
}

const payback = (estimate: Estimate): Block[] => (estimate.payback ? [{ kind: 'paragraph', text: paybackText(estimate.payback, estimate.assumptionsFile) }] : []);

function driverTable(scenario: Scenario): Block[] {
  const top = drivers(scenario).slice(0, TOP);
  if (top.length === 0) return [];
  return [{
    kind: 'table', caption: `What drives ${scenario.title}`,
    columns: [{ title: 'Line' }, { title: 'Likely', kind: 'number' }, { title: scenario.unknown > 0 ? 'Share of the priced lines' : 'Share', kind: 'number' }, { title: 'Call sites' }, { title: 'Basis' }],
    rows: top.map(({ line, share: part }) => ({ cells: [`${line.product}, ${meterTitle(line.meter)}`, money(line.amount?.[1] ?? '0'), share(part), siteShares(line), line.basis] })),
  }];
}

function scenarioBlocks(scenario: Scenario, chosen: boolean, sources: string[]): Block[] {
  const blocks = [...caveats(scenario), lineTable(scenario, sources)];
  return chosen ? [{ kind: 'group', id: `cost-${scenario.id}`, title: `Lines of ${scenario.title}`, blocks }] : [{ kind: 'fold', summary: `Lines of ${scenario.title}: ${priceText(scenario)}`, blocks }];
}

/** Prices are in dollars; the rate is the team's. */
const rateText = ({ currency, rate }: Estimate): string => (rate ? `, in ${currency} at ${rate.perUsd} for a US dollar${rate.date ? ` (${rate.date})` : ' (no day given)'}` : '');

export function cost({ estimate, plan }: Dossier): Section {
  const section = { id: 'cost', title: 'Cost' };
  if (!estimate) return { ...section, blocks: [missing('Not priced: run with --cost. report --cost --init writes the file for the team\'s own numbers.')] };
  const best = plan ? scenarioIdOf(plan.disposition.move) : null;
  const chart = bars(estimate, best);
  const chosen = (best ? scenarioBy(estimate, best) : undefined) ?? estimate.scenarios[0];
  const sources = priceSources(estimate);
  return {
    ...section,
    lead: `Amounts as of ${estimate.asOf}, prices collected ${estimate.prices.collected}${rateText(estimate)}. ${count(estimate.sitesPriced.priced)} of ${plural(estimate.sitesPriced.of, 'metered site')} priced.`,
    blocks: [
      ...notes(estimate),
      ...(chart.length > 0 ? [{ kind: 'ranges' as const, title: `A month in ${currencyName()}: low to high, with the likely value${isOpen(estimate.scenarios) ? ', of the priced lines' : ''}`, description: chart.map((bar) => `${bar.label}: ${bar.value}`).join('. '), bars: chart }] : []),
      totals(estimate, best),
      ...chances(estimate),
      ...tradeOff(estimate, best),
      ...payback(estimate),
      ...(chosen ? driverTable(chosen) : []),
      ...swings(estimate),
      ...curve(estimate, best),
      ...alternatives(estimate),
      ...accessLogs(estimate),
      ...estimate.scenarios.flatMap((scenario) => scenarioBlocks(scenario, scenario === chosen, sources)),
      sourceList(sources),
    ],
  };
}
