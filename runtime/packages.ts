/** Finds and loads the optional runtime packages (esbuild, unenv, miniflare, workerd) where they are used; installs nothing and guesses no version. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
// Types only: the packages themselves are loaded below, where they are found.
import type * as PresetModule from '@cloudflare/unenv-preset';
import type * as EsbuildModule from 'esbuild';
import type * as MiniflareModule from 'miniflare';
import type * as UnenvModule from 'unenv';
import { UserError } from '../core/errors.js';
import { home } from '../core/home.js';
import { findPackage, packageIn, type FoundPackage } from './installed.js';
import { findWorkerd, workerdPackage, type WorkerdBinary } from './workerd-binary.js';

export type Esbuild = typeof EsbuildModule;
export type Unenv = typeof UnenvModule;
export type UnenvPreset = typeof PresetModule;
export type MiniflarePackage = typeof MiniflareModule;

export interface BundlerPackages {
  esbuild: Esbuild;
  unenv: Unenv;
  preset: UnenvPreset;
  /** Folders of the packages, to resolve what they point at. */
  folders: { unenv: string; preset: string };
}

export interface RuntimePackages extends BundlerPackages {
  miniflare: MiniflarePackage;
  miniflareVersion: string;
  workerd: WorkerdBinary;
}

/** Version of the package in a folder. */
export const packageVersion = (folder: string): string => packageIn(path.dirname(folder), path.basename(folder))?.version ?? 'unknown';

/**
 * Versions that run on the oldest Node we support: later miniflare asks for Node 22, and version 5 has other options.
 * workerd comes as one package per platform; the newest of 1.x is taken because the compatibility date may not be
 * newer than the binary.
 */
const WANTED = ['miniflare@4.20260426.0', 'esbuild@0.28', 'unenv@2.0.0-rc.24', '@cloudflare/unenv-preset@2.16.2'];
const MINIFLARE_MAJOR = '4';

/** The one command that installs everything `verify` needs here. */
export function installCommand(platform: string = process.platform, arch: string = process.arch): string {
  const workerd = workerdPackage(platform, arch);
  return ['npm install --save-dev', ...WANTED, ...(workerd ? [`${workerd}@1`] : [])].join(' ');
}

/** Folders whose node_modules are searched, in this order: the tool's own, then the caller's. */
export const defaultPackageFolders = (...more: string[]): string[] => [home, process.cwd(), ...more];

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

/** Everything that `verify` and the snippets need; `binary` is another workerd than the newest installed one. miniflare reads the path of workerd from the environment when it starts one. */
export async function loadRuntime(folders: string[] = defaultPackageFolders(), binary?: WorkerdBinary): Promise<RuntimePackages> {
  const bundlerFound = ['esbuild', 'unenv', '@cloudflare/unenv-preset', 'miniflare'];
  const found = findAll(bundlerFound, folders).get('miniflare');
  const workerd = binary ?? findWorkerd(folders);
  if (!workerd) throw missing([workerdPackage() ?? 'workerd']);
  if (found?.version.split('.')[0] !== MINIFLARE_MAJOR) {
    throw new UserError('runtime-packages-version', `miniflare ${found?.version ?? ''} has other options than version ${MINIFLARE_MAJOR}, which is the one supported.`, `Install the supported one with: ${installCommand()}`);
  }
  const bundler = await loadBundler(folders);
  const miniflare = await load<MiniflarePackage>(found, 'Miniflare');
  process.env['MINIFLARE_WORKERD_PATH'] = workerd.path;
  return { ...bundler, miniflare, miniflareVersion: found.version, workerd };
}
