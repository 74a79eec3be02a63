/** Says what an import specifier names: a local file, a Node builtin, a package, or nothing that is known. Looks only at the set of files the project has. */
import { builtinModules } from 'node:module';
import path from 'node:path';
import { type Manifest, manifestsOf, parseObject, targetOf } from './manifest.js';
import type { Project } from './project.js';

export type Resolution =
  | { kind: 'file'; file: string }
  /** A local file that is no source: JSON, text, .node. */
  | { kind: 'data'; file: string }
  | { kind: 'builtin'; name: string }
  | { kind: 'package'; name: string; subpath: string }
  | { kind: 'unresolved' };

export interface Resolver {
  resolve(from: string, specifier: string): Resolution;
}

/** Names that need no prefix. `sqlite`, `test` and `sea` without `node:` are packages. */
const BUILTINS = new Set(builtinModules.filter((name) => !name.startsWith('node:')));
const EXTENSIONS = ['', '.js', '.ts', '.mjs', '.cjs', '.jsx', '.tsx', '.mts', '.cts', '.json', '.node'];
const INDEXES = ['/index.js', '/index.ts', '/index.mjs', '/index.cjs', '/index.tsx', '/index.jsx', '/index.json'];

/** Aliases of one tsconfig or jsconfig: `@/*` → folders relative to the root. */
interface Aliases {
  folder: string;
  baseUrl: string | null;
  paths: { prefix: string; suffix: string; targets: string[] }[];
}

function aliasesOf(project: Project): Aliases[] {
  return project.others
    .filter((file) => /(?:^|\/)(?:ts|js)config(?:\.[\w-]+)?\.json$/.test(file))
    .flatMap((file): Aliases[] => {
      const options = compilerOptions(project, file);
      if (!options) return [];
      const folder = path.posix.dirname(file) === '.' ? '' : path.posix.dirname(file);
      const baseUrl = typeof options.baseUrl === 'string' ? path.posix.join(folder, options.baseUrl) : null;
      const entries = Object.entries((options.paths ?? {}) as Record<string, string[]>);
      const paths = entries.map(([pattern, targets]) => {
        const [prefix = '', suffix = ''] = pattern.split('*');
        return { prefix, suffix: pattern.includes('*') ? suffix : '\0', targets: (Array.isArray(targets) ? targets : []).map((t) => path.posix.join(baseUrl ?? folder, t)) };
      });
      return baseUrl !== null || paths.length > 0 ? [{ folder, baseUrl, paths }] : [];
    });
}

function compilerOptions(project: Project, file: string, depth = 0): Record<string, unknown> | null {
  try {
    const value = parseObject(project.read(file));
    if (!value) return null;
    const own = (value.compilerOptions ?? {}) as Record<string, unknown>;
    const named = (Array.isArray(value.extends) ? value.extends : [value.extends]).filter((name): name is string => typeof name === 'string' && depth < 5);
    const parents = named.map((name) => path.posix.join(path.posix.dirname(file), name.endsWith('.json') ? name : `${name}.json`)).filter((parent) => project.has(parent));
    return Object.assign({}, ...parents.map((parent) => compilerOptions(project, parent, depth + 1)), own) as Record<string, unknown>;
  } catch {
    return null; // A tsconfig that cannot be read gives no aliases; imports through them show as unresolved.
  }
}

export function packageName(specifier: string): { name: string; subpath: string } {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return { name: parts.slice(0, length).join('/'), subpath: parts.slice(length).join('/') };
}

