/** Call sites of known APIs, with their paths and commands read from the arguments; and the callers of local wrappers, where the path is known only there. */
import type { ExprId } from '../core/facts.js';
import type { ApiEntry, ArgumentShape, Site, StorageUse, TextValue } from '../core/program.js';
import { rememberedBy } from './call-index.js';
import { completedProperties } from './completed.js';
import type { LinkedCall } from './edges.js';
import { recognised } from './recognised.js';
import { type Part, type PathText, pathText, plainText } from './path-text.js';
import { type TellingUse, tellingUse } from './telling-use.js';
import { type Frame, textsOf } from './text.js';
import { calledBack } from './uploads.js';
import { calleeValues, evaluate } from './values.js';
import { type Ways, branchOf, waysOf } from './ways.js';
import type { Value, World } from './world.js';

/** A site with what persistence and wrappers still need to know. */
export interface SiteDraft {
  site: Site;
  linked: LinkedCall;
  api: ApiEntry | null;
  /** Alternatives of the path that matters (the written one where there are two). */
  paths: PathText[];
  /** Other paths the call touches, such as the source of a rename. */
  otherPaths: PathText[];
  /** Where these stand, for callers of a wrapper. */
  othersAt: { file: string; expr: ExprId }[];
  /** File and expression of the path, for callers of a wrapper. */
  pathAt?: { file: string; expr: ExprId };
  /** The call works on a handle: the path is the one it was opened with. */
  handle: boolean;
  commandAt?: { file: string; expr: ExprId; rest: ExprId[] };
  /** Ways of branches on which it stands in its function. */
  ways: Ways;
  /** What is done with the file, where that says what it is for. */
  use?: TellingUse;
  /** What is made here is taken away again in the same run, in a `finally` or behind what may fail. */
  takenAway?: 'in any case' | 'unless it fails';
  /** What is read here was made before in the same run. */
  madeBefore?: true;
  /** What is made here comes into a folder that was taken away before in the same run, and that is done whenever the program starts. */
  madeAnew?: true;
}

export function textValue(path: PathText): TextValue {
  return { text: path.text, constant: path.constant, roots: path.roots, ...(path.deeper ? { deeper: true as const } : {}) };
}

function shapeOf(world: World, file: string, expr: ExprId): ArgumentShape {
  const parts = textsOf(world, file, expr);
  const first = parts[0] ?? [];
  const values = evaluate(world, file, expr);
  const value = values[0];
  if (value?.v === 'function' || value?.v === 'class') return { kind: 'function' };
  if (value?.v === 'object') return { kind: 'object', properties: constantProperties(world, value.file, value.expr) };
  if (value?.v === 'array') return { kind: 'array', text: textValue(plainText(first)) };
  if (value?.v === 'origin') return { kind: value.id === 'RegExp' ? 'regexp' : 'instance', origin: value.id, ...(known(first) ? { text: textValue(plainText(first)) } : {}) };
  if (value?.v === 'expr') {
    const literal = world.files.get(value.file)?.facts.exprs[value.expr];
    if (literal?.k === 'literal') return { kind: literal.value === null ? 'null' : (typeof literal.value as 'string' | 'number' | 'boolean'), value: literal.value, ...(typeof literal.value === 'string' ? { text: textValue(plainText(first)) } : {}) };
    if (literal?.k === 'template') return { kind: 'string', text: textValue(plainText(first)) };
  }
  return known(first) ? { kind: 'string', text: textValue(plainText(first)) } : { kind: 'unknown' };
}

const known = (parts: Part[]): boolean => parts.some((part) => typeof part === 'string' || (part.kind !== 'unknown' && part.kind !== 'argument'));

type Properties = NonNullable<ArgumentShape['properties']>;

/** Options within options that are told apart: `transport.options.destination`. */
const MAX_NESTING = 2;

function constantProperties(world: World, file: string, expr: ExprId, depth = 0): Properties {
  return Object.fromEntries(completedProperties(world, file, expr).flatMap(({ name, value: prop, sure }): [string, Properties[string]][] => {
    if (!sure) return [[name, '*']];
    const value = world.files.get(file)?.facts.exprs[prop];
    if (value?.k === 'literal') return [[name, value.value]];
    const text = textsOf(world, file, prop)[0] ?? [];
    const inner = value?.k === 'object' && depth < MAX_NESTING ? constantProperties(world, file, prop, depth + 1) : {};
    return [[name, known(text) ? pathText(text).text : '*'], ...Object.entries(inner).map(([key, within]): [string, Properties[string]] => [`${name}.${key}`, within])];
  }));
}

