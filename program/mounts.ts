/** Where routers hang: the prefix of every router, from `use('/x', router)`, `register(plugin, { prefix })`, `route('/x', app)`, `basePath('/x')` and its own options. */
import type { ExprId } from '../core/facts.js';
import { type CallIndex, callsOf } from './call-index.js';
import type { LinkedCall } from './edges.js';
import { callable } from './members.js';
import { textsOf } from './text.js';
import { evaluate } from './values.js';
import type { Value, World } from './world.js';

const MAX_DEPTH = 8;

interface Mount {
  parent: string;
  prefix: string;
  /** The router was made with it. */
  isBase?: true;
}

/** Of a router that hangs in several places, as one made by a function that many call, nobody can say where it hangs. */
const ANYWHERE: Mount = { parent: '', prefix: '' };

/** The call that made a router stands for the router. */
export const instanceKey = (value: { file?: string; call?: number }): string => `${value.file ?? ''}:${value.call ?? -1}`;

const madeBy = (call: LinkedCall): string => instanceKey({ file: call.file, call: call.index });

/** A path, with `*` for what the running program puts in; '' for what is no path. */
function pathAt(world: World, at: { file: string; expr: ExprId } | undefined): string {
  const parts = at ? textsOf(world, at.file, at.expr)[0] ?? [] : [];
  const text = parts.map((part) => (typeof part === 'string' ? part : '*')).join('');
  return text.startsWith('/') ? text : '';
}

/** A property of an argument that is an object literal, wherever it was made. */
export function optionOf(world: World, call: LinkedCall, index: number, name: string): { file: string; expr: ExprId } | undefined {
  const expr = call.fact.args[index];
  const object = expr === undefined ? undefined : evaluate(world, call.file, expr).find((value) => value.v === 'object');
  const literal = object?.v === 'object' ? world.files.get(object.file)?.facts.exprs[object.expr] : undefined;
  const property = literal?.k === 'object' ? literal.props.find(([key]) => key === name) : undefined;
  return property && object?.v === 'object' ? { file: object.file, expr: property[1] } : undefined;
}

const isInstance = (value: Value): value is Value & { v: 'origin' } => value.v === 'origin' && value.call !== undefined && value.id.endsWith('()');

const MOUNTS = /\.(?:use|register|route|mount|basePath)$/;
const ROUTER = /router/i;

function mountsIn(world: World, call: LinkedCall): [key: string, mount: Mount][] {
  const receiver = call.values.find((value) => value.v === 'origin' && MOUNTS.test(value.id) && value.call !== undefined);
  if (receiver?.v !== 'origin') return [];
  const parent = instanceKey(receiver);
  // A plug-in of Fastify gets an instance of its own, made by its registration.
  if (receiver.id.endsWith('.register')) return [[madeBy(call), { parent, prefix: pathAt(world, optionOf(world, call, 1, 'prefix')) }]];
  const first = call.fact.args[0];
  const prefix = pathAt(world, first === undefined ? undefined : { file: call.file, expr: first });
  if (receiver.id.endsWith('.basePath')) return [[madeBy(call), { parent, prefix, isBase: true }]];
  // `router.route('/x').get(…)`: the path is read where the handler is given, the prefix is the router's.
  const route: [string, Mount][] = receiver.id.endsWith('.route') ? [[madeBy(call), { parent, prefix: '' }]] : [];
  return [...route, ...call.fact.args.flatMap((expr) => callable(world, evaluate(world, call.file, expr)).filter(isInstance).map((value): [string, Mount] => [instanceKey(value), { parent, prefix }]))];
}

/** `/login` of `/login/local` and `/login/*`. */
function sharedStart(one: string, other: string): string {
  const [first, second] = [one.split('/'), other.split('/')];
  const differs = first.findIndex((part, i) => part !== second[i]);
  return first.slice(0, differs < 0 ? first.length : differs).join('/');
}

/** `new Hono().basePath('/api')` that is mounted in turn keeps its base. */
function based(before: Mount | undefined, mount: Mount): Mount {
  if (!before || (before.prefix === mount.prefix && before.parent === mount.parent)) return mount;
  if (!before.isBase && before.parent === mount.parent) return { ...before, prefix: sharedStart(before.prefix, mount.prefix) };
  return before.isBase ? { parent: mount.parent, prefix: mount.prefix === before.prefix ? mount.prefix : mount.prefix + before.prefix } : ANYWHERE;
}

/** Prefix of every router that has one, by `instanceKey`. */
export function mountsOf(world: World, index: CallIndex): Map<string, string> {
  const mounts = new Map<string, Mount>();
  const own = new Map<string, string>();
  for (const call of callsOf(index, (origin) => MOUNTS.test(origin) || ROUTER.test(origin))) {
    for (const [key, mount] of mountsIn(world, call)) if (mount.parent !== key) mounts.set(key, based(mounts.get(key), mount));
    if (!call.origins.some((origin) => ROUTER.test(origin))) continue;
    const prefix = pathAt(world, optionOf(world, call, 0, 'prefix'));
    if (prefix !== '') own.set(madeBy(call), prefix);
  }
  const full = (key: string): string => {
    let prefix = own.get(key) ?? '';
    let mount = mounts.get(key);
    for (let depth = 0; mount && depth < MAX_DEPTH; depth++) {
      prefix = mount.prefix + prefix;
      prefix = (own.get(mount.parent) ?? '') + prefix;
      mount = mounts.get(mount.parent);
    }
    return prefix;
  };
  return new Map([...mounts.keys(), ...own.keys()].map((key) => [key, full(key)]));
}
