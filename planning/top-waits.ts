/**
 * An ES module may wait at its top: whoever imports it waits for it, exports and all, without a change. Modules beside it do not wait, so that they come before what it does
 * after the wait; says why that, or somebody who does not wait, keeps it from waiting.
 */
import type { FunctionId } from '../core/program.js';
import type { ClosureWorld } from './closure-data.js';
import { isAtLoad, within } from './lazy-data.js';
import { doubtOf } from './lazy-modules.js';

/** '' for what is not started at all, null where nothing speaks against it. `held`: the statements that wait. */
export function notAtTop(world: ClosureWorld, file: string, held: readonly number[]): string | null {
  const above = new Set<string>();
  const roots = new Set<string>();
  const problem = importers(world, file, above, roots);
  if (problem !== null) return problem;
  if (above.has(file)) return `${file} and what it imports load each other`;
  return above.size === 0 ? null : besides(world, file, held, above, roots);
}

/** Gathers the modules that come to wait with it, and those of them that nobody imports. */
function importers(world: ClosureWorld, file: string, above: Set<string>, roots: Set<string>): string | null {
  const { started, loadedBy } = world.scripts;
  const top = world.topLevel(file);
  const loads = loadedBy.get(file) ?? [];
  const gives = top?.script.statements.some((statement) => statement.gives) !== false;
  if (started.get(file) === 'main' && gives) return `${file} is what package.json gives to others`;
  if (loads.length === 0) {
    if (!started.has(file) && gives) return '';
    roots.add(file);
  }
  for (const { from, at } of loads) {
    const other = world.topLevel(from);
    if (other?.script.laterLoads.some((range) => within(at, range))) continue;
    if (!other?.esModule) return `${from} loads it and does not wait`;
    if (above.has(from)) continue;
    above.add(from);
    const further = importers(world, from, above, roots);
    if (further !== null) return further;
  }
  return null;
}

/** Modules that are loaded with it and do not wait for it must not see, or make, a difference. */
function besides(world: ClosureWorld, file: string, held: readonly number[], above: ReadonlySet<string>, roots: ReadonlySet<string>): string | null {
  const before = loadedBelow(world, [file]);
  const others = [...loadedBelow(world, roots)].filter((other) => other !== file && !above.has(other) && !before.has(other));
  if (others.length === 0) return null;
  const busy = others.find((other) => !isQuiet(world, other));
  if (busy !== undefined) return `${busy} does something while it loads, which would come first`;
  return onlyReads(world, file, held) ? null : 'what it does after the wait would come after modules that are loaded beside it';
}

function loadedBelow({ scripts }: ClosureWorld, files: Iterable<string>): Set<string> {
  const found = new Set(files);
  for (const each of found) for (const to of scripts.loads.get(each) ?? []) found.add(to);
  return found;
}

/** Whatever it does while it loads, it does to things of its own that it made, and it does not listen. */
function isQuiet(world: ClosureWorld, file: string): boolean {
  const top = world.topLevel(file);
  if (!top || reachesListening(world, `${file}#0`, new Set())) return false;
  return top.calls.filter(isAtLoad).every(({ text }) => top.script.quiet.includes(/^(?:new\s+|await\s+)?([\w$]+)/.exec(text)?.[1] ?? ''));
}

function reachesListening(world: ClosureWorld, id: FunctionId, seen: Set<FunctionId>): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return world.scripts.listening.has(id) || (world.graph.outOf.get(id) ?? []).some((edge) => edge.confidence !== 'possible' && reachesListening(world, edge.to, seen));
}

/** From the first wait on it makes constants of what it reads, and nothing else. */
function onlyReads(world: ClosureWorld, file: string, held: readonly number[]): boolean {
  const top = world.topLevel(file);
  if (!top) return false;
  const first = Math.min(...held);
  const later = top.statements.filter((_, i) => i >= first);
  if (!top.script.statements.every(({ idle, declares }, i) => i < first || idle || declares)) return false;
  return doubtOf(world, file, top, (call) => isAtLoad(call) && later.some((statement) => within(call.range[0], statement.range)), new Set()) === null;
}
