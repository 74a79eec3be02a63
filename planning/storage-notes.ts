/** What a person should know before a component is applied: what could not come in between while calls were synchronous, and reads that follow a write. */
import type { PlanComponent, PlannedSeed } from '../core/plan.js';
import type { Program, Site } from '../core/program.js';
import { isPlainFileCall } from '../core/storage-calls.js';
import { MUTATING } from '../core/storage-operations.js';
import { movesFile } from '../core/stored-names.js';
import { nameOf } from './closure-data.js';
import { isWord } from './command-words.js';
import { grouped } from './grouped.js';
import { hasBelow, leavesAlone, meets } from './overlaps.js';
import { writtenBeside } from './staying-writes.js';
import { readable } from './storage-names.js';
import { type StorageWorld, evidenceOf } from './storage-evidence.js';

const place = (at: { file: string; line: number }): string => `${at.file}:${at.line}`;

/** The component with its notes; others than rewritten ones stay as they are. `moved`: file and offset of each call that moves with any component. */
export function withNotes(world: StorageWorld, component: PlanComponent, moved: ReadonlySet<string>): PlanComponent {
  if (component.status !== 'rewrite') return component;
  const turned = new Set(component.functions.map((fn) => fn.id));
  const stored = component.resources.flatMap((id) => storageNotes(world, id, turned, new Set(component.steps?.map((step) => step.fn)), component.id.startsWith('fs-to-kv ')));
  return { ...component, notes: [...new Set([...stored, ...stateNotes(world.program, turned), ...mixedCalls(component), ...besideNotes(world, component), ...apartNotes(world, component), ...severalChanges(world.program, component), ...handedToPrograms(world.program, component), ...unknownPaths(world.program, moved), ...(component.notes ?? [])])] };
}

const SHOWN = 5;

const listed = (places: readonly string[]): string => `${places.slice(0, SHOWN).join(', ')}${places.length > SHOWN ? ` and ${places.length - SHOWN} more` : ''}`;

/** Calls that reach what moves and what does not. */
function mixedCalls({ seeds }: PlanComponent): string[] {
  const places = [...new Set(seeds.filter((seed) => seed.also?.includes('mixed')).map(({ at }) => place(at)))];
  return places.length === 0 ? [] : [`${listed(places)}: files that do not move are reached here as well; on Workers what is under /tmp is on the disk of the request, what ships with the code is read from the bundle, and all else is kept in the store, whatever it is`];
}

/** Functions that change several documents, which was one step while nothing waited. What is written under the name of a draft and then renamed stays one, or is refused. */
function severalChanges({ sites }: Program, { seeds, steps = [] }: PlanComponent): string[] {
  const siteAt = new Map(sites.map((site) => [`${site.at.file} ${site.range[0]}`, site]));
  const siteOf = ({ at, range }: PlannedSeed): Site | undefined => siteAt.get(`${at.file} ${range[0]}`);
  const changing = seeds.filter((seed) => seed.style === 'sync' && seed.operation !== 'handle' && MUTATING.has(seed.operation) && seed.variant === undefined && !steps.some((step) => step.fn === seed.in));
  // Of what is done on ways of their own nobody knows here whether it is done in one run.
  const several = [...grouped(changing, (seed) => `${seed.in ?? ''} ${siteOf(seed)?.branch ?? ''}`).values()].filter((same) => new Set(same.map((seed) => seed.at.start)).size > 1 && !isDraft(same.map(siteOf)));
  const places = several.flatMap(([first]) => (first ? [place(first.at)] : []));
  return places.length === 0 ? [] : [`${listed(places)}: several documents are changed from here on in what was one synchronous step; another request can come in between now, and see, or change, what is half done`];
}

/** One is written, and then that one is renamed. */
function isDraft([first, second, ...more]: readonly (Site | undefined)[]): boolean {
  const name = (site: Site | undefined): string | undefined => site?.args[0]?.text?.text;
  return more.length === 0 && first !== undefined && second !== undefined && first.at.start < second.at.start && movesFile(second.origin) && !movesFile(first.origin) && name(first) === name(second);
}

/** What is written on the disk of Workers, which fails there, and looked for in the store. */
const besideNotes = (world: StorageWorld, { seeds, resources }: PlanComponent): string[] =>
  writtenBeside(world, seeds, resources).map(({ resource, at }) => `${place(at)}: ${readable(resource.pattern)} stays, and what writes it here goes on writing to the disk: that fails on Workers, where calls that reach documents as well look for it in the store. On Node nothing changes`);

