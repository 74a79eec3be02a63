/** Which functions can run after their module has loaded: handlers, timers, event callbacks, what an unknown caller holds, and all that these call. */
import type { LinkedCall, LinkedCallback } from './edges.js';
import type { Entry } from './entries.js';
import type { World } from './world.js';

const idOf = (target: { file: string; fn: number }): string => `${target.file}#${target.fn}`;

/** Called by its callee before that returns, or in the same start-up chain of promises. */
const atOnce = (callback: LinkedCallback): boolean => callback.callback?.when === 'now' || /^(?:Array|Promise|String)\./.test(callback.via);

export function laterFunctions(world: World, linked: readonly LinkedCall[], entries: readonly Entry[]): ReadonlySet<string> {
  const calls = new Map<string, string[]>();
  const called = new Set<string>();
  const roots: string[] = [];
  for (const call of linked) {
    const from = `${call.file}#${call.fact.fn}`;
    const reached = [...call.targets, ...call.callbacks.filter(atOnce)].map(idOf);
    const known = calls.get(from);
    if (known) known.push(...reached);
    else calls.set(from, reached);
    for (const id of reached) called.add(id);
    roots.push(...call.callbacks.filter((c) => !atOnce(c)).map(idOf));
  }
  for (const entry of entries) roots.push(...entry.functions.filter((fn) => !fn.endsWith('#0')));
  for (const [file, { facts }] of world.files) {
    facts.functions.forEach((fact, i) => {
      const id = `${file}#${i}`;
      if (i !== 0 && fact.usage.kind !== 'called' && fact.kind !== 'field' && !called.has(id)) roots.push(id);
    });
  }
  const later = new Set<string>();
  for (let id = roots.pop(); id !== undefined; id = roots.pop()) {
    if (later.has(id)) continue;
    later.add(id);
    roots.push(...(calls.get(id) ?? []));
  }
  return later;
}
