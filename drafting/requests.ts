/** Makes the requests of routes and puts them in an order in which they tell most: creations, reads, changes that are read again, deletions last. */
import { bodyOf } from './readings.js';
import { PIXEL, plausibleParameter } from './plausible.js';
import { pathText, type PathPart } from './route-path.js';
import type { Route } from './routes.js';
import type { DraftBody, DraftRequest, DraftSection } from './script-draft.js';

/** What a creation hands to later requests: name → JSON path in its answer. */
interface Handed {
  name: string;
  jsonPath: string;
  certain: boolean;
}

const WRITES = /^(?:POST|PUT|PATCH)$/;
const isRead = ({ method }: Route): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

const hasParameter = ({ path }: Route): boolean => path.parts.some(({ parameter }) => parameter !== undefined);

/** The part of a route before its last parameter: `/jobs` of `/jobs/:id/retry`. */
function collectionOf({ path }: Route): string {
  const last = path.parts.findLastIndex(({ parameter }) => parameter !== undefined);
  return keyOf(path.parts.slice(0, last === -1 ? path.parts.length : last));
}

/** Routes are the same place whatever their parameters are called. */
const keyOf = (parts: readonly PathPart[]): string => `/${parts.map(({ text, parameter }) => (parameter === undefined ? text : ':')).join('/')}`;

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '').replace(/[^A-Za-z0-9]+(.)?/g, (_all, next: string | undefined) => next?.toUpperCase() ?? '');

const isCreation = (route: Route): boolean => route.method === 'POST';

/** The POST that makes what stands at `parts`: on the collection, or one whose answer names a path there. */
function creationOf(routes: readonly Route[], parts: readonly PathPart[]): Route | undefined {
  const key = keyOf(parts);
  const plain = parts.map(({ text }) => text).join('/');
  return routes.find((route) => isCreation(route) && keyOf(route.path.parts) === key) ?? routes.find((route) => isCreation(route) && route.handler?.answer.links.some((link) => link === `/${plain}/`));
}

function handedBy(creation: Route, collection: string, parameter: string): Handed {
  const name = `${singular(collection)}${parameter.charAt(0).toUpperCase()}${parameter.slice(1)}`;
  const keys = creation.handler?.answer.keys ?? [];
  const own = keys.find((key) => key.name === parameter) ?? keys.find((key) => /^_?id$/.test(key.name));
  if (own) return { name, jsonPath: `$.${own.name}`, certain: true };
  const [only] = keys;
  return { name, jsonPath: keys.length === 1 && only?.isName ? `$.${only.name}.${parameter}` : `$.${parameter}`, certain: false };
}

interface Filled {
  path: string;
  handed: { creation: Route; value: Handed }[];
}

/** Fills each parameter: with what a creation answered where there is one, else with a plausible value. */
function filled(routes: readonly Route[], { path }: Route): Filled {
  const handed: Filled['handed'] = [];
  const texts = path.parts.map((part, index) => {
    if (part.parameter === undefined) return part.text;
    const before = path.parts.slice(0, index);
    const creation = creationOf(routes, before);
    if (!creation) return part.text;
    const value = handedBy(creation, before.findLast(({ parameter }) => parameter === undefined)?.text ?? 'thing', part.parameter);
    handed.push({ creation, value });
    return `{{${value.name}|${part.text}}}`;
  });
  return { path: `/${texts.join('/')}`, handed };
}

const uploadOf = (route: Route): DraftBody => {
  const picture = { file: 'picture.png', type: 'image/png', base64: PIXEL };
  const fields = route.uploads?.fields ?? [];
  const texts = bodyOf(route.handler?.body ?? []);
  const plain = Object.entries(typeof texts === 'object' && texts !== null ? texts : {}).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const);
  return { multipart: { ...Object.fromEntries(plain), ...Object.fromEntries(fields.map(({ name, many }) => [name, many ? [picture, { ...picture, file: 'second.png' }] : picture])) } };
};

function drafted(route: Route): { body: DraftBody; notes: string[] } {
  if (route.uploads) return { body: uploadOf(route), notes: [] };
  if (!WRITES.test(route.method)) return { body: {}, notes: [] };
  const json = bodyOf(route.handler?.body ?? []);
  if (json !== null) return { body: { json }, notes: [] };
  const isAction = route.method === 'POST' && hasParameter(route) && route.path.parts.at(-1)?.parameter === undefined;
  return isAction ? { body: {}, notes: [] } : { body: { json: {} }, notes: ['nothing names a field of its body'] };
}

