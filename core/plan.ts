/** What will be done: which resource goes where and why, which functions change, what stays untouched. Reviewed, edited, applied later. */
import type { Place } from './facts.js';
import type { FunctionId, SeenCalls } from './program.js';
import type { Collection, ListPackage } from './repairs.js';
import type { Area, Persistence, Target } from './vocabulary.js';

export const PLAN_SCHEMA = 1;

export type StorageTarget =
  | 'kv' | 'r2' | 'd1' | 'postgres' | 'durable-object' | 'queue' | 'workflow' | 'api' | 'cron-trigger' | 'worker-binding'
  /** Ships in the bundle, stays sync. */
  | 'bundle'
  /** Stays in /tmp for one request. */
  | 'tmp'
  | 'container'
  /** Nothing changes. */
  | 'keep'
  | 'by-hand'
  | 'decide';

export interface PlannedResource {
  /** Resource id of the program, or `rule:ID` for what is no storage. */
  resource: string;
  pattern: string;
  kind: string;
  persistence: Persistence | null;
  target: StorageTarget;
  reason: string;
  /** Other targets that were weighed and why they were not taken. */
  instead: { target: StorageTarget; reason: string }[];
  /** Name of the codemod that would do it, when there is one. */
  codemod: string | null;
  sites: { at: Place; origin: string }[];
  /** Set when a person accepted what the tool refuses (staleness of KV). */
  accepted?: string;
}

/** One stair of a reason chain: `loadSettings` is called in a getter of class Settings (src/x.js:12). */
export interface ReasonStep {
  text: string;
  at?: Place;
}

export type SiteChange = 'await' | 'repair' | 'none';

/** A file-system call that becomes a call of the storage seam. */
export interface PlannedSeed {
  at: Place;
  range: [number, number];
  origin: string;
  resource: string;
  operation: string;
  style?: 'sync' | 'promise' | 'callback' | 'stream';
  /** What else of the seam it needs: `modes`. */
  also?: string[];
  /** Function it stands in. */
  in?: FunctionId;
  /** It is rewritten only in the second version of this wrapper. */
  variant?: FunctionId;
}

export interface PlannedCall {
  at: Place;
  range: [number, number];
  to: FunctionId;
  change: SiteChange;
  repair?: string;
  /** For repairs of lists: a turn writes, so turns run one after the other. For listeners: so do they, in the order of their events. For steps: they are begun together. */
  inTurn?: boolean;
  /** For repairs of lists: a function of this package takes the list first. */
  handsList?: ListPackage;
  /** For loops: over one of these, and no list. */
  collection?: Collection;
  /** Function the call stands in. */
  from?: FunctionId;
  /** The code leaves the call open; a recording saw it. */
  seen?: SeenCalls;
  /** The call goes to the second version of this wrapper. */
  callsVariant?: FunctionId;
  /** It is rewritten only in the second version of this wrapper. */
  variant?: FunctionId;
}

/** A copy of a wrapper that uses the seam; the original stays as it is for the data that stays. */
export interface PlannedVariant {
  of: FunctionId;
  name: string;
  at: Place;
  /** It is async although the original is not. */
  becomesAsync: boolean;
}

/** A function that reads a document, changes it and writes it back: with a store that can tell, it becomes one step that is done again when another request wrote in between. */
export interface PlannedStep {
  fn: FunctionId;
  name: string;
  at: Place;
  /** Offsets of the calls in it that write. */
  writes: number[];
  /** It was one synchronous step before; without this, changes would be lost that were not lost before. */
  required: boolean;
}

/** Neighbouring statements at the top of a module that are done at first use instead of at load. Ranges are offsets in its text. */
export interface PlannedRun {
  range: [number, number];
  statements: [number, number][];
  /** Constants that stand apart and move to the front, or to the end. */
  before: [number, number][];
  after: [number, number][];
  /** Names of the module that get their value there; empty when something is only prepared. */
  names: string[];
  /** Something is written there, which must not be done twice at the same time. */
  prepares?: true;
  /** Earlier runs whose names are read. */
  needs: number[];
}

/** A module that reads or prepares storage when it is first needed. */
export interface PlannedLazy {
  file: string;
  runs: PlannedRun[];
  /** Functions that wait for runs before anything else. */
  gates: { at: Place; runs: number[] }[];
}

/** A script that is run for what it does, and waits from now on. Ranges are offsets in its text. */
export interface PlannedStart {
  file: string;
  /** Statements that become the body of an async function, which is called at once. */
  range: [number, number];
  /** The last thing that is done is this call, which is only asked for its errors; there is no such function then. */
  call?: [number, number];
}

/** A function that becomes async. */
export interface PlannedFunction {
  id: FunctionId;
  name: string;
  at: Place;
  /** What it has to agree with by its type is known: it turns along, or may be a promise already. */
  agrees?: 'turning' | 'waiting';
}

