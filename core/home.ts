/** Finds the files that ship with the tool, whether it runs from source or from dist/. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

function findHome(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const up = path.dirname(folder);
    if (up === folder) throw new Error('package.json of cf-migrate not found above ' + import.meta.url);
    folder = up;
  }
  return folder;
}

/** Absolute path of the package root. */
export const home: string = findHome();

/** Absolute path of a file that ships with the package. */
export const homePath = (...parts: string[]): string => path.join(home, ...parts);

/** Version of the tool, from its package.json. */
export const toolVersion = (): string => (JSON.parse(readFileSync(homePath('package.json'), 'utf8')) as { version: string }).version;
