/** Plans storage: a target with its reason for every resource, and for what the codemod moves the components to rewrite or why they are blocked. Reads and writes no file. */
import type { Binding, PlanComponent, PlannedResource, PlannedStep, StorageTarget } from '../core/plan.js';
import type { FunctionNode, OpenNames, Program, Resource, Site } from '../core/program.js';
import type { Finding } from '../core/scan.js';
import { STORES, type Store } from '../core/stores.js';
import { nearest } from '../core/text.js';
import type { TopLevelReader } from '../core/top-level.js';
import type { Target } from '../core/vocabulary.js';
import { callGraph } from './call-graph.js';
import { nameOf } from './closure-data.js';
import { planComponents } from './components.js';
import { grouped } from './grouped.js';
import { staysBehind } from './left-behind.js';
import { foldersOfOthers } from './folders-of-others.js';
import { goesAlong } from './goes-along.js';
import { keptByPrograms } from './kept-by-programs.js';
import { loadedAsCode } from './loaded-as-code.js';
import { overlaps } from './overlaps.js';
import { readByOthers } from './read-by-others.js';
import { type StorageWorld, evidenceOf, storageWorld } from './storage-evidence.js';
import { servedFolders } from './served-folders.js';
import { isNamed } from './named-resources.js';
import { readable } from './storage-names.js';
import { withNotes } from './storage-notes.js';
import { type TargetChoice, chooseTarget, leave } from './storage-targets.js';

export interface StorageOptions {
  /** Name of the codemod whose components are planned, or several: each plans as if it were the only one. */
  codemod: string | readonly string[];
  /** Resources (id, pattern, or a pattern with *) whose staleness a person accepted in writing. */
  accept?: string[];
  /** Folders or files: only resources with a call site there are moved. */
  only?: string[];
  target: Target;
  /** Reads what stands at the top of a module; without it, nothing there can wait. */
  topLevel?: TopLevelReader;
  /** Of a program that was linked without looking for them. */
  openNames?: OpenNames;
}

export interface StoragePlan {
  resources: PlannedResource[];
  components: PlanComponent[];
  bindings: Binding[];
  /** Names given by the user that fit nothing, one sentence each. */
  problems: string[];
}

export function planStorage(program: Program, _findings: Finding[], options: StorageOptions): StoragePlan {
  const world = storageWorld(program, callGraph(program), options);
  const choices = new Map(program.resources.map((resource) => [resource.id, chosen(world, resource, options)]));
  const isWished = (resource: Resource): boolean => isAccepted(resource, options.accept);
  const onDisk = new Map([...readByOthers(program.resources, choices, isWished), ...loadedAsCode(world, choices), ...keptByPrograms(world, choices)]);
  for (const [id, choice] of onDisk) choices.set(id, choice);
  const beside = companions(program.resources, choices);
  for (const [id, owner] of beside) {
    const choice = choices.get(owner.id);
    if (choice && !onDisk.has(id)) choices.set(id, { ...choice, reason: `It is the temporary name of ${readable(owner.pattern)} and goes where that goes.` });
  }
  for (const [id, choice] of servedFolders(world, choices)) choices.set(id, choice);
  for (const [id, choice] of onDisk) choices.set(id, choice);
  for (const [id, choice] of foldersOfOthers(world, choices)) choices.set(id, choice);
  for (const [id, choice] of goesAlong(world, choices, isWished)) choices.set(id, choice);
  const moves = storesOf(options).map((store) => movesTo(world, store, { choices, beside, only: options.only, topLevel: options.topLevel ?? (() => null) }));
  return {
    resources: program.resources.map((resource) => plannedResource(world, resource, choices.get(resource.id) as TargetChoice, options)),
    components: moves.flatMap((move) => move.components),
    bindings: moves.flatMap((move) => move.bindings),
    problems: unknownNames(program, options),
  };
}

/** Codemods that move no documents plan none. */
const storesOf = ({ codemod }: StorageOptions): Store[] => STORES.filter((store) => [codemod].flat().includes(store.codemod));

interface Chosen {
  choices: ReadonlyMap<string, TargetChoice>;
  /** Temporary names, and what they are the names of. */
  beside: ReadonlyMap<string, Resource>;
  only: string[] | undefined;
  topLevel: TopLevelReader;
}

