/** Modules by where they run after the move, what they call across the border, and where their data goes: as a graph of columns. Many modules become folders. */
import type { Dossier } from '../../core/dossier.js';
import type { Plan, PlannedResource, StorageTarget } from '../../core/plan.js';
import type { ScanFile } from '../../core/scan.js';
import type { BlockOf, GraphEdge, GraphNode } from '../blocks.js';
import { count, plural } from '../numbers.js';
import { STORAGE_TITLE } from '../wording.js';
import { containerFiles, fateOf, FATE_TITLE, FATE_TONE, FATES, productionFiles, type FileFate } from './dispositions.js';

/** Most boxes in a column. */
const ROWS = 16;

/** Homes of data outside of the code. */
const SERVICES: ReadonlySet<StorageTarget> = new Set(['kv', 'r2', 'd1', 'postgres', 'durable-object', 'queue', 'workflow', 'api', 'cron-trigger', 'worker-binding']);

/** What a program in a Container still keeps outside: its data. Timers, queues and state stay in the process. */
const isOutside = (plan: Plan, resource: PlannedResource): boolean =>
  SERVICES.has(resource.target) && (plan.disposition.move !== 'container' || !resource.resource.startsWith('rule:'));

const folderAt = (file: string, depth: number): string => file.split('/').slice(0, -1).slice(0, depth).join('/');

/** Files as they are when they fit, else their folders, as deep as fits. */
function groupsOf(files: readonly ScanFile[]): Map<string, ScanFile[]> {
  const by = (key: (file: string) => string): Map<string, ScanFile[]> => {
    const groups = new Map<string, ScanFile[]>();
    for (const file of files) groups.set(key(file.file), [...(groups.get(key(file.file)) ?? []), file]);
    return groups;
  };
  if (files.length <= ROWS) return by((file) => file);
  const folder = (depth: number) => by((file) => `${folderAt(file, depth) || '.'}/`);
  const deepest = [6, 5, 4, 3, 2].map(folder).find((groups) => groups.size <= ROWS);
  return deepest ?? folder(1);
}

interface Column {
  title: string;
  nodes: GraphNode[];
}

/** The group that each file stands for. */
type NodeOf = Map<string, string>;

function nodeFor(label: string, files: readonly ScanFile[], inContainer: ReadonlySet<string>, side: string, nodeOf: NodeOf): GraphNode {
  const id = `${side} ${label}`;
  const fates = new Map<FileFate, number>();
  for (const file of files) {
    nodeOf.set(file.file, id);
    const fate = fateOf(file, inContainer);
    fates.set(fate, (fates.get(fate) ?? 0) + 1);
  }
  const worst = FATES.filter((fate) => fates.has(fate)).at(-1) ?? 'unchanged';
  const told = [...fates].map(([fate, number]) => (files.length === 1 ? FATE_TITLE[fate] : `${count(number)} ${FATE_TITLE[fate]}`)).join(', ');
  return { id, label: files.length > 1 ? `${label} (${count(files.length)})` : label, text: `${label}: ${told}`, tone: FATE_TONE[inContainer.has(files[0]?.file ?? '') ? 'container' : worst] };
}

function moduleColumn(title: string, files: readonly ScanFile[], inContainer: ReadonlySet<string>, nodeOf: NodeOf): Column {
  const groups = [...groupsOf(files)].toSorted(([, a], [, b]) => b.length - a.length);
  const shown = groups.slice(0, ROWS - (groups.length > ROWS ? 1 : 0));
  const rest = groups.slice(shown.length);
  const nodes = shown.map(([label, own]) => nodeFor(label, own, inContainer, title, nodeOf)).toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const others = rest.length > 0 ? [nodeFor(`${count(rest.length)} more folders`, rest.flatMap(([, own]) => own), inContainer, title, nodeOf)] : [];
  return { title: `${title}: ${plural(files.length, 'module')}`, nodes: [...nodes, ...others] };
}

