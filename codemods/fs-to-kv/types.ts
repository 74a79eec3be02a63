/** Types of the part of Workers KV that the adapter uses, for TypeScript. */
import type { WorkersTypes } from '../storage/types.js';

export const kvTypes: WorkersTypes = {
  product: 'Workers KV',
  general: 'KVNamespace',
  own: {
    name: 'Namespace',
    declaration: `  interface Namespace {
    get(key: string, type: 'arrayBuffer'): Promise<ArrayBuffer | null>;
    get(key: string, type: 'stream'): Promise<ReadableStream | null>;
    getWithMetadata<T>(key: string, type: 'arrayBuffer'): Promise<{ value: ArrayBuffer | null; metadata: T | null }>;
    put(key: string, value: ArrayBuffer | ArrayBufferView, options?: { metadata?: unknown }): Promise<void>;
    delete(key: string): Promise<void>;
    list(options: { prefix?: string; cursor?: string; limit?: number }): Promise<{ keys: { name: string }[]; list_complete: boolean; cursor?: string }>;
  }`,
  },
};