interface Spot {
  file: string;
  expr: ExprId;
}

/** Values of a property, or of an item; `*` stands for each of them. */
function inside(world: World, at: Spot, name: string): Spot[] {
  return evaluate(world, at.file, at.expr).flatMap((value): Spot[] => {
    if (value.v !== 'object' && value.v !== 'array') return [];
    const literal = world.files.get(value.file)?.facts.exprs[value.expr];
    const named = literal?.k === 'object' ? completedProperties(world, value.file, value.expr).map((property): [string, ExprId] => [property.name, property.value]) : literal?.k === 'array' ? literal.items.map((item, i): [string, ExprId] => [String(i), item]) : [];
    return named.filter(([key]) => name === '*' || key === name).map(([, expr]) => ({ file: value.file, expr }));
  });
}

/** Expressions of `path: [0]`, `path: ['1.dest']` or `path: ['0.streams.*.path']`; `'0.destination()'` may be a function that calls back with it. */
function argumentsAt(world: World, linked: Pick<LinkedCall, 'file' | 'fact'>, spec: number | string): Spot[] {
  const [index = '0', ...names] = String(spec).split('.');
  const expr = linked.fact.args[Number(index)];
  if (expr === undefined) return [];
  // Options that stand where a path could are none.
  if (names.length === 0 && isOptions(world, linked.file, expr)) return [];
  const found = names.reduce<Spot[]>((spots, name) => spots.flatMap((at) => inside(world, at, name.replace('()', ''))), [{ file: linked.file, expr }]);
  return names.at(-1)?.endsWith('()') ? found.flatMap((at) => calledBack(world, at)) : found;
}

function isOptions(world: World, file: string, expr: ExprId): boolean {
  const values = evaluate(world, file, expr);
  return values.length > 0 && values.every((value) => value.v === 'object');
}

/** Where the package puts its files when the call names no place. Options that are not known might name one. */
function defaultPath(api: ApiEntry | null, args: readonly ArgumentShape[]): PathText | null {
  const index = Number(String(api?.path?.[0] ?? 0).split('.')[0]);
  const shape = args[index];
  if (api?.pathDefault === undefined || (shape !== undefined && shape.kind !== 'object')) return null;
  const root = /^<(tmp|home)>(.*)$/.exec(api.pathDefault);
  return pathText(root ? [{ kind: root[1] as 'tmp' | 'home' }, root[2] ?? ''] : [api.pathDefault]);
}

export const pathsAt = (world: World, at: { file: string; expr: ExprId }, frame?: Frame): PathText[] => unique(textsOf(world, at.file, at.expr, frame).map(pathText));

/** Paths that a call of the API touches: an option for uploads names the folder in which each gets a name of its own. */
export function touchedAt(world: World, api: ApiEntry | null, at: { file: string; expr: ExprId }, frame?: Frame): PathText[] {
  if (api?.persistence !== 'upload' || typeof api.path?.[0] !== 'string') return pathsAt(world, at, frame);
  return unique(textsOf(world, at.file, at.expr, frame).map((parts) => pathText([...parts, '/', { kind: 'random' }])));
}

export function unique(paths: PathText[]): PathText[] {
  const seen = new Map(paths.map((path) => [`${path.text}|${path.roots.join()}|${path.said}`, path]));
  return [...seen.values()];
}

/** The command line: the command and, for arrays of arguments, the words that follow. */
export function commandText(world: World, at: NonNullable<SiteDraft['commandAt']>, frame?: Frame): PathText {
  const head = textsOf(world, at.file, at.expr, frame)[0] ?? [{ kind: 'unknown' as const }];
  const rest = at.rest.flatMap((expr): Part[] => {
    const isArray = evaluate(world, at.file, expr).some((value) => value.v === 'array');
    const words = isArray ? textsOf(world, at.file, expr, frame)[0] ?? [] : [];
    return words.length > 0 ? [' ', ...words] : [];
  });
  return plainText([...head, ...rest]);
}

export function emptyStorage(paths: PathText[], access: StorageUse['access']): StorageUse {
  const path = paths[0] ?? pathText([{ kind: 'unknown' }]);
  return { path: textValue(path), resource: '', access, persistence: 'unknown', lifetime: 'unknown', writes: 'unknown', readers: 'unknown', reasons: [] };
}

