/** Decorators of classes and methods, as TypeScript has them and as compilers write them (`__decorate`): which types a constructor is given, and which methods are entry points. */
import type { CallFact, Expr, FileFacts } from '../core/facts.js';
import type { EntryKind } from '../core/program.js';
import { type CallIndex, callsOf } from './call-index.js';
import type { Entry } from './entries.js';
import { callable, memberOf } from './members.js';
import { plainText } from './path-text.js';
import { textsOf } from './text.js';
import { evaluate } from './values.js';
import { type Located, type Value, type World, parameterKey } from './world.js';

/** A method or, without `fn`, a class, with one of its decorators. */
interface Decoration {
  owner: string;
  fn?: { file: string; fn: number };
  decorator: Located;
}

const isDecorate = (facts: FileFacts, call: CallFact): boolean => {
  const callee = facts.exprs[call.callee];
  const name = callee?.k === 'binding' ? facts.bindings[callee.binding]?.name : callee?.k === 'member' || callee?.k === 'global' ? callee.name : '';
  return name?.startsWith('_') === true && /^(?:__decorate(?:Class)?|_ts_decorate)(?:\$\d+)?$/.test(name);
};

const ownerOf = (value: Value): string | null =>
  value.v === 'class' || value.v === 'instance' ? `${value.file}#class ${value.cls}` : value.v === 'function' || value.v === 'made' ? `${value.file}#function ${value.fn}` : null;

/** `Owner = __decorate([…], Owner)` assigns what it decorates: the values of the variable that are no such call. */
function ownersOf(world: World, file: string, target: number): Value[] {
  const facts = world.files.get(file)?.facts;
  const expr = facts?.exprs[target];
  const values = expr?.k === 'binding' ? facts?.bindings[expr.binding]?.values.filter((value) => facts.exprs[value]?.k !== 'call') ?? [] : [target];
  return callable(world, values.flatMap((value) => evaluate(world, file, value)));
}

function itemsOf(facts: FileFacts, id: number | undefined): number[] {
  const list: Expr | undefined = id === undefined ? undefined : facts.exprs[id];
  return list?.k === 'array' ? list.items : [];
}

/** `__decorate([…], Owner.prototype, "method", null)` and `__decorate([…], Owner)`. */
function compiled(world: World, file: string, facts: FileFacts): Decoration[] {
  return facts.calls.filter((call) => isDecorate(facts, call)).flatMap((call) => {
    const [list, target, name] = call.args;
    const key = name === undefined ? undefined : facts.exprs[name];
    const owners = target === undefined ? [] : ownersOf(world, file, target);
    return owners.flatMap((value) => {
      const owner = ownerOf(value);
      const methods = key?.k === 'literal' ? memberOf(world, [value], String(key.value)) : [];
      return owner === null ? [] : itemsOf(facts, list).flatMap((expr): Decoration[] => {
        const decorator = { file, expr };
        return key === undefined ? [{ owner, decorator }] : methods.flatMap((m) => (m.v === 'function' ? [{ owner, fn: { file: m.file, fn: m.fn }, decorator }] : []));
      });
    });
  });
}

function written(file: string, facts: FileFacts): Decoration[] {
  const found: Decoration[] = [];
  facts.classes.forEach(({ decorators }, cls) => {
    for (const expr of decorators ?? []) found.push({ owner: `${file}#class ${cls}`, decorator: { file, expr } });
  });
  facts.functions.forEach(({ decorators, cls }, fn) => {
    for (const expr of decorators ?? []) found.push({ owner: `${file}#class ${cls ?? -1}`, fn: { file, fn }, decorator: { file, expr } });
  });
  return found;
}

const decorationsOf = (world: World): Decoration[] => [...world.files].flatMap(([file, { facts }]) => [...written(file, facts), ...compiled(world, file, facts)]);

/** Notes what `__metadata("design:paramtypes", [A, B])` says of a constructor. Before linking: it reads names only. */
export function noteParameterTypes(world: World): void {
  for (const [file, { facts }] of world.files) {
    for (const call of facts.calls) {
      if (!isDecorate(facts, call) || call.args.length !== 2) continue;
      const target = facts.exprs[call.args[1] ?? -1];
      const made = target?.k === 'binding' ? facts.bindings[target.binding]?.values.map((value) => facts.exprs[value]) ?? [] : [];
      const constructors = made.flatMap((value) => (value?.k === 'class' ? constructorsOf(facts, value.cls) : value?.k === 'function' ? [value.fn] : []));
      for (const fn of constructors) parameterTypes(facts, call).forEach((expr, i) => world.parameterTypes.set(parameterKey(file, fn, i), { file, expr }));
    }
  }
}

