/** Where the files of a seam stand, what they are called and in which dialect they are written. */
import path from 'node:path';
import type { Program } from '../../core/program.js';
import { readJson } from '../shared/json-text.js';
import type { Dialect } from '../shared/render.js';

export interface Layout {
  /** Folder of the package.json that the seam belongs to, '' for the root. */
  packageFolder: string;
  /** Paths of the files, relative to the root. */
  seam: string;
  disk: string;
  target: string;
  /** Tells on Workers which files are in the store; only where some calls reach others as well. */
  places: string;
  /** Answers requests with documents; only where the program hands them out. */
  send: string;
  /** In a Container: what stands in for the binding. */
  bucket: string;
  /** Types of Workers, for TypeScript. */
  types: string;
  dialect: Dialect;
  targetDialect: Dialect;
  /** `#documents-adapter`. */
  adapter: string;
}

/** Folder that all files share, at its top: `src` for src/a.js and src/lib/b.js. */
function topFolder(files: readonly string[], packageFolder: string): string {
  const inside = files.map((file) => (packageFolder === '' ? file : file.slice(packageFolder.length + 1)));
  const tops = new Set(inside.map((file) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '')));
  const [only] = tops;
  return path.posix.join(packageFolder, tops.size === 1 ? only ?? '' : '');
}

function packageOf(read: (file: string) => string | null, files: readonly string[]): { folder: string; type: string | undefined } {
  let folder = files[0] ? path.posix.dirname(files[0]) : '.';
  while (folder !== '.' && !files.every((file) => file.startsWith(`${folder}/`))) folder = path.posix.dirname(folder);
  for (; ; folder = path.posix.dirname(folder)) {
    const text = read(path.posix.join(folder, 'package.json'));
    if (text !== null) return { folder: folder === '.' ? '' : folder, type: (readJson(text) as { type?: string } | null)?.type };
    if (folder === '.') return { folder: '', type: undefined };
  }
}

export interface LayoutNeeds {
  /** Files that will import the seam. */
  users: readonly string[];
  /** Of the seam, when it is new. */
  name: string;
  /** File of a seam that is there already. */
  known: string | undefined;
  /** Of the target's adapter. */
  suffix: string;
  /** The adapter is for Node, not for Workers. */
  inContainer: boolean;
}

export function layoutOf({ program, read }: { program: Program; read(file: string): string | null }, { users, name, known, suffix, inContainer }: LayoutNeeds): Layout {
  const { folder, type } = packageOf(read, users);
  const typescript = users.some((file) => /\.[mc]?ts$/.test(file));
  const commonjs = !typescript && users.some((file) => program.modules.find((module) => module.file === file)?.module === 'commonjs');
  const dialect: Dialect = { module: commonjs ? 'commonjs' : 'esm', typescript };
  const extension = typescript ? '.ts' : commonjs ? (type === 'module' ? '.cjs' : '.js') : type === 'module' ? '.js' : '.mjs';
  // Only an ES module can import cloudflare:workers: bundlers leave that import alone, a require of it fails.
  const targetExtension = commonjs && !inContainer ? '.mjs' : extension;
  const base = known ? known.slice(0, -path.posix.extname(known).length) : freeBase(read, path.posix.join(topFolder(users, folder), 'storage', name), extension, suffix);
  const stem = path.posix.basename(base);
  return {
    packageFolder: folder,
    seam: known ?? `${base}${extension}`,
    disk: `${base}.fs${extension}`,
    target: `${base}.${suffix}${targetExtension}`,
    places: `${base}.workers${targetExtension}`,
    send: `${base}.send${targetExtension}`,
    bucket: `${base}.bucket${targetExtension}`,
    types: path.posix.join(path.posix.dirname(base), 'cloudflare-workers.d.ts'),
    dialect,
    targetDialect: inContainer ? dialect : { module: 'esm', typescript },
    adapter: `#${stem}-adapter`,
  };
}

/** A name that no file has yet. */
function freeBase(read: (file: string) => string | null, base: string, extension: string, suffix: string): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? base : `${base}-${n}`;
    if ([`${candidate}${extension}`, `${candidate}.fs${extension}`, `${candidate}.${suffix}${extension}`, `${candidate}.send${extension}`, `${candidate}.workers${extension}`].every((file) => read(file) === null)) return candidate;
  }
}

/** Specifier of `to` as `from` writes its relative imports. */
export function specifierFrom(from: string, to: string, others: readonly string[], dialect: Dialect): string {
  const relative = path.posix.relative(path.posix.dirname(from), to);
  const dotted = relative.startsWith('.') ? relative : `./${relative}`;
  const local = others.filter((specifier) => specifier.startsWith('.'));
  const bare = dotted.replace(/\.[cm]?[jt]s$/, '');
  if (/\.(?:mjs|cjs|mts|cts)$/.test(to)) return dotted.replace(/\.([mc])ts$/, '.$1js');
  if (dialect.typescript) {
    if (local.some((specifier) => specifier.endsWith('.ts'))) return dotted;
    return local.length > 0 && !local.some((specifier) => specifier.endsWith('.js')) ? bare : `${bare}.js`;
  }
  const extensionless = dialect.module === 'commonjs' && !local.some((specifier) => /\.[cm]?js$/.test(specifier));
  return extensionless ? bare : dotted;
}