/** `open(path, 'a')`, `createWriteStream(path, { flags: 'a' })`: the flags say more than the name. */
function accessOf(api: ApiEntry, args: ArgumentShape[]): StorageUse['access'] {
  const flags = args.map((arg) => (typeof arg.value === 'string' ? arg.value : typeof arg.properties?.flags === 'string' ? arg.properties.flags : typeof arg.properties?.flag === 'string' ? arg.properties.flag : ''))
    .find((value, index) => index > 0 && index !== api.content && api.path?.includes(index) !== true && /^(?:r|rs|w|a|ax|as|wx|xw|r\+|w\+|a\+|wx\+|ax\+|rs\+)$/.test(value));
  if (!flags) return api.access ?? 'open';
  if (flags.startsWith('a')) return 'append';
  if (flags.includes('w') || flags.includes('+')) return 'write';
  return flags.startsWith('r') && api.access === 'open' ? 'read' : api.access ?? 'open';
}

/** A handle or descriptor stands for the path it was opened with; a statement of a database for the database. `itself`: what is handed over as a path is one, and not what a method of one gave. */
function openedAt(world: World, values: readonly Value[], itself = false, depth = 0): { file: string; expr: ExprId } | null {
  for (const value of values) {
    if (value.v !== 'origin' || value.call === undefined || value.file === undefined || !value.id.includes('()')) continue;
    const fact = world.files.get(value.file)?.facts.calls[value.call];
    if (!fact) continue;
    const { file } = value;
    const callees = calleeValues(world, file, fact.callee);
    const origins = callees.flatMap((v) => (v.v === 'origin' ? [v.id] : []));
    // A function that only gives back a path (realpath, mkdtemp) makes no handle.
    const specs = origins.flatMap((origin) => world.apisOf(origin)).find((api) => api.path !== undefined && (api.access === 'open' || api.style === 'handle' || api.style === 'stream' || api.pure))?.path ?? [];
    const at = specs.flatMap((spec) => argumentsAt(world, { file, fact }, spec))[0];
    const further = depth < 4 && (at || !itself) ? openedAt(world, at ? evaluate(world, at.file, at.expr) : callees, itself, depth + 1) : null;
    if (further ?? at) return further ?? at ?? null;
  }
  return null;
}

/** An options object without the property that would name a path means: nothing is stored. */
const touchesStorage = (api: ApiEntry | null, hasPath: boolean, opened: boolean): boolean =>
  api?.access !== undefined && (hasPath || opened || api.path === undefined || api.path.every((spec) => typeof spec === 'number'));

/** The handle was made by a call that may name a file and names none: it lives in memory. */
function inMemory(world: World, values: readonly Value[]): boolean {
  return values.some((value) => {
    const fact = value.v === 'origin' && value.call !== undefined && value.file !== undefined && value.id.includes('()') ? world.files.get(value.file)?.facts.calls[value.call] : undefined;
    if (!fact || value.v !== 'origin' || value.file === undefined) return false;
    const { file } = value;
    const makers = calleeValues(world, file, fact.callee).flatMap((v) => (v.v === 'origin' ? world.apisOf(v.id) : []));
    return makers.some((api) => api.access === 'open' && api.pathDefault === undefined && api.path?.some((spec) => typeof spec === 'string') === true
      && fact.args.every((arg) => isOptions(world, file, arg)) && api.path.every((spec) => argumentsAt(world, { file, fact }, spec).length === 0));
  });
}

export function draftOf(world: World, linked: LinkedCall, origin: string, api: ApiEntry | null): SiteDraft {
  const { fact, file } = linked;
  const ways = waysOf(world, linked);
  const args = fact.args.map((expr) => shapeOf(world, file, expr));
  const spots = (api?.path ?? []).flatMap((spec) => argumentsAt(world, linked, spec));
  const opened = spots[0] ? openedAt(world, evaluate(world, spots[0].file, spots[0].expr), true) : api?.access ? openedAt(world, linked.values) : null;
  const main = opened ?? spots[0];
  const usual = main ? null : defaultPath(api, args);
  const paths = main ? touchedAt(world, api, main) : usual ? [usual] : [];
  const commandIndex = typeof api?.command === 'number' ? api.command : undefined;
  const commandExpr = commandIndex === undefined ? undefined : fact.args[commandIndex];
  const commandAt = commandExpr === undefined ? undefined : { file, expr: commandExpr, rest: fact.args.slice((commandIndex ?? 0) + 1) };
  const command = api?.runs ? { text: api.runs, constant: true, roots: [] } : commandAt ? textValue(commandText(world, commandAt)) : undefined;
  const site: Site = {
    id: `${file}:${fact.at.start}`,
    at: fact.at,
    range: fact.range,
    fn: `${file}#${fact.fn}`,
    origin,
    kind: fact.kind,
    args,
    ...(api?.style ? { style: api.style } : {}),
    ...(touchesStorage(api, main !== undefined || usual !== null, opened !== null) && (main !== undefined || !inMemory(world, linked.values)) ? { storage: emptyStorage(paths, api ? accessOf(api, args) : 'open') } : {}),
    ...(command ? { command } : {}),
    callers: [],
    reach: 'production',
    reachedBy: [],
    result: fact.result,
    topLevel: fact.fn === 0,
    afterResponse: false,
    loops: fact.loops,
    conditional: fact.conditional,
    ...branchOf(ways, fact),
    guards: fact.guards,
    tried: fact.tried,
    ...(fact.caught ? { caught: true as const } : {}),
  };
  const use = site.storage ? tellingUse(world, linked) : null;
  return { site, linked, ways, api, paths, ...(use ? { use } : {}), otherPaths: spots.slice(1).flatMap((at) => pathsAt(world, at)), othersAt: spots.slice(1), handle: opened !== null, ...(main ? { pathAt: main } : {}), ...(commandAt ? { commandAt } : {}) };
}

