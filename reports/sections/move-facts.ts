/** What can be said of one move in a few words: readiness, days, data that would be lost. Shared by the first page and the options table. */
import type { Dossier } from '../../core/dossier.js';
import type { Plan } from '../../core/plan.js';
import type { Finding } from '../../core/scan.js';
import { chip, type Text } from '../blocks.js';
import { count, days, plural } from '../numbers.js';
import { containerFiles } from '../summaries/dispositions.js';
import { losingAfter, losingSites } from '../summaries/data-loss.js';

export type TargetMove = 'worker' | 'worker-and-container' | 'container';

export function readinessText({ scan, plan }: Dossier, move: TargetMove): string {
  const { workers, containers } = scan.score.readiness;
  if (move === 'container') return containers.headline;
  const needsMachine = workers.class === 'container';
  if (move === 'worker-and-container') return needsMachine ? workers.headline : 'No module needs a Container';
  if (!needsMachine) return workers.headline;
  const modules = containerFiles(plan).size || workers.counts.containerModules;
  return `Not as the code stands: ${plural(modules, 'module')} need a machine and would have to be replaced`;
}

/** Days of the planned move come from its waves; the others from the score of their target. */
export function moveDays({ scan, plan }: Dossier, move: TargetMove): string {
  if (plan?.disposition.move === move && plan.waves.length > 0) {
    return days([sum(plan, 0), sum(plan, 1)]);
  }
  if (move === 'worker-and-container') return plan ? 'not planned' : 'unknown without a plan';
  return days(scan.score.effortDays[move === 'worker' ? 'workers' : 'containers']);
}

const sum = (plan: Plan, end: 0 | 1): number => Math.round(plan.waves.reduce((total, wave) => total + wave.effortDays[end], 0) * 10) / 10;

interface Loss {
  before: Finding[];
  /** null without a plan. */
  after: Finding[] | null;
}

/** A module in the Container keeps what a Container keeps; the others what a Worker keeps. */
export function lossOf({ scan, plan }: Dossier, move: TargetMove): Loss {
  const inContainer = move === 'container' ? null : move === 'worker' ? new Set<string>() : containerFiles(plan);
  const onMachine = (finding: Finding): boolean => inContainer === null || inContainer.has(finding.at.file);
  const pick = (list: (target: 'workers' | 'containers') => Finding[]): Finding[] => [...list('workers').filter((finding) => !onMachine(finding)), ...list('containers').filter(onMachine)];
  return { before: pick((target) => losingSites(scan, target)), after: plan ? pick((target) => losingAfter(scan, plan, target)) : null };
}

export function lossText(dossier: Dossier, move: TargetMove): Text {
  const { before, after } = lossOf(dossier, move);
  if (before.length === 0) return [chip('None', 'good'), ' found'];
  if (!after) return [chip(count(before.length), 'danger'), ' as the code stands'];
  return [chip(count(before.length), 'danger'), ' as the code stands, ', chip(count(after.length), after.length > 0 ? 'danger' : 'good'), ' after the plan'];
}
