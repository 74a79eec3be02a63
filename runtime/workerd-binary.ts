/** Finds the newest workerd installed for this platform; downloads none. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { nodeModulesAbove, packageIn, type FoundPackage } from './installed.js';

export interface WorkerdBinary {
  path: string;
  /** Package version (`1.20261117.1`), or `set by MINIFLARE_WORKERD_PATH`. */
  version: string;
}

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

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The newest workerd for this platform: what the user set, else the best among the installed copies, nested ones included. */
export function findWorkerd(folders: string[]): WorkerdBinary | null {
  const set = process.env['MINIFLARE_WORKERD_PATH'];
  if (set) {
    if (!existsSync(set)) throw new UserError('no-workerd', `MINIFLARE_WORKERD_PATH names ${set}, which does not exist.`, 'Unset the variable, or let it name the workerd binary itself.');
    return { path: set, version: path.basename(path.dirname(path.dirname(set))).startsWith('workerd-') ? versionBeside(set) : 'set by MINIFLARE_WORKERD_PATH' };
  }
  const name = workerdPackage();
  if (!name) throw new UserError('no-workerd', `workerd is not published for ${process.platform} ${process.arch}.`, `It is published for ${Object.keys(WORKERD_PACKAGES).join(', ')}; on Windows with arm64, Node for x64 can run it.`);
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
  return existsSync(manifest) ? ((JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string }).version ?? 'unknown') : 'unknown';
}
