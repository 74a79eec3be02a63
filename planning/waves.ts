/**
 * The way there in waves: first a Worker in front of today's origin, then what ties routes and data together, each wave with its
 * tasks, effort, what is frozen, the check that proves it done and the way back. It promises no dates.
 */
import type { ContainerCut, PlannedResource, Wave } from '../core/plan.js';
import type { EntryPoint, Program } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Finding } from '../core/scan.js';
import type { Target } from '../core/vocabulary.js';
import { addSpans, containerHours, days, effortHours, type Span } from './effort.js';
import { fileOf } from './joined-modules.js';
import { grouped } from './grouped.js';
import { leftOutside } from './open-findings.js';
import { plural } from './plural.js';
import { waveGroups, type WaveGroup } from './wave-groups.js';

export interface WaveParts {
  resources: PlannedResource[];
  cut: ContainerCut;
  rules: Rule[];
  target: Target;
}

/** Setting up the account, the route and the flag. An assumption of this tool. */
const FRONT_DOOR: Span = [3, 6];

const FRONT: Wave = {
  title: 'A Worker in front of today\'s origin',
  entryPoints: [],
  resources: [],
  tasks: ['Deploy a Worker that passes every request on to the origin', 'Give each route a flag: origin or Worker', 'Compare status, body and latency with the origin before any route moves'],
  effortDays: days(FRONT_DOOR),
  frozen: 'nothing',
  check: 'Every route answers the same through the Worker as from the origin',
  back: 'Point the DNS record at the origin again',
};

/** The work of one wave before it is put into words. */
interface Draft {
  title: string;
  entryPoints: EntryPoint[];
  resources: PlannedResource[];
  findings: Finding[];
  extra: { tasks: string[]; hours: Span };
  check: string;
  back: string;
}

/** Routes first: middleware serves them. */
const names = (all: EntryPoint[], shown = 3): string => {
  const entries = [...all].sort((a, b) => Number(/^use$/i.test(a.method ?? '')) - Number(/^use$/i.test(b.method ?? '')));
  const list = entries.slice(0, shown).map((entry) => entry.id).join(', ');
  return entries.length > shown ? `${list} and ${entries.length - shown} more` : list;
};

const WRITTEN_TO: Partial<Record<PlannedResource['target'], string>> = {
  kv: 'KV', r2: 'R2', d1: 'D1', postgres: 'Postgres', 'durable-object': 'a Durable Object', queue: 'Queues', workflow: 'Workflows', decide: 'a place to be decided', 'by-hand': 'a place chosen by hand', container: 'the Container',
};

const moveTask = (resource: PlannedResource): string =>
  `Move ${resource.pattern} to ${WRITTEN_TO[resource.target] ?? resource.target}${resource.codemod ? ` (${resource.codemod})` : ''}`;

function ruleTasks(findings: Finding[]): string[] {
  return [...grouped(findings, (finding) => finding.rule).values()].flatMap((own) => (own[0] ? [`${own[0].title}: ${plural(own.length, 'place')}`] : []));
}

function written(draft: Draft, hours: Span): Wave {
  const moved = draft.resources.map((resource) => resource.pattern);
  return {
    title: draft.title,
    entryPoints: draft.entryPoints.map((entry) => entry.id),
    resources: draft.resources.map((resource) => resource.resource),
    tasks: [...draft.extra.tasks, ...draft.resources.map(moveTask), ...ruleTasks(draft.findings)],
    effortDays: days(hours),
    frozen: moved.length > 0 ? `writes to ${moved.join(', ')} from the last copy to the switch` : 'nothing',
    check: draft.check,
    back: draft.back,
  };
}

const back = (resources: PlannedResource[]): string =>
  resources.length > 0 ? 'Turn the flags back to the origin and copy back what was written since the switch' : 'Turn the flags back to the origin';

function routeTitle(group: WaveGroup, resources: PlannedResource[], callsContainer: boolean): string {
  const entries = group.entryPoints;
  const data = resources.length > 1 ? `${resources[0]?.pattern} and ${resources.length - 1} more` : resources[0]?.pattern;
  if (entries.length === 0) return data ? `What no route touches alone: ${data}` : 'Start-up and shared code';
  return data ? `${names(entries, 2)} with ${data}` : `Routes that ${callsContainer ? 'call into the Container' : group.reads.length > 0 ? 'only read what has moved' : 'keep nothing'}: ${names(entries, 2)}`;
}

function routeDraft(group: WaveGroup, planned: Map<string, PlannedResource>, findings: Finding[], callsContainer: boolean): Draft {
  const resources = group.resources.flatMap((id) => planned.get(id) ?? []);
  return {
    title: routeTitle(group, resources, callsContainer),
    entryPoints: group.entryPoints,
    resources,
    findings,
    extra: { tasks: [], hours: [0, 0] },
    check: group.entryPoints.length > 0 ? `The recorded requests of ${names(group.entryPoints)} get the same answers, each played twice${resources.length > 0 ? ', and the stored data is equal afterwards' : ''}` : 'The app starts and its tests pass on the new storage',
    back: back(resources),
  };
}

