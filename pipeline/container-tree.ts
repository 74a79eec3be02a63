/** Whether a tree keeps its documents as a Container does: by adapters that Node takes without being told, over the S3 API. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseObject } from '../core/manifest.js';

/** Names of the seams of a tree that was moved for a Container, such as `#files-adapter`. */
export function containerAdapters(directory: string): string[] {
  return Object.entries(parseObject(textOf(path.join(directory, 'package.json')))?.imports ?? {}).flatMap(([name, target]: [string, unknown]) => (isContainerTarget(target) && name.endsWith('-adapter') ? [name] : []));
}

/** `{ disk: …, default: … }`, with nothing for Workers. */
const isContainerTarget = (target: unknown): boolean => typeof target === 'object' && target !== null && 'disk' in target && 'default' in target && !('workerd' in target);

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '{}';
  }
}
