/** The module that serves the program on Workers: the program as it listens on Node, and the handler that hands it the requests. */
import path from 'node:path';
import type { ServedModule } from '../../core/workers-entry.js';
import { renderModule } from '../shared/render.js';
import type { Style } from '../shared/style.js';

export interface EntryModule {
  served: ServedModule;
  /** Path of the entry. */
  file: string;
  /** How it names the served module. */
  specifier: string;
  typescript: boolean;
  style: Style;
}

/** `import app from`, `import { createApp } from`, or only `import`. */
function importing(name: string | null, specifier: string): string {
  if (name === null) return `import '${specifier}';`;
  return name === 'default' ? `import app from '${specifier}';` : `import { ${name} } from '${specifier}';`;
}

export function entryModule({ served, file, specifier, typescript, style }: EntryModule): string {
  const makes = served.export?.endsWith('()') === true;
  const name = served.export === undefined ? null : makes ? served.export.slice(0, -2) : served.export;
  const local = name === 'default' ? 'app' : name;
  const told = served.portVariable === undefined ? '' : `: ${served.portVariable} in the wrangler configuration tells it`;
  const listens = local === null ? [] : [`${local}${makes ? '()' : ''}.listen(${served.port});`];
  const body = [importing(name, specifier), "import { httpServerHandler } from 'cloudflare:node';", '', ...listens, ...(listens.length > 0 ? [''] : []), `export default httpServerHandler({ port: ${served.port} });`];
  const header = `// Serves ${path.posix.basename(served.file)} on Cloudflare Workers; on Node nothing loads this file. It listens on the port that is named here${told}.`;
  return renderModule({ header: [], imports: [], body: [{ code: [header, ...body].join('\n') }] }, { module: 'esm', typescript }, style, file);
}

/** For TypeScript without @cloudflare/workers-types. */
export const entryTypes = (entry: string): string => `// The part of cloudflare:node that ${entry} uses; with @cloudflare/workers-types installed this file can go.
declare module 'cloudflare:node' {
  export function httpServerHandler(server: { port: number }): { fetch(request: Request): Promise<Response> };
}
`;
