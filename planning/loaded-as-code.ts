/** Files that the program writes or keeps and also loads by `import`, `require` or in a thread: a loader looks on the disk alone, and Workers run only what was deployed. They are done by hand, whatever else is known of them. */
import type { Resource, StoredLoad } from '../core/program.js';
import type { StorageWorld } from './storage-evidence.js';
import { type TargetChoice, leave } from './storage-targets.js';

/** Choices of what would move, or might be taken along, by resource. What ships with the code stays with it. */
export function loadedAsCode(world: StorageWorld, choices: ReadonlyMap<string, TargetChoice>): Map<string, TargetChoice> {
  return new Map(world.program.resources.flatMap((resource): [string, TargetChoice][] => {
    const [load] = resource.loads ?? [];
    const choice = choices.get(resource.id);
    const mayMove = choice !== undefined && (choice.codemod !== null || choice.acceptable);
    if (!load || !mayMove || isOnlyMade(world, resource)) return [];
    return [[resource.id, { ...leave('decide', reasonOf(resource, load), insteadOf(resource, load)), evidence: [{ text: `${word(load)} ${verb(load)} it`, at: load.at }] }]];
  }));
}

/** A folder by that name is made, and nothing is read or looked for there. */
const isOnlyMade = (world: StorageWorld, { id }: Resource): boolean => (world.sitesOf.get(id) ?? []).every(({ storage }) => storage?.access === 'create');

/** Why what lies beside such files cannot move either; empty where the resource is none. */
export function whyLoaded(resource: Resource): string {
  const [load] = resource.loads ?? [];
  return load ? `: ${word(load)} ${verb(load)} it from the disk` : '';
}

const word = ({ by, at }: StoredLoad): string => `${by === 'run' ? 'a thread or process started' : by === 'import' ? 'import()' : 'require()'} at ${at.file}:${at.line}`;

/** Where nobody knows what is loaded, what is written under the name of code may be it. */
const verb = ({ open }: StoredLoad): string => (open ? 'may load' : 'loads');

const isJson = ({ pattern }: Resource, { by }: StoredLoad): boolean => by !== 'run' && /\.json>*$/.test(pattern);

const reasonOf = (resource: Resource, load: StoredLoad): string =>
  isJson(resource, load)
    ? `${word(load)} loads it from the disk, past any store, and once for as long as the program runs; on Workers it would be what was deployed. Read it with fs.readFile and JSON.parse there, and run again.`
    : `${word(load)} ${verb(load)} it as code from the disk. Workers run only what was deployed, so no store takes it: deploy these files with the program instead of writing them while it runs.`;

const insteadOf = (resource: Resource, load: StoredLoad): TargetChoice['instead'] =>
  isJson(resource, load) ? [] : [
    { target: 'container', reason: 'a Container has a disk and may load what was written there, for as long as it lives; what has to outlive it is written down again at its start' },
    { target: 'bundle', reason: 'code that is known when the program is deployed is imported by name; code of strangers runs in Workers of its own (Dynamic Workers, Workers for Platforms)' },
  ];
