/** The linked program: facts of all files joined across modules. Plain JSON, made by `program/`, read by every later room. */
import type { CallPosition, FunctionKind, FunctionUsage, Place } from './facts.js';
import type { BlockCode } from './repairs.js';
import type { Area, Lifetime, Persistence, Reach, Readers, Writes } from './vocabulary.js';

/** `file#index`, index into the file's functions; `file#0` is the module body. */
export type FunctionId = string;

/** Calls per run of an entry point: at least, at most; `null` is "no bound known". */
export type Interval = [low: number, high: number | null];

export interface ModuleNode {
  file: string;
  lines: number;
  module: 'esm' | 'commonjs';
  reach: Reach;
  /** Local modules it loads. */
  imports: { to: string; specifier: string; dynamic: boolean; typeOnly: boolean; at: Place }[];
  /** Packages and builtins it loads: `name` is the package name, or `node:fs`. */
  packages: { name: string; specifier: string; dynamic: boolean; typeOnly: boolean; at: Place }[];
  /** Imports that could not be resolved; `specifier` null when it is computed. */
  unresolved: { specifier: string | null; at: Place }[];
  /** One import chain from an entry file to this one (entry first, this file last); empty when dead. */
  chain: string[];
}

export interface FunctionNode {
  id: FunctionId;
  file: string;
  name: string;
  kind: FunctionKind;
  async: boolean;
  generator: boolean;
  static: boolean;
  parent: FunctionId | null;
  /** Name of its class when it is a member. */
  className?: string;
  params: number;
  usage: FunctionUsage['kind'];
  /** Its value leaves the program's sight (exported to nobody known, stored, handed to an unknown callee). */
  escapes: boolean;
  exported: boolean;
  /** It is not async, and gives back a promise. */
  givesPromise?: true;
  /** Its first parameter is an error: it is called back in Node's way. */
  takesError?: true;
  /** Whoever installs the package can call it. */
  public?: true;
  /** A package of commands gives it away beside them, by its `main`. */
  offered?: true;
  /** A recording saw it called by somebody of whom the code says nothing. */
  stranger?: Stranger;
  /** Of a method: the class outside of the program that its class extends, whose code may call it. */
  foreignBase?: string;
  /** It is put onto what that call of a package gave, whose code may call it by its name; `always`: it does, or another package may. */
  putOn?: { on: string; always?: true };
  place: Place;
  reach: Reach;
  reachedBy: ReachedBy[];
}

/** Members that stand for one another by their types: whoever calls one through a base class, an interface or a function type may mean any. */
export interface MemberFamily {
  /** The outermost that has it: `Reader.rows`. */
  name: string;
  functions: FunctionId[];
  /** Return types that are written where there is no body. */
  signatures: { file: string; range: [start: number, end: number] }[];
  /** Some give a promise, or may: the others need not change when one of them does. */
  waits?: true;
  /** Why none of them can turn async. */
  fixed?: { code: BlockCode; text: string };
}

/** Specifier of what a module runs by its path: a thread, a forked process, a sandboxed processor. It is a script of its own, and whoever runs it goes on. */
export const BY_PATH = '(by path)';

export interface ReachedBy {
  entryPoint: string;
  calls: Interval;
}

/** A getter that may have to wait for storage, of which it was looked for who reads it. */
export interface GetterNode {
  fn: FunctionId;
  /** Getters of the same name in classes that extend each other: they change together. */
  kin: FunctionId[];
  /** Why it has to stay one. */
  stays?: { text: string; at: Place };
}

