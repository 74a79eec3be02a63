/** The async closure of a component as columns: storage calls that become asynchronous, the functions that have to wait for them, and so on up to callers that wait already. */
import type { Plan, PlanComponent } from '../../core/plan.js';
import type { BlockOf, GraphEdge, GraphNode } from '../blocks.js';
import { count, plural } from '../numbers.js';

/** Most columns and boxes; what does not fit is counted. */
const LEVELS = 5;
const ROWS = 14;

const fileOf = (id: string): string => id.slice(0, id.lastIndexOf('#'));
const baseName = (file: string): string => file.split('/').at(-1) ?? file;

/** Functions by how many calls they are away from the storage. */
function levelsOf(component: PlanComponent): string[][] {
  const callers = new Map<string, string[]>();
  for (const { from, to } of component.calls) if (from !== undefined) callers.set(to, [...(callers.get(to) ?? []), from]);
  const seen = new Set<string>();
  let level = [...new Set(component.seeds.flatMap((seed) => seed.in ?? []))];
  const levels: string[][] = [];
  while (level.length > 0) {
    for (const id of level) seen.add(id);
    levels.push(level);
    level = [...new Set(level.flatMap((id) => callers.get(id) ?? []))].filter((id) => !seen.has(id));
  }
  return levels;
}

function seedNodes(component: PlanComponent): GraphNode[] {
  return component.seeds.map((seed) => ({ id: `seed ${seed.at.file}:${seed.at.start}`, label: `${baseName(seed.at.file)}:${seed.at.line}`, text: `${seed.origin} at ${seed.at.file}:${seed.at.line}`, tone: 'info' }));
}

/** Functions of one file that wait already are one box: nothing changes in them but the call. */
const boxOf = (component: PlanComponent, id: string): string => (component.functions.some((fn) => fn.id === id) ? id : `ready ${fileOf(id)}`);

function functionNode(component: PlanComponent, id: string): GraphNode {
  const turned = component.functions.find((fn) => fn.id === id);
  const name = turned ? turned.name || `${baseName(turned.at.file)}:${turned.at.line}` : '';
  return turned
    ? { id, label: name, text: `${name} in ${turned.at.file}:${turned.at.line} becomes async`, tone: 'warning' }
    : { id: boxOf(component, id), label: baseName(fileOf(id)), text: `Functions of ${fileOf(id)} that wait already, or may`, tone: 'good' };
}

const limited = (nodes: GraphNode[], column: number): GraphNode[] => (nodes.length <= ROWS ? nodes
  : [...nodes.slice(0, ROWS - 1), { id: `more ${column}`, label: `and ${count(nodes.length - ROWS + 1)} more`, text: `${plural(nodes.length - ROWS + 1, 'more function')}`, tone: 'quiet' }]);

function edgesOf(component: PlanComponent): GraphEdge[] {
  const seeds = component.seeds.flatMap((seed): GraphEdge[] => (seed.in === undefined ? [] : [{ from: `seed ${seed.at.file}:${seed.at.start}`, to: boxOf(component, seed.in), strong: false, label: '', text: `${seed.origin} at ${seed.at.file}:${seed.at.line}` }]));
  const calls = component.calls.flatMap((call): GraphEdge[] => (call.from === undefined ? [] : [{ from: boxOf(component, call.to), to: boxOf(component, call.from), strong: false, label: '', text: `called at ${call.at.file}:${call.at.line}` }]));
  return [...new Map([...seeds, ...calls].map((edge) => [`${edge.from}\n${edge.to}`, edge])).values()];
}

/** Each box once, in the column nearest to the storage. */
const distinctNodes = (nodes: GraphNode[], drawn: Set<string>): GraphNode[] => nodes.filter(({ id }) => !drawn.has(id) && drawn.add(id));

function graphOf(component: PlanComponent, plan: Plan): BlockOf<'graph'> {
  const levels = levelsOf(component);
  const patterns = component.resources.map((id) => plan.resources.find((resource) => resource.resource === id)?.pattern ?? id);
  const drawn = new Set<string>();
  const columns = [
    { title: `${plural(component.seeds.length, 'storage call')}`, nodes: limited(seedNodes(component), 0) },
    ...levels.slice(0, LEVELS - 1).map((ids, at) => ({ title: at === 0 ? 'They stand in' : 'Called from', nodes: limited(distinctNodes(ids.map((id) => functionNode(component, id)), drawn), at + 1) })),
  ].filter((column) => column.nodes.length > 0);
  const [awaits, repairs] = (['await', 'repair'] as const).map((change) => component.calls.filter((call) => call.change === change).length);
  const deeper = levels.length > LEVELS - 1 ? ` ${plural(levels.slice(LEVELS - 1).flat().length, 'function')} further up are left out.` : '';
  return {
    kind: 'graph', title: `What has to wait when ${patterns.slice(0, 2).join(', ')}${patterns.length > 2 ? ` and ${count(patterns.length - 2)} more` : ''} moves`, columns, edges: edgesOf(component),
    description: `${plural(component.functions.length, 'function')} become async (yellow) and ${plural(awaits ?? 0, 'call')} get an await${repairs ? `, ${plural(repairs, 'call')} another form` : ''}; it ends at functions that wait already (green).${deeper}`,
  };
}

/** Graphs of the components that are rewritten, the largest first. */
export function closureGraphs(plan: Plan | null): BlockOf<'graph'>[] {
  const rewritten = (plan?.components ?? []).filter((component) => component.status === 'rewrite' && component.seeds.length > 0);
  return plan ? rewritten.toSorted((a, b) => b.functions.length + b.calls.length - a.functions.length - a.calls.length).map((component) => graphOf(component, plan)) : [];
}
