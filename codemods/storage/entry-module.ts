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

export function entryModule(module: EntryModule): string {
  const { served, file, typescript, style } = module;
  const told = served.portVariable === undefined ? '' : `: ${served.portVariable} in the wrangler configuration tells it`;
  const header = `// Serves ${path.posix.basename(served.file)} on Cloudflare Workers; on Node nothing loads this file. It listens on the port that is named here${told}.`;
  return renderModule({ header: [], imports: [], body: [{ code: [header, ...(served.late ? lateLines(module) : promptLines(module))].join('\n') }] }, { module: 'esm', typescript }, style, file);
}

/** The program starts with the Worker. */
function promptLines({ served, specifier }: EntryModule): string[] {
  const { name, makes } = exportOf(served);
  const local = name === 'default' ? 'app' : name;
  const listens = local === null ? [] : [`${local}${makes ? '()' : ''}.listen(${served.port});`];
  return [importing(name, specifier), "import { httpServerHandler } from 'cloudflare:node';", '', ...listens, ...(listens.length > 0 ? [''] : []), `export default httpServerHandler({ port: ${served.port} });`];
}

/** The first request starts the program: what it does before it listens is allowed only then. One that fails must not leave the next ones waiting. */
function lateLines({ served, specifier }: EntryModule): string[] {
  const { name } = exportOf(served);
  return [
    ...(name === null ? ["import http from 'node:http';"] : []),
    "import { httpServerHandler } from 'cloudflare:node';",
    '',
    `const requests = httpServerHandler({ port: ${served.port} });`,
    'let listening‹: Promise<void> | undefined›;',
    '',
    '// Before it listens it does what Workers allow only while a request is served, so the first request starts it.',
    ...(name === null ? startingByItself(specifier) : startingWhatIsGiven(served, specifier)),
    '',
    '// A program that ended, or told nobody of a failure, would never listen.',
    'function tooLong()‹: Promise<void>› {',
    '  return new Promise((_resolve, reject) => {',
    `    setTimeout(() => reject(new Error('${path.posix.basename(served.file)} has not begun to listen')), ${PATIENCE});`,
    '  });',
    '}',
    '',
    'export default {',
    '  async fetch(request‹: Request›, env‹: unknown›, context‹: { waitUntil(promise: Promise<unknown>): void }›) {',
    '    listening ??= start();',
    '    context.waitUntil(listening);',
    '    await Promise.race([listening, tooLong()]);',
    '    return requests.fetch(request, env, context);',
    '  },',
    '};',
  ];
}

/** Milliseconds. */
const PATIENCE = '20_000';

const startingByItself = (specifier: string): string[] => [
  'function start()‹: Promise<void>› {',
  '  return new Promise((resolve, reject) => {',
  '    const { listen } = http.Server.prototype;',
  '    http.Server.prototype.listen = function (‹this: http.Server, ›...args‹: unknown[]›) {',
  '      listening = Promise.resolve();',
  '      resolve();',
  '      return ‹(›listen‹ as (...args: unknown[]) => http.Server)›.apply(this, args);',
  '    }‹ as typeof listen›;',
  '    // On Node either would end the program.',
  '    const fail = (event‹: { error?: unknown; reason?: unknown }›) => reject(event.error ?? event.reason);',
  "    for (const type of ['error', 'unhandledrejection']) ‹(›globalThis‹ as unknown as { addEventListener(type: string, listener: typeof fail): void })›.addEventListener(type, fail);",
  `    import('${specifier}').catch(reject);`,
  '  });',
  '}',
];

function startingWhatIsGiven(served: ServedModule, specifier: string): string[] {
  const { name, makes } = exportOf(served);
  const app = name === 'default' ? '{ default: app }' : `{ ${name ?? ''} }`;
  const local = name === 'default' ? 'app' : name ?? '';
  return ['async function start() {', `  const ${app} = await import('${specifier}');`, `  ${makes ? `(await ${local}())` : local}.listen(${served.port});`, '}'];
}

const exportOf = ({ export: name }: ServedModule): { name: string | null; makes: boolean } =>
  name === undefined ? { name: null, makes: false } : name.endsWith('()') ? { name: name.slice(0, -2), makes: true } : { name, makes: false };

/** For TypeScript without @cloudflare/workers-types. */
export const entryTypes = (entry: string): string => `// The part of cloudflare:node that ${entry} uses; with @cloudflare/workers-types installed this file can go.
declare module 'cloudflare:node' {
  export function httpServerHandler(server: { port: number }): { fetch(request: Request, env?: unknown, context?: unknown): Promise<Response> };
}
`;
