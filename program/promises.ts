/** Which functions begin work that goes on after they return: async ones, those that give back a promise, and chains on what they give back. */
import { type LinkedCall, callerOf, idOf } from './edges.js';
import type { World } from './world.js';

const CHAINS = /^(?:then|catch|finally)$/;

/** A call and the calls of `then`, `catch` and `finally` on its result. */
export interface Chain {
  links: readonly LinkedCall[];
  /** Nobody looks at what comes out of it. */
  loose: boolean;
}

const keyOf = (file: string, index: number): string => `${file}:${index}`;

/** The call of `then` or `catch` that stands on the result of a call. */
function nextLinks(world: World, linked: readonly LinkedCall[]): Map<string, LinkedCall> {
  const next = new Map<string, LinkedCall>();
  for (const call of linked) {
    const exprs = world.files.get(call.file)?.facts.exprs;
    const callee = exprs?.[call.fact.callee];
    const object = callee?.k === 'member' && CHAINS.test(callee.name) ? exprs?.[callee.object] : undefined;
    if (object?.k === 'call') next.set(keyOf(call.file, object.call), call);
  }
  return next;
}

export function chainsOf(world: World, linked: readonly LinkedCall[]): (call: LinkedCall) => Chain {
  const next = nextLinks(world, linked);
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

function givesPromise(world: World, call: LinkedCall, promising: ReadonlySet<string>): boolean {
  const callee = world.files.get(call.file)?.facts.exprs[call.fact.callee];
  if (callee?.k === 'member' && CHAINS.test(callee.name)) return true;
  if (call.targets.some((target) => promising.has(idOf(target)))) return call.fact.kind === 'call';
  return call.values.some((value) => value.v === 'origin' && (/^global\.Promise(?:\.\w+)?$/.test(value.id) || value.id === 'global.fetch' || world.apisOf(value.id)[0]?.style === 'promise'));
}

/** Functions that are async or return a promise, directly or from another such function. */
export function promisingFunctions(world: World, linked: readonly LinkedCall[]): ReadonlySet<string> {
  const promising = new Set([...world.files].flatMap(([file, { facts }]) => facts.functions.flatMap((fact, fn) => (fact.async ? [idOf({ file, fn })] : []))));
  const returning = linked.filter((call) => call.fact.result === 'returned' && call.fact.fn !== 0);
  for (let size = -1; size !== promising.size;) {
    size = promising.size;
    for (const call of returning) if (givesPromise(world, call, promising)) promising.add(callerOf(call));
  }
  return promising;
}
