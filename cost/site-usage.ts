/** Operations of each metered call site in a scenario: operations per call x calls per run x runs of the entry points that reach it. */
import type { Scenario } from '../core/estimate.js';
import type { PlannedResource } from '../core/plan.js';
import type { Context } from './context.js';
import type { MeteredSite } from './counted-sites.js';
import { meterName } from './meters.js';
import { usesOf } from './operations.js';
import { publishedMeter } from './published-databases.js';
import { sumKnown, times, type Quantity } from './quantity.js';
import { routesOf } from './scan-names.js';
import { operationsFor, targetIn, targetOfProduct, type Operation } from './targets.js';
import { callsPerRun, runsOf } from './traffic.js';
import type { Usage } from './usage.js';

export interface SiteUsage {
  site: MeteredSite;
  usages: Usage[];
  /** Meters that no price list knows, as the rule wrote them. */
  unknownMeters: { rule: string; meter: string }[];
  /** It carries a meter in this scenario, priced or not. */
  metered: boolean;
  /** Some entry point that runs in production reaches it. */
  reached: boolean;
}

const placeOf = (site: MeteredSite): string => `${site.at.file}:${site.at.line}`;

export function plannedFor(context: Context, site: MeteredSite): PlannedResource | null {
  const ids = [site.resource, ...site.meters.map((meter) => `rule:${meter.rule}`)].filter((id) => id !== '');
  return context.plan?.resources.find((resource) => ids.includes(resource.resource)) ?? null;
}

/** Modules that keep their work in the Container. */
export const containerFiles = (context: Context): ReadonlySet<string> => {
  const disposition = context.plan?.disposition;
  return new Set([...(disposition?.cut?.modules ?? []), ...(disposition?.containerModules ?? []).map((module) => module.file)]);
};

/** A local model, a process, a job: work, not data. It stays as it is in a module that stays in the Container. */
function staysInContainer(context: Context, scenario: Scenario['id'], site: MeteredSite): boolean {
  if (site.resource !== '') return false;
  return scenario === 'container' || (scenario === 'worker-and-container' && containerFiles(context).has(site.at.file));
}

const isInference = (planned: PlannedResource): boolean => planned.kind === 'model-inference' && (planned.target === 'api' || planned.target === 'worker-binding');

/** What one call uses: by the target of its plan; where that says nothing, as the rules propose. */
function operationsOf(context: Context, scenario: Scenario['id'], site: MeteredSite): Operation[] {
  if (staysInContainer(context, scenario, site)) return [];
  const planned = plannedFor(context, site);
  const target = planned === null ? null : targetIn(scenario, planned);
  if (planned !== null && isInference(planned)) return scenario === 'container' ? [] : [{ meter: 'embeddings.tokens', operations: 1 }];
  const published = publishedMeter(context, site);
  if (published !== null) return [{ meter: published, operations: 1 }];
  const needsReplacement = target === null || (target === 'container' && scenario === 'workers');
  return (needsReplacement ? null : operationsFor(target, site.access)) ?? proposedOperations(site);
}

/** The product that a rule proposes, with the operation that the access really is there: a rule speaks for reads and deletes alike. */
function proposedOperations(site: MeteredSite): Operation[] {
  if (site.resource === '') return site.meters;
  const target = site.meters.map(({ meter }) => targetOfProduct(meterName(meter).split('.')[0] ?? '')).find((found) => found !== null);
  return (target ? operationsFor(target, site.access) : null) ?? site.meters;
}

/** Runs of an entry point; a middleware runs with its routes. Nothing for what does not run in production. */
function runsOfEntry(context: Context, id: string): Quantity[] {
  if (`traffic.${id}.requests_per_month` in context.assumptions.values) return [runsOf(context.assumptions, id)];
  const entry = context.scan.entryPoints.find((candidate) => candidate.id === id);
  return entry ? routesOf(context.scan, entry).map((route) => runsOf(context.assumptions, route.id)) : [];
}

/** Calls of a site in a month, known and unknown ones apart; none when nothing that runs in production reaches it. */
export function callsPerMonth(context: Context, site: MeteredSite): Quantity[] {
  const parts = site.reachedBy.flatMap(({ entryPoint, calls }) =>
    runsOfEntry(context, entryPoint).map((runs) => times(runs, callsPerRun(context.assumptions, calls))));
  const { known, missing } = sumKnown(parts);
  return [known, missing].filter((part) => part !== null);
}

export function siteUsage(context: Context, scenario: Scenario['id'], site: MeteredSite, calls = callsPerMonth(context, site)): SiteUsage {
  const { assumptions, prices } = context;
  const operations = operationsOf(context, scenario, site);
  const found = operations.map(({ meter, operations: count }) => ({ meter, uses: usesOf(meter, count, assumptions, prices) }));
  const usages = found.flatMap(({ uses }) => uses ?? []).flatMap(({ perOperation, ...use }) =>
    calls.map((count): Usage => ({ ...use, quantity: times(count, perOperation), at: placeOf(site) })));
  const unknownMeters = found.filter(({ uses }) => uses === null).map(({ meter }) => ({ rule: site.meters.find((own) => own.meter === meter)?.rule ?? '', meter }));
  return { site, usages, unknownMeters, metered: found.some(({ uses }) => uses === null || uses.length > 0), reached: calls.length > 0 };
}
