/** Types for `cloudflare:workers` in a TypeScript project that has none, or only the general ones: the part that an adapter uses, and its binding. */

export interface WorkersTypes {
  /** What readers call the product: `Workers KV`. */
  product: string;
  /** Type of the binding in @cloudflare/workers-types. */
  general: string;
  /** Its name and text where that package is not installed. */
  own: { name: string; declaration: string };
}

/** `adapter`: the file that uses them. */
export function workersTypes(types: WorkersTypes, binding: string, adapter: string, hasWorkersTypes: boolean): string {
  if (hasWorkersTypes) return `// The binding of ${adapter}; \`wrangler types\` declares it too, and then this file can go.
declare namespace Cloudflare {
  interface Env {
    ${binding}: ${types.general};
  }
}
`;
  return `// The part of ${types.product} that ${adapter} uses; with @cloudflare/workers-types installed this file can go.
declare module 'cloudflare:workers' {
${types.own.declaration}
  export const env: { ${binding}: ${types.own.name} };
  export function waitUntil(promise: Promise<unknown>): void;
}
`;
}
