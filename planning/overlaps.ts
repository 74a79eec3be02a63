/** Resources that can name the same file: a folder, or all that lies below it, and what lies there. What moves apart from the other would be in two places. */
import type { Resource } from '../core/program.js';
import { BLOCK_CODES } from '../core/repairs.js';
import type { Block } from './closure-data.js';
import { readable } from './storage-names.js';
import type { StorageWorld } from './storage-evidence.js';

/** `data/uploads/**` and `data/uploads` both reach what is below `data/uploads`. */
const folderOf = (pattern: string): string => pattern.replace(/\/\*\*$/, '');

const isBelow = (folder: Resource, file: Resource): boolean => file.pattern.startsWith(`${folderOf(folder.pattern)}/`) && file !== folder;

const overlap = (a: Resource, b: Resource): boolean => isBelow(a, b) || isBelow(b, a);

export interface Overlaps {
  /** Pairs that both move: they go together. */
  together: string[][];
  /** What moves while the other stays. */
  blocks: Block[];
}

/** `moving` are those of one store; all others stay, or go elsewhere. */
export function overlaps(world: StorageWorld, moving: readonly Resource[]): Overlaps {
  const all = world.program.resources.filter((resource) => resource.kind === 'files' && (world.sitesOf.get(resource.id)?.length ?? 0) > 0);
  const pairs = moving.flatMap((resource) => all.filter((other) => overlap(resource, other)).map((other) => ({ resource, other })));
  return {
    together: pairs.filter(({ other }) => moving.includes(other)).map(({ resource, other }) => [resource.id, other.id]),
    blocks: pairs.filter(({ other }) => !moving.includes(other)).map(({ resource, other }): Block => {
      const at = world.sitesOf.get(other.id)?.[0]?.at;
      return { code: 'mixed-paths', resources: [resource.id], chain: [{ text: `${readable(other.pattern)} stays, and can name the same file as ${readable(resource.pattern)}; ${BLOCK_CODES['mixed-paths']}`, ...(at ? { at } : {}) }] };
    }),
  };
}