/** Resolves against the project's own files only: nothing outside of it is looked at. */
export function createResolver(project: Project): Resolver {
  const sources = new Set(project.sources);
  const manifests = manifestsOf(project);
  const byName = new Map<string, Manifest>();
  for (const manifest of manifests) if (manifest.name && !byName.has(manifest.name)) byName.set(manifest.name, manifest);
  const aliases = aliasesOf(project);
  const withMain = new Map<string, Manifest>();
  for (const manifest of manifests) if (manifest.main && !withMain.has(manifest.folder)) withMain.set(manifest.folder, manifest);

  const local = (candidate: string): Resolution | null => {
    const clean = path.posix.normalize(candidate).replace(/\/$/, '');
    for (const ending of EXTENSIONS) {
      const file = clean + ending;
      if (sources.has(file)) return { kind: 'file', file };
      if (project.has(file)) return { kind: 'data', file };
    }
    for (const file of furtherVariants(clean)) {
      if (sources.has(file)) return { kind: 'file', file };
      if (project.has(file)) return { kind: 'data', file };
    }
    const manifest = withMain.get(clean === '.' ? '' : clean);
    return manifest?.main && manifest.main !== '.' ? local(path.posix.join(clean, manifest.main)) : null;
  };

  const inPackage = (manifest: Manifest, subpath: string): Resolution | null => {
    const exported = manifest.exports;
    if (typeof exported === 'object' && exported !== null && !Array.isArray(exported)) {
      const target = targetOf((exported as Record<string, unknown>)[subpath === '' ? '.' : `./${subpath}`]) ?? (subpath === '' ? targetOf(exported) : null);
      const found = target ? local(path.posix.join(manifest.folder, target)) : null;
      if (found) return found;
    }
    if (subpath !== '') return local(path.posix.join(manifest.folder, subpath)) ?? local(path.posix.join(manifest.folder, 'src', subpath));
    const main = typeof exported === 'string' ? exported : manifest.module ?? manifest.main ?? 'index.js';
    return local(path.posix.join(manifest.folder, main)) ?? local(path.posix.join(manifest.folder, 'src/index')) ?? local(path.posix.join(manifest.folder, 'index'));
  };

  const ownImport = (from: string, specifier: string): Resolution | null => {
    const owner = manifests.filter((m) => m.imports && (m.folder === '' || from.startsWith(`${m.folder}/`))).sort((a, b) => b.folder.length - a.folder.length)[0];
    for (const [pattern, value] of Object.entries(owner?.imports ?? {})) {
      const target = targetOf(value);
      if (target === null) continue;
      const [prefix = '', suffix] = pattern.split('*');
      if (suffix === undefined ? pattern === specifier : specifier.startsWith(prefix) && specifier.endsWith(suffix)) {
        const middle = suffix === undefined ? '' : specifier.slice(prefix.length, specifier.length - suffix.length);
        // The target may as well be a builtin or a package: `"#disk": "node:fs"`.
        return target.startsWith('.') ? local(path.posix.join(owner?.folder ?? '', target.replace('*', middle))) : find(from, target.replace('*', middle));
      }
    }
    return null;
  };

  const aliased = (from: string, specifier: string): Resolution | null => {
    for (const alias of aliases) {
      if (alias.folder !== '' && !from.startsWith(`${alias.folder}/`)) continue;
      for (const { prefix, suffix, targets } of alias.paths) {
        const exact = suffix === '\0';
        if (exact ? specifier !== prefix : !(specifier.startsWith(prefix) && specifier.endsWith(suffix))) continue;
        const middle = exact ? '' : specifier.slice(prefix.length, specifier.length - suffix.length);
        for (const target of targets) {
          const found = local(target.replace('*', middle));
          if (found) return found;
        }
      }
      const based = alias.baseUrl === null ? null : local(path.posix.join(alias.baseUrl, specifier));
      if (based) return based;
    }
    return null;
  };

  const find = (from: string, raw: string): Resolution => {
    const specifier = raw.replace(/[?#].*$/, (suffix) => (raw.startsWith('#') && suffix === raw ? suffix : suffix.startsWith('?') ? '' : suffix));
    if (specifier.startsWith('node:')) return { kind: 'builtin', name: specifier };
    if (specifier.startsWith('.')) return local(path.posix.join(path.posix.dirname(from), specifier)) ?? { kind: 'unresolved' };
    if (specifier.startsWith('/')) return { kind: 'unresolved' };
    if (specifier.startsWith('#')) return ownImport(from, specifier) ?? { kind: 'unresolved' };
    const { name, subpath } = packageName(specifier);
    if (BUILTINS.has(specifier)) return { kind: 'builtin', name: `node:${specifier}` };
    const workspace = byName.get(name);
    const own = workspace ? inPackage(workspace, subpath) : null;
    return own ?? aliased(from, specifier) ?? { kind: 'package', name, subpath };
  };

  return { resolve: rememberingFolders(find) };
}

/** Asks once per folder and specifier. */
function rememberingFolders(find: Resolver['resolve']): Resolver['resolve'] {
  const byFolder = new Map<string, Map<string, Resolution>>();
  const byFile = new Map<string, Map<string, Resolution>>();
  const besides = (from: string): Map<string, Resolution> => {
    const folder = path.posix.dirname(from);
    const beside = byFolder.get(folder) ?? new Map<string, Resolution>();
    byFolder.set(folder, beside);
    byFile.set(from, beside);
    return beside;
  };
  return (from, specifier) => {
    const beside = byFile.get(from) ?? besides(from);
    const before = beside.get(specifier);
    if (before) return before;
    const resolution = find(from, specifier);
    beside.set(specifier, resolution);
    return resolution;
  };
}

/** Candidates for a path beside those with an extension added, in the order a bundler or Node would try them; `.js` may stand for `.ts`. */
function furtherVariants(clean: string): string[] {
  const swapped = /^(.*)\.([mc]?)js(x?)$/.exec(clean);
  return [...(swapped ? [`${swapped[1]}.${swapped[2]}ts${swapped[3]}`, `${swapped[1]}.tsx`] : []), ...INDEXES.map((index) => (clean === '.' || clean === '' ? index.slice(1) : clean + index))];
}
