/** Finds and loads the optional runtime packages (esbuild, unenv, miniflare, workerd) where they are used; installs nothing and guesses no version. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
// Types only: the packages themselves are loaded below, where they are found.
import type * as PresetModule from '@cloudflare/unenv-preset';
import type * as EsbuildModule from 'esbuild';
import type * as MiniflareModule from 'miniflare';
import type * as UnenvModule from 'unenv';
import { UserError } from '../core/errors.js';
import { home } from '../core/home.js';

export type Esbuild = typeof EsbuildModule;
export type Unenv = typeof UnenvModule;
export type UnenvPreset = typeof PresetModule;
export type MiniflarePackage = typeof MiniflareModule;

export interface FoundPackage {
  name: string;
  folder: string;
  version: string;
  /** Absolute path of what `import name` loads. */
  main: string;
}

export interface BundlerPackages {
  esbuild: Esbuild;
  unenv: Unenv;
  preset: UnenvPreset;
  /** Folders of the packages, to resolve what they point at. */
  folders: { unenv: string; preset: string };
}

export interface WorkerdBinary {
  path: string;
  /** Package version (`1.20261117.1`), or `set by MINIFLARE_WORKERD_PATH`. */
  version: string;
}

export interface RuntimePackages extends BundlerPackages {
  miniflare: MiniflarePackage;
  miniflareVersion: string;
  workerd: WorkerdBinary;
}

/**
 * Versions that run on the oldest Node we support: later miniflare asks for Node 22, and version 5 has other options.
 * workerd comes as one package per platform; the newest of 1.x is taken because the compatibility date may not be
 * newer than the binary.
 */
const WANTED: Record<string, string> = {
  miniflare: '4.20260426.0',
  esbuild: '^0.28.2',
  unenv: '2.0.0-rc.24',
  '@cloudflare/unenv-preset': '^2.16.2',
};
const MINIFLARE_MAJOR = '4';

const WORKERD_PACKAGES: Record<string, string> = {
  'linux x64': '@cloudflare/workerd-linux-64',
  'linux arm64': '@cloudflare/workerd-linux-arm64',
  'darwin x64': '@cloudflare/workerd-darwin-64',
  'darwin arm64': '@cloudflare/workerd-darwin-arm64',
  'win32 x64': '@cloudflare/workerd-windows-64',
};

/** Name of the package that carries workerd for a platform; null where none is published. */
export function workerdPackage(platform: string = process.platform, arch: string = process.arch): string | null {
  return WORKERD_PACKAGES[`${platform} ${arch}`] ?? null;
}

/** The one command that installs everything `verify` needs here. */
export function installCommand(platform: string = process.platform, arch: string = process.arch): string {
  const workerd = workerdPackage(platform, arch);
  const wanted = Object.entries(WANTED).map(([name, range]) => `${name}@${range.replace('^', '')}`);
  return ['npm install --save-dev', ...wanted, ...(workerd ? [`${workerd}@1`] : [])].join(' ');
}

/** Folders whose node_modules are searched, in this order: the tool's own, then the caller's. */
export const defaultPackageFolders = (...more: string[]): string[] => [home, process.cwd(), ...more];

interface Manifest {
  version?: string;
  main?: string;
  exports?: unknown;
}

/** Follows `exports['.']` (or `main`) as `import` would. These packages use no other conditions. */
function mainOf(manifest: Manifest): string {
  let entry: unknown = manifest.exports;
  if (entry && typeof entry === 'object' && '.' in entry) entry = (entry as Record<string, unknown>)['.'];
  while (entry && typeof entry === 'object') {
    const conditions = entry as Record<string, unknown>;
    entry = conditions['import'] ?? conditions['node'] ?? conditions['default'] ?? conditions['require'];
  }
  return typeof entry === 'string' ? entry : (manifest.main ?? 'index.js');
}

function packageIn(nodeModules: string, name: string): FoundPackage | null {
  const folder = path.join(nodeModules, name);
  const manifestFile = path.join(folder, 'package.json');
  if (!existsSync(manifestFile)) return null;
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  return { name, folder, version: manifest.version ?? '', main: path.join(folder, mainOf(manifest)) };
}

/** Every node_modules folder from `folder` up to the root of the disk, nearest first. */
export function nodeModulesAbove(folder: string): string[] {
  const found: string[] = [];
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const candidate = path.join(at, 'node_modules');
    if (path.basename(at) !== 'node_modules' && existsSync(candidate)) found.push(candidate);
    if (path.dirname(at) === at) return found;
  }
}

export function findPackage(name: string, folders: string[]): FoundPackage | null {
  for (const folder of folders) {
    for (const nodeModules of nodeModulesAbove(folder)) {
      const found = packageIn(nodeModules, name);
      if (found) return found;
    }
  }
  return null;
}

