/** Packages of the program: direct and locked ones, which of them carry native code, and who brings them in. */
import type { InstalledPackage } from '../core/installed.js';
import type { Manifest } from '../core/manifest.js';
import type { ModuleNode, PackageFact } from '../core/program.js';
import { bringers, standings, type Standing } from './lock-graph.js';
import type { LockReading } from './locks/locked.js';
import { type Nativeness, nativeness } from './native.js';

export interface PackageInput {
  manifests: readonly Manifest[];
  lock: LockReading | null;
  /** What was looked at in node_modules, by name. */
  installed: ReadonlyMap<string, InstalledPackage>;
  modules: readonly ModuleNode[];
}

function byName(standing: readonly Standing[]): Map<string, Standing[]> {
  const groups = new Map<string, Standing[]>();
  for (const entry of standing) {
    const group = groups.get(entry.item.name);
    if (group) group.push(entry);
    else groups.set(entry.item.name, [entry]);
  }
  return groups;
}

/** The first version that is compiled speaks for its name; else the one nearest to the project. */
function judged(name: string, group: readonly Standing[], judge: (name: string, standing?: Standing) => Nativeness): { standing: Standing | undefined; nativeness: Nativeness } {
  const all = group.map((standing) => ({ standing, nativeness: judge(name, standing) }));
  return all.find(({ nativeness: found, standing }) => found.native === 'yes' && standing.dev === group[0]?.dev) ?? all[0] ?? { standing: undefined, nativeness: judge(name) };
}

interface Imports {
  by: Map<string, PackageFact['importedBy']>;
  reach: Map<string, PackageFact['reach']>;
}

function importsOf(modules: readonly ModuleNode[]): Imports {
  const by = new Map<string, PackageFact['importedBy']>();
  const reach = new Map<string, PackageFact['reach']>();
  for (const module of modules) {
    for (const item of module.packages) {
      if (item.name.startsWith('node:') || item.typeOnly) continue;
      const use = { file: module.file, at: item.at, specifier: item.specifier };
      const places = by.get(item.name);
      if (places) places.push(use);
      else by.set(item.name, [use]);
      if (reach.get(item.name) !== 'production') reach.set(item.name, module.reach);
    }
  }
  return { by, reach };
}

/** One fact per package name. */
export function packagesOf({ manifests, lock, installed, modules }: PackageInput): PackageFact[] {
  const production = new Set(manifests.flatMap((m) => [...Object.keys(m.dependencies ?? {}), ...Object.keys(m.optionalDependencies ?? {})]));
  const development = new Set(manifests.flatMap((m) => Object.keys(m.devDependencies ?? {})));
  const root = manifests[0];
  const ranges = { ...root?.devDependencies, ...root?.optionalDependencies, ...root?.dependencies, ...Object.assign({}, ...manifests.map((m) => m.dependencies ?? {})) } as Record<string, string>;
  const locked = byName(lock ? standings(lock) : []);
  const byId = new Map((lock?.packages ?? []).map((item) => [item.id, item]));
  const broughtIn = lock ? bringers(lock) : new Map<string, string[]>();
  const imports = importsOf(modules);
  const judge = (name: string, standing?: Standing): Nativeness => nativeness(name, standing?.item, byId, installed);
  const names = new Set([...production, ...development, ...locked.keys(), ...imports.by.keys()]);
  return [...names].sort().map((name): PackageFact => {
    const { standing, nativeness: found } = judged(name, locked.get(name) ?? [], judge);
    const dev = !production.has(name) && (standing ? standing.dev : development.has(name));
    return {
      name,
      version: standing?.item.version ?? cleanRange(ranges[name]),
      direct: production.has(name) || development.has(name),
      dev,
      optional: standing?.optional ?? false,
      ...found,
      broughtInBy: (broughtIn.get(name) ?? []).filter((parent) => parent !== name),
      ...(standing && standing.chain.length > 1 ? { chain: standing.chain } : {}),
      importedBy: imports.by.get(name) ?? [],
      reach: imports.reach.get(name) ?? (dev ? 'build' : 'production'),
    };
  });
}

/** `^4.17.1` → `4.17.1`: the lowest version the range allows, when it is plain. */
const cleanRange = (range: string | undefined): string | null => /^[~^>=v\s]*(\d+(?:\.\d+){0,2}[\w.-]*)/.exec(range ?? '')?.[1] ?? null;
