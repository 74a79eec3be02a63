/** Finds the entry point that answers a logged request: by method and route pattern, the most specific first. It counts nothing. */
import type { EntryPoint } from '../scan-names.js';

export interface RouteMatch {
  id: string;
  /** Values of the route's parameters. */
  parameters: Record<string, string>;
}

interface Route {
  id: string;
  methods: ReadonlySet<string> | null;
  pattern: RegExp;
  /** By segment, then by method: larger is more specific. */
  rank: string;
  /** First segment when it is constant: most requests are settled by it. */
  head: string | null;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

const WILDCARD = /^(?:\*\w*|\(\.\*\)|\*\*|:\w+[*+]|:\w+\(\.[*+]\)|<[^>]*\*>)$/;

/** Express 5 writes an optional end as `{/:id}`, others as `/:id?`. */
const plain = (route: string): string => route.replace(/\{\/([^{}/]+)\}/g, '/$1?');

/** How much a segment says: of two routes that fit a path, the one whose first differing segment says more is meant. */
const WEIGHT = { anyNumber: 0, optional: 1, parameter: 2, mixed: 3, constant: 4 } as const;

interface Segment {
  source: string;
  /** One of `WEIGHT`. */
  weight: number;
}

const PART = /:(\w+)(?:\(((?:[^()\\]|\\.)*)\))?|<[^>]*>|\*/g;

const ANYTHING = '[^/]+?';

/** A condition such as `(\\d+)` comes from the scanned program: one that is no pattern here is any text. */
function condition(text: string | undefined): string {
  if (text === undefined || text.length > 60 || /[()]|[*+}][*+?{]/.test(text)) return ANYTHING;
  try {
    return new RegExp(text).source;
  } catch {
    return ANYTHING;
  }
}

/** A pattern with many open parts takes very long to fail; such a segment is any text. */
const MOST_PARTS = 3;

function segment(text: string, taken: Set<string>): Segment {
  if (WILDCARD.test(text)) return { source: '(?:/.*)?', weight: WEIGHT.anyNumber };
  const optional = text.length > 1 && text.endsWith('?');
  const bare = optional ? text.slice(0, -1) : text;
  const parts = [...bare.matchAll(PART)];
  if (parts.length > MOST_PARTS) return { source: '/[^/]*', weight: WEIGHT.parameter };
  let last = 0;
  let source = '';
  for (const part of parts) {
    const name = part[1];
    const isNew = name !== undefined && /^[A-Za-z_]\w*$/.test(name) && !taken.has(name);
    if (isNew) taken.add(name);
    source += escaped(bare.slice(last, part.index)) + (isNew ? `(?<${name}>${condition(part[2])})` : part[0] === '*' ? '.*' : '[^/]+?');
    last = part.index + part[0].length;
  }
  source += escaped(bare.slice(last));
  const weight = parts.length === 0 ? WEIGHT.constant : parts[0]?.[0] === bare ? WEIGHT.parameter : WEIGHT.mixed;
  return optional ? { source: `(?:/${source})?`, weight: WEIGHT.optional } : { source: `/${source}`, weight };
}

/** `GET` answers HEAD too; `*` and `USE` answer every method. */
function methodsOf(method: string | undefined): ReadonlySet<string> | null {
  if (method === undefined || method === '*' || method === 'USE' || method === 'ALL') return null;
  return new Set(method === 'GET' ? ['GET', 'HEAD'] : [method]);
}

function compile(entry: EntryPoint): Route {
  const texts = segmentsOf(plain(entry.route ?? '/'));
  const taken = new Set<string>();
  const segments = texts.map((text) => segment(text, taken));
  const isMiddleware = entry.method === 'USE';
  const methods = methodsOf(entry.method);
  const end = isMiddleware ? '(?:/.*)?' : '/?';
  const weights = segments.map(({ weight }) => weight).join('');
  return {
    id: entry.id,
    methods,
    pattern: new RegExp(`^${segments.map(({ source }) => source).join('')}${end}$`, 'i'),
    // The 3 at the end: what ends here is more specific than what may go on.
    rank: `${isMiddleware ? '0' : '1'}${weights}${isMiddleware ? '' : '3'}${methods === null ? '0' : '1'}`,
    head: segments[0]?.weight === WEIGHT.constant ? (texts[0] ?? '').toLowerCase() : null,
  };
}

export type RouteFinder = (method: string, path: string) => RouteMatch | null;

/** Requests with the same method and path have the same answer; a log repeats few of them very often. */
const MOST_REMEMBERED = 20_000;

function search(routes: readonly Route[], method: string, path: string): RouteMatch | null {
  const head = segmentsOf(path)[0]?.toLowerCase() ?? '';
  for (const route of routes) {
    if (route.head !== null && route.head !== head) continue;
    if (route.methods !== null && !route.methods.has(method)) continue;
    const match = route.pattern.exec(path);
    if (match) return { id: route.id, parameters: { ...match.groups } };
  }
  return null;
}

/** Entries that a request can enter by. Those of one rank keep the order of the program, as its router does. */
export function routeFinder(entries: readonly EntryPoint[]): RouteFinder {
  const routes = entries.filter((entry) => entry.kind === 'http' && entry.route !== undefined).map(compile).toSorted((a, b) => (a.rank === b.rank ? 0 : a.rank < b.rank ? 1 : -1));
  const remembered = new Map<string, RouteMatch | null>();
  return (method, path) => {
    const key = `${method} ${path}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const found = path === '' ? null : search(routes, method, path);
    if (remembered.size < MOST_REMEMBERED) remembered.set(key, found);
    return found;
  };
}
