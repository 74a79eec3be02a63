/** What a plan advises, in the words of the bill and of the page. */
import type { Scenario } from './estimate.js';
import type { Disposition, Plan } from './plan.js';
import type { Scan } from './scan.js';

const SCENARIO_OF: Record<Disposition['move'], Scenario['id']> = { worker: 'workers', 'worker-and-container': 'worker-and-container', container: 'container', stay: 'today' };

export const scenarioIdOf = (move: Disposition['move']): Scenario['id'] => SCENARIO_OF[move];

/** The scenario of the advised move; without a plan, the lightest one that the code is ready for. */
export function advisedScenario(plan: Plan | null, scan: Scan): Scenario['id'] {
  if (plan) return scenarioIdOf(plan.disposition.move);
  return scan.score.readiness.workers.class === 'container' ? 'worker-and-container' : 'workers';
}

/** Person-days of all waves, low and high, to one decimal place. */
export function waveDays(plan: Plan): [number, number] {
  const sum = (end: 0 | 1): number => Math.round(plan.waves.reduce((total, wave) => total + wave.effortDays[end], 0) * 10) / 10;
  return [sum(0), sum(1)];
}
