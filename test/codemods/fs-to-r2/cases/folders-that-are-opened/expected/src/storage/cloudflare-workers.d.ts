// The part of R2 that files.r2.ts uses; with @cloudflare/workers-types installed this file can go.
declare module 'cloudflare:workers' {
  interface Head {
    size: number;
    etag: string;
    uploaded: Date;
    customMetadata?: Record<string, string>;
  }
  interface Stored extends Head {
    body: ReadableStream & { values(): AsyncIterableIterator<Uint8Array> };
    arrayBuffer(): Promise<ArrayBuffer>;
  }
  interface Upload {
    uploadPart(number: number, value: ArrayBufferView): Promise<{ partNumber: number; etag: string }>;
    complete(parts: { partNumber: number; etag: string }[]): Promise<Head>;
    abort(): Promise<void>;
  }
  interface Condition {
    etagMatches?: string;
    etagDoesNotMatch?: string;
  }
  interface Bucket {
    get(key: string, options?: { range?: { offset: number; length: number } }): Promise<Stored | null>;
    createMultipartUpload(key: string): Promise<Upload>;
    head(key: string): Promise<Head | null>;
    put(key: string, value: ReadableStream | ArrayBufferView): Promise<Head>;
    put(key: string, value: ReadableStream | ArrayBufferView, options: { onlyIf: Condition; customMetadata?: Record<string, string> }): Promise<Head | null>;
    delete(keys: string | string[]): Promise<void>;
    list(options: { prefix?: string; delimiter?: string; cursor?: string; limit?: number }): Promise<{ objects: { key: string }[]; delimitedPrefixes: string[]; truncated: boolean; cursor?: string }>;
  }
  export const env: { FILES: Bucket };
  export function waitUntil(promise: Promise<unknown>): void;
}
