/** Bundles one entry for workerd as wrangler would (esbuild, unenv, Cloudflare's preset). Writes nothing and needs no wrangler. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BuildOptions, Message, Plugin } from 'esbuild';
import { nodeModulesAbove } from './installed.js';
import { additionalModules, moduleRulesPlugin, rulesInForce, type WorkerModule } from './module-rules.js';
import { aliasPlugin, nodeCompatPlugin } from './node-compat.js';
import { loadBundler, type BundlerPackages } from './packages.js';
import { BUNDLE_NAME, positionReader, shownFile, type PositionReader } from './source-position.js';
import type { WranglerConfig } from './wrangler-config.js';

/** Which `package.json` fields and conditions decide: wrangler's default, or its WRANGLER_BUILD_PLATFORM=node. */
export type BundlerPlatform = 'browser' | 'node';

export interface BundleOptions {
  /** Absolute path of the app. */
  root: string;
  /** File relative to the root; or the text of an entry that stands at the root. */
  entry: string | { contents: string };
  compatibilityDate: string;
  /** nodejs_compat is added where the date does not imply it. */
  compatibilityFlags?: string[];
  platform?: BundlerPlatform;
  external?: string[];
  /** An app whose node_modules serve when the root has none. */
  packagesOf?: string;
  wrangler?: WranglerConfig;
  packages?: BundlerPackages;
  /** Rewrites the app's own sources on the way, and runs a text before them. `shipped`: the text of a script that ships as it is, by its absolute path. */
  instrument?: { plugin: Plugin; banner: string; shipped?(file: string): string | undefined };
  /** Plugins that answer before all others, and names replaced besides the usual ones: a diagnosis looks past what stops the strict bundle. */
  plugins?: Plugin[];
  define?: Record<string, string>;
}

/** One remark of the bundler, with its place in the sources when known. */
export interface BundleNote {
  kind: 'error' | 'unresolved' | 'dynamic-require' | 'warning';
  message: string;
  at?: { file: string; line: number };
}

export interface Bundle {
  modules: WorkerModule[];
  compatibilityFlags: string[];
  bytes: number;
  gzipBytes: number;
  notes: BundleNote[];
  position: PositionReader;
}

export type BundleResult = { ok: true; bundle: Bundle } | { ok: false; notes: BundleNote[] };

/** From this date on, nodejs_compat is implied (measured by bisection, workerd 1.20261117.1). */
const NODE_COMPAT_IMPLIED = '2026-08-04';

/** Worker size, uncompressed, every plan: https://developers.cloudflare.com/workers/platform/limits/ (changed mid-2026). */
const LIMIT_BYTES = 64 * 1024 * 1024;
/** Compressed limits of the same page before that change (free, paid); accounts may still see them. */
const OLDER_GZIP_LIMITS: [plan: string, bytes: number][] = [['free', 3 * 1024 * 1024], ['paid', 10 * 1024 * 1024]];

/** The flags to bundle and start with. */
export function flagsAt(compatibilityDate: string, flags: string[] = []): string[] {
  if (compatibilityDate >= NODE_COMPAT_IMPLIED) return flags.filter((flag) => flag !== 'nodejs_compat');
  return flags.includes('nodejs_compat') || flags.includes('nodejs_compat_v2') ? flags : ['nodejs_compat', ...flags];
}

const DYNAMIC = new Set(['unsupported-dynamic-import', 'unsupported-require-call', 'indirect-require', 'require-resolve-not-external']);
const UNRESOLVED = new Set(['ignored-dynamic-import', 'ignored-bare-import']);

function kindOf(message: Message, error: boolean): BundleNote['kind'] {
  if (message.text.startsWith('Could not resolve') || UNRESOLVED.has(message.id)) return 'unresolved';
  if (error) return 'error';
  return DYNAMIC.has(message.id) ? 'dynamic-require' : 'warning';
}

function noteOf(message: Message, root: string, error: boolean): BundleNote {
  const kind = kindOf(message, error);
  // esbuild's hints on unresolved names advise to hide them from the bundler, which is no help here.
  const hint = kind === 'error' ? message.notes.find((note) => note.text !== '')?.text.replace(/\s+/g, ' ') : undefined;
  const note: BundleNote = { kind, message: hint ? `${message.text} (${hint})` : message.text };
  if (message.location) note.at = { file: shownFile(path.resolve(root, message.location.file), root), line: message.location.line };
  return note;
}

/** Remarks on code in packages are many and rarely the user's to act on: kept for dynamic and unresolved ones only. */
const concerns = (note: BundleNote): boolean => note.kind !== 'warning' || !note.at?.file.includes('node_modules/');

/** The limits that a Worker of this size is over. */
export function sizeNotes(bytes: number, gzipBytes: number): BundleNote[] {
  const mib = (size: number): string => `${(size / 1024 / 1024).toFixed(1)} MiB`;
  const notes: BundleNote[] = [];
  if (bytes > LIMIT_BYTES) notes.push({ kind: 'warning', message: `the bundle has ${mib(bytes)}, over the Worker limit of ${mib(LIMIT_BYTES)}` });
  for (const [plan, limit] of OLDER_GZIP_LIMITS) {
    if (gzipBytes > limit) notes.push({ kind: 'warning', message: `compressed, the bundle has ${mib(gzipBytes)}, over the older limit of ${mib(limit)} on the ${plan} plan` });
  }
  return notes;
}