/** Entries that hold for this call: those bound to event names only when it names one of them. */
export function entriesFor(world: World, call: LinkedCall, origin: string): ApiEntry[] {
  return world.apisOf(origin).filter((api) => {
    if (!api.event) return true;
    const first = call.fact.args[0];
    const name = first === undefined ? '' : plainText(textsOf(world, call.file, first)[0] ?? []).text;
    return api.event.includes(name);
  });
}

/** What a call sets going by being handed it: `app.register(plugin, options)` is a use of the plugin. */
function handedOver(world: World, call: LinkedCall, origin: string): Named[] {
  return entriesFor(world, call, origin).flatMap((entry) => {
    const expr = entry.applies === undefined ? undefined : call.fact.args[entry.applies];
    const handed = expr === undefined ? [] : evaluate(world, call.file, expr);
    return handed.flatMap((value) => (value.v === 'origin' ? [{ origin: value.id, api: world.apisOf(value.id).find((api) => !api.pure && !api.event) ?? null }] : []));
  });
}

type Named = { origin: string; api: ApiEntry | null };

/** What a call is by the APIs that it may reach. */
const describedBy = (world: World, call: LinkedCall, origins: readonly string[]): Named[] => origins.map((origin) => {
  const [first] = entriesFor(world, call, origin);
  return { origin, api: first && !first.pure ? first : null };
});

/** Sites of all calls that apis.yaml describes, or that a rule may name. */
export function sitesOf(world: World, linked: readonly LinkedCall[], wanted: (origin: string) => boolean): SiteDraft[] {
  // A require under another name is one of `computedLoads`, or loads what is known.
  const matters = rememberedBy((origin) => origin !== 'global.require' && (world.apisOf(origin).length > 0 || wanted(origin)));
  return linked.flatMap((call): SiteDraft[] => {
    const origins = call.origins.some(matters) ? [...new Set(call.origins.filter(matters))] : [];
    const described = describedBy(world, call, origins);
    const named = described.some(({ api }) => api && api.area !== 'database') ? null : recognised(world, call);
    const candidates = [...described, ...origins.flatMap((origin) => handedOver(world, call, origin))];
    const best = named ? { origin: named, api: world.apisOf(named)[0] ?? null } : candidates.find((d) => d.api) ?? candidates.find((d) => wanted(d.origin));
    return best ? [draftOf(world, call, best.origin, best.api)] : [];
  });
}

/** `require(name)`, `import(name)`: what is loaded is decided at run time, and no bundler can follow it. `require.resolve` is a call like any other. */
export function computedLoads(world: World): Omit<Site, 'reach'>[] {
  return [...world.files].flatMap(([file, { facts }]) => facts.imports.flatMap((fact): Omit<Site, 'reach'>[] => {
    if (fact.specifier !== null || fact.kind === 'resolve') return [];
    return [{
      id: `${file}:${fact.place.start}`,
      at: fact.place,
      range: [fact.place.start, fact.place.end],
      fn: `${file}#${fact.fn}`,
      origin: fact.kind === 'dynamic' ? 'global.import' : 'global.require',
      kind: 'call',
      args: [{ kind: 'unknown' }],
      callers: [],
      reachedBy: [],
      result: 'used',
      topLevel: fact.fn === 0,
      afterResponse: false,
      loops: 0,
      conditional: false,
      guards: [],
      tried: false,
    }];
  }));
}
