/** Reads an estimate: the scenario of a move, its price in words, what drives it, what keeps it open. It adds nothing up that the estimate has not. */
import type { Estimate, EstimateLine, Scenario } from '../../core/estimate.js';
import { code, listed, type Inline } from '../blocks.js';
import { envelope, money, plural } from '../numbers.js';

export const NOT_PRICED = 'Not priced: run with --cost.';

export const scenarioBy = (estimate: Estimate | null, id: Scenario['id']): Scenario | undefined => estimate?.scenarios.find((scenario) => scenario.id === id);

/** What is missing is part of the price: `2 of 4 lines`. */
export const openLines = (scenario: Scenario): string => `${scenario.unknown} of ${plural(scenario.lines.length, 'line')}`;

/** An amount of a scenario never stands without its unknown part: `$5.00 + ?`. */
export const withUnknown = (amount: string, scenario: Scenario): string => (scenario.unknown > 0 ? `${amount} + ?` : amount);

/** A scenario that cannot run has no price that may be compared. */
export const cannotRun = (scenario: Scenario | undefined): boolean => scenario?.runnable === false;

/** `$42.08 likely, $19.83 to $60.61`; with open lines `$42.08 + ? (1 of 5 lines without a price)`, whose range would be one of the known lines only. */
export function priceText(scenario: Scenario | undefined): string {
  if (!scenario) return NOT_PRICED;
  if (!scenario.total) return `+? (${plural(scenario.unknown, 'line')} without a price)`;
  const [low, middle, high] = scenario.total;
  const known = low === high ? money(middle) : `${money(middle)} likely, ${envelope(scenario.total)}`;
  const priced = scenario.unknown > 0 ? `${withUnknown(money(middle), scenario)} (${openLines(scenario)} without a price)` : known;
  return [priced, cannotRun(scenario) ? 'not comparable: it cannot run like this' : ''].filter((part) => part !== '').join(', ');
}

/** Keys of the assumptions file that would price the open lines, each once. */
export const missingKeys = (scenarios: Scenario[]): string[] => [...new Set(scenarios.flatMap((scenario) => scenario.lines.flatMap((line) => (line.amount ? [] : line.missing))))];

/** Today and the move; without a move, or when it is to stay, today and all that can run. */
export function comparedSides(estimate: Estimate, best: Scenario['id'] | null): Scenario[] {
  const move = best && best !== 'today' ? scenarioBy(estimate, best) : undefined;
  return estimate.scenarios.filter((scenario) => scenario.id === 'today' || (move ? scenario === move : !cannotRun(scenario)));
}

/** While a side has a line without a price, no amount may be held against another. */
export const isOpen = (sides: Scenario[]): boolean => sides.some((scenario) => scenario.unknown > 0);

const NAMED_KEYS = 3;

/** What the comparison of these sides waits for, in one sentence. */
export function neededNumbers(sides: Scenario[]): Inline[] {
  const keys = missingKeys(sides);
  const lines = sides.reduce((total, scenario) => total + scenario.unknown, 0);
  if (keys.length === 0) return [`The comparison needs the price of ${plural(lines, 'line')}.`];
  const first = keys.slice(0, NAMED_KEYS).map(code);
  return [`The comparison needs ${plural(keys.length, 'number')}${keys.length > NAMED_KEYS ? ', first' : ':'} `, ...listed(first, NAMED_KEYS), '.'];
}

/** The cheapest scenario as the estimate found it, where the sides are priced in full and it is too. */
export function certainCheapest(estimate: Estimate, best: Scenario['id'] | null): Scenario | undefined {
  const cheapest = estimate.cheapest ? scenarioBy(estimate, estimate.cheapest) : undefined;
  return cheapest && !isOpen([...comparedSides(estimate, best), cheapest]) ? cheapest : undefined;
}

export interface Driver {
  line: EstimateLine;
  /** Of the likely total, 0 to 1. */
  share: number;
}

/** The priced lines that cost anything, dearest first. */
export function drivers(scenario: Scenario): Driver[] {
  const total = Number(scenario.total?.[1] ?? 0);
  return scenario.lines
    .flatMap((line) => (line.amount && Number(line.amount[1]) > 0 ? [{ line, share: total > 0 ? Number(line.amount[1]) / total : 0 }] : []))
    .toSorted((a, b) => Number(b.line.amount?.[1] ?? 0) - Number(a.line.amount?.[1] ?? 0));
}
