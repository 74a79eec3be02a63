/** Makes a folder with those around it. Node's own `recursive` never ends where the system answers that a folder does not exist in which nothing can be made, as under /proc. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Throws the error of the file system for the first folder that cannot be made. */
export function makeFolders(folder: string): void {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !existsSync(at) && at !== path.dirname(at); at = path.dirname(at)) missing.push(at);
  for (const at of missing.reverse()) {
    try {
      mkdirSync(at);
    } catch (error) {
      // Another scan may have made it meanwhile.
      if (!statSync(at, { throwIfNoEntry: false })?.isDirectory()) throw error;
    }
  }
}
