/** Whether a scenario can run at all, and what a reader must know before believing its price. */
import type { Scenario } from '../core/estimate.js';
import { choose } from './assumptions.js';
import type { Context } from './context.js';
import { outlivingJobs } from './inference.js';
import type { EntryPoint } from './scan-names.js';

export interface Verdict {
  /** false: its price is a number without a way to get it. */
  runnable: boolean;
  caveats: string[];
}

const places = (items: readonly { at: { file: string; line: number } }[]): string => items.slice(0, 3).map(({ at }) => `${at.file}:${at.line}`).join(', ');

/** Cloud Run gives no CPU between requests when it bills by request. */
export function hostCaveats(context: Context): Verdict {
  const jobs = outlivingJobs(context.scan);
  const throttled = choose(context.assumptions, 'today.kind') === 'cloud-run-request' && jobs.length > 0;
  return {
    runnable: true,
    caveats: throttled ? [`work goes on after the answer (${places(jobs)}); billed by request, Cloud Run gives it no CPU then: by instance is what it needs`] : [],
  };
}

/** What keeps the program off a target once the plan is carried out; without a plan, what keeps it off as it is. */
function stops(context: Context, id: Scenario['id']): string[] {
  const { plan, scan } = context;
  if (plan?.disposition.move === 'stay') return [`the advice is to stay: ${plan.disposition.reasons.map((reason) => reason.text).join('; ')}`];
  if (id !== 'workers') return [];
  const modules = plan?.disposition.containerModules ?? [];
  if (modules.length > 0) {
    const first = modules.slice(0, 3).map((module) => `${module.file} (${module.reason})`).join(', ');
    return [`it does not run on Workers alone: ${first}${modules.length > 3 ? ` and ${modules.length - 3} more modules` : ''}`];
  }
  const { sites, of } = scan.score.blocking.workers;
  return plan === null && sites > 0 ? [`${sites} of ${of} sites block it on Workers, and no plan says how they go away`] : [];
}

export function moveCaveats(context: Context, id: Exclude<Scenario['id'], 'today'>, inContainer: readonly EntryPoint[]): Verdict {
  const reasons = stops(context, id);
  const notes: string[] = [];
  if (id === 'worker-and-container' && inContainer.length === 0) {
    const modules = context.plan?.disposition.containerModules.length ?? 0;
    notes.push(modules > 0 ? 'no entry point is known to reach what stays in the Container: set container.awake_hours' : 'no entry point needs a Container: the same as Workers');
  }
  if (id !== 'workers' && inContainer.length > 0) {
    if (choose(context.assumptions, 'plan') === 'free') notes.push('Containers need the Workers Paid plan');
    const jobs = outlivingJobs(context.scan);
    if (jobs.length > 0) notes.push(`work after the answer (${places(jobs)}) is priced as if the request were held open; as it is, the Container stops sleepAfter its last request`);
  }
  if (id === 'container') notes.push('durable files are priced in R2: the disk of a Container is lost at every sleep');
  return { runnable: reasons.length === 0, caveats: [...reasons, ...notes] };
}