/** Components of what goes to one store, and its binding. */
function movesTo(known: StorageWorld, store: Store, { choices, beside, only, topLevel }: Chosen): Pick<StoragePlan, 'components' | 'bindings'> {
  const world: StorageWorld = { ...known, mayMove: new Set([...choices].flatMap(([id, { codemod }]) => (codemod === null ? [] : [id]))) };
  const { resources } = world.program;
  const wanted = resources.filter((resource) => choices.get(resource.id)?.codemod === store.codemod && choices.get(resource.id)?.target === store.target);
  const moving = wanted.filter((resource) => isOnly(world, resource, only));
  const shared = overlaps(world, moving);
  const components = planComponents(world, store, topLevel, moving.map((resource) => resource.id), { ...shared, together: [...[...beside].map(([id, owner]) => [id, owner.id]), ...shared.together] });
  const skipped = wanted.filter((resource) => !moving.includes(resource)).map((resource) => skippedComponent(world, store, resource));
  const moved = components.filter((component) => component.status === 'rewrite').flatMap((component) => component.resources);
  const patterns = resources.filter((resource) => moved.includes(resource.id)).map((resource) => resource.pattern);
  const seeds = new Set(components.flatMap((component) => (component.status === 'rewrite' ? component.seeds.map(({ at }) => `${at.file}:${at.start}`) : [])));
  return {
    components: [...components.map((component) => withNotes(world, withSteps(world, store, component), seeds)), ...skipped],
    bindings: patterns.length > 0 ? [{ kind: store.kind, binding: store.binding, for: patterns.join(', '), ...(store.placeholder ? { placeholder: store.placeholder } : {}) }] : [],
  };
}

/** What a stream writes is written after the function has returned: no step of it. */
const goesOn = (component: PlanComponent, writes: readonly number[]): boolean => component.seeds.some((seed) => seed.operation === 'write-stream' && writes.includes(seed.range[0]));

type Reached = FunctionNode['reachedBy'];

const isOnce = (world: StorageWorld, { entryPoint }: Reached[number]): boolean => /^(?:start|bin|script)$/.test(world.entries.get(entryPoint)?.kind ?? '');

/** By a command or while the program starts, once, and nothing that is served later touches the same: in its process nothing comes between, and that another process could is no news. */
function runsOnce(world: StorageWorld, { reachedBy }: FunctionNode, resources: readonly string[]): boolean {
  const touching = resources.flatMap((id) => world.sitesOf.get(id) ?? []).flatMap((site) => site.reachedBy);
  return reachedBy.length > 0 && reachedBy.every((by) => by.calls[1] === 1 && isOnce(world, by)) && touching.every((by) => isOnce(world, by));
}

/** Where the store can tell whether somebody wrote in between, what reads and writes back is one step. In KV the choice of the target has weighed it. */
function withSteps(world: StorageWorld, store: Store, component: PlanComponent): PlanComponent {
  if (!store.conditional || component.status !== 'rewrite') return component;
  const units = world.program.resources.filter((resource) => component.resources.includes(resource.id)).flatMap((resource) => evidenceOf(world, resource).readModifyWrites);
  const steps = [...grouped(units, (unit) => unit.fn).values()].flatMap((same): PlannedStep[] => {
    const fn = world.graph.functions.get(same[0]?.fn ?? '');
    return fn && !same.some((unit) => goesOn(component, unit.writes)) ? [{ fn: fn.id, name: nameOf(fn), at: fn.place, writes: [...new Set(same.flatMap((unit) => unit.writes))], required: same.some((unit) => unit.atomic) && !runsOnce(world, fn, component.resources) }] : [];
  });
  // Where such a step cannot be done again, it is done once, as it is written.
  const once = steps.filter((step) => units.some((unit) => unit.fn === step.fn && unit.atomic) && !step.required).map((step) => `${step.at.file}:${step.at.line}: ${step.name} reads what it writes back, once when the program starts or a command runs; two that start together can come between each other`);
  return steps.length > 0 ? { ...component, steps, ...(once.length > 0 ? { notes: [...(component.notes ?? []), ...once] } : {}) } : component;
}