function esbuildOptions(options: BundleOptions, flags: string[], packages: BundlerPackages): BuildOptions {
  const { root, entry, platform = 'browser', wrangler = {} } = options;
  const searched = [...nodeModulesAbove(root), ...(options.packagesOf ? nodeModulesAbove(options.packagesOf) : [])];
  const production = '"production"';
  return {
    ...(typeof entry === 'string' ? { entryPoints: [path.join(root, entry)] } : { stdin: { contents: entry.contents, resolveDir: root, sourcefile: '<stdin>', loader: 'js' } }),
    absWorkingDir: root,
    outfile: path.join(root, BUNDLE_NAME),
    write: false,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    sourcemap: 'external',
    sourcesContent: false,
    keepNames: wrangler.keep_names ?? true,
    platform,
    ...(platform === 'node' ? { conditions: ['workerd', 'worker'], mainFields: ['module', 'main'] } : { conditions: ['workerd', 'worker', 'browser'] }),
    external: ['cloudflare:*', 'node:*', ...(options.external ?? [])],
    nodePaths: [...new Set(searched)],
    loader: { '.js': 'jsx', '.mjs': 'jsx', '.cjs': 'jsx' },
    define: { 'process.env.NODE_ENV': production, 'global.process.env.NODE_ENV': production, 'globalThis.process.env.NODE_ENV': production, 'navigator.userAgent': '"Cloudflare-Workers"', ...options.define, ...wrangler.define },
    // Told as warnings so that they come with their place; esbuild keeps them to itself otherwise.
    logOverride: Object.fromEntries([...DYNAMIC, ...UNRESOLVED].map((id) => [id, 'warning'])),
    logLevel: 'silent',
    logLimit: 0,
    ...(options.instrument ? { banner: { js: options.instrument.banner } } : {}),
    plugins: [...(options.plugins ?? []), ...(options.instrument ? [options.instrument.plugin] : []), aliasPlugin(wrangler.alias ?? {}, root), nodeCompatPlugin(packages, options.compatibilityDate, flags)],
  };
}

/** Folder that `find_additional_modules` looks in: base_dir, else the folder of `main`. */
const moduleFolder = (root: string, wrangler: WranglerConfig): string => path.resolve(root, wrangler.base_dir ?? path.dirname(wrangler.main ?? '.'));

/** Bundles. A source that does not resolve or parse is an answer (`ok: false`), missing packages are a UserError. */
export async function bundleForWorkers(options: BundleOptions): Promise<BundleResult> {
  const packages = options.packages ?? (await loadBundler());
  const root = path.resolve(options.root);
  const wrangler = options.wrangler ?? {};
  const flags = flagsAt(options.compatibilityDate, options.compatibilityFlags ?? wrangler.compatibility_flags);
  const rules = rulesInForce(wrangler.rules ?? []);
  const folder = moduleFolder(root, wrangler);
  const additional = wrangler.find_additional_modules && existsSync(folder) ? additionalModules(folder, rules) : [];
  const shipped = additional.map((module) => ({ ...module, contents: options.instrument?.shipped?.(path.join(folder, module.path)) ?? module.contents }));
  const collected = new Map<string, WorkerModule>();
  const build = esbuildOptions({ ...options, root }, flags.includes('nodejs_compat') ? flags : ['nodejs_compat', ...flags], packages);
  build.plugins?.push(moduleRulesPlugin(rules, folder, shipped, (module) => collected.set(module.path, module)));
  try {
    const result = await packages.esbuild.build(build);
    const script = result.outputFiles?.find((file) => file.path.endsWith('.mjs'))?.text ?? '';
    const map = result.outputFiles?.find((file) => file.path.endsWith('.map'))?.text ?? '{}';
    const modules: WorkerModule[] = [{ type: 'ESModule', path: BUNDLE_NAME, contents: script }, ...shipped, ...collected.values()];
    const sizes = modules.map((module) => Buffer.from(module.contents));
    const bytes = sizes.reduce((sum, size) => sum + size.length, 0);
    const gzipBytes = gzipSync(Buffer.concat(sizes)).length;
    const notes = [...result.warnings.map((warning) => noteOf(warning, root, false)).filter(concerns), ...sizeNotes(bytes, gzipBytes)];
    return { ok: true, bundle: { modules, compatibilityFlags: flags, bytes, gzipBytes, notes, position: positionReader(map, root, root) } };
  } catch (error) {
    const failure = error as { errors?: Message[]; warnings?: Message[] };
    if (!failure.errors) throw error;
    return { ok: false, notes: [...failure.errors.map((one) => noteOf(one, root, true)), ...(failure.warnings ?? []).map((one) => noteOf(one, root, false)).filter(concerns)] };
  }
}
