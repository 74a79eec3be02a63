/** Where a file of TypeScript is run from, as tsconfig.json says it. */
import path from 'node:path';
import { readJson } from '../shared/json-text.js';
import type { Group } from './groups.js';

/** TypeScript that is compiled into a folder is run from there. */
export function built(group: Group, read: (file: string) => string | null, file: string): string {
  if (!group.layout.dialect.typescript) return file;
  const prefix = group.layout.packageFolder === '' ? '' : `${group.layout.packageFolder}/`;
  const config = read(`${prefix}tsconfig.json`);
  const options = (config === null ? null : (readJson(config) as { compilerOptions?: { outDir?: string; rootDir?: string; noEmit?: boolean } } | null))?.compilerOptions;
  if (!options?.outDir || options.noEmit) return file;
  const root = path.posix.normalize(options.rootDir ?? path.posix.dirname(path.posix.dirname(file.slice(prefix.length))));
  return prefix + path.posix.join(options.outDir, path.posix.relative(root, file.slice(prefix.length))).replace(/\.([mc]?)ts$/, '.$1js');
}
