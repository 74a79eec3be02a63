/** Traffic and stored data of a new cf-migrate.cost.yaml: what nobody can fill in one by one is asked for together. */
import type { Plan } from '../core/plan.js';
import type { Scan } from '../core/scan.js';
import type { Assumptions } from './assumptions.js';
import { withDefaults } from './decided.js';
import { GROUPS, KIND_TITLES, STORAGE, TRAFFIC } from './fields.js';
import { fieldRow, quoted } from './initial-rows.js';
import { driveOf, storageNames, trafficEntries, type EntryPoint } from './scan-names.js';
import { STORAGE_METER } from './targets.js';

const titleOf = (kind: string): string => KIND_TITLES[kind] ?? kind;

const needsBackground = (assumptions: Assumptions, { id }: EntryPoint): boolean => assumptions.values[`traffic.${id}.background_ms`]?.basis === 'inferred';

/** Metered call sites that an entry point reaches: what tells a route that costs from one that does not. */
function sitesReached(scan: Scan): Map<string, number> {
  const counts = new Map<string, number>();
  for (const site of scan.metered) for (const { entryPoint } of site.reachedBy) counts.set(entryPoint, (counts.get(entryPoint) ?? 0) + 1);
  return counts;
}

function entryRows(assumptions: Assumptions, entry: EntryPoint, isTogether: boolean): string[] {
  const path = `traffic.${entry.id}`;
  const keys = [...(isTogether ? [] : ['requests_per_month']), ...(needsBackground(assumptions, entry) ? ['background_ms'] : [])];
  if (keys.length === 0) return [];
  return [`  ${quoted(entry.id)}: # ${entry.file}:${entry.line}, ${driveOf(entry) === 'start' ? 'starts' : 'runs'}`, ...keys.map((key) => fieldRow(assumptions, 4, key, `${path}.${key}`, TRAFFIC))];
}

interface Kind {
  kind: string;
  /** Those that reach the most metered call sites first. */
  entries: EntryPoint[];
  /** One number for all: there are too many to fill in each. */
  isTogether: boolean;
}

function kindsOf(scan: Scan, assumptions: Assumptions): Kind[] {
  const reached = sitesReached(scan);
  const kinds = new Map<string, EntryPoint[]>();
  for (const entry of trafficEntries(scan)) kinds.set(entry.kind, [...(kinds.get(entry.kind) ?? []), entry]);
  const order = Object.keys(KIND_TITLES);
  return [...kinds].toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([kind, entries]) => {
    const sorted = entries.toSorted((a, b) => (reached.get(b.id) ?? 0) - (reached.get(a.id) ?? 0));
    return { kind, entries: sorted, isTogether: entries.some(({ id }) => assumptions.shares[id] !== undefined) };
  });
}

function kindRows(scan: Scan, assumptions: Assumptions, { kind, entries, isTogether }: Kind): string[] {
  const rows = entries.flatMap((entry) => entryRows(assumptions, entry, isTogether));
  const [first] = entries;
  if (!isTogether || !first) return [`  # ${titleOf(kind)} (${entries.length})`, ...rows];
  const reached = sitesReached(scan);
  const dear = entries.filter(({ id }) => reached.has(id)).slice(0, 3).map(({ id }) => quoted(id));
  return [
    `  # ${titleOf(kind)} (${entries.length}): traffic_by_kind.${kind} speaks for all. Name one here where it differs, such as:`,
    `  #   ${quoted(first.id)}: { requests_per_month: 1000 }`,
    ...(dear.length > 0 ? [`  #   Most metered calls are behind: ${dear.join(', ')}`] : []),
    ...rows,
  ];
}

export function trafficSection(scan: Scan, assumptions: Assumptions): string[] {
  const kinds = kindsOf(scan, assumptions);
  if (kinds.length === 0) return ['traffic: {}                         # no entry point was found'];
  const together = kinds.filter(({ isTogether }) => isTogether);
  const rows = kinds.flatMap((kind) => kindRows(scan, assumptions, kind));
  return [
    ...(together.length > 0 ? ['# Many of one kind share one number evenly; what `traffic` names is taken out first.', 'traffic_by_kind:', ...together.map(({ kind }) => fieldRow(assumptions, 2, kind, `traffic_by_kind.${kind}`, GROUPS['traffic_by_kind'] ?? {})), ''] : []),
    '# Entry points by kind. cpu_ms and wall_ms may stand here too, where one differs from each_request.',
    rows.some((text) => !text.trim().startsWith('#')) ? 'traffic:' : 'traffic: {}',
    ...rows,
  ];
}

/** A place that only its caller knows: no one can say how much lies there. */
const isNameless = (name: string): boolean => /^<(?:argument|unknown)[^>]*>$/.test(name);

/** With a plan: data that goes to a store that is paid by its size. Without one: what must last. */
function movedStores(scan: Scan, plan: Plan | null): { id: string; name: string }[] {
  const planned = new Map(plan === null ? [] : withDefaults(plan).resources.map((resource) => [resource.resource, resource.target]));
  const persistence = new Map(scan.resources.map((resource) => [resource.id, resource.persistence]));
  const moves = (id: string): boolean => {
    const target = planned.get(id);
    return plan === null ? ['durable', 'upload', 'unknown'].includes(persistence.get(id) ?? '') : target !== undefined && STORAGE_METER[target] !== undefined;
  };
  return storageNames(scan).filter(({ id, name }) => !isNameless(name) && moves(id));
}

export function storageSection(scan: Scan, plan: Plan | null, assumptions: Assumptions): string[] {
  const names = movedStores(scan, plan);
  if (names.length === 0) return ['storage: {}                         # no stored data moves'];
  return ['# Stored data that moves, by the path or database that the code names. What ships with the code or is temporary is not asked for.', 'storage:',
    ...names.flatMap(({ name }) => [`  ${quoted(name)}:`, ...Object.keys(STORAGE).map((key) => fieldRow(assumptions, 4, key, `storage.${name}.${key}`, STORAGE))])];
}
