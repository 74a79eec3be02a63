/** The four ways to run the program and what each one uses. It prices nothing. */
import type { Scenario } from '../core/estimate.js';
import type { Context } from './context.js';
import { hostBill } from './hosts/index.js';
import { containerCaveats, containerUsage } from './products/containers.js';
import { postgresUsage, storageUsage } from './products/storage.js';
import { vectorUsage } from './products/vectors.js';
import { cpuUsage, logUsage, proxyCpuUsage, requestUsage, subscriptionUsage } from './products/workers.js';
import { hostCaveats, moveCaveats, type Verdict } from './runnable.js';
import { callsPerMonth, containerFiles, siteUsage, type SiteUsage } from './site-usage.js';
import type { Quantity } from './quantity.js';
import type { EntryPoint } from './scan-names.js';
import { calledEntries } from './traffic.js';
import type { Usage } from './usage.js';

export interface ScenarioUse {
  id: Scenario['id'];
  title: string;
  usages: Usage[];
  sites: SiteUsage[];
  verdict: Verdict;
}

/** Areas that only a Container serves, for a program without a plan. */
const CONTAINER_AREAS = new Set(['native-module', 'child-process', 'git-cli', 'model-inference', 'worker-threads']);

/** Entry points whose work happens in the Container: their module stays there, or something they reach does. */
export function containerEntries(context: Context): EntryPoint[] {
  const files = containerFiles(context);
  const kept = context.scan.findings.filter((finding) =>
    finding.reach === 'production' && (context.plan ? files.has(finding.at.file) : CONTAINER_AREAS.has(finding.area) && finding.impactBy.workers === 'blocker'));
  const sites = context.sites.filter((site) => files.has(site.at.file));
  const reached = new Set([...kept, ...sites].flatMap(({ reachedBy }) => reachedBy.map(({ entryPoint }) => entryPoint)));
  return calledEntries(context.scan).filter((entry) => files.has(entry.file) || reached.has(entry.id));
}

function today(context: Context): ScenarioUse {
  const bill = hostBill(context);
  return { id: 'today', title: `Today (${bill.title})`, usages: bill.usages, sites: [], verdict: hostCaveats(context) };
}

interface Split {
  id: Exclude<Scenario['id'], 'today'>;
  title: string;
  /** Entry points that a Container serves. */
  inContainer: EntryPoint[];
}

/** Storage and logs are the same job in every scenario on Cloudflare; what serves the requests is not. */
function onCloudflare(context: Context, calls: readonly Quantity[][], { id, title, inContainer }: Split): ScenarioUse {
  const called = calledEntries(context.scan);
  const inside = new Set(inContainer.map((entry) => entry.id));
  const inWorker = called.filter((entry) => !inside.has(entry.id));
  const sites = context.sites.map((site, index) => siteUsage(context, id, site, calls[index]));
  const hasContainer = inContainer.length > 0 || id === 'container' || (id === 'worker-and-container' && containerFiles(context).size > 0);
  const usages = [
    subscriptionUsage(context),
    ...requestUsage(context, called.filter((entry) => !(inside.has(entry.id) && entry.kind === 'timer'))),
    ...cpuUsage(context, inWorker),
    ...proxyCpuUsage(context, inContainer.filter((entry) => entry.kind !== 'timer')),
    ...(hasContainer ? containerUsage(context, inContainer) : []),
    ...sites.flatMap((site) => site.usages),
    ...vectorUsage(context, sites.flatMap((site) => site.usages)),
    ...storageUsage(context, id),
    ...postgresUsage(context, id),
    ...logUsage(context, called),
  ];
  const verdict = moveCaveats(context, id, inContainer);
  const caveats = hasContainer ? [...verdict.caveats, ...containerCaveats(context, inContainer)] : verdict.caveats;
  return { id, title, usages, sites, verdict: { ...verdict, caveats } };
}

/** What one scenario uses. `calls` are those of every metered site, in the order of the scan; only Cloudflare needs them. */
function scenarioUse(context: Context, id: Scenario['id'], calls: readonly Quantity[][]): ScenarioUse {
  switch (id) {
    case 'today': return today(context);
    case 'workers': return onCloudflare(context, calls, { id, title: 'Workers', inContainer: [] });
    case 'worker-and-container': return onCloudflare(context, calls, { id, title: 'Worker + Container', inContainer: containerEntries(context) });
    case 'container': return onCloudflare(context, calls, { id, title: 'Container', inContainer: calledEntries(context.scan) });
  }
}

export const SCENARIOS: readonly Scenario['id'][] = ['today', 'workers', 'worker-and-container', 'container'];

export function scenarioUses(context: Context, ids: readonly Scenario['id'][] = SCENARIOS): ScenarioUse[] {
  const needsCalls = ids.some((id) => id !== 'today');
  const calls = needsCalls ? context.sites.map((site) => callsPerMonth(context, site)) : [];
  return ids.map((id) => scenarioUse(context, id, calls));
}
