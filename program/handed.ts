/**
 * What a call hands to a function of another module and gets back, and what of it lives in this process only. It looks at what linking has
 * concluded already and concludes nothing itself: a value that nobody followed counts as data.
 */
import type { Expr, ExprId, FileFacts } from '../core/facts.js';
import type { CallEdge, HandedOver } from '../core/program.js';
import { drawn } from './conclusions.js';
import type { LinkedCall, Target } from './edges.js';
import { type Value, type World, functionId, parameterKey } from './world.js';

const LONGEST = 40;

/** Servers and applications: made by a call whose entry in apis.yaml has no style of its own. */
const SERVER = /(?:^|[./])(?:create(?:Secure)?Server|express|fastify|koa|hono|Hono|Router|Server|WebSocketServer)\(\)$/;

type Alive = (value: Value) => string | undefined;

/** An expression as a reader would write it, in short. */
function written(facts: FileFacts, id: ExprId, depth = 0): string {
  const expr: Expr | undefined = facts.exprs[id];
  switch (expr?.k) {
    case 'binding': return facts.bindings[expr.binding]?.name ?? '…';
    case 'global': return expr.name;
    case 'this': return 'this';
    case 'literal': return typeof expr.value === 'string' ? `'${expr.value}'` : String(expr.value);
    case 'member': return depth > 2 ? '…' : `${written(facts, expr.object, depth + 1)}.${expr.name}`;
    case 'call': return depth > 2 ? '…' : `${written(facts, facts.calls[expr.call]?.callee ?? -1, depth + 1)}()`;
    case 'await': return written(facts, expr.of, depth);
    case 'object': return `{ ${[...expr.props.map(([name]) => name), ...expr.spreads.map(() => '…')].join(', ')} }`;
    case 'array': return '[…]';
    case 'function': return 'a function';
    case 'template': return 'a text';
    default: return '…';
  }
}

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** What linking knows of an expression; of a parameter, also what its framework hands to it. */
function knownValues(world: World, file: string, id: ExprId): readonly Value[] {
  const index = world.files.get(file);
  const expr = index?.facts.exprs[id];
  if (!index || !expr) return [];
  if (expr.k === 'function') return [{ v: 'function', file, fn: expr.fn }];
  if (expr.k === 'object') return [{ v: 'object', file, expr: id }];
  const values = drawn(index.values, id);
  if (values.length > 0 || expr.k !== 'binding') return values;
  const binding = index.facts.bindings[expr.binding];
  const held = drawn(index.bindingValues, expr.binding);
  if (held.length > 0 || !binding?.param || binding.param.path.length > 0) return held;
  const { index: at } = binding.param;
  const given = [...(world.parameterOrigins.get(parameterKey(file, binding.fn, at)) ?? [])].map(([origin]): Value => ({ v: 'origin', id: origin }));
  return [...given, { v: 'parameter', file, fn: binding.fn, index: at }];
}

/** Functions that answer requests or connections: even where nobody says what they are given, it is no data. */
function answering(linked: readonly LinkedCall[]): Set<string> {
  const handlers = linked.flatMap((call) => call.callbacks.filter(({ callback }) => callback?.when === 'entry' && /^(?:http|socket)$/.test(callback.entry ?? 'http')));
  return new Set(handlers.map(({ file, fn }) => functionId(file, fn)));
}

/** An opened file, a connection, a process: by what apis.yaml says of the call that made it. Whatever a class of a package makes holds more than its data. */
function isHandle(world: World, value: Value & { v: 'origin' }): boolean {
  if (!value.id.endsWith('()')) return false;
  if (SERVER.test(value.id) || world.apisOf(value.id.slice(0, -2)).some((api) => api.style === 'handle' || api.style === 'stream')) return true;
  const made = value.call === undefined ? undefined : world.files.get(value.file ?? '')?.facts.calls[value.call];
  return made?.kind === 'new' && !value.id.startsWith('global.');
}

function aliveIn(world: World, linked: readonly LinkedCall[]): Alive {
  const handed = new Set([...world.parameterOrigins.values()].flatMap((origins) => [...origins.keys()]));
  const handlers = answering(linked);
  const named = (name: string | undefined): string => (name ? `an instance of ${name}` : 'an instance of a class');
  return (value) => {
    const facts = 'file' in value ? world.files.get(value.file ?? '')?.facts : undefined;
    switch (value.v) {
      case 'origin': return handed.has(value.id) || isHandle(world, value) ? value.id : undefined;
      case 'function': return 'a function';
      case 'class': return 'a class';
      case 'instance': return named(facts?.classes[value.cls]?.name);
      case 'made': return named(facts?.functions[value.fn]?.name);
      case 'parameter': return handlers.has(functionId(value.file, value.fn)) ? 'what a request handler is given' : undefined;
      case 'object': {
        const object = facts?.exprs[value.expr];
        return object?.k === 'object' && object.props.some(([, prop]) => facts?.exprs[prop]?.k === 'function') ? 'an object with functions' : undefined;
      }
      default: return undefined;
    }
  };
}

const first = (values: readonly Value[], alive: Alive): string | undefined => {
  for (const value of values) {
    const why = alive(value);
    if (why !== undefined) return why;
  }
  return undefined;
};

/** For each direct call between two files: its arguments, and what comes back. */
export function crossingOf(world: World, linked: readonly LinkedCall[]): (call: LinkedCall, target: Target) => Pick<CallEdge, 'hands' | 'returnsAlive'> {
  const alive = aliveIn(world, linked);
  const back = new Map<string, string | undefined>();
  const returned = ({ file, fn }: Target): string | undefined => {
    const id = functionId(file, fn);
    if (!back.has(id)) back.set(id, first((world.files.get(file)?.facts.functions[fn]?.returns ?? []).flatMap((of) => knownValues(world, file, of)), alive));
    return back.get(id);
  };
  return (call, target) => {
    const facts = world.files.get(call.file)?.facts;
    if (!facts || call.file === target.file) return {};
    const hands = call.fact.args.map((expr): HandedOver => {
      const why = first(knownValues(world, call.file, expr), alive);
      return { what: shortened(written(facts, expr)), ...(why === undefined ? {} : { alive: why }) };
    });
    // What nobody looks at need not come back.
    const gives = call.fact.result === 'discarded' || call.fact.result === 'void' ? undefined : returned(target);
    return { ...(hands.length > 0 ? { hands } : {}), ...(gives === undefined ? {} : { returnsAlive: gives }) };
  };
}
