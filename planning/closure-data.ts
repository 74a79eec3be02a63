/** The data of the await closure: what goes in, what comes out. No decisions here. */
import type { Place } from '../core/facts.js';
import type { PlannedCall, PlannedFunction, PlannedLazy, PlannedSignature, PlannedStart, ReasonStep } from '../core/plan.js';
import type { CallEdge, Emission, FunctionId, FunctionNode, GetterNode, MemberFamily, OpenNames } from '../core/program.js';
import type { BlockCode } from '../core/repairs.js';
import type { TopLevelReader } from '../core/top-level.js';
import type { CallGraph } from './call-graph.js';

/** A storage call whose result has to be awaited where it stands. */
export interface ClosureSeed {
  fn: FunctionId;
  at: Place;
  /** For the reason chain: `fs.readFileSync reads data/settings.json`. */
  text: string;
  /** Resources it serves. */
  resources: string[];
  mutates: boolean;
}

/** A wrapper that gets a second version; only `calls` go there. */
export interface ClosureVariant {
  of: FunctionId;
  calls: { edge: CallEdge; resources: string[] }[];
}

export interface ClosureWorld {
  graph: CallGraph;
  /** Major version of express; null when unknown. */
  expressMajor: number | null;
  /** Function bodies of modules that may wait while they load: tests and scripts in ESM, which never run on Workers. */
  awaitableModules: ReadonlySet<FunctionId>;
  /** Functions that the outside may call. */
  publicApi: ReadonlySet<FunctionId>;
  /** The members that have to agree with a function by their types. */
  families: ReadonlyMap<FunctionId, MemberFamily>;
  /** Names of members by which a call of an unknown receiver may reach a function without an edge. */
  openNames: OpenNames;
  /** Getters of which it was looked for who reads them. */
  getters: ReadonlyMap<FunctionId, GetterNode>;
  /** Where the program itself emits events. */
  emissions: readonly Emission[];
  /** What stands at the top of a module; null where nobody reads sources. */
  topLevel: TopLevelReader;
  /** Calls of the file system: `file:start-end`. */
  storageCalls: ReadonlySet<string>;
  /** Functions that touch each resource, and those that change it. */
  touching: ReadonlyMap<string, readonly FunctionId[]>;
  writing: ReadonlyMap<string, readonly FunctionId[]>;
  /** `file name` of what is kept in memory and changed there by functions. */
  changing: ReadonlySet<string>;
  scripts: Scripts;
}

/** How modules are started, for those that are run for what they do. */
export interface Scripts {
  /** By a command, or only as `main` of package.json, which others may load as well. */
  started: ReadonlyMap<string, 'command' | 'main'>;
  /** Who loads a module, and where. */
  loadedBy: ReadonlyMap<string, readonly { from: string; at: number }[]>;
  /** What each module loads before it does anything itself. */
  loads: ReadonlyMap<string, readonly string[]>;
  /** Where functions begin to listen for requests. */
  listening: ReadonlyMap<FunctionId, readonly ListenCall[]>;
  /** Where functions register routes and middleware. */
  registering: ReadonlyMap<FunctionId, readonly Place[]>;
}

export interface ListenCall {
  at: Place;
  range: [start: number, end: number];
}

export interface Turned {
  fn: FunctionNode;
  resources: Set<string>;
  mutates: boolean;
  /** First cause for each resource: the function or seed that made it async. */
  causes: Map<string, Cause>;
  agrees?: PlannedFunction['agrees'];
}

export interface Cause {
  from: FunctionId | null;
  seed: ClosureSeed | null;
  at: Place;
  /** How often a recording saw the call, where the code leaves it open. */
  seen?: number;
  /** A getter that changes because `from` does, which is read in the same places. */
  kin?: true;
  /** Both are members of this family; no call leads from one to the other. */
  family?: MemberFamily;
}

export interface Block {
  code: BlockCode;
  /** Resources that cannot move because of it. */
  resources: string[];
  chain: ReasonStep[];
}

export interface Closure {
  /** Functions that were not async and become so. */
  functions: Turned[];
  calls: (PlannedCall & { resources: string[] })[];
  blocks: Block[];
  lazy: (PlannedLazy & { resources: string[] })[];
  starts: (PlannedStart & { resources: string[] })[];
  /** Return types that are written where there is no body. */
  signatures: (PlannedSignature & { resources: string[] })[];
  notes: { text: string; resources: string[] }[];
}

/** A function's name for readers. */
export const nameOf = (fn: FunctionNode): string => {
  if (fn.kind === 'module') return `the module ${fn.file}`;
  const name = fn.name === '' ? `the function at ${fn.file}:${fn.place.line}` : fn.name;
  return fn.className ? `${fn.className}.${name}` : name;
};