function serviceColumn(plan: Plan): Column {
  const targets = [...new Set(plan.resources.filter((resource) => isOutside(plan, resource)).map((resource) => resource.target))];
  return {
    title: 'Bindings and services',
    nodes: targets.map((target) => {
      const own = plan.resources.filter((resource) => resource.target === target && isOutside(plan, resource));
      return { id: `service ${target}`, label: STORAGE_TITLE[target], text: `${STORAGE_TITLE[target]}: ${own.map((resource) => resource.pattern).join(', ')}`, tone: 'quiet' };
    }),
  };
}

/** One line for each pair of boxes, however many calls it stands for. */
function joined(edges: readonly (GraphEdge & { calls: number })[]): GraphEdge[] {
  const byPair = new Map<string, GraphEdge & { calls: number }>();
  for (const edge of edges) {
    const key = `${edge.from}\n${edge.to}`;
    const known = byPair.get(key);
    byPair.set(key, known ? { ...known, calls: known.calls + edge.calls, strong: known.strong || edge.strong } : edge);
  }
  return [...byPair.values()].map(({ calls, ...edge }) => (edge.strong ? { ...edge, label: count(calls), text: `${edge.text}: ${plural(calls, 'call')} become requests` } : edge));
}

function edgesOf({ scan, plan }: Dossier & { plan: Plan }, nodeOf: NodeOf): GraphEdge[] {
  const between = (from: string, to: string): Pick<GraphEdge, 'from' | 'to'> | null => {
    const [a, b] = [nodeOf.get(from), nodeOf.get(to)];
    return a !== undefined && b !== undefined && a !== b ? { from: a, to: b } : null;
  };
  const plain = (id: string): string => id.slice(id.indexOf(' ') + 1);
  const cut = (plan.disposition.cut?.edges ?? []).flatMap(({ from, to, calls }) => {
    const ends = between(from, to);
    return ends ? [{ ...ends, calls, strong: true, label: '', text: `${plain(ends.from)} and ${plain(ends.to)}` }] : [];
  });
  const imports = scan.modules.flatMap((module) => module.imports.flatMap(({ to }) => {
    const ends = between(module.file, to);
    return ends && ends.from.split(' ')[0] === ends.to.split(' ')[0] ? [{ ...ends, calls: 0, strong: false, label: '', text: `${plain(ends.from)} imports ${plain(ends.to)}` }] : [];
  }));
  const stored = plan.resources.filter((resource) => isOutside(plan, resource)).flatMap((resource) => resource.sites.flatMap(({ at }) => {
    const from = nodeOf.get(at.file);
    return from === undefined ? [] : [{ from, to: `service ${resource.target}`, calls: 0, strong: false, label: '', text: `${plain(from)} uses ${STORAGE_TITLE[resource.target]}` }];
  }));
  return [...joined(cut), ...joined(imports), ...joined(stored)];
}

/** null without a plan, or when nothing moves. */
export function moduleGraph(dossier: Dossier): BlockOf<'graph'> | null {
  const { scan, plan } = dossier;
  const files = productionFiles(scan);
  if (!plan || plan.disposition.move === 'stay' || files.length < 2) return null;
  const inContainer = containerFiles(scan, plan);
  const nodeOf: NodeOf = new Map();
  const outside = files.filter((file) => !inContainer.has(file.file));
  const inside = files.filter((file) => inContainer.has(file.file));
  const modules = [
    ...(outside.length > 0 ? [moduleColumn('Worker', outside, inContainer, nodeOf)] : []),
    ...(inside.length > 0 ? [moduleColumn('Container', inside, inContainer, nodeOf)] : []),
  ];
  const columns = [...modules, serviceColumn(plan)].filter((column) => column.nodes.length > 0);
  const crossing = plan.disposition.cut?.edges.reduce((total, edge) => total + edge.calls, 0) ?? 0;
  const cut = modules.length < 2 ? '' : crossing > 0 ? ` Dashed lines are cut: ${plural(crossing, 'call')} between Worker and Container become requests.` : ' No call that could be followed crosses between Worker and Container.';
  return {
    kind: 'graph', title: 'Modules after the move, by what happens to them', columns, edges: edgesOf({ ...dossier, plan }, nodeOf),
    description: `Green: unchanged; yellow: edited; red: rewritten; blue: in the Container. A folder has the colour of its heaviest module.${cut} Thin lines are imports, and data that goes to a binding.`,
  };
}
