/** What can be said of one move in a few words: readiness, days, data that would be lost. Shared by the first page and the options table. */
import { waveDays } from '../../core/advised.js';
import type { Dossier } from '../../core/dossier.js';
import type { Plan } from '../../core/plan.js';
import type { Finding } from '../../core/scan.js';
import type { Target } from '../../core/vocabulary.js';
import { at, chip, listed, type Inline, type Text } from '../blocks.js';
import { count, days, plural } from '../numbers.js';
import { byPlace, counted } from '../summaries/counted.js';
import { cutFiles } from '../summaries/dispositions.js';
import { leftAfter, losingSites, notKept } from '../summaries/data-loss.js';

export type TargetMove = 'worker' | 'worker-and-container' | 'container';

/** One measure for all moves: a call that throws keeps no more than one that is lost without a word. */
export const NOT_KEPT_TITLE = 'Sites that do not keep their data';

export function readinessText({ scan, plan }: Dossier, move: TargetMove): string {
  const { workers, containers } = scan.score.readiness;
  if (move === 'container') return containers.headline;
  const needsMachine = workers.class === 'container';
  if (move === 'worker-and-container') return needsMachine ? workers.headline : 'No module needs a Container';
  if (!needsMachine) return workers.headline;
  const modules = plan?.disposition.cut?.must.length ?? workers.counts.containerModules;
  return `Not as the code stands: ${plural(modules, 'module')} ${modules === 1 ? 'needs' : 'need'} a machine and would have to be replaced`;
}

/** Days of the planned move come from its waves, those of another from the score: of a Worker with the Container that the code needs, or of a Container. */
export function moveDays({ scan, plan }: Dossier, move: TargetMove): string {
  if (plan?.disposition.move === move && plan.waves.length > 0) return days(waveDays(plan));
  const needsMachine = scan.score.readiness.workers.class === 'container';
  if (move === 'worker' && needsMachine) return 'not planned: what needs a machine would be replaced first';
  if (move === 'worker-and-container' && !needsMachine) return plan ? 'not planned' : 'unknown without a plan';
  return days(scan.score.effortDays[move === 'container' ? 'containers' : 'workers']);
}

/** Where the code of a finding runs after a move. */
function targetOf(plan: Plan | null, move: TargetMove): (finding: Finding) => Target {
  const held = move === 'worker-and-container' ? cutFiles(plan) : new Set<string>();
  return (finding) => (move === 'container' || held.has(finding.at.file) ? 'containers' : 'workers');
}

const perTarget = (plan: Plan | null, move: TargetMove, list: (target: Target) => Finding[]): Finding[] => {
  const of = targetOf(plan, move);
  return (['workers', 'containers'] as const).flatMap((target) => list(target).filter((finding) => of(finding) === target));
};

export const placeKey = ({ at: { file, line } }: Finding): string => `${file}:${line}`;

const places = (findings: Finding[]): Finding[] => [...new Map(findings.map((finding) => [placeKey(finding), finding])).values()].sort(byPlace);

/** Sites that block, of all: each counts where its module ends up. */
export function blockingOf({ scan, plan }: Dossier, move: TargetMove): { sites: number; of: number } {
  if (move !== 'worker-and-container') return scan.score.blocking[move === 'worker' ? 'workers' : 'containers'];
  const blocking = perTarget(plan, move, (target) => counted(scan).filter((finding) => finding.impactBy[target] === 'blocker'));
  return { sites: new Set(blocking.map(({ at: { file, line, column } }) => `${file}:${line}:${column}`)).size, of: scan.score.blocking.workers.of };
}

export interface Loss {
  before: Finding[];
  /** Of these, what is lost without an error. */
  silent: Finding[];
  /** null without a plan. */
  after: Finding[] | null;
}

/** A module in the Container keeps what a Container keeps; the others what a Worker keeps. */
export function lossOf({ scan, plan }: Dossier, move: TargetMove): Loss {
  const before = places(perTarget(plan, move, (target) => notKept(scan, target)));
  return { before, silent: places(perTarget(plan, move, (target) => losingSites(scan, target))), after: plan ? leftAfter(before, plan) : null };
}

const NAMED = 2;

export function lossText(dossier: Dossier, move: TargetMove): Text {
  const { before, silent, after } = lossOf(dossier, move);
  if (before.length === 0) return [chip('None', 'good'), ' found'];
  const standing: Inline[] = [chip(count(before.length), 'danger'), ` as the code stands${silent.length > 0 ? ` (${count(silent.length)} without an error)` : ''}`];
  if (!after) return standing;
  const named = after.length > 0 ? [': ', ...listed(after.map((finding) => at(finding.at)), NAMED)] : [];
  return [...standing, ', ', chip(count(after.length), after.length > 0 ? 'danger' : 'good'), ' after the plan', ...named];
}
