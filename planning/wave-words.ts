/** The words of a wave: titles, tasks with their places, what is frozen, checks. It decides nothing. */
import { dataName } from '../core/data-name.js';
import { isNamedEntry } from '../core/entry-kinds.js';
import type { ContainerCut, PlannedResource } from '../core/plan.js';
import type { EntryPoint } from '../core/program.js';
import type { Finding } from '../core/scan.js';
import { grouped } from './grouped.js';
import { plural } from './plural.js';
import type { WaveGroup } from './wave-groups.js';

const ORDER: Partial<Record<EntryPoint['kind'], number>> = { http: 0, socket: 1, message: 2, queue: 3, cron: 4 };

/** Named entry points, routes first. */
export const namedEntries = (entries: EntryPoint[]): EntryPoint[] =>
  entries.filter(isNamedEntry).sort((a, b) => (ORDER[a.kind] ?? 9) - (ORDER[b.kind] ?? 9));

const few = (names: string[], shown: number): string =>
  (names.length > shown ? `${names.slice(0, shown).join(', ')} and ${names.length - shown} more` : names.join(', '));

/** Ids of messages and schedules end in their place, which a title has no room for. */
const entryNames = (entries: EntryPoint[], shown: number): string => few(entries.map((entry) => entry.id.replace(/(\S) \([^()]+:\d+\)$/, '$1')), shown);

/** Data by name, each name once: a file and its folder may share it. */
const dataNames = (resources: PlannedResource[]): string[] => [...new Set(resources.map((resource) => dataName(resource.pattern)))];

export type RouteMood = 'whole' | 'calls-in' | 'plain';

const keepsNothing = (group: WaveGroup, mood: RouteMood): string => {
  if (mood === 'calls-in') return 'Routes that call into the Container';
  return group.reads.length > 0 ? 'Routes that only read what has moved' : 'Routes that keep nothing';
};

export function routeTitle(group: WaveGroup, resources: PlannedResource[], mood: RouteMood): string {
  const named = namedEntries(group.entryPoints);
  const data = few(dataNames(resources), 1);
  if (named.length > 0) return data ? `${entryNames(named, 2)} with ${data}` : `${keepsNothing(group, mood)}: ${entryNames(named, 2)}`;
  if (group.entryPoints.length > 0) return data ? `What runs beside the routes, with ${data}` : 'Middleware, timers and shared code';
  return data ? `What no route touches alone: ${data}` : 'Start-up and shared code';
}

export function routeCheck(group: WaveGroup, resources: PlannedResource[]): string {
  const named = namedEntries(group.entryPoints);
  const equal = resources.length > 0 ? ', and the stored data is equal afterwards' : '';
  const asked = named.filter((entry) => entry.kind === 'http');
  if (asked.length > 0) return `The recorded requests of ${entryNames(asked, 3)} get the same answers, each played twice${equal}`;
  if (named.length > 0) return `${entryNames(named, 3)}: one run leaves the same behind as today${equal}`;
  return resources.length > 0 ? 'The app starts and its tests pass on the new storage' : 'The app starts, its tests pass, and the recorded requests get the same answers';
}

const WRITTEN_TO: Partial<Record<PlannedResource['target'], string>> = {
  kv: 'KV', r2: 'R2', d1: 'D1', postgres: 'Postgres', 'durable-object': 'a Durable Object', queue: 'Queues', workflow: 'Workflows', decide: 'a place to be decided', 'by-hand': 'a place chosen by hand', container: 'the Container',
};

const placeText = (at: { file: string; line: number }): string => `${at.file}:${at.line}`;

/** The first place, and how many more there are. */
function placesText(places: { file: string; line: number }[]): string {
  const distinct = [...new Set(places.map(placeText))];
  const more = distinct.length - 1;
  return `${distinct[0] ?? ''}${more > 0 ? ` and ${plural(more, 'more place')}` : ''}`;
}

export function moveTask(resource: PlannedResource): string {
  const places = resource.sites.map((site) => site.at);
  return `Move ${dataName(resource.pattern)} to ${WRITTEN_TO[resource.target] ?? resource.target}${resource.codemod ? ` (${resource.codemod})` : ''}${places.length > 0 ? `: ${placesText(places)}` : ''}`;
}

export function ruleTasks(findings: Finding[]): string[] {
  return [...grouped(findings, (finding) => finding.rule).values()].flatMap((own) => (own[0] ? [`${own[0].title}: ${placesText(own.map((finding) => finding.at))}`] : []));
}

export function flagTasks(entries: EntryPoint[], to: 'Worker' | 'Container'): string[] {
  const routes = namedEntries(entries).filter((entry) => entry.kind === 'http');
  return routes.length > 0 ? [`Turn the ${routes.length === 1 ? 'flag' : 'flags'} of ${entryNames(routes, 4)} to the ${to}`] : [];
}

export function frozenText(resources: PlannedResource[]): string {
  return resources.length > 0 ? `writes to ${dataNames(resources).join(', ')} from the last copy to the switch` : 'nothing';
}

/** One task for each pair of modules: what becomes a request, where it is called. */
export function borderTasks(cut: ContainerCut): string[] {
  return cut.edges.map((edge) => {
    const calls = edge.crosses.map((cross) => `${cross.name}(${(cross.data ?? []).join(', ')})`);
    return `Turn ${few(calls, 3)} of ${edge.to} into ${edge.calls === 1 ? 'a request' : 'requests'}: ${placesText(edge.crosses.map((cross) => cross.at))}`;
  });
}
