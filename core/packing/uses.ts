/** Calls, imports, exports, assignments and mutations as words, and back. What a fact has beside the properties that are named here is written as JSON, so that none is lost. */
import type { AssignmentFact, CallFact, ExportFact, ImportFact, MutationFact, WayFact } from '../facts.js';
import { names, packMore, packPlace, unpackMore, unpackPlace } from './parts.js';
import type { WordReader, WordWriter } from './words.js';

const CALL_KINDS = names<CallFact['kind']>({ call: 0, new: 0, 'tagged-template': 0 });
const POSITIONS = names<CallFact['position']>({ body: 0, 'parameter-default': 0, 'field-initialiser': 0, decorator: 0, heritage: 0 });
/** An object with a property `then` could be taken for a promise. */
const RESULTS: readonly CallFact['result'][] = [...names<Exclude<CallFact['result'], 'then'>>({ discarded: 0, awaited: 0, returned: 0, used: 0, void: 0 }), 'then'];
const IMPORT_KINDS = names<ImportFact['kind']>({ static: 0, dynamic: 0, require: 0, reexport: 0, resolve: 0 });
const CHANGES = names<MutationFact['how']>({ assign: 0, update: 0, 'member-assign': 0, delete: 0, method: 0 });

export function packCall(out: WordWriter, file: string, call: CallFact): void {
  const { callee, args, spread, kind, fn, at, range, position, result, loops, endless, conditional, guards, tried, way, ...more } = call;
  out.int(callee);
  out.ints(args);
  out.flag(spread);
  out.choice(CALL_KINDS, kind);
  out.int(fn);
  packPlace(out, file, at);
  out.int(range[0]);
  out.int(range[1]);
  out.choice(POSITIONS, position);
  out.choice(RESULTS, result);
  out.int(loops);
  out.flag(endless);
  out.flag(conditional);
  out.list(guards, out.text);
  out.flag(tried);
  out.int(way === undefined ? 0 : way + 1);
  packMore(out, more);
}

export const unpackCall = (read: WordReader, file: string): CallFact => unpackMore(read, {
  callee: read.int(), args: read.ints(), spread: read.flag(), kind: read.choice(CALL_KINDS), fn: read.int(), at: unpackPlace(read, file), range: [read.int(), read.int()],
  position: read.choice(POSITIONS), result: read.choice(RESULTS), loops: read.int(), endless: read.flag(), conditional: read.flag(), guards: read.list(read.text), tried: read.flag(), ...wayAt(read.int()),
});

const wayAt = (one: number): Pick<CallFact, 'way'> => (one === 0 ? {} : { way: one - 1 });

export function packImport(out: WordWriter, file: string, fact: ImportFact): void {
  const { specifier, kind, typeOnly, fn, place, ...more } = fact;
  out.flag(specifier !== null);
  out.text(specifier ?? '');
  out.choice(IMPORT_KINDS, kind);
  out.flag(typeOnly);
  out.int(fn);
  packPlace(out, file, place);
  packMore(out, more);
}

const textOrNull = (some: boolean, text: string): string | null => (some ? text : null);

export const unpackImport = (read: WordReader, file: string): ImportFact => unpackMore(read, {
  specifier: textOrNull(read.flag(), read.text()), kind: read.choice(IMPORT_KINDS), typeOnly: read.flag(), fn: read.int(), place: unpackPlace(read, file),
});

export function packExport(out: WordWriter, file: string, fact: ExportFact): void {
  out.flag(fact.kind === 'value');
  if (fact.kind === 'reexport') return packMore(out, fact);
  const { kind: _kind, name, value, cjs, place, ...more } = fact;
  out.text(name);
  out.int(value);
  out.flag(cjs);
  packPlace(out, file, place);
  packMore(out, more);
}

export const unpackExport = (read: WordReader, file: string): ExportFact =>
  unpackMore(read, read.flag() ? { kind: 'value', name: read.text(), value: read.int(), cjs: read.flag(), place: unpackPlace(read, file) } : ({} as ExportFact));

export function packAssignment(out: WordWriter, file: string, fact: AssignmentFact): void {
  const { object, name, value, fn, place, ...more } = fact;
  out.int(object);
  out.flag(name !== null);
  out.text(name ?? '');
  out.int(value);
  out.int(fn);
  packPlace(out, file, place);
  packMore(out, more);
}

export const unpackAssignment = (read: WordReader, file: string): AssignmentFact => unpackMore(read, {
  object: read.int(), name: textOrNull(read.flag(), read.text()), value: read.int(), fn: read.int(), place: unpackPlace(read, file),
});

export function packWay(out: WordWriter, { of, way, within, leaves, sure, last, fails, asks }: WayFact): void {
  for (const word of [of, way, within ?? -1, leaves ?? -1]) out.int(word);
  for (const flag of [sure, last, fails]) out.flag(flag === true);
  out.ints(asks ?? []);
}

export function unpackWay(read: WordReader): WayFact {
  const [of, way, within, leaves] = [read.int(), read.int(), read.int(), read.int()];
  const [sure, last, fails] = [read.flag(), read.flag(), read.flag()];
  const asks = read.ints();
  return { of, way, within: within === -1 ? null : within, ...(leaves === -1 ? {} : { leaves }), ...(sure ? { sure } : {}), ...(last ? { last } : {}), ...(fails ? { fails } : {}), ...(asks.length > 0 ? { asks } : {}) };
}

export function packMutation(out: WordWriter, file: string, fact: MutationFact): void {
  const { root, path, fn, how, place, method, value, once, ...more } = fact;
  out.int(root);
  out.list(path, out.text);
  out.int(fn);
  out.choice(CHANGES, how);
  packPlace(out, file, place);
  out.flag(method !== undefined);
  if (method !== undefined) out.text(method);
  out.int(value ?? -1);
  out.flag(once === true);
  packMore(out, more);
}

export function unpackMutation(read: WordReader, file: string): MutationFact {
  const fact: MutationFact = { root: read.int(), path: read.list(read.text), fn: read.int(), how: read.choice(CHANGES), place: unpackPlace(read, file) };
  if (read.flag()) fact.method = read.text();
  const value = read.int();
  if (value !== -1) fact.value = value;
  if (read.flag()) fact.once = true;
  return unpackMore(read, fact);
}
