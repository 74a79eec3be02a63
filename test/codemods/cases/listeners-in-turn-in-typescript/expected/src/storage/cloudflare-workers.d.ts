// The part of Workers KV that documents.kv.ts uses; with @cloudflare/workers-types installed this file can go.
declare module 'cloudflare:workers' {
  interface Namespace {
    get(key: string, type: 'arrayBuffer'): Promise<ArrayBuffer | null>;
    get(key: string, type: 'stream'): Promise<ReadableStream | null>;
    getWithMetadata<T>(key: string, type: 'arrayBuffer'): Promise<{ value: ArrayBuffer | null; metadata: T | null }>;
    put(key: string, value: ArrayBuffer | ArrayBufferView, options?: { metadata?: unknown }): Promise<void>;
    delete(key: string): Promise<void>;
    list(options: { prefix?: string; cursor?: string; limit?: number }): Promise<{ keys: { name: string }[]; list_complete: boolean; cursor?: string }>;
  }
  export const env: { DOCUMENTS: Namespace };
  export function waitUntil(promise: Promise<unknown>): void;
}
