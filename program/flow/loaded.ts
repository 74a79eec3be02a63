/** Tells modules that are loaded by name from those that only a computed path can load. */
import { computedModules } from '../computed-loads.js';
import type { World } from '../world.js';

/** Modules that something in the program loads by name; the others are loaded by a path that only the running program knows, if they are. */
export function loadedByName(world: World): ReadonlySet<string> {
  return new Set([...world.files].flatMap(([file, { facts, computedLoads }]) => [
    ...facts.imports.flatMap(({ specifier }) => {
      const resolution = specifier === null ? null : world.resolve(file, specifier);
      return resolution?.kind === 'file' ? [resolution.file] : [];
    }),
    ...computedLoads.map((id) => facts.exprs[id]).flatMap((expr) => (expr?.k === 'require' ? computedModules(world, file, expr.from) : [])),
  ]));
}
