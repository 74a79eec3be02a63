/** Reads an estimate: the scenario of a move, its price in words, what drives it, what keeps it open. It adds nothing up that the estimate has not. */
import type { Estimate, EstimateLine, Scenario } from '../../core/estimate.js';
import type { Disposition } from '../../core/plan.js';
import { envelope, money, plural } from '../numbers.js';

export const NOT_PRICED = 'Not priced: run with --cost.';

const SCENARIO_OF: Record<Disposition['move'], Scenario['id']> = { worker: 'workers', 'worker-and-container': 'worker-and-container', container: 'container', stay: 'today' };

export const scenarioIdOf = (move: Disposition['move']): Scenario['id'] => SCENARIO_OF[move];

export const scenarioBy = (estimate: Estimate | null, id: Scenario['id']): Scenario | undefined => estimate?.scenarios.find((scenario) => scenario.id === id);

/** What is missing is part of the price. */
export const openLines = (scenario: Scenario): string => (scenario.unknown > 0 ? `+? for ${plural(scenario.unknown, 'line')}` : '');

/** A scenario that cannot run has no price that may be compared. */
export const cannotRun = (scenario: Scenario | undefined): boolean => scenario?.runnable === false;

/** `$42.08 likely, $19.83 to $60.61, +? for 1 line`. */
export function priceText(scenario: Scenario | undefined): string {
  if (!scenario) return NOT_PRICED;
  if (!scenario.total) return `+? (${plural(scenario.unknown, 'line')} without a price)`;
  const [low, middle, high] = scenario.total;
  // A sum of a few known lines must not look like the price.
  if (scenario.unknown > scenario.lines.length / 2) return `+? (${scenario.unknown} of ${plural(scenario.lines.length, 'line')} without a price; the others ${money(middle)})`;
  const known = low === high ? money(middle) : `${money(middle)} likely, ${envelope(scenario.total)}`;
  return [known, openLines(scenario), cannotRun(scenario) ? 'not comparable: it cannot run like this' : ''].filter((part) => part !== '').join(', ');
}

/** Keys of the assumptions file that would price the open lines, each once. */
export const missingKeys = (scenarios: Scenario[]): string[] => [...new Set(scenarios.flatMap((scenario) => scenario.lines.flatMap((line) => (line.amount ? [] : line.missing))))];

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