export interface CallEdge {
  from: FunctionId;
  to: FunctionId;
  /** Place of the callee name at the call site. */
  at: Place;
  /** Range of the whole call expression, UTF-16 offsets in `from`'s file. */
  range: [start: number, end: number];
  /** `callback`: `to` is handed to a callee that will call it (see `via`). `getter`: `to` is read as a member, and nothing is called. */
  kind: 'call' | 'new' | 'callback' | 'getter';
  /** For `getter`: `const { all } = settings`; the range is that of the declaration. */
  taken?: true;
  /** For `callback`: origin of the callee it is handed to, such as `Array.forEach`, `express().get`; '' when unknown. */
  via?: string;
  /** For `callback`: what takes it instead of the method of lists that `via` names, by the origin of the callee: `async.map(names, step)`; '' when that is unknown. */
  taker?: string;
  /** For `callback`: name of the event that is listened to, where the program writes it; '' where what is listened to is one event alone: `ready.on(listener)`. */
  event?: string;
  /** For listeners: classes of the program that what emits is of, with those they extend; absent when it may be anything. */
  emitter?: string[];
  /** For `callback`: handed behind a path to a router that is not known, as what takes a request and an answer. */
  routed?: true;
  /** For `callback`: the callee only looks at what holds the function, and calls nothing in it. */
  lookedAt?: true;
  /** For `callback`: the callee only puts it into a collection; who calls what comes out of one has edges of its own. */
  stored?: true;
  /** For `callback`: it is read there as a member of something, or handed on as what came out of a collection, and nobody sees who calls it then. */
  kept?: 'read' | 'handed';
  /** For `call`: something else may be called there as well, of a package or unknown, that may go on by itself. */
  besides?: true;
  /** `seen`: the code leaves it open, and a recording saw it happen. */
  confidence: 'certain' | 'possible' | 'seen';
  /** What a recording saw of it. */
  seen?: SeenCalls;
  position: CallPosition;
  result: 'discarded' | 'awaited' | 'returned' | 'used' | 'then' | 'void';
  loops: number;
  conditional: boolean;
  /** For direct calls into another module: what each argument is. */
  hands?: HandedOver[];
  /** For direct calls into another module: why what comes back cannot be sent. */
  returnsAlive?: string;
}

/** A call by which the program emits an event. */
export interface Emission {
  /** `*` when its name is computed. */
  event: string;
  from: FunctionId;
  at: Place;
  range: [start: number, end: number];
  /** Classes of the program that what emits is of, with those they extend; empty when it may be anything. */
  emitter: string[];
  /** It waits for the event instead, and goes on when it comes: `once(bus, 'ready')`, `bus.on('ready', resolve)`. */
  waits?: true;
}

/** What a recording saw of a call: a lower bound, never a proof that nothing else happens. */
export interface SeenCalls {
  calls: number;
  /** The code already said that it may happen. */
  possible?: true;
  /** As often as the call was watched, it reached this function and nothing else. */
  only?: true;
  /** The user accepts that a wait rests on `only`. */
  accepted?: true;
}

/** A caller that only a recording knows, and that has no call in the code: a package, Node, the language. */
export interface Stranger {
  by: string;
  calls: number;
  /** The nearest place of the program on the stack. */
  file?: string;
  line?: number;
}

/** An argument of a call between modules, for whoever would put a network there. */
export interface HandedOver {
  /** As the code writes it, in short: `socket`, `{ id, name }`. */
  what: string;
  /** What lives in this process only, and so cannot be sent: `express.Response`, `a function`, `an instance of Monitor`. */
  alive?: string;
}

export type EntryKind = 'start' | 'bin' | 'export' | 'http' | 'cron' | 'timer' | 'queue' | 'message' | 'socket' | 'signal' | 'script' | 'build' | 'test';

export interface EntryPoint {
  /** Stable: `GET /settings/:id`, `cron 0 3 * * *`, `start src/worker.js`. */
  id: string;
  kind: EntryKind;
  file: string;
  /** The function that runs; the module body for start, bin and script entries. */
  fn: FunctionId | null;
  at: Place;
  /** Where it was declared: `package.json main`, `Dockerfile CMD`, `express().get` … */
  source: string;
  method?: string;
  route?: string;
  schedule?: string;
}

/**
 * Where a path, a command or a statement comes from, with the parts that are not constant as placeholders.
 * `text` is for readers: `data/settings.json`, `<tmp>/repo-*`, `<env DATA_DIR>/jobs/*.json`.
 */
export interface TextValue {
  text: string;
  /** All parts are known. */
  constant: boolean;
  /** `tmp`, `module` (beside the code), `cwd`, `home`, `absolute`, `env NAME`, `request`, `argument`, `package`, `unknown`. */
  roots: string[];
  /** Its last name may be several folders and a name, for all that is known: `plug-ins/x.mjs`. */
  deeper?: true;
}

/** What one call argument is, as far as linking could tell. */
export interface ArgumentShape {
  kind: 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array' | 'function' | 'regexp' | 'instance' | 'unknown';
  text?: TextValue;
  value?: string | number | boolean | null;
  /** For instances: what they are, such as `express()`. */
  origin?: string;
  /** For objects: constant properties. */
  properties?: Record<string, string | number | boolean | null | '*'>;
}