/** A second run no longer finds what the first one moved, so this is no error. */
function unknownNames(program: Program, options: StorageOptions): string[] {
  const known = program.resources.filter((resource) => resource.kind === 'files').map((resource) => readable(resource.pattern));
  return (options.accept ?? []).filter((wish) => !program.resources.some((resource) => isNamed(wish, resource))).map((wish) => {
    const near = nearest(wish, known);
    return `accept ${wish}: no stored file of this program has that name${near ? `; did you mean ${near}?` : known.length > 0 ? ` (known: ${known.slice(0, 8).join(', ')})` : ''}`;
  });
}

function chosen(world: StorageWorld, resource: Resource, options: StorageOptions): TargetChoice {
  const evidence = evidenceOf(world, resource);
  const adapted = world.adapted.has(resource.id);
  const own = (world.sitesOf.get(resource.id) ?? []).filter((site) => !adapted || !staysBehind(site));
  if (adapted && own.length === 0) return leave('keep', 'It is what the disk adapter of a storage seam keeps: it has moved already.');
  // The adapter makes every file of its folder look written; what only that says is no reason to move a file on a second run.
  const onlyRead = adapted && evidence.writes.length + evidence.appends.length + evidence.deletes.length === 0;
  return chooseTarget(resource, evidence, options.target, !onlyRead && isAccepted(resource, options.accept) ? acceptedFor(options) : null);
}

/** What was accepted in writing: the staleness of KV, or that it goes to R2 whatever the plan would choose. */
const acceptedFor = (options: StorageOptions): StorageTarget => storesOf(options)[0]?.target ?? 'kv';

const isAccepted = (resource: Resource, accept: string[] = []): boolean => accept.some((wish) => isNamed(wish, resource));

function isOnly(world: StorageWorld, resource: Resource, only: string[] | undefined): boolean {
  if (!only || only.length === 0) return true;
  const files = (world.sitesOf.get(resource.id) ?? []).map((site) => site.at.file);
  return only.some((wish) => {
    const clean = wish.replace(/^\.\//, '').replace(/\/$/, '');
    return isNamed(clean, resource) || files.some((file) => file === clean || file.startsWith(`${clean}/`));
  });
}

/** Resources that are another one's name with something added: `settings.json.new`. */
function companions(resources: readonly Resource[], choices: ReadonlyMap<string, TargetChoice>): Map<string, Resource> {
  const files = resources.filter((resource) => resource.kind === 'files');
  const place = new Map(files.map((resource, i) => [resource.pattern, i]));
  return new Map(files.flatMap((resource): [string, Resource][] => {
    if (choices.get(resource.id)?.codemod === null && resource.persistence !== 'durable' && resource.persistence !== 'temp') return [];
    const first = Math.min(...shorterNames(resource.pattern).map((name) => place.get(name) ?? Infinity));
    const owner = files[first];
    return owner ? [[resource.id, owner]] : [];
  }));
}

/** `data/a.json` → `data/`, `data/a`, `data/a.` and so on: what `isCompanion` would say yes to. */
function shorterNames(pattern: string): string[] {
  const from = Math.max(1, pattern.lastIndexOf('/') + 1);
  return Array.from({ length: Math.max(0, pattern.length - from) }, (_, i) => pattern.slice(0, from + i));
}

function plannedResource(world: StorageWorld, resource: Resource, choice: TargetChoice, options: StorageOptions): PlannedResource {
  const sites = world.sitesOf.get(resource.id) ?? world.program.sites.filter((site) => resource.sites.includes(site.id));
  return {
    resource: resource.id,
    pattern: resource.pattern,
    kind: resource.kind,
    persistence: resource.persistence,
    target: choice.target,
    reason: choice.reason,
    instead: choice.instead,
    codemod: choice.codemod,
    sites: uniquePlaces(sites),
    ...(isAccepted(resource, options.accept) && choice.target === 'kv' ? { accepted: 'the staleness of KV was accepted in writing' } : {}),
  };
}

const uniquePlaces = (sites: readonly Site[]): PlannedResource['sites'] => [...new Map(sites.map((site) => [`${site.id}|${site.origin}`, { at: site.at, origin: site.origin }])).values()];

function skippedComponent(world: StorageWorld, store: Store, resource: Resource): PlanComponent {
  const sites = world.sitesOf.get(resource.id) ?? [];
  return {
    id: `${store.codemod} ${resource.id}`,
    resources: [resource.id],
    status: 'skipped',
    seeds: [],
    functions: [],
    calls: [],
    files: [...new Set(sites.map((site) => site.at.file))].sort(),
    chain: [{ text: 'left out by --only' }],
  };
}
