/** What would change the bill: another product for the same need, one assumption at a time, more or less traffic. */
import type { Alternative, Estimate, Scenario } from '../../core/estimate.js';
import { chip, code, listed, type Block, type Text } from '../blocks.js';
import { envelope, fine, money } from '../numbers.js';
import { cannotRun, comparedSides, isOpen, scenarioBy, withUnknown } from '../summaries/money.js';

const SWINGS = 8;

/** One bar per assumption, the others at their likely value. */
export function swings(estimate: Estimate): Block[] {
  const shown = (estimate.drivers ?? []).slice(0, SWINGS);
  const [first] = shown;
  const scenario = first ? scenarioBy(estimate, first.scenario) : undefined;
  if (!scenario?.total) return [];
  const middle = Number(scenario.total[1]);
  const between = (text: string): string => withUnknown(text, scenario);
  return [{
    kind: 'ranges', title: `Which assumption moves ${scenario.title} most, the others at their likely value`,
    description: shown.map((driver) => `${driver.key}: ${between(`${money(driver.low)} to ${money(driver.high)}`)}`).join('. '),
    bars: shown.map((driver) => {
      const ends = [Number(driver.low), Number(driver.high)];
      return { label: driver.key, value: between(envelope([driver.low, driver.low, driver.high])), low: Math.min(...ends), likely: middle, high: Math.max(...ends) };
    }),
  }];
}

/** What can run and is priced in full: a curve of some lines would cross others where the bill does not. */
const comparable = (estimate: Estimate): Scenario[] => estimate.scenarios.filter((scenario) => !cannotRun(scenario) && scenario.total !== null && scenario.unknown === 0);

/** The cheapest scenario at each point of the curve, as runs: `up to ×5`. */
function crossings(estimate: Estimate): Text[] {
  const names = new Map(comparable(estimate).map((scenario) => [scenario.id, scenario.title]));
  const winners = (estimate.curve ?? []).flatMap((point) => {
    const [best] = [...names.keys()].flatMap((id) => (point.totals[id] === undefined ? [] : [{ id, amount: Number(point.totals[id]) }])).toSorted((a, b) => a.amount - b.amount);
    return best ? [{ factor: point.factor, id: best.id }] : [];
  });
  return winners.flatMap((winner, index) => {
    if (index > 0 && winners[index - 1]?.id === winner.id) return [];
    const next = winners.slice(index).find((later) => later.id !== winner.id);
    const until = next ? `, below ×${fine(next.factor)}` : '';
    return [`From ×${fine(winner.factor)}${until} of today's traffic: ${names.get(winner.id) ?? winner.id}`];
  });
}

export function curve(estimate: Estimate, best: Scenario['id'] | null): Block[] {
  if (isOpen(comparedSides(estimate, best))) return [];
  const points = estimate.curve ?? [];
  const shown = comparable(estimate);
  const series = shown.map((scenario) => ({
    label: scenario.title, best: scenario.id === best,
    points: points.flatMap((point): [number, number][] => (point.factor > 0 && Number(point.totals[scenario.id] ?? 0) > 0 ? [[point.factor, Number(point.totals[scenario.id])]] : [])),
  })).filter((line) => line.points.length > 1);
  if (series.length === 0) return [];
  const cheapest = crossings(estimate);
  return [
    { kind: 'lines', title: 'Likely dollars a month against traffic, both scales logarithmic', description: series.map((line) => `${line.label}: ${money(line.points[0]?.[1] ?? 0)} at ×${fine(line.points[0]?.[0] ?? 0)}, ${money(line.points.at(-1)?.[1] ?? 0)} at ×${fine(line.points.at(-1)?.[0] ?? 0)}`).join('. '), series },
    ...(cheapest.length > 0 ? [{ kind: 'paragraph' as const, text: 'Cheapest of what can run and is priced in full:' }, { kind: 'list' as const, style: 'bullet' as const, items: cheapest }] : []),
  ];
}

function alternativeTable(alternative: Alternative): Block {
  const { about } = alternative;
  return {
    kind: 'group', id: `cost-${alternative.question.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`, title: alternative.question,
    blocks: [
      ...(about.length > 0 ? [{ kind: 'paragraph' as const, text: ['About ', ...listed(about.map(code), 4), '.'] }] : []),
      {
        kind: 'table', caption: `${alternative.question}: dollars a month for this need alone`, columns: [{ title: 'Option' }, { title: 'Low', kind: 'number' }, { title: 'Likely', kind: 'number' }, { title: 'High', kind: 'number' }, { title: 'Not set' }],
        rows: alternative.options.map((option) => ({
          cells: [
            [option.title, ...(option.chosen ? [' ', chip('in the plan', 'good')] : [])], ...(option.amount ? option.amount.map((amount) => `${money(amount)}${option.missing.length > 0 ? ' + ?' : ''}`) : ['+?', '+?', '+?']),
            option.missing.length > 0 ? listed(option.missing.map(code), 3) : '–',
          ],
        })),
      },
    ],
  };
}

export const alternatives = (estimate: Estimate): Block[] => (estimate.alternatives ?? []).map(alternativeTable);