export interface StorageUse {
  path: TextValue;
  /** Id of the resource (path family or database) it belongs to; '' when the path is unknown. */
  resource: string;
  access: 'read' | 'write' | 'append' | 'delete' | 'list' | 'probe' | 'create' | 'watch' | 'open';
  persistence: Persistence;
  lifetime: Lifetime;
  writes: Writes;
  readers: Readers;
  /** The evidence, one short sentence each, most telling first. */
  reasons: string[];
}

/** A call whose callee is a known API (or a local wrapper of one, when the path or command is known only there). */
export interface Site {
  /** `file:start` of the callee. */
  id: string;
  at: Place;
  range: [start: number, end: number];
  fn: FunctionId;
  /**
   * The callee, canonical (docs/origins.md): `node:fs.writeFileSync`, `node:fs.promises.readFile`, `express` (calling the
   * package itself), `express().listen`, `better-sqlite3` (with kind `new`), `better-sqlite3().prepare`, `global.setInterval`.
   * What a call or `new` of X returns is written `X()`.
   */
  origin: string;
  kind: 'call' | 'new' | 'tagged-template';
  args: ArgumentShape[];
  /** `sync`, `callback`, `promise`, `stream`, `handle`; from apis.yaml. */
  style?: 'sync' | 'callback' | 'promise' | 'stream' | 'handle';
  storage?: StorageUse;
  /** Command line as far as known, for processes. */
  command?: TextValue;
  /** Ids of the sites inside the local wrapper that this call ends in; absent for direct sites. */
  wraps?: string[];
  /** Other callers of the local wrapper that this site stands in. */
  callers: Place[];
  reach: Reach;
  reachedBy: ReachedBy[];
  result: 'discarded' | 'awaited' | 'returned' | 'used' | 'then' | 'void';
  /** Runs when its module loads. */
  topLevel: boolean;
  /** Runs after the HTTP response has been sent, or on a promise nobody awaits. */
  afterResponse: boolean;
  /** What it makes, or is called on, is closed again by the function that made it. */
  ended?: true;
  loops: number;
  conditional: boolean;
  /** The way of a branch on which it stands, where a condition decides; calls of one function with the same are done in one run. */
  branch?: string;
  guards: string[];
  tried: boolean;
  /** What it promises is caught right behind it. */
  caught?: true;
}

/** Call sites that share a path family, a database, a queue. */
export interface Resource {
  id: string;
  kind: 'files' | 'sqlite' | 'database' | 'queue' | 'memory';
  /** Reader's name: `data/settings.json`, `<env DATA_DIR>/jobs/*`. */
  pattern: string;
  persistence: Persistence;
  lifetime: Lifetime;
  writes: Writes;
  readers: Readers;
  reasons: string[];
  sites: string[];
  /** Where the program loads its files as code or as JSON; absent where it loads none. */
  loads?: StoredLoad[];
}

/** The loader takes the file from the disk; `run`: in a thread or a process of its own. */
export interface StoredLoad {
  at: Place;
  by: 'import' | 'require' | 'run';
  /** Nothing is known of the path that is loaded there; the file is written under the name of code. */
  open?: true;
}

/** A module-level (or singleton) value changed by functions that run later. */
export interface StateFact {
  name: string;
  file: string;
  fn: FunctionId;
  /** `cache`, `session`, `counter`, `lock`, `queue`, `registry`, `handle`, `flag`, `unknown`. */
  shape: string;
  at: Place;
  declaredAt: Place;
  mutations: Place[];
  reach: Reach;
  reachedBy: ReachedBy[];
}

/** An endless loop, a self-scheduling function or un-awaited work that outlives its request. */
export interface JobFact {
  kind: 'after-response' | 'endless-loop' | 'un-awaited' | 'polling' | 'in-process-queue';
  fn: FunctionId;
  at: Place;
  entryPoint: string | null;
  /** What runs: name of the function or API. */
  what: string;
  reach: Reach;
  reasons: string[];
}

/** A package of package.json or the lock file. */
export interface PackageFact {
  name: string;
  version: string | null;
  direct: boolean;
  dev: boolean;
  optional: boolean;
  /** Compiled code or a platform binary loaded into the process. */
  native: 'yes' | 'no' | 'unknown';
  nativeReason?: string;
  /** Direct dependencies that bring it in. */
  broughtInBy: string[];
  /** The shortest way from a direct dependency to it, both included; absent for direct ones and where no lock file tells. */
  chain?: string[];
  /** `specifier` as written: `dotenv/config`. */
  importedBy: { file: string; at: Place; specifier?: string }[];
  reach: Reach;
}

