/** What the name of a type stands for, followed through imports and exports of the program. */
import type { TypeFact } from '../core/facts.js';
import { exportValues } from './values.js';
import { type World, openedFile } from './world.js';

/** A type or a class of the program; or where the name leads out of it. */
export type NamedType =
  | { kind: 'type'; file: string; name: string }
  | { kind: 'class'; file: string; cls: number }
  | { kind: 'outside'; name: string; from: string };

/** What `name` means at the top of the file. */
export function namedType(world: World, file: string, name: string): NamedType {
  return local(world, file, name, 0);
}

const DEEPEST = 12;

function local(world: World, file: string, name: string, depth: number): NamedType {
  const facts = openedFile(world, file)?.facts;
  const [first = '', second] = name.split('.');
  if (facts?.types?.declared.some((one) => one.name === name)) return { kind: 'type', file, name };
  const cls = facts?.classes.findIndex((one) => one.name === name) ?? -1;
  if (cls >= 0) return { kind: 'class', file, cls };
  const binding = facts?.bindings.find((one) => one.kind === 'import' && one.name === first);
  const imported = facts?.exprs[binding?.typeImport ?? binding?.values[0] ?? -1];
  if (imported?.k !== 'import' || depth > DEEPEST) return { kind: 'outside', name, from: '' };
  const inModule = imported.name === '*' ? second : second === undefined ? imported.name : null;
  return inModule === undefined || inModule === null ? { kind: 'outside', name, from: imported.from } : ofModule(world, file, imported.from, inModule, depth + 1) ?? { kind: 'outside', name, from: imported.from };
}

function ofModule(world: World, file: string, specifier: string, name: string, depth: number): NamedType | null {
  const resolution = world.resolve(file, specifier);
  return resolution.kind === 'file' && depth <= DEEPEST ? exportedType(world, resolution.file, name, depth) : null;
}

/** What a module gives away under a name; null when it gives no such type. */
export function exportedType(world: World, file: string, name: string, depth = 0): NamedType | null {
  const exported = openedFile(world, file)?.facts.types?.exported ?? [];
  for (const one of exported.filter((candidate) => candidate.name === name)) {
    const found = one.from === undefined ? local(world, file, one.local ?? name, depth + 1) : ofModule(world, file, one.from, one.imported ?? name, depth + 1);
    if (found && found.kind !== 'outside') return found;
  }
  for (const one of exported.filter((candidate) => candidate.name === null && name !== 'default')) {
    const found = ofModule(world, file, one.from ?? '', name, depth + 1);
    if (found && found.kind !== 'outside') return found;
  }
  const cls = exportValues(world, file, name).find((value) => value.v === 'class');
  return cls?.v === 'class' ? { kind: 'class', file: cls.file, cls: cls.cls } : null;
}

/** Everything that a module gives away as a type or class, under any name. */
export function exportedTypes(world: World, file: string, depth = 0): NamedType[] {
  const exported = openedFile(world, file)?.facts.types?.exported ?? [];
  return exported.flatMap((one): NamedType[] => {
    if (one.name !== null) return [exportedType(world, file, one.name)].filter((type) => type !== null);
    const resolution = world.resolve(file, one.from ?? '');
    return resolution.kind === 'file' && depth < DEEPEST ? exportedTypes(world, resolution.file, depth + 1) : [];
  });
}

export const typeFact = (world: World, { file, name }: NamedType & { kind: 'type' }): TypeFact | undefined =>
  openedFile(world, file)?.facts.types?.declared.find((one) => one.name === name);

export const keyOfType = (type: NamedType): string => (type.kind === 'class' ? `class ${type.file} ${type.cls}` : type.kind === 'type' ? `type ${type.file} ${type.name}` : `outside ${type.from} ${type.name}`);
