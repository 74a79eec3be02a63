/** The routes of a program that a request can stand for, and those that none can, each with its reason. */
import type { EntryPoint, FunctionNode } from '../core/program.js';
import type { SyntaxNode } from '../core/parse.js';
import { isNode, nodesOf, unwrap } from '../core/syntax.js';
import { comparedRoutes } from './compared-routes.js';
import { type Handler, type Uploads, handlerOf, uploadsOf } from './handler.js';
import { type RoutePath, routePath } from './route-path.js';
import type { LeftOut } from './script-draft.js';
import { type Sources, callAt, functionNode } from './sources.js';

export interface Route {
  method: string;
  /** As the code writes it, below its mounts. */
  route: string;
  path: RoutePath;
  at: string;
  file: string;
  handler: Handler | null;
  uploads: Uploads | null;
}

const METHOD = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;

/** Hooks and parameters of a framework are no routes. */
const NO_ROUTE = /\.(?:param|addHook|setErrorHandler|setNotFoundHandler|onError|notFound|decorate|hook|onRequest|pre|upgrade)$/;

const placeOf = (point: EntryPoint): string => `${point.at.file}:${point.at.line}`;

/** Why no path can be written down, from what the code gives for it; null when one can. */
function uncertain(point: EntryPoint, call: SyntaxNode | null): string | null {
  const [first] = call ? nodesOf(call.arguments) : [];
  const given = first && isNode(first) ? unwrap(first) : null;
  if (given?.type === 'Literal' && given.regex !== undefined) return 'its path is a regular expression';
  if (given?.type === 'ArrayExpression') return null;
  const written = given?.type === 'Literal' || (given?.type === 'TemplateLiteral' && nodesOf(given.expressions).length === 0) || given?.type === 'ObjectExpression';
  const route = point.route ?? '/*';
  if (written && !/\*.*\*/.test(route)) return isStar(route) && given.type === 'Literal' && !/\*|^\/?$/.test(String(given.value)) ? 'it hangs below a path that is computed' : null;
  return /[*<]/.test(route) || given?.type === 'BinaryExpression' && route.endsWith('/') ? 'its path is computed when the program runs' : null;
}

const isStar = (route: string): boolean => /(?:^|\/)\*(?:\/|$)/.test(route);

/** Every path of `app.get(['/a', '/b'], …)` and the one of all else. */
function isMiddleware(point: EntryPoint, fn: FunctionNode | undefined): boolean {
  if (NO_ROUTE.test(point.source)) return true;
  return point.method === 'USE' && (point.route === '/*' || (fn?.params ?? 0) !== 2);
}

function routesOf(sources: Sources, point: EntryPoint): { routes: Route[]; left: LeftOut[] } {
  const fn = sources.program.functions.find(({ id }) => id === point.fn);
  if (isMiddleware(point, fn)) return { routes: [], left: [] };
  const node = fn ? functionNode(sources, fn) : null;
  if (/^node:(?:http2?|https)\b/.test(point.source)) return fn && node ? ofServer(sources, point, fn, node) : { routes: [], left: [] };
  const call = callAt(sources, point.at.file, point.at.start);
  const why = uncertain(point, call);
  const method = METHOD.test(point.method ?? '') ? (point.method as string) : 'GET';
  const route = point.route ?? '/';
  if (why !== null) return { routes: [], left: [{ what: `${method} ${route}`, at: placeOf(point), why }] };
  const handler = fn && node ? handlerOf(sources, fn, node) : null;
  const uploads = call ? uploadsOf(sources, point.at.file, call) : null;
  return { routes: [{ method, route, path: routePath(route), at: placeOf(point), file: point.at.file, handler, uploads }], left: [] };
}

/** A bare server tells its routes by comparing the address. */
function ofServer(sources: Sources, point: EntryPoint, fn: FunctionNode, node: SyntaxNode): { routes: Route[]; left: LeftOut[] } {
  const found = comparedRoutes(sources, fn, node);
  const framework = sources.program.entryPoints.some((other) => other.kind === 'http' && !other.source.startsWith('node:'));
  if (found.length === 0 && !framework) {
    const what = { method: 'GET', route: '/', path: routePath('/'), at: placeOf(point), file: point.at.file, handler: handlerOf(sources, fn, node), uploads: null };
    return { routes: [what], left: [{ what: 'further paths', at: placeOf(point), why: 'the server compares no address with a constant path' }] };
  }
  return { routes: found.map(({ method, route, at, file, handler }) => ({ method, route, path: routePath(route), at, file, handler, uploads: null })), left: [] };
}

const NOT_HTTP: readonly (readonly [source: RegExp, why: string])[] = [
  [/^(?:ws|socket\.io|@nestjs\/websockets|websocket|uWebSockets|faye-websocket|sockjs)\b/, 'WebSockets are not played'],
  [/^node:(?:net|tls)\b/, 'raw TCP is not played'],
  [/^node:dgram\b/, 'UDP is not played'],
];

function leftOf(point: EntryPoint): LeftOut[] {
  if (point.kind === 'cron') return [{ what: point.id, at: placeOf(point), why: 'a schedule is no request' }];
  if (point.kind === 'queue') return [{ what: point.id, at: placeOf(point), why: 'a queue is no request' }];
  if (point.kind !== 'socket' && point.kind !== 'message') return [];
  const why = NOT_HTTP.find(([source]) => source.test(point.source))?.[1];
  if (why !== undefined) return [{ what: point.id.replace(/ \(.*\)$/, ''), at: placeOf(point), why }];
  return point.kind === 'socket' ? [{ what: point.id.replace(/ \(.*\)$/, ''), at: placeOf(point), why: 'a socket is no request' }] : [];
}

const isProduction = (sources: Sources) => {
  const reach = new Map(sources.program.modules.map((module) => [module.file, module.reach]));
  return (point: EntryPoint): boolean => reach.get(point.file) === 'production' || reach.get(point.file) === 'dead';
};

/** One of each method and path; the first one that is registered answers. */
const once = (routes: Route[]): Route[] => [...new Map(routes.toReversed().map((route) => [`${route.method} ${route.route}`, route])).values()].toReversed();

export function routesIn(sources: Sources): { routes: Route[]; left: LeftOut[] } {
  const points = sources.program.entryPoints.filter(isProduction(sources));
  const found = points.filter(({ kind }) => kind === 'http').map((point) => routesOf(sources, point));
  return { routes: once(found.flatMap(({ routes }) => routes)), left: [...found.flatMap(({ left }) => left), ...points.flatMap(leftOf)] };
}