/** What the host's own files say: volumes, environment, CPU, memory, schedules. */
export interface HostFact {
  kind: 'volume' | 'env' | 'secret' | 'cpu' | 'memory' | 'concurrency' | 'min-instances' | 'max-instances' | 'timeout' | 'region' | 'port' | 'command' | 'host' | 'schedule' | 'billing' | 'base-image' | 'private-network' | 'identity' | 'working-folder';
  name: string;
  value: string;
  at: Place;
}

export interface Program {
  root: string;
  name: string;
  modules: ModuleNode[];
  functions: FunctionNode[];
  edges: CallEdge[];
  entryPoints: EntryPoint[];
  sites: Site[];
  resources: Resource[];
  state: StateFact[];
  jobs: JobFact[];
  packages: PackageFact[];
  host: HostFact[];
  env: { name: string; write: boolean; at: Place; reach: Reach }[];
  suppressions: { file: string; scope: 'line' | 'file'; line: number; rule: string; reason: string }[];
  /** Areas in which a site of unknown callee may hide: calls through values the linker could not follow. */
  unknownCalls: number;
  /** Where the program itself emits events, or waits for one; absent when nobody looked. */
  emissions?: Emission[];
  /** Names of members of which it was too much to ask which calls of an unknown receiver may reach them; absent when nobody looked. */
  openNames?: string[];
  /** Getters of which every read is among the edges, or that have to stay; nobody looked for the reads of others. */
  getters?: GetterNode[];
  /** Of programs in TypeScript: members that have to agree by their types. */
  families?: MemberFamily[];
}

/** Names of members by which a call of an unknown receiver may reach a function without an edge: a list, or whoever looks for them. */
export type OpenNames = Pick<ReadonlySet<string>, 'has'>;

/** One entry of rules/apis.yaml after loading: what a package's call does. */
export interface ApiEntry {
  /** Origin pattern; `*` stands for one name: `node:fs.promises.*`, `express().static`. */
  origin: string;
  area: Area;
  /** Holds only when argument 0 is one of these constant strings: `upgrade`, `SIGTERM`. */
  event?: string[];
  style?: 'sync' | 'callback' | 'promise' | 'stream' | 'handle';
  access?: StorageUse['access'];
  /** Which argument is the path (index), or `N.prop` for a property of an options object (`*` for any); several when two files are touched. */
  path?: (number | string)[];
  /** The path when the call names none: `<tmp>`, `<home>/.config`, `sessions`. */
  pathDefault?: string;
  /** For models: which argument names the task, which the model. */
  task?: number | string;
  model?: number | string;
  /** It sets going what this argument is, as `app.register(plugin, options)` does: a call of it, with the arguments where they stand. */
  applies?: number;
  /** Which argument is the command; further words from `args`. */
  command?: number | string;
  /** Which arguments name a module that the program runs: of a thread, a forked process. */
  loads?: (number | string)[];
  /** A constant command that the package runs: `git`, `ffmpeg`. */
  runs?: string;
  /** Which argument is the content that is written. */
  content?: number | string;
  /** Which arguments are functions it will call: now (`sync`), later (`async`), as an entry point (`entry`). */
  callbacks?: {
    /** `rest`: every argument from the first function on. */
    index: number | 'last' | 'rest' | string;
    when: 'now' | 'later' | 'entry';
    entry?: EntryKind;
    /** Origins of the parameters it will be called with: `[null, express.Response]`. */
    params?: (string | null)[];
  }[];
  /** Origin of what the call returns when it is not `origin()`; `self` for fluent methods, `argument` for what gives back its first argument, `instance` for an instance of it. */
  returns?: string;
  /** Origin of each item when it is a collection of its own: the sockets of a server. */
  holds?: string;
  /** As a decorator of a method it makes it an entry point; `prefix`: as one of a class it names the path that its routes begin with. */
  decorates?: EntryKind | 'prefix';
  /** The call ends the HTTP response: what runs after it outlives the request. */
  endsResponse?: boolean;
  /** Methods of what it makes that wait until nothing is left: a queue that its own function empties is no place where work waits. */
  emptiedBy?: string[];
  /** It only builds or names a path (`path.join`): no site of its own. */
  pure?: boolean;
  /** Path of the thing: what it says about purpose when nothing else does (`temp` for mkdtemp, `log` for log transports). */
  persistence?: Persistence;
  note?: string;
}
