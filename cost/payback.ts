/** One-off cost and payback of the best move: person-days of the score at the team's day rate, against what a month saves. */
import { waveDays } from '../core/advised.js';
import type { Amount, Payback, Range, Scenario } from '../core/estimate.js';
import type { Plan } from '../core/plan.js';
import type { Scan } from '../core/scan.js';
import { read, type Assumptions } from './assumptions.js';
import { compareAmounts, fromNumber, multiply, subtractAmounts, toAmount } from './decimal.js';

type Amounts = [Amount, Amount, Amount];

const RATE = 'migration.day_rate_usd';
const LIMIT = 'migration.payback_limit_months';

/** Low days at the low rate, the middle of both, high days at the high rate. */
function priced([low, high]: readonly [number, number], rate: Range): Amounts {
  const days: Range = [low, (low + high) / 2, high];
  const at = (level: 0 | 1 | 2): Amount => toAmount(multiply(fromNumber(days[level]), fromNumber(rate[level])));
  return [at(0), at(1), at(2)];
}

/** Worst first: today at its lowest against the move at its highest. */
function saved(today: Amounts, move: Amounts): Amounts {
  return [subtractAmounts(today[0], move[2]), subtractAmounts(today[1], move[1]), subtractAmounts(today[2], move[0])];
}

/** Months to one decimal place; null when nothing is saved. */
const monthsFor = (oneOff: Amount, saving: Amount): number | null =>
  (compareAmounts(saving, '0') > 0 ? Math.round((10 * Number(oneOff)) / Number(saving)) / 10 : null);

const totalOf = (scenario: Scenario | undefined): Amounts | null => (scenario && scenario.unknown === 0 ? scenario.total : null);

/** Those of the planned waves; the score's where the plan has none. */
const daysOf = (scan: Scan, plan: Plan, id: Scenario['id']): [number, number] =>
  (plan.waves.length > 0 ? waveDays(plan) : scan.score.effortDays[id === 'container' ? 'containers' : 'workers']);

export function paybackOf(scan: Scan, plan: Plan, scenarios: readonly Scenario[], id: Scenario['id'], assumptions: Assumptions): Payback {
  const by = (wanted: Scenario['id']): Scenario | undefined => scenarios.find((scenario) => scenario.id === wanted);
  const sides = [by('today'), by(id)];
  const days = daysOf(scan, plan, id);
  const rate = read(assumptions, RATE).value;
  const [today, move] = sides.map(totalOf);
  const oneOff = rate ? priced(days, rate) : null;
  const saving = today && move ? saved(today, move) : null;
  const open = sides.flatMap((scenario) => (scenario && totalOf(scenario) === null ? scenario.lines.flatMap((line) => line.missing) : []));
  return {
    scenario: id, days, oneOff, saving,
    months: oneOff && saving ? [monthsFor(oneOff[0], saving[2]), monthsFor(oneOff[1], saving[1]), monthsFor(oneOff[2], saving[0])] : null,
    limit: read(assumptions, LIMIT).value?.[1] ?? null,
    missing: [...new Set([...(rate ? [] : [RATE]), ...open])],
  };
}

/** The likely payback comes later than the team's limit, or never. Unknown is no reason to stay. */
export const isBeyondLimit = ({ months, limit }: Payback): boolean => limit !== null && months !== null && (months[1] === null || months[1] > limit);
