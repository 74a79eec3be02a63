/**
 * The way there in waves: first a Worker in front of today's origin, then what ties routes and data together, each wave with its
 * tasks, effort, what is frozen, the check that proves it done and the way back. It promises no dates.
 */
import type { ContainerCut, PlannedResource, Wave } from '../core/plan.js';
import type { EntryPoint, Program } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Finding } from '../core/scan.js';
import type { Target } from '../core/vocabulary.js';
import { FRONT_DOOR, addSpans, containerHours, days, effortHours, type Span } from './effort.js';
import { fileOf } from './joined-modules.js';
import { grouped } from './grouped.js';
import { leftOutside } from './open-findings.js';
import { plural } from './plural.js';
import { waveGroups, type WaveGroup } from './wave-groups.js';
import { borderTasks, flagTasks, frozenText, moveTask, routeCheck, routeTitle, ruleTasks, type RouteMood } from './wave-words.js';

export interface WaveParts {
  resources: PlannedResource[];
  cut: ContainerCut;
  rules: Rule[];
  target: Target;
  /** The whole app goes into a Container. */
  whole?: boolean;
}

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
  /** Tasks of the wave itself: what it begins and what it ends with. */
  extra: { begin: string[]; end: string[]; hours: Span };
  check: string;
  back: string;
}

function written(draft: Draft, effortDays: Span): Wave {
  return {
    title: draft.title,
    entryPoints: draft.entryPoints.map((entry) => entry.id),
    resources: draft.resources.map((resource) => resource.resource),
    tasks: [...draft.extra.begin, ...draft.resources.map(moveTask), ...ruleTasks(draft.findings), ...draft.extra.end],
    effortDays,
    frozen: frozenText(draft.resources),
    check: draft.check,
    back: draft.back,
  };
}

const back = (resources: PlannedResource[]): string =>
  resources.length > 0 ? 'Turn the flags back to the origin and copy back what was written since the switch' : 'Turn the flags back to the origin';

function routeDraft(group: WaveGroup, planned: Map<string, PlannedResource>, findings: Finding[], mood: RouteMood): Draft {
  const resources = group.resources.flatMap((id) => planned.get(id) ?? []);
  return {
    title: routeTitle(group, resources, mood),
    entryPoints: group.entryPoints,
    resources,
    findings,
    extra: { begin: [], end: flagTasks(group.entryPoints, mood === 'whole' ? 'Container' : 'Worker'), hours: [0, 0] },
    check: routeCheck(group, resources),
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
    extra: { begin: [`Build a linux/amd64 image that starts ${files}${cut.modules.length > 3 ? ' and the rest' : ''}`, ...borderTasks(cut)], end: [], hours: containerHours(cut) },
    check: 'Each call over the border gives the same result as in one process, also right after a cold start',
    back: 'Let the flags of the routes that need it point to the origin',
  };
}

/** The app as it is: its image, and what a Container does not give it. */
function wholeDraft(program: Program, findings: Finding[]): Draft {
  const start = program.entryPoints.find((entry) => entry.kind === 'start');
  return {
    title: 'A Container with the whole app',
    entryPoints: [],
    resources: [],
    findings,
    extra: { begin: [`Build a linux/amd64 image that starts ${start?.file ?? 'the app'}`], end: ['Let the Worker hand requests to it, each flag apart'], hours: containerHours(undefined) },
    check: 'The recorded requests get the same answers from the Container as from the origin, also right after a cold start',
    back: 'Turn the flags back to the origin',
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

interface RouteGroup {
  group: WaveGroup;
  mood: RouteMood;
  /** Waits for nothing, not even for the Container. */
  first?: true;
}

/** Routes that keep nothing, those that call into the Container, and those tied to data, in that order. */
function routeGroups(program: Program, findings: Finding[], { resources, cut, whole }: WaveParts): RouteGroup[] {
  const calling = callingIn(program, findings, new Set(cut.modules));
  const callsIn = (entry: EntryPoint): boolean => !whole && calling.has(entry.id);
  const { free, tied, common } = waveGroups(program, resources, (group) => Number(group.entryPoints.some(callsIn)));
  const mood = whole ? 'whole' as const : 'plain' as const;
  const first = { group: { entryPoints: free.filter((entry) => !callsIn(entry)), resources: common, reads: [] }, mood, first: true as const };
  const later = { group: { entryPoints: free.filter(callsIn), resources: [], reads: [] }, mood: 'calls-in' as const };
  const hasAny = ({ group }: { group: WaveGroup }): boolean => group.entryPoints.length + group.resources.length > 0;
  const before = hasAny(first) || (tied.length === 0 && !hasAny(later)) ? [first] : [];
  return [...before, ...(hasAny(later) ? [later] : []), ...tied.map((group) => ({ group, mood }))];
}

/** Findings that the Container's wave takes: those of its modules; of a whole app, all that no data of a later wave brings along. */
function takenByContainer(finding: Finding, inside: ReadonlySet<string>, moving: ReadonlySet<string> | null): boolean {
  return moving ? finding.resource === undefined || !moving.has(finding.resource) : inside.has(finding.at.file);
}

function draftsInOrder(program: Program, findings: Finding[], parts: WaveParts): Draft[] {
  const inside = new Set(parts.whole ? [] : parts.cut.modules);
  const planned = new Map(parts.resources.map((resource) => [resource.resource, resource]));
  const left = leftOutside(findings, parts.whole ? 'containers' : parts.target, inside);
  const groups = routeGroups(program, findings, parts);
  const moving = parts.whole ? new Set(groups.flatMap(({ group }) => group.resources)) : null;
  const taken = (finding: Finding): boolean => takenByContainer(finding, inside, moving);
  const shares = shareOut(groups.map(({ group }) => ({ entries: new Set(group.entryPoints.map((e) => e.id)), resources: new Set(group.resources) })), left.filter((finding) => !taken(finding)));
  const drafts = groups.map(({ group, mood }, index) => routeDraft(group, planned, shares[index] ?? [], mood));
  const filled = drafts.filter((draft) => draft.entryPoints.length + draft.resources.length + draft.findings.length > 0);
  if (parts.whole) return [wholeDraft(program, left.filter(taken)), ...filled];
  if (inside.size === 0) return filled;
  const early = groups[0]?.first && filled[0] === drafts[0] ? 1 : 0;
  return [...filled.slice(0, early), containerDraft(parts.cut, left.filter(taken)), ...filled.slice(early)];
}

/** In order: what the Container does not hold up comes before it, everything else after. Days are rounded so that they add up to those of the whole way. */
export function waves(program: Program, findings: Finding[], parts: WaveParts): Wave[] {
  const begun = new Set<string>();
  let sum = FRONT_DOOR;
  return [FRONT, ...draftsInOrder(program, findings, parts).map((draft) => {
    const before = days(sum);
    sum = addSpans(sum, addSpans(draft.extra.hours, effortHours(draft.findings, parts.rules, begun)));
    for (const finding of draft.findings) begun.add(finding.rule);
    return written(draft, tenths(days(sum), before));
  })];
}

const tenths = (after: Span, before: Span): Span => [Math.round((after[0] - before[0]) * 10) / 10, Math.round((after[1] - before[1]) * 10) / 10];
