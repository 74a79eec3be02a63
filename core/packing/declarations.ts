/** Bindings and functions as words, and back. What a fact has beside the properties that are named here is written as JSON, so that none is lost. */
import type { BindingFact, FunctionFact, FunctionKind, FunctionUsage } from '../facts.js';
import { names, packMore, packPlace, unpackMore, unpackPlace } from './parts.js';
import type { WordReader, WordWriter } from './words.js';

const BINDING_KINDS = names<BindingFact['kind']>({ import: 0, var: 0, let: 0, const: 0, param: 0, function: 0, class: 0, catch: 0 });
const FUNCTION_KINDS = names<FunctionKind>({ module: 0, function: 0, arrow: 0, method: 0, getter: 0, setter: 0, constructor: 0, field: 0 });
const USAGES = names<FunctionUsage['kind']>({ declared: 0, assigned: 0, argument: 0, property: 0, returned: 0, called: 0, member: 0, exported: 0, other: 0 });

function packParameter(out: WordWriter, { index, path, rest }: Exclude<BindingFact['param'], undefined>): void {
  out.int(index);
  out.list(path, out.text);
  out.flag(rest);
}

export function packBinding(out: WordWriter, file: string, binding: BindingFact): void {
  const { name, kind, fn, values, place, param, type, annotated, ...more } = binding;
  out.text(name);
  out.choice(BINDING_KINDS, kind);
  out.int(fn);
  out.ints(values);
  packPlace(out, file, place);
  out.flag(param !== undefined);
  if (param) packParameter(out, param);
  out.int(type ?? -1);
  out.flag(annotated !== undefined);
  if (annotated !== undefined) out.text(annotated);
  packMore(out, more);
}

export function unpackBinding(read: WordReader, file: string): BindingFact {
  const binding: BindingFact = { name: read.text(), kind: read.choice(BINDING_KINDS), fn: read.int(), values: read.ints(), place: unpackPlace(read, file) };
  if (read.flag()) binding.param = { index: read.int(), path: read.list(read.text), rest: read.flag() };
  const type = read.int();
  if (type !== -1) binding.type = type;
  if (read.flag()) binding.annotated = read.text();
  return unpackMore(read, binding);
}

/** Of a usage: its kind, and where the function is an argument, of which call. */
function packUsage(out: WordWriter, usage: FunctionUsage): void {
  out.choice(USAGES, usage.kind);
  if (usage.kind !== 'argument') return;
  out.int(usage.call);
  out.int(usage.index);
  out.flag(usage.property !== undefined);
  if (usage.property !== undefined) out.text(usage.property);
}

function unpackUsage(read: WordReader): FunctionUsage {
  const kind = read.choice(USAGES);
  if (kind !== 'argument') return { kind };
  const usage: FunctionUsage = { kind, call: read.int(), index: read.int() };
  if (read.flag()) usage.property = read.text();
  return usage;
}

export function packFunction(out: WordWriter, file: string, fact: FunctionFact): void {
  const { name, kind, async, generator, static: isStatic, parent, params, returns, usage, place, cls, yields, ...more } = fact;
  out.text(name);
  out.choice(FUNCTION_KINDS, kind);
  out.flag(async);
  out.flag(generator);
  out.flag(isStatic);
  out.int(parent);
  out.list(params, (binding) => out.int(binding ?? -1));
  out.ints(returns);
  packUsage(out, usage);
  packPlace(out, file, place);
  out.int(cls ?? -1);
  out.flag(yields !== undefined);
  if (yields) out.ints(yields);
  packMore(out, more);
}

export function unpackFunction(read: WordReader, file: string): FunctionFact {
  const fact: FunctionFact = {
    name: read.text(), kind: read.choice(FUNCTION_KINDS), async: read.flag(), generator: read.flag(), static: read.flag(), parent: read.int(),
    params: read.list(() => bindingOrNull(read.int())), returns: read.ints(), usage: unpackUsage(read), place: unpackPlace(read, file),
  };
  const cls = read.int();
  if (cls !== -1) fact.cls = cls;
  if (read.flag()) fact.yields = read.ints();
  return unpackMore(read, fact);
}

const bindingOrNull = (binding: number): number | null => (binding === -1 ? null : binding);
