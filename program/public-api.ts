/** Functions that whoever installs the package can call: what its entry files give away, the members of the classes and objects among it, and what lies in its collections. */
import type { Manifest } from '../core/manifest.js';
import type { EntryPoint } from '../core/program.js';
import { heldBy, isCollection } from './contents.js';
import { parentsOf } from './members.js';
import { evaluate, exportValues } from './values.js';
import { type Value, type World, functionId, keyOfValue, openedFile } from './world.js';

const DEEPEST = 3;

/** A package that is started is a program, and nobody installs it for its `main`. */
const isLibrary = (manifest: Manifest | undefined): boolean => manifest !== undefined && manifest.private !== true && manifest.bin === undefined && manifest.scripts?.['start'] === undefined;

/** Files whose exports are seen outside. */
export function entryFiles(entries: readonly EntryPoint[], manifest: Manifest | undefined): string[] {
  const isPublic = (entry: EntryPoint): boolean => entry.kind === 'export' || (isLibrary(manifest) && entry.source === `${manifest?.file ?? ''} main`);
  return [...new Set(entries.filter(isPublic).map((entry) => entry.file))];
}

export const publicFunctions = (world: World, entries: readonly EntryPoint[], manifest: Manifest | undefined): Set<string> => givenAway(world, entryFiles(entries, manifest));

/** What a package of commands gives away beside them, by its `main`: nobody need load it, so it may change, and whoever does has to be told. */
export function offeredFunctions(world: World, entries: readonly EntryPoint[], manifest: Manifest | undefined): Set<string> {
  const isOffered = manifest !== undefined && manifest.private !== true && manifest.bin !== undefined;
  return givenAway(world, isOffered ? entries.filter((entry) => entry.source === `${manifest.file} main`).map((entry) => entry.file) : []);
}

function givenAway(world: World, files: readonly string[]): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (value: Value, depth: number): void => {
    const key = keyOfValue(value);
    if (depth > DEEPEST || seen.has(key)) return;
    seen.add(key);
    if (value.v === 'function' || value.v === 'made') found.add(functionId(value.file, value.fn));
    for (const inner of membersOf(world, value)) visit(inner, depth + 1);
  };
  for (const file of files) visit({ v: 'module', file }, 0);
  return found;
}

/** Values that a value leads to. Names that begin with `#` are seen by nobody. */
function membersOf(world: World, value: Value): Value[] {
  if (value.v === 'array' || isCollection(value)) return heldBy(world, value);
  const facts = 'file' in value && value.file !== undefined ? openedFile(world, value.file)?.facts : undefined;
  if (!facts) return [];
  if (value.v === 'function') return prototypeOf(world, value);
  if (value.v === 'module') return facts.exports.flatMap((fact) => (fact.name === null ? starred(world, value.file, fact) : exportValues(world, value.file, fact.name)));
  if (value.v === 'object') {
    const object = facts.exprs[value.expr];
    return object?.k === 'object' ? [...(object.getters ?? []).flatMap(([, getter]) => evaluate(world, value.file, getter)), ...heldBy(world, value)] : [];
  }
  if (value.v !== 'class' && value.v !== 'instance') return [];
  const fact = facts.classes[value.cls];
  const own = (fact?.members ?? []).flatMap((member) => (member.value === undefined || member.name.startsWith('#') ? [] : evaluate(world, value.file, member.value)));
  return [...own, ...parentsOf(world, value.file, fact?.superclass)];
}

/** Methods that are set on the prototype of a function. */
const prototypeOf = (world: World, { file, fn }: Value & { v: 'function' }): Value[] =>
  [...(world.files.get(file)?.prototypeOfFunction ?? [])].flatMap(([method, owner]): Value[] => (evaluate(world, file, owner).some((value) => value.v === 'function' && value.fn === fn) ? [{ v: 'function', file, fn: method }] : []));

function starred(world: World, file: string, fact: { kind: string; from?: string }): Value[] {
  const resolution = fact.from === undefined ? null : world.resolve(file, fact.from);
  return resolution?.kind === 'file' ? [{ v: 'module', file: resolution.file }] : [];
}
