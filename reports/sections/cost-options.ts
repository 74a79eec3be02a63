/** What would change the bill: another product for the same need, one assumption at a time, more or less traffic. */
import type { Alternative, Amount, Driver, Estimate, Scenario } from '../../core/estimate.js';
import { chip, code, listed, type Block, type Text } from '../blocks.js';
import { currencyName, envelope, fine, money } from '../numbers.js';
import { cannotRun, comparedSides, isOpen, scenarioBy, withUnknown } from '../summaries/money.js';

const SWINGS = 8;

/** The lower total first: more of something may make the bill smaller. */
const ends = ({ low, high }: Driver): [Amount, Amount] => (Number(low) <= Number(high) ? [low, high] : [high, low]);

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
    description: shown.map((driver) => `${driver.key}: ${between(ends(driver).map(money).join(' to '))}`).join('. '),
    bars: shown.map((driver) => {
      const [low, high] = ends(driver);
      return { label: driver.key, value: between(envelope([low, low, high])), low: Number(low), likely: middle, high: Number(high) };
    }),
  }];
}

/** What can run and is priced in full: a curve of some lines would cross others where the bill does not. */
const comparable = (estimate: Estimate): Scenario[] => estimate.scenarios.filter((scenario) => !cannotRun(scenario) && scenario.total !== null && scenario.unknown === 0);

/** The cheapest scenario along the curve, as runs: `From ×2, below ×31`. */
function crossings(estimate: Estimate): Text[] {
  const names = new Map(comparable(estimate).map((scenario) => [scenario.id, scenario.title]));
  const changes = estimate.crossings ?? [];
  const [first] = changes;
  if (!first) {
    const last = estimate.curve?.at(-1);
    const [winner] = [...names.keys()].filter((id) => last?.totals[id] !== undefined).toSorted((a, b) => Number(last?.totals[a]) - Number(last?.totals[b]));
    return winner && names.size > 1 ? [`At any traffic up to ×${fine(last?.factor ?? 0)}: ${names.get(winner) ?? winner}`] : [];
  }
  const runs = [{ from: 0, id: first.from }, ...changes.map((change) => ({ from: change.factor, id: change.to }))];
  return runs.map(({ from, id }, index) => {
    const until = runs[index + 1]?.from;
    const range = until === undefined ? `From about ×${fine(from)}` : from === 0 ? `Below about ×${fine(until)}` : `From about ×${fine(from)} to ×${fine(until)}`;
    return `${range} of today's traffic: ${names.get(id) ?? id}`;
  });
}

const MOST_KINKS = 8;

/** Where a meter begins to cost, for the scenario that is looked at. */
function kinks(estimate: Estimate, id: Scenario['id'] | null): Text[] {
  const own = (estimate.kinks ?? []).filter((kink) => kink.scenario === id);
  const shown = own.slice(0, MOST_KINKS).map((kink): Text => `At about ×${fine(kink.factor)} ${kink.product} ${kink.meter} leaves what is included`);
  return own.length > shown.length ? [...shown, `and ${own.length - shown.length} more above ×${fine(own[MOST_KINKS - 1]?.factor ?? 0)}`] : shown;
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
  const bends = best === null ? [] : kinks(estimate, best);
  return [
    { kind: 'lines', title: `Likely ${currencyName()} a month against traffic, both scales logarithmic`, description: series.map((line) => `${line.label}: ${money(line.points[0]?.[1] ?? 0)} at ×${fine(line.points[0]?.[0] ?? 0)}, ${money(line.points.at(-1)?.[1] ?? 0)} at ×${fine(line.points.at(-1)?.[0] ?? 0)}`).join('. '), series },
    ...(cheapest.length > 0 ? [{ kind: 'paragraph' as const, text: 'Cheapest of what can run and is priced in full:' }, { kind: 'list' as const, style: 'bullet' as const, items: cheapest }] : []),
    ...(bends.length > 0 ? [{ kind: 'paragraph' as const, text: `Where allowances end for ${shown.find((scenario) => scenario.id === best)?.title ?? 'the best move'}:` }, { kind: 'list' as const, style: 'bullet' as const, items: bends }] : []),
  ];
}

function alternativeTable(alternative: Alternative): Block {
  const { about } = alternative;
  return {
    kind: 'group', id: `cost-${alternative.question.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`, title: alternative.question,
    blocks: [
      ...(about.length > 0 ? [{ kind: 'paragraph' as const, text: ['About ', ...listed(about.map(code), 4), '.'] }] : []),
      {
        kind: 'table', caption: `${alternative.question}: ${currencyName()} a month for this need alone`, columns: [{ title: 'Option' }, { title: 'Low', kind: 'number' }, { title: 'Likely', kind: 'number' }, { title: 'High', kind: 'number' }, { title: 'Not set' }],
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