const constructorsOf = (facts: FileFacts, cls: number): number[] => (facts.classes[cls]?.members ?? []).flatMap((member) => {
  const value = member.kind === 'constructor' && member.value !== undefined ? facts.exprs[member.value] : undefined;
  return value?.k === 'function' ? [value.fn] : [];
});

function parameterTypes(facts: FileFacts, decorate: CallFact): number[] {
  for (const item of itemsOf(facts, decorate.args[0])) {
    const expr = facts.exprs[item];
    const call = expr?.k === 'call' ? facts.calls[expr.call] : undefined;
    const key = call ? facts.exprs[call.args[0] ?? -1] : undefined;
    if (call && key?.k === 'literal' && key.value === 'design:paramtypes') return itemsOf(facts, call.args[1]);
  }
  return [];
}

interface Named {
  kind: EntryKind | 'prefix';
  origin: string;
  call: CallFact | null;
  file: string;
}

/** What a decorator is by apis.yaml; null for those that make no entry. */
function namedBy(world: World, { file, expr }: Located): Named | null {
  const facts = world.files.get(file)?.facts;
  const decorator = facts?.exprs[expr];
  const call = decorator?.k === 'call' ? facts?.calls[decorator.call] ?? null : null;
  for (const value of evaluate(world, file, call ? call.callee : expr)) {
    const kind = value.v === 'origin' ? world.apisOf(value.id).find((api) => api.decorates !== undefined)?.decorates : undefined;
    if (value.v === 'origin' && kind) return { kind, origin: value.id, call, file };
  }
  return null;
}

/** The first argument as a constant text, or its property `path`. */
function textOf(world: World, { call, file }: Named): string {
  const first = call?.args[0];
  if (first === undefined) return '';
  const object = evaluate(world, file, first).find((value) => value.v === 'object');
  const literal = object?.v === 'object' ? world.files.get(object.file)?.facts.exprs[object.expr] : undefined;
  const path = literal?.k === 'object' ? literal.props.find(([name]) => name === 'path')?.[1] : first;
  if (path === undefined) return '';
  const text = plainText(textsOf(world, object?.v === 'object' ? object.file : file, path)[0] ?? []);
  return text.constant ? text.text : '';
}

const route = (...parts: string[]): string => `/${parts.flatMap((part) => part.split('/')).filter(Boolean).join('/')}`;

/** `app.setGlobalPrefix('api')`. */
function globalPrefix(world: World, index: CallIndex): string {
  const [call] = callsOf(index, (origin) => origin.endsWith('.setGlobalPrefix'));
  const first = call?.fact.args[0];
  const text = call && first !== undefined ? plainText(textsOf(world, call.file, first)[0] ?? []) : null;
  return text?.constant ? text.text : '';
}

const METHODS = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

/** Methods that decorators make entry points: routes of controllers, schedules, handlers of messages and sockets. */
export function decoratedEntries(world: World, index: CallIndex): Entry[] {
  const decorations = decorationsOf(world).map((decoration) => ({ ...decoration, named: namedBy(world, decoration.decorator) }));
  const prefixes = new Map(decorations.flatMap(({ owner, fn, named }): [string, string][] => (!fn && named?.kind === 'prefix' ? [[owner, textOf(world, named)]] : [])));
  const everywhere = globalPrefix(world, index);
  return decorations.flatMap(({ owner, fn, named }): Entry[] => {
    if (!fn || !named || named.kind === 'prefix') return [];
    const { kind, origin, call } = named;
    const text = textOf(world, named);
    const at = call?.at ?? world.files.get(fn.file)?.facts.functions[fn.fn]?.place;
    if (!at) return [];
    const base = { kind, file: fn.file, fn: `${fn.file}#${fn.fn}`, at, source: origin };
    const name = origin.slice(origin.lastIndexOf('.') + 1).toUpperCase();
    const method = METHODS.test(name) ? name : '*';
    const path = route(everywhere, prefixes.get(owner) ?? '', text);
    const place = `${at.file}:${at.line}`;
    const point = kind === 'http'
      ? { ...base, id: `${method} ${path}`, method, route: path }
      : { ...base, id: text === '' ? `${kind} ${place}` : `${kind} ${text} (${place})`, ...(kind === 'cron' && text !== '' ? { schedule: text } : {}) };
    return [{ point, functions: [base.fn], reach: 'production' }];
  });
}