function requestOf(routes: readonly Route[], route: Route, note: string | null = null): DraftRequest {
  const { path } = filled(routes, route);
  const { body, notes } = drafted(route);
  const used = routes.flatMap((other) => filled(routes, other).handed.filter(({ creation }) => creation === route).map(({ value }) => value));
  const capture = Object.fromEntries(used.map(({ name, jsonPath }) => [name, jsonPath]));
  const guessed = used.filter(({ certain }) => !certain).map(({ jsonPath }) => `${jsonPath} of its answer is a guess`);
  return { method: route.method, path, ...body, ...(used.length > 0 ? { capture } : {}), notes: [[`${route.at}`, note].filter(Boolean).join(', '), ...notes, ...new Set(guessed)] };
}

/** The same read with every query field that the handler asks for. */
function withQuery(routes: readonly Route[], route: Route): DraftRequest[] {
  const names = [...new Set((route.handler?.query ?? []).flatMap(({ path }) => (path.length === 1 ? [path[0] as string] : [])))];
  if (names.length === 0) return [];
  const fields = bodyOf(route.handler?.query ?? []) as Record<string, unknown>;
  const query = names.map((name) => `${encodeURIComponent(name)}=${typeof fields[name] === 'object' ? plausibleParameter(name) : encodeURIComponent(String(fields[name]))}`).join('&');
  const request = requestOf(routes, route, 'with what it reads of the query');
  return [{ ...request, path: `${request.path}?${query}` }];
}

const LAST_WORD = /(?:^|\/)([\w-]+)$/;

/** Who signs up comes before who logs in, and both before everything else; who logs out comes last. */
function rank(route: Route): number {
  const word = LAST_WORD.exec(pathText(route.path))?.[1] ?? '';
  if (/^(?:sign-?up|register|setup|install)$/i.test(word)) return -2;
  return /^(?:log-?in|sign-?in|sessions?|auth(?:enticate)?|token)$/i.test(word) ? -1 : 0;
}

const isFarewell = (route: Route): boolean => /(?:^|\/)(?:log-?out|sign-?out|shut-?down|reset)$/i.test(pathText(route.path));
const depth = ({ path }: Route): number => path.parts.length;

/** A PUT to a place of the client's choosing makes what is there, when nothing else does. */
const isPlacing = (routes: readonly Route[], route: Route): boolean =>
  route.method === 'PUT' && route.path.parts.at(-1)?.parameter !== undefined && !creationOf(routes, route.path.parts.slice(0, -1));

const sameKey = (route: Route): string => keyOf(route.path.parts);

/** After a change or a deletion: what is now at the same place, or in the collection that it stood in. */
function readAgain(routes: readonly Route[], changed: readonly Route[], note: string): DraftRequest[] {
  const reads = changed.flatMap((route) => {
    const same = routes.find((other) => other.method === 'GET' && sameKey(other) === sameKey(route));
    const list = routes.find((other) => other.method === 'GET' && sameKey(other) === collectionOf(route));
    return [same, ...(route.method === 'DELETE' ? [list] : [])].filter((read): read is Route => read !== undefined);
  });
  return [...new Set(reads)].map((route) => requestOf(routes, route, note));
}

/** The routes as sections of a script. */
export function sectionsOf(routes: readonly Route[]): DraftSection[] {
  const writes = routes.filter((route) => !isRead(route) && route.method !== 'DELETE');
  const farewells = writes.filter(isFarewell);
  const creations = writes.filter((route) => !isFarewell(route) && ((isCreation(route) && !(hasParameter(route) && !creationNeeded(routes, route))) || isPlacing(routes, route))).toSorted((a, b) => rank(a) - rank(b) || depth(a) - depth(b));
  const changes = writes.filter((route) => !creations.includes(route) && !farewells.includes(route));
  const deletions = routes.filter(({ method }) => method === 'DELETE').toSorted((a, b) => depth(b) - depth(a));
  const reads = routes.filter(isRead).toSorted((a, b) => Number(hasParameter(a)) - Number(hasParameter(b)));
  const sections = [
    { title: 'Creations', requests: creations.map((route) => requestOf(routes, route)) },
    { title: 'Reads', requests: reads.flatMap((route) => [requestOf(routes, route), ...withQuery(routes, route)]) },
    { title: 'Changes, and what is there after them', requests: [...changes.map((route) => requestOf(routes, route)), ...readAgain(routes, changes, 'again')] },
    { title: 'Deletions, and what is left', requests: [...deletions.map((route) => requestOf(routes, route)), ...readAgain(routes, deletions, 'after the deletion'), ...farewells.map((route) => requestOf(routes, route))] },
  ];
  return sections.filter(({ requests }) => requests.length > 0);
}

/** A POST below a parameter is a creation when something is read or deleted below it, else an action on what is there. */
const creationNeeded = (routes: readonly Route[], route: Route): boolean =>
  routes.some((other) => other !== route && other.method !== 'POST' && (sameKey(other) === sameKey(route) || (hasParameter(other) && collectionOf(other) === sameKey(route))));