function missing(names: string[]): UserError {
  return new UserError(
    'runtime-packages-missing',
    `Running code on the Workers runtime needs packages that are not installed: ${names.join(', ')}.`,
    `Install them with: ${installCommand()}`,
  );
}

function findAll(names: string[], folders: string[]): Map<string, FoundPackage> {
  const found = new Map<string, FoundPackage>();
  for (const name of names) {
    const one = findPackage(name, folders);
    if (one) found.set(name, one);
  }
  const absent = names.filter((name) => !found.has(name));
  if (absent.length > 0) throw missing(absent);
  return found;
}

/** Loads one package; CommonJS ones are taken by their `module.exports`. */
async function load<T extends object>(found: FoundPackage | undefined, key: keyof T): Promise<T> {
  if (!found) throw missing([]);
  const namespace = (await import(pathToFileURL(found.main).href)) as T & { default?: T };
  return key in namespace || !namespace.default ? namespace : namespace.default;
}

/** What bundling needs. Throws UserError `runtime-packages-missing` with the install command. */
export async function loadBundler(folders: string[] = defaultPackageFolders()): Promise<BundlerPackages> {
  const found = findAll(['esbuild', 'unenv', '@cloudflare/unenv-preset'], folders);
  const unenv = found.get('unenv');
  const preset = found.get('@cloudflare/unenv-preset');
  return {
    esbuild: await load<Esbuild>(found.get('esbuild'), 'build'),
    unenv: await load<Unenv>(unenv, 'defineEnv'),
    preset: await load<UnenvPreset>(preset, 'getCloudflarePreset'),
    folders: { unenv: unenv?.folder ?? '', preset: preset?.folder ?? '' },
  };
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The newest workerd for this platform: what the user set, else the best among the installed copies, nested ones included. */
export function findWorkerd(folders: string[] = defaultPackageFolders()): WorkerdBinary | null {
  const set = process.env['MINIFLARE_WORKERD_PATH'];
  if (set) {
    if (!existsSync(set)) throw new UserError('no-workerd', `MINIFLARE_WORKERD_PATH names ${set}, which does not exist.`, 'Unset the variable, or let it name the workerd binary itself.');
    return { path: set, version: path.basename(path.dirname(path.dirname(set))).startsWith('workerd-') ? versionBeside(set) : 'set by MINIFLARE_WORKERD_PATH' };
  }
  const name = workerdPackage();
  if (!name) throw new UserError('no-workerd', `workerd is not published for ${process.platform} ${process.arch}.`, 'Run verify on Linux, macOS or Windows, on x64 or arm64.');
  const copies = folders.flatMap((folder) => nodeModulesAbove(folder)).flatMap((nodeModules) => [
    packageIn(nodeModules, name),
    packageIn(path.join(nodeModules, 'workerd', 'node_modules'), name),
    packageIn(path.join(nodeModules, 'miniflare', 'node_modules'), name),
  ]);
  const binary = process.platform === 'win32' ? 'workerd.exe' : 'workerd';
  const usable = copies.filter((copy) => copy !== null && existsSync(path.join(copy.folder, 'bin', binary))) as FoundPackage[];
  const newest = usable.sort((a, b) => compareVersions(b.version, a.version))[0];
  return newest ? { path: path.join(newest.folder, 'bin', binary), version: newest.version } : null;
}

function versionBeside(binary: string): string {
  const manifest = path.join(path.dirname(path.dirname(binary)), 'package.json');
  return existsSync(manifest) ? ((JSON.parse(readFileSync(manifest, 'utf8')) as Manifest).version ?? 'unknown') : 'unknown';
}

/** Everything that `verify` and the probe need. miniflare reads the path of workerd from the environment when it starts one. */
export async function loadRuntime(folders: string[] = defaultPackageFolders()): Promise<RuntimePackages> {
  const bundlerFound = ['esbuild', 'unenv', '@cloudflare/unenv-preset', 'miniflare'];
  const found = findAll(bundlerFound, folders).get('miniflare');
  const workerd = findWorkerd(folders);
  if (!workerd) throw missing([workerdPackage() ?? 'workerd']);
  if (found?.version.split('.')[0] !== MINIFLARE_MAJOR) {
    throw new UserError('runtime-packages-version', `miniflare ${found?.version ?? ''} has other options than version ${MINIFLARE_MAJOR}, which is the one supported.`, `Install the supported one with: ${installCommand()}`);
  }
  const bundler = await loadBundler(folders);
  const miniflare = await load<MiniflarePackage>(found, 'Miniflare');
  process.env['MINIFLARE_WORKERD_PATH'] = workerd.path;
  return { ...bundler, miniflare, miniflareVersion: found.version, workerd };
}
