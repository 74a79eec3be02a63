/** Questions to static assets: how an address finds a file, what is answered where none is, caching headers, who comes first. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkerDefinition } from '../../../runtime/miniflare.js';
import { esModule, type BindingPage } from '../check.js';

const SITE = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../fixtures/site');

const WORKER = `export default { async fetch(request, env) { const { pathname } = new URL(request.url); return pathname === '/own' ? env.ASSETS.fetch('http://x/style.css') : new Response('worker ' + pathname); } };`;

/** One Worker for each way to set assets up, at a host of its own. */
function site(name: string, assetConfig: object = {}, routerConfig?: object): WorkerDefinition {
  const worker = routerConfig === undefined ? 'export default { fetch: () => new Response("no assets", { status: 418 }) };' : WORKER;
  return { name, ...esModule(worker), assets: { workerName: name, directory: SITE, binding: 'ASSETS', assetConfig, routerConfig: { has_user_worker: routerConfig !== undefined, ...routerConfig } } };
}

/** Status, and where it leads or what it holds; assets answer before the Worker only when it is called through its binding. */
const CODE = `
const handlers = {};
const ask = (env, name, at, init) => env[name].fetch('http://site.test' + at, { redirect: 'manual', ...init });
const get = async (env, name, at, init) => { const response = await ask(env, name, at, init); return (response.status + ' ' + (response.headers.get('location') ?? await response.text())).trim(); };
const header = async (env, name, at, ...wanted) => { const { headers } = await ask(env, name, at); return wanted.map((one) => headers.get(one)); };
`;

const SITES = [
  site('plain'),
  site('force', { html_handling: 'force-trailing-slash' }),
  site('drop', { html_handling: 'drop-trailing-slash' }),
  site('none', { html_handling: 'none' }),
  site('page', { not_found_handling: '404-page' }),
  site('single', { not_found_handling: 'single-page-application' }),
  site('worker', {}, {}),
  site('first', {}, { invoke_user_worker_ahead_of_assets: true }),
  site('some', {}, { static_routing: { user_worker: ['/docs/*'] } }),
];

export const assets: BindingPage = {
  title: 'Static assets',
  rests: 'files that ship with the program and are only read.',
  bindings: { serviceBindings: Object.fromEntries(SITES.map(({ name }) => [name, name])) },
  companions: SITES,
  code: CODE,
  checks: [
    { asks: '/ with index.html', run: `get(env, 'plain', '/')`, gives: '200 home' },
    { asks: '/about with about.html', run: `get(env, 'plain', '/about')`, gives: '200 about' },
    { asks: '/about.html', run: `get(env, 'plain', '/about.html')`, gives: '307 /about' },
    { asks: '/about/', run: `get(env, 'plain', '/about/')`, gives: '307 /about' },
    { asks: '/docs with docs/index.html', run: `get(env, 'plain', '/docs')`, gives: '307 /docs/' },
    { asks: '/docs/index.html', run: `get(env, 'plain', '/docs/index.html')`, gives: '307 /docs/' },
    { asks: 'force-trailing-slash: /about', run: `get(env, 'force', '/about')`, gives: '307 /about/' },
    { asks: 'drop-trailing-slash: /docs/', run: `get(env, 'drop', '/docs/')`, gives: '307 /docs' },
    { asks: 'html_handling none: /about', run: `get(env, 'none', '/about')`, gives: '404' },
    { asks: 'html_handling none: /about.html', run: `get(env, 'none', '/about.html')`, gives: '200 about' },
    { asks: 'a query stays in the redirect', run: `get(env, 'plain', '/docs?a=1')`, gives: '307 /docs/?a=1' },
    { asks: 'a name with a space', run: `get(env, 'plain', '/a%20b.txt')`, gives: '200 tool' },
    { asks: 'another case: /STYLE.CSS', run: `get(env, 'plain', '/STYLE.CSS')`, gives: '404' },
    { asks: '/../package.json', run: `get(env, 'plain', '/..%2f..%2fpackage.json')`, gives: '404' },
    { asks: 'POST to a file', run: `get(env, 'plain', '/style.css', { method: 'POST' })`, gives: '405' },
    { asks: 'HEAD of a file', run: `get(env, 'plain', '/style.css', { method: 'HEAD' })`, gives: '200' },
    { asks: 'not found', run: `get(env, 'plain', '/nothing')`, gives: '404' },
    { asks: 'not found with 404-page', run: `get(env, 'page', '/nothing')`, gives: '404 not here' },
    { asks: 'not found with single-page-application', run: `get(env, 'single', '/nothing')`, gives: '200 home' },
    { asks: 'not found with a Worker', run: `get(env, 'worker', '/nothing')`, gives: '200 worker /nothing' },
    { asks: 'a file with a Worker', run: `get(env, 'worker', '/style.css')`, gives: '200 p { color: red }' },
    { asks: 'a file with run_worker_first', run: `get(env, 'first', '/style.css')`, gives: '200 worker /style.css' },
    { asks: 'run_worker_first for some paths: one of them', run: `get(env, 'some', '/docs/')`, gives: '200 worker /docs/' },
    { asks: 'run_worker_first for some paths: another', run: `get(env, 'some', '/style.css')`, gives: '200 p { color: red }' },
    { asks: 'the Worker asks the binding for a file', run: `get(env, 'first', '/own')`, gives: '200 p { color: red }' },
    { asks: 'content type and caching of a file that _headers does not name', run: `header(env, 'plain', '/about', 'content-type', 'cache-control')`, gives: ['text/html; charset=utf-8', 'public, max-age=0, must-revalidate'] },
    { asks: 'what _headers says of a file', run: `header(env, 'plain', '/style.css', 'x-note', 'cache-control')`, gives: ['styled', 'max-age=31536000'] },
    { asks: 'what _headers says of a folder', run: `header(env, 'plain', '/docs/', 'x-docs')`, gives: ['yes'] },
    { asks: '_headers on what the Worker answers', run: `header(env, 'first', '/style.css', 'x-note')`, gives: [null] },
    { asks: '_headers itself', run: `get(env, 'plain', '/_headers')`, gives: '404' },
    { asks: '_redirects: one address', run: `get(env, 'plain', '/old')`, gives: '301 /about' },
    { asks: '_redirects: a splat', run: `get(env, 'plain', '/blog/2026')`, gives: '302 /docs/2026' },
    { asks: 'If-None-Match with the ETag of the first answer', run: `const [etag] = await header(env, 'plain', '/style.css', 'etag'); return get(env, 'plain', '/style.css', { headers: { 'if-none-match': etag } })`, gives: '304' },
    { asks: 'a range', run: `get(env, 'plain', '/style.css', { headers: { range: 'bytes=0-2' } })`, gives: '200 p { color: red }' },
  ],
};
