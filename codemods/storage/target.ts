/** What a codemod has to say of the store that it moves documents to. All else (seam, disk, calls, configuration) is shared. */
import type { Store } from '../../core/stores.js';
import type { NewModule } from '../shared/render.js';
import { type Source, namesIn } from '../shared/source.js';
import type { AdapterText } from './adapter-text.js';
import type { WorkersTypes } from './types.js';

export interface StorageTarget {
  store: Store;
  title: string;
  /** Name of the first seam, and the names that it goes by in a file, the first that is free there. */
  seam: string;
  aliases: readonly string[];
  /** Of the adapter's file: `documents.kv.js`. */
  suffix: string;
  /** The adapter for Workers, which alone imports `cloudflare:workers`. */
  adapter(text: AdapterText): NewModule;
  types: WorkersTypes;
  /** In a Container, which has no bindings: what stands in for the binding there, and the package that it needs. Absent where no Container gets to the store. */
  network?: { suffix: string; module(binding: string, otherwise?: string): NewModule; dependency: [name: string, range: string] };
  /** The adapter is for a Container. */
  inContainer?: boolean;
  /** Entry of the binding in the wrangler configuration, and the comment above it. `app` is the name of the Worker. */
  wrangler(binding: string, app: string): { comment: string; entry: Record<string, string> };
}

/** What the seam is called in a file. */
export function aliasFor({ aliases, seam }: Pick<StorageTarget, 'aliases' | 'seam'>, source: Source): string {
  const taken = namesIn(source);
  return aliases.find((alias) => !taken.has(alias)) ?? `${seam}${taken.size}`;
}