function containerDraft(cut: ContainerCut, findings: Finding[]): Draft {
  const files = cut.modules.slice(0, 3).join(', ');
  return {
    title: `A Container for ${plural(cut.modules.length, 'module')}`,
    entryPoints: [],
    resources: [],
    findings,
    extra: {
      tasks: [
        `Build a linux/amd64 image that starts ${files}${cut.modules.length > 3 ? ' and the rest' : ''}`,
        ...cut.edges.map((edge) => `Turn ${edge.crosses.map((cross) => cross.name || 'the default export').slice(0, 3).join(', ')} of ${edge.to} into requests (called by ${edge.from})`),
      ],
      hours: containerHours(cut),
    },
    check: 'Each call over the border gives the same result as in one process, also right after a cold start',
    back: 'Let the flags of the routes that need it point to the origin',
  };
}

/** Findings by the wave that meets them first; what no wave reaches belongs to the first one with routes. */
function shareOut(groups: { entries: ReadonlySet<string>; resources: ReadonlySet<string> }[], findings: Finding[]): Finding[][] {
  const shares: Finding[][] = groups.map(() => []);
  for (const finding of findings) {
    const byData = groups.findIndex((group) => finding.resource !== undefined && group.resources.has(finding.resource));
    const byRoute = groups.findIndex((group) => finding.reachedBy.some((reach) => group.entries.has(reach.entryPoint)));
    shares[byData !== -1 ? byData : Math.max(0, byRoute)]?.push(finding);
  }
  return shares;
}

/** Entry points whose calls, or whose findings, lead into the Container. */
function callingIn(program: Program, findings: Finding[], inside: ReadonlySet<string>): Set<string> {
  const callers = grouped(program.edges, (edge) => edge.to);
  const leading = new Set(program.functions.filter((fn) => inside.has(fn.file)).map((fn) => fn.id));
  for (const fn of leading) for (const edge of callers.get(fn) ?? []) leading.add(edge.from);
  const found = findings.filter((finding) => inside.has(finding.at.file)).flatMap((finding) => finding.reachedBy.map((reach) => reach.entryPoint));
  const followed = program.entryPoints.filter((entry) => inside.has(entry.file) || (entry.fn !== null && (leading.has(entry.fn) || inside.has(fileOf(entry.fn)))));
  return new Set([...found, ...followed.map((entry) => entry.id)]);
}

export function waves(program: Program, findings: Finding[], parts: WaveParts): Wave[] {
  const inside = new Set(parts.cut.modules);
  const planned = new Map(parts.resources.map((resource) => [resource.resource, resource]));
  const left = leftOutside(findings, parts.target, inside);
  const calling = callingIn(program, findings, inside);
  const callsIn = (entry: EntryPoint): boolean => calling.has(entry.id);
  const { free, tied, common } = waveGroups(program, parts.resources, (group) => Number(group.entryPoints.some(callsIn)));
  const first: WaveGroup = { entryPoints: free.filter((entry) => !callsIn(entry)), resources: common, reads: [] };
  const later: WaveGroup = { entryPoints: free.filter(callsIn), resources: [], reads: [] };
  const hasAny = (group: WaveGroup): boolean => group.entryPoints.length + group.resources.length > 0;
  const before = hasAny(first) || (tied.length === 0 && !hasAny(later)) ? [first] : [];
  const groups = [...before, ...(hasAny(later) ? [later] : []), ...tied];
  const shares = shareOut(groups.map((group) => ({ entries: new Set(group.entryPoints.map((e) => e.id)), resources: new Set(group.resources) })), left.filter((finding) => !inside.has(finding.at.file)));
  const drafts = groups.map((group, index) => ({ group, draft: routeDraft(group, planned, shares[index] ?? [], group === later) }));
  const filled = drafts.filter(({ draft }) => draft.entryPoints.length + draft.resources.length + draft.findings.length > 0);
  const draftsOf = (wanted: (group: WaveGroup) => boolean): Draft[] => filled.filter(({ group }) => wanted(group)).map(({ draft }) => draft);
  const container = inside.size > 0 ? [containerDraft(parts.cut, left.filter((finding) => inside.has(finding.at.file)))] : [];
  const order = [...draftsOf((group) => group === first), ...container, ...draftsOf((group) => group !== first)];
  const begun = new Set<string>();
  return [FRONT, ...order.map((draft) => {
    const hours = addSpans(draft.extra.hours, effortHours(draft.findings, parts.rules, begun));
    for (const finding of draft.findings) begun.add(finding.rule);
    return written(draft, hours);
  })];
}
