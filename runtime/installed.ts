/** Looks for installed packages in node_modules folders, upwards. Loads and runs none of them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface FoundPackage {
  name: string;
  folder: string;
  version: string;
  /** Absolute path of what `import name` loads. */
  main: string;
}

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

export function packageIn(nodeModules: string, name: string): FoundPackage | null {
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