/** Where what moves and what stays meet, and nothing is missed without a failure. */
function apartNotes(world: StorageWorld, { resources }: PlanComponent): string[] {
  const files = world.program.resources.filter(({ kind }) => kind === 'files');
  const moving = files.filter(({ id }) => resources.includes(id));
  const met = moving.flatMap((one) => files.filter((other) => !resources.includes(other.id) && meets(world, one, other)).flatMap((other) => { const told = leavesAlone(world, one, other); return told ? [{ one, other, told }] : []; }));
  const unseen = [...new Set(met.filter(({ one, other }) => hasBelow(world, one, other)).map(({ other }) => readable(other.pattern)))];
  return [...new Set(met.flatMap(({ told }) => told)), ...(unseen.length === 0 ? [] : [`${listed(unseen)}: stays, and is not found any more on Workers by what moves, where it cannot be written`])];
}

/** Programs that are started with what moves on their command line: they look on the disk. */
function handedToPrograms({ sites, resources }: Program, component: PlanComponent): string[] {
  const patterns = resources.filter((one) => component.resources.includes(one.id) && /^[^*].*[a-z]/i.test(one.pattern)).map(({ pattern }) => pattern);
  return sites.filter((site) => site.command && site.reach === 'production').flatMap((site) => {
    const named = patterns.find((pattern) => isWord(site.command?.text ?? '', pattern));
    return named === undefined ? [] : [`${place(site.at)}: the program that is started here is handed ${readable(named)}, and looks for it on the disk`];
  });
}

/** Calls on files nobody knows which: they go on using the disk, whatever they are handed. */
function unknownPaths({ sites }: Program, moved: ReadonlySet<string>): string[] {
  const seen = new Set(sites.flatMap((site) => (site.wraps ?? []).map((inner) => `${inner} ${place(site.at)}`)));
  const isInside = ({ id, callers }: Site): boolean => callers.length > 0 && callers.every((at) => seen.has(`${id} ${place(at)}`));
  const isUnknown = (site: Site): boolean => !moved.has(`${site.at.file}:${site.at.start}`) && site.storage?.path.text.startsWith('*') === true && site.storage.resource === '' && site.reach === 'production' && isPlainFileCall(site.origin) && !isInside(site);
  const places = [...new Set(sites.filter(isUnknown).map(({ at }) => place(at)))];
  if (places.length === 0) return [];
  return [`${listed(places)}: which file is used here is not known, so the disk is; what is moved is not found by it any more`];
}

/** `stale`: a read may show an older state. */
function storageNotes(world: StorageWorld, id: string, turned: ReadonlySet<string>, steps: ReadonlySet<string>, stale: boolean): string[] {
  const resource = world.program.resources.find((one) => one.id === id);
  if (!resource) return [];
  const evidence = evidenceOf(world, resource);
  const file = readable(resource.pattern);
  const name = (fn: string): string => {
    const node = world.graph.functions.get(fn);
    return node ? nameOf(node) : fn;
  };
  return [
    ...evidence.readModifyWrites.filter((unit) => turned.has(unit.fn) && !steps.has(unit.fn)).map((unit) => `${place(unit.at)}: ${name(unit.fn)} reads ${file} and writes it back; while that was synchronous nothing could come in between, from now on two requests can, and the last one wins`),
    ...(stale ? evidence.readBacks : []).filter((unit) => world.graph.functions.get(unit.fn)?.reach === 'production').map((unit) => `${place(unit.at)}: ${name(unit.fn)} reads ${file} again after writing it; KV mostly shows a write at once where it was made, and does not promise it`),
  ];
}

/** Shared state that a function changes while it waits now. */
function stateNotes(program: Program, turned: ReadonlySet<string>): string[] {
  const waiting = program.functions.filter((fn) => turned.has(fn.id));
  return program.state.flatMap((state) => {
    const changing = waiting.filter((fn) => state.mutations.some((at) => at.file === fn.file && fn.place.start <= at.start && at.end <= fn.place.end));
    return changing.map((fn) => `${place(fn.place)}: ${nameOf(fn)} changes ${state.name} and waits for storage from now on; another request can see it in between`);
  });
}
