/** Modules that no network can part: they share state that changes or a scratch disk, or hand each other what cannot be sent. It joins, it does not choose sides. */
import type { Place } from '../core/facts.js';
import type { CallEdge, FunctionNode, Program, Site } from '../core/program.js';
import { grouped } from './grouped.js';

export interface Join {
  files: [string, string];
  because: string;
  at: Place;
  /** The second module has to stand beside the first one's disk. */
  disk?: boolean;
}

/** A second copy of these does no harm: each side may fill its own cache and open its own handle. */
const MAY_BE_TWICE = new Set(['cache', 'handle', 'registry', 'flag']);

/** State whose two copies would tell different stories. */
export function sharedStateFiles(program: Program): Set<string> {
  return new Set(program.state.filter((state) => state.reach === 'production' && !MAY_BE_TWICE.has(state.shape)).map((state) => state.file));
}

function stateJoins(program: Program): Join[] {
  return program.state
    .filter((state) => state.reach === 'production' && !MAY_BE_TWICE.has(state.shape))
    .flatMap((state) => {
      const others = new Map(state.mutations.filter((at) => at.file !== state.declaredAt.file).map((at) => [at.file, at]));
      return [...others].map(([file, at]): Join => ({ files: [state.declaredAt.file, file], because: `both change \`${state.name}\``, at }));
    });
}

const fileOf = (id: string): string => id.slice(0, id.lastIndexOf('#'));

/** Names that say nothing about what is called: the file says more. */
const NAMELESS = new Set(['', 'exports', 'default', 'module.exports']);

/** `Monitor.stop`, `clearOldData`; for what a module gives away as a whole, the name of its file. */
export function calledName(fn: Pick<FunctionNode, 'name' | 'className' | 'file'>): string {
  if (NAMELESS.has(fn.name)) return fn.file.replace(/^.*\//, '').replace(/\.\w+$/, '');
  return fn.className ? `${fn.className}.${fn.name}` : fn.name;
}

/** `run(job, () => …)`: the function given along runs in this module when the other one calls it. */
function handsFunctionOver(edge: CallEdge, callbacks: CallEdge[]): boolean {
  return edge.kind === 'call' && callbacks.some((other) => other.range[0] === edge.range[0] && other.range[1] === edge.range[1]);
}

function returnsHandle(sites: Site[] | undefined): Site | undefined {
  return sites?.find((site) => site.result === 'returned' && (site.style === 'handle' || site.style === 'stream'));
}

/** `checkLogin(socket)`: the other side of a network has no socket to look at. */
function handsOverAlive(edge: CallEdge, to: FunctionNode): string | null {
  const given = edge.hands?.find((argument) => argument.alive !== undefined);
  if (!given?.alive) return null;
  const what = given.alive === given.what ? given.alive : `\`${given.what}\` (${given.alive})`;
  return `${what} is handed to ${calledName(to)} and cannot be sent`;
}

function whyUncuttable(edge: CallEdge, to: FunctionNode, callbacks: CallEdge[], sites: Site[] | undefined): string | null {
  if (edge.kind === 'new') return `an instance of ${to.className ?? to.name} is made here and used by its methods`;
  if (handsFunctionOver(edge, callbacks)) return `a function is handed to ${calledName(to)}`;
  if (to.generator) return `${calledName(to)} is a generator and gives its values one by one`;
  const handle = returnsHandle(sites);
  if (handle) return `${calledName(to)} returns what ${handle.origin} gave it, which cannot be sent`;
  if (edge.returnsAlive) return `${calledName(to)} returns ${edge.returnsAlive}, which cannot be sent`;
  return handsOverAlive(edge, to);
}

function callJoins(program: Program): Join[] {
  const functions = new Map(program.functions.map((fn) => [fn.id, fn]));
  const callbacks = grouped(program.edges.filter((edge) => edge.kind === 'callback'), (edge) => edge.from);
  const sites = grouped(program.sites, (site) => site.fn);
  const joins: Join[] = [];
  for (const edge of program.edges) {
    // What was only guessed by its name proves nothing.
    if (edge.kind === 'callback' || edge.confidence === 'possible') continue;
    const [from, to] = [fileOf(edge.from), fileOf(edge.to)];
    const callee = from === to ? undefined : functions.get(edge.to);
    if (!callee) continue;
    const why = whyUncuttable(edge, callee, callbacks.get(edge.from) ?? [], sites.get(edge.to));
    if (why) joins.push({ files: [from, to], because: why, at: edge.at });
  }
  return joins;
}

/** A process works on the disk it runs on: who keeps scratch files for the same job has to stand beside it. */
function diskJoins(program: Program): Join[] {
  const jobs = new Set(program.entryPoints.filter((entry) => entry.kind !== 'start' && entry.kind !== 'bin').map((entry) => entry.id));
  const production = program.sites.filter((site) => site.reach === 'production');
  const scratch = production.filter((site) => site.storage?.persistence === 'temp' && site.storage.lifetime !== 'request');
  const joins = new Map<string, Join>();
  for (const process of production.filter((site) => site.command)) {
    const entries = new Set(process.reachedBy.map((reach) => reach.entryPoint).filter((id) => jobs.has(id)));
    for (const site of scratch) {
      if (site.at.file === process.at.file || !site.reachedBy.some((reach) => entries.has(reach.entryPoint))) continue;
      const key = `${process.at.file}\n${site.at.file}`;
      if (!joins.has(key)) joins.set(key, { files: [process.at.file, site.at.file], because: `the same job starts \`${process.command?.text ?? ''}\` and keeps files in ${site.storage?.path.text ?? 'a scratch folder'}`, at: site.at, disk: true });
    }
  }
  return [...joins.values()];
}

export function joinedModules(program: Program): Join[] {
  return [...stateJoins(program), ...callJoins(program), ...diskJoins(program)];
}

export { fileOf };
