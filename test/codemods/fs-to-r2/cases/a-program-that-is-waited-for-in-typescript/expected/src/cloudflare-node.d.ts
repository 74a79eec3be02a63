// The part of cloudflare:node that worker-entry.ts uses; with @cloudflare/workers-types installed this file can go.
declare module 'cloudflare:node' {
  export function httpServerHandler(server: { port: number }): { fetch(request: Request, env?: unknown, context?: unknown): Promise<Response> };
}