/** A return type of an interface, an abstract method, a function type that becomes a promise, as the functions do that agree with it. */
export interface PlannedSignature {
  file: string;
  range: [number, number];
}

export interface PlanComponent {
  id: string;
  resources: string[];
  /** Folders of other components, by resource: it moves only when they do. */
  needs?: string[];
  status: 'rewrite' | 'blocked' | 'skipped';
  /** Seeds: the storage calls to replace. */
  seeds: PlannedSeed[];
  /** Functions that become async. */
  functions: PlannedFunction[];
  /** Call sites that get an await or a repair. */
  calls: PlannedCall[];
  /** Second versions of local wrappers that also serve data which stays. */
  variants?: PlannedVariant[];
  /** Functions that become one step of the seam. */
  steps?: PlannedStep[];
  /** Calls on the documents that stay as they are and are done by hand; nothing is silently wrong meanwhile. */
  leftBehind?: { at: Place; origin: string; text: string }[];
  /** Modules that do at first use what they did at load. */
  lazy?: PlannedLazy[];
  /** Scripts that wait for storage after they have begun. */
  starts?: PlannedStart[];
  /** Types that change along with the functions. */
  signatures?: PlannedSignature[];
  /** What a person should know before applying: changed concurrency, names that no longer fit. */
  notes?: string[];
  files: string[];
  /** When blocked: why, seed first. */
  chain: ReasonStep[];
  /** Stable code of the block, for the marker comment. */
  code?: string;
  /** When blocked: what a person can do about it. */
  byHand?: string;
}

export interface Binding {
  kind: 'kv_namespaces' | 'r2_buckets' | 'd1_databases' | 'queues' | 'hyperdrive' | 'ai' | 'vectorize' | 'images' | 'durable_objects' | 'triggers' | 'containers';
  binding: string;
  /** Reader's name of what it holds. */
  for: string;
  placeholder?: string;
}

export interface Wave {
  title: string;
  /** Entry points that move. */
  entryPoints: string[];
  resources: string[];
  tasks: string[];
  effortDays: [number, number];
  frozen: string;
  check: string;
  back: string;
}

export interface ManualWork {
  rule: string;
  title: string;
  files: string[];
  sites: number;
  reason: string;
}

export interface Disposition {
  move: 'worker' | 'worker-and-container' | 'container' | 'stay';
  reasons: { text: string; at?: Place }[];
  /** Modules that must stay in a Container. */
  containerModules: { file: string; reason: string }[];
  cut?: ContainerCut;
}

/** The smallest set of modules that stays in a Container, and what crosses its border. */
export interface ContainerCut {
  /** Modules that use what only a Container has. */
  must: { file: string; reason: string; at?: Place }[];
  /** All modules that stay: `must`, what cannot be parted from it, and what is cheaper to keep beside it. */
  modules: string[];
  /** Stateless modules that ship on both sides. */
  shared: string[];
  /** Modules that stay together, and why. */
  together: { files: string[]; because: string; at?: Place }[];
  /** Calls that become requests between Worker and Container; `data`: what the call hands over, as the code writes it. */
  edges: { from: string; to: string; calls: number; into: 'container' | 'worker'; crosses: { name: string; at: Place; data?: string[] }[] }[];
}

/** The recording that joined the program before it was planned. */
export interface PlannedTrace {
  /** When it ended, ISO 8601. */
  recorded: string;
  command: string[];
  /** Calls that the code shows too, and those that only the recording knows. */
  confirmed: number;
  added: number;
  /** Files that have changed since: nothing of them counts. */
  stale: string[];
}

export interface Plan {
  schema: typeof PLAN_SCHEMA;
  codemod: string | null;
  target: Target;
  disposition: Disposition;
  resources: PlannedResource[];
  components: PlanComponent[];
  byHand: ManualWork[];
  bindings: Binding[];
  dependencies: { remove: DependencyChange[]; add: DependencyChange[]; keep: DependencyChange[] };
  waves: Wave[];
  decisions: PlanDecision[];
  trace?: PlannedTrace;
}

export interface DependencyChange {
  name: string;
  version: string | null;
  why: string;
}

export interface PlanDecision {
  id: string;
  question: string;
  /** `target` is where the resources of this decision go when the option is taken. */
  options: { id: string; title: string; consequence: string; target?: StorageTarget }[];
  default: string;
  evidence: { text: string; at?: Place }[];
  owner?: string;
  /** Date by which an answer is needed, as the team wrote it. */
  due?: string;
  /** Option that was chosen; absent while the question is open. */
  answer?: string;
  /** Areas of findings that the answer settles. */
  areas?: Area[];
  /** Planned resources that the answer moves. */
  resources?: string[];
}
