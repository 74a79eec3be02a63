/** Which functions begin work that goes on after they return: async ones, those that give back a promise, and chains on what they give back. */
import { type CallIndex, callsNamed, rememberedBy } from './call-index.js';
import { type LinkedCall, callerOf, idOf } from './edges.js';
import type { World } from './world.js';

const isChain = (method: string): boolean => method === 'then' || method === 'catch' || method === 'finally';

/** A call and the calls of `then`, `catch` and `finally` on its result. */
export interface Chain {
  links: readonly LinkedCall[];
  /** Nobody looks at what comes out of it. */
  loose: boolean;
}

const keyOf = (file: string, index: number): string => `${file}:${index}`;

/** The call of `then` or `catch` that stands on the result of a call. */
function nextLinks(world: World, index: CallIndex): Map<string, LinkedCall> {
  const next = new Map<string, LinkedCall>();
  for (const call of callsNamed(index, isChain)) {
    const exprs = world.files.get(call.file)?.facts.exprs;
    const callee = exprs?.[call.fact.callee];
    const object = callee?.k === 'member' ? exprs?.[callee.object] : undefined;
    if (object?.k === 'call') next.set(keyOf(call.file, object.call), call);
  }
  return next;
}

export function chainsOf(world: World, index: CallIndex): (call: LinkedCall) => Chain {
  const next = nextLinks(world, index);
  return (call) => {
    const links: LinkedCall[] = [];
    let last = call;
    for (let link = next.get(keyOf(call.file, call.index)); link && links.length < 20; link = next.get(keyOf(link.file, link.index))) {
      links.push(link);
      last = link;
    }
    return { links, loose: last.fact.result === 'discarded' || last.fact.result === 'void' };
  };
}

/** Functions that are async or return a promise, directly or from another such function. */
export function promisingFunctions(world: World, { calls }: CallIndex): ReadonlySet<string> {
  const promising = new Set([...world.files].flatMap(([file, { facts }]) => facts.functions.flatMap((fact, fn) => (fact.async ? [idOf({ file, fn })] : []))));
  const isPromise = rememberedBy((origin) => /^global\.Promise(?:\.\w+)?$/.test(origin) || origin === 'global.fetch' || world.apisOf(origin)[0]?.style === 'promise');
  const returning = calls.filter((call) => call.fact.result === 'returned' && call.fact.fn !== 0).map((call) => ({ call, from: callerOf(call), targets: call.targets.map(idOf), gives: call.origins.some(isPromise) }));
  for (let size = -1; size !== promising.size;) {
    size = promising.size;
    for (const { call, from, targets, gives } of returning) {
      if (promising.has(from)) continue;
      if (isChain(call.method) || (targets.some((target) => promising.has(target)) ? call.fact.kind === 'call' : gives)) promising.add(from);
    }
  }
  return promising;
}
