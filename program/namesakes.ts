/** What speaks for and against a member of that name: the other members that the same receiver is asked for in any case, and those that its class has. Unknown counts as yes. */
import type { CallFact, Expr, ExprId, FileFacts } from '../core/facts.js';
import type { LinkedCall, Target } from './edges.js';
import { havingMembers } from './may-have.js';
import { type World, lazily } from './world.js';

/** Functions that are members of something, by name. */
function membersByName(world: World): ReadonlyMap<string, Target[]> {
  const index = new Map<string, Target[]>();
  for (const [file, { facts }] of world.files) {
    facts.functions.forEach((fact, fn) => {
      if (fact.name === '' || (fact.kind !== 'method' && fact.usage.kind !== 'property' && fact.usage.kind !== 'assigned' && fact.usage.kind !== 'member')) return;
      const known = index.get(fact.name);
      if (known) known.push({ file, fn });
      else index.set(fact.name, [{ file, fn }]);
    });
  }
  return index;
}

/** Functions of the program that a call on an unknown receiver could mean, by the name of the method. */
export function namesakes(world: World, linked: readonly LinkedCall[]): (call: LinkedCall) => readonly Target[] {
  const byName = lazily(() => membersByName(world));
  const suits = suiting(world, linked);
  return (call) => {
    const callee = world.files.get(call.file)?.facts.exprs[call.fact.callee];
    return callee?.k === 'member' ? (byName().get(callee.name) ?? []).filter((target) => suits(call, target)) : [];
  };
}

/** Whether what has the function as a member has the others too that the receiver of the call is asked for. */
export function suiting(world: World, linked: readonly LinkedCall[]): Suits {
  const known = suitingIn.get(linked) ?? suitingAmong(world, linked);
  suitingIn.set(linked, known);
  return known;
}

type Suits = (call: LinkedCall, target: Target) => boolean;

const suitingIn = new WeakMap<readonly LinkedCall[], Suits>();

function suitingAmong(world: World, linked: readonly LinkedCall[]): Suits {
  const asked = lazily(() => askedOf(world, linked));
  const mayHave = havingMembers(world, linked);
  return ({ file, fact }, target) => {
    const callee = world.files.get(file)?.facts.exprs[fact.callee];
    return (callee?.k !== 'member' && callee?.k !== 'index') || asked()(file, callee.object, fact).every((other) => mayHave(target, other));
  };
}

type Asked = (file: string, receiver: ExprId, call: CallFact) => readonly string[];

interface Asking {
  name: string;
  fn: number;
  /** Where the call ends that asks. */
  end: number;
}

/** Members that a constant or a parameter was asked for, in any case, before the call is made. */
function askedOf(world: World, linked: readonly LinkedCall[]): Asked {
  const byBinding = new Map<string, Asking[]>();
  for (const { file, fact } of linked) {
    const facts = world.files.get(file)?.facts;
    const callee = facts?.exprs[fact.callee];
    const first = facts && callee?.k === 'member' ? firstMember(facts, callee) : null;
    // What may be left out, or fails and goes on, says nothing.
    if (first === null || fact.conditional || fact.optional || fact.tried) continue;
    const key = `${file}:${first.binding}`;
    const asking = { name: first.name, fn: fact.fn, end: fact.range[1] };
    const known = byBinding.get(key);
    if (known) known.push(asking);
    else byBinding.set(key, [asking]);
  }
  return (file, expr, call) => {
    const facts = world.files.get(file)?.facts;
    const binding = facts ? bindingOf(facts, expr) : null;
    if (!facts || binding === null) return [];
    const owner = facts.bindings[binding]?.fn ?? 0;
    return (byBinding.get(`${file}:${binding}`) ?? []).filter((one) => isBefore(facts, one, call, owner)).map((one) => one.name);
  };
}

/** A module runs to its end; a function may have been left before it asks, and what is declared in it may be called before. */
function isBefore(facts: FileFacts, asking: Asking, { fn, range }: CallFact, owner: number): boolean {
  if (asking.fn === fn) return asking.end <= range[0];
  if (asking.fn !== owner) return false;
  return owner === 0 || (asking.end <= range[0] && !isDeclaredWithin(facts, fn, owner));
}

function isDeclaredWithin(facts: FileFacts, fn: number, owner: number): boolean {
  const fact = facts.functions[fn];
  return fn !== owner && fact !== undefined && (fact.usage.kind === 'declared' || (fn !== fact.parent && isDeclaredWithin(facts, fact.parent, owner)));
}

/** Of `app.settings.load()` the name `app`, which is asked for `settings`: where it had none, the call would throw. */
function firstMember(facts: FileFacts, callee: Expr & { k: 'member' }): { binding: number; name: string } | null {
  const binding = bindingOf(facts, callee.object);
  if (binding !== null) return { binding, name: callee.name };
  const inner = facts.exprs[callee.object];
  return inner?.k === 'member' ? firstMember(facts, inner) : null;
}

/** A name that means the same thing wherever it stands in its function. */
function bindingOf(facts: FileFacts, id: ExprId): number | null {
  const expr = facts.exprs[id];
  const binding = expr?.k === 'binding' ? facts.bindings[expr.binding] : undefined;
  const steady = binding?.kind === 'const' || (binding?.kind === 'param' && binding.values.length === 0);
  return steady && expr?.k === 'binding' ? expr.binding : null;
}
