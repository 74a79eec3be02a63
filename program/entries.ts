/** Where the code itself declares that it is entered: HTTP routes, cron, queues, sockets. */
import type { EntryKind, EntryPoint } from '../core/program.js';
import type { CallIndex } from './call-index.js';
import type { LinkedCall, LinkedCallback } from './edges.js';
import { instanceKey, mountsOf, optionOf } from './mounts.js';
import { pathText, plainText } from './path-text.js';
import { textsOf } from './text.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

/** An entry point and every function it starts. */
export interface Entry {
  point: EntryPoint;
  functions: string[];
  reach: 'production' | 'test' | 'build' | 'script';
}

const clean = (route: string): string => {
  const tidy = route.replace(/\/{2,}/g, '/');
  return tidy.length > 1 ? tidy.replace(/\/$/, '') : tidy || '/';
};

function firstText(world: World, call: LinkedCall): string | null {
  const first = call.fact.args[0];
  if (first === undefined) return null;
  if (evaluate(world, call.file, first).some((value) => value.v === 'function')) return null;
  const parts = textsOf(world, call.file, first)[0] ?? [];
  const text = plainText(parts).text;
  return text === '' || text === '*' ? null : text;
}

const METHOD = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ALL|USE)$/;

/** `route({ method: 'GET', url: '/x' })`. */
function routeObject(world: World, call: LinkedCall): { method: string; text: string } | null {
  const url = optionOf(world, call, 0, 'url') ?? optionOf(world, call, 0, 'path');
  const method = optionOf(world, call, 0, 'method');
  if (!url) return null;
  return { method: method ? plainText(textsOf(world, method.file, method.expr)[0] ?? []).text.toUpperCase() : '*', text: pathText(textsOf(world, url.file, url.expr)[0] ?? []).text };
}

function routeOf(world: World, call: LinkedCall, mounts: Map<string, string>, isEvent: boolean): { method: string; route: string } {
  const origin = call.values.find((value) => value.v === 'origin');
  const id = origin?.v === 'origin' ? origin.id : '';
  const name = id.slice(id.lastIndexOf('.') + 1).toUpperCase();
  const made = origin?.v === 'origin' && origin.call !== undefined && origin.file !== undefined ? { file: origin.file, call: origin.call } : null;
  const described = routeObject(world, call);
  let text = isEvent ? null : described?.text ?? firstText(world, call);
  if (text === null && made && /route\(\)\.\w+$/.test(id)) {
    const fact = world.files.get(made.file)?.facts.calls[made.call];
    const arg = fact?.args[0];
    text = arg === undefined ? null : pathText(textsOf(world, made.file, arg)[0] ?? []).text;
  }
  const prefix = made ? mounts.get(instanceKey(made)) ?? '' : '';
  const method = described?.method ?? (METHOD.test(name) ? (name === 'ALL' ? '*' : name) : name === 'DEL' ? 'DELETE' : '*');
  const below = text === null ? '/*' : text.startsWith('/') ? text : `/${text}`;
  return { method: /^(?:[A-Z]+|\*)$/.test(method) ? method : '*', route: clean(prefix + below) };
}

/** Entries that the code itself declares by handing a function to an API. */
export function declaredEntries(world: World, index: CallIndex): Entry[] {
  const mounts = mountsOf(world, index);
  const entries = new Map<string, Entry>();
  for (const call of index.calls) {
    for (const callback of call.callbacks) {
      if (callback.callback?.when !== 'entry') continue;
      const kind = callback.callback.entry ?? 'http';
      const point = pointOf(world, call, kind, mounts, callback);
      const fn = `${callback.file}#${callback.fn}`;
      const known = entries.get(point.id);
      if (known) {
        if (!known.functions.includes(fn)) known.functions.push(fn);
        known.point = { ...known.point, fn };
      } else entries.set(point.id, { point: { ...point, fn }, functions: [fn], reach: 'production' });
    }
  }
  return [...entries.values()];
}

function pointOf(world: World, call: LinkedCall, kind: EntryKind, mounts: Map<string, string>, { via, api }: LinkedCallback): EntryPoint {
  const base = { kind, file: call.file, fn: null, at: call.fact.at, source: via };
  if (kind === 'http') {
    const { method, route } = routeOf(world, call, mounts, api?.event !== undefined);
    return { ...base, id: `${method} ${route}`, method, route };
  }
  const text = firstText(world, call);
  const place = `${call.file}:${call.fact.at.line}`;
  if (kind === 'cron') return { ...base, id: text ? `cron ${text} (${place})` : `cron ${place}`, ...(text ? { schedule: text } : {}) };
  return { ...base, id: text && /^[\w:./ -]{1,40}$/.test(text) ? `${kind} ${text} (${place})` : `${kind} ${place}` };
}
