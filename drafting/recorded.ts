/** Makes requests of a script from recorded exchanges: values that an answer gave and a later request used are captured, secrets become placeholders. */
import { type Exchange, jsonOf, leavesOf } from './exchange.js';
import { multipartFields } from './multipart.js';
import type { DraftBody, DraftRequest } from './script-draft.js';
import { isSecretField, isSecretHeader, placeholder } from './secrets.js';

/** A value that an answer gave for the first time. */
interface Given {
  by: number;
  /** JSON path, or the name of a header. */
  from: string;
  name: string;
  value: string;
  idLike: boolean;
}

export interface Recorded {
  requests: DraftRequest[];
  cookies: boolean;
}

const KEPT = /^(?:accept|accept-language|range|if-(?:match|none-match|modified-since|unmodified-since|range)|x-(?!forwarded|real-ip).*)$/;
const METHODS = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
const ID_LIKE = /(?:^|_|[a-z])(?:id|uuid|guid|slug|key|token|code|ref|name|Id|Key|Token|Ref)$/;
/** Shorter values stand for too many things to be taken for one. */
const TELLING = 8;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray percent sign.
  }
};

const segmentsOf = (path: string): string[] => (path.split('?')[0] ?? '').split('/').map(decoded);
const locationOf = (exchange: Exchange): string | null => exchange.answerHeaders['location']?.replace(/^https?:\/\/[^/]+/, '') ?? null;

/** Everything that the client itself has said so far: what it chose is not captured. */
const saidBy = (exchange: Exchange): string[] => [...segmentsOf(exchange.path), ...new URLSearchParams(exchange.path.split('?')[1] ?? '').values(), ...leavesOf(jsonOf(exchange.body)).map(({ value }) => value)];

const nameFor = (key: string, by: Exchange): string => {
  const place = segmentsOf(by.path).filter((segment) => /^[A-Za-z][\w-]*$/.test(segment)).at(-1) ?? 'answer';
  const word = `${place.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '')}_${key}`.replace(/\W+/g, '_');
  return word.replace(/_+(\w)/g, (_all, letter: string) => letter.toUpperCase());
};

function givenBy(exchanges: readonly Exchange[]): Given[] {
  const found: Given[] = [];
  const seen = new Set<string>();
  exchanges.forEach((exchange, by) => {
    for (const text of saidBy(exchange)) seen.add(text);
    const leaves = leavesOf(jsonOf(exchange.answer)).map(({ path, key, value }) => ({ from: path, key, value, idLike: ID_LIKE.test(key) }));
    const location = locationOf(exchange);
    const own = location !== null && location.length > 1 ? [...leaves, { from: 'location', key: 'location', value: location, idLike: false }] : leaves;
    for (const { from, key, value, idLike } of own) {
      if (value === '' || seen.has(value) || (!idLike && value.length < TELLING)) continue;
      seen.add(value);
      const name = nameFor(key, exchange);
      found.push({ by, from, value, idLike, name: found.some((given) => given.name === name) ? `${name}${by + 1}` : name });
    }
  });
  return found;
}

const written = ({ name }: Given): string => `{{${name}}}`;

function withCaptures(path: string, given: readonly Given[]): string {
  const location = given.find((each) => each.from === 'location' && (path === each.value || path.startsWith(`${each.value}/`)));
  if (location) return written(location) + path.slice(location.value.length);
  const [place = '', query] = path.split('?');
  const replaced = (text: string): string => {
    const found = given.find(({ from, value }) => from !== 'location' && value === decoded(text));
    return found ? written(found) : text;
  };
  const pairs = query?.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    if (isSecretField(decoded(name)) && value.length > 0) return `${name}=${placeholder(name)}`;
    return value.length > 0 ? `${name}=${replaced(value.join('='))}` : pair;
  });
  return place.split('/').map(replaced).join('/') + (pairs ? `?${pairs.join('&')}` : '');
}

/** The value with captures and placeholders in place of what an answer gave and of secrets. */
function withoutSecrets(value: unknown, given: readonly Given[], key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, given, key));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutSecrets(each, given, name)]));
  if (typeof value !== 'string') return value;
  const found = given.find((each) => each.value === value && (each.idLike || value.length >= TELLING));
  if (found) return written(found);
  return isSecretField(key) && value !== '' ? placeholder(key) : value;
}

const isText = (bytes: Buffer): boolean => Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes) && !bytes.includes(0);

function bodyOf(exchange: Exchange, given: readonly Given[]): DraftBody & { type?: string } {
  const { body } = exchange;
  const type = exchange.headers['content-type'] ?? '';
  if (body === null || body.length === 0) return {};
  const json = /\bjson\b/i.test(type) ? jsonOf(body) : undefined;
  if (json !== undefined && !/\+json/i.test(type)) return { json: withoutSecrets(json, given) };
  if (/x-www-form-urlencoded/i.test(type)) {
    const pairs = [...new URLSearchParams(body.toString('utf8'))];
    if (new Set(pairs.map(([name]) => name)).size === pairs.length) return { form: withoutSecrets(Object.fromEntries(pairs), given) as Record<string, string> };
  }
  const multipart = /multipart\/form-data/i.test(type) ? multipartFields(body, type) : null;
  if (multipart) return { multipart: Object.fromEntries(Object.entries(multipart).map(([name, value]) => [name, typeof value === 'string' ? (withoutSecrets(value, given, name) as string) : value])) };
  return isText(body) ? { body: body.toString('utf8'), type } : { bodyBase64: body.toString('base64'), type };
}

/** `Bearer x`: the word stays. */
function credential(name: string, value: string, given: readonly Given[]): string {
  const [, scheme = '', token = value] = /^(\w+) (.+)$/.exec(value) ?? [];
  const found = given.find((each) => each.value === token);
  if (found) return scheme === '' ? written(found) : `${scheme} ${written(found)}`;
  return placeholder(name);
}

/** Cookies that no answer before has set; the others are kept by each side for itself. */
function foreignCookies(header: string, set: ReadonlySet<string>): string | null {
  const names = header.split(';').map((pair) => (pair.split('=')[0] ?? '').trim()).filter((name) => name !== '' && !set.has(name));
  return names.length === 0 ? null : names.map((name) => `${name}=${placeholder(`cookie_${name}`)}`).join('; ');
}

function headersOf(exchange: Exchange, given: readonly Given[], set: ReadonlySet<string>, type: string | undefined): Record<string, string> {
  const headers = Object.entries(exchange.headers).flatMap(([name, value]): [string, string][] => {
    if (name === 'cookie') {
      const cookie = foreignCookies(value, set);
      return cookie === null ? [] : [[name, cookie]];
    }
    if (isSecretHeader(name)) return [[name, credential(name, value, given)]];
    return KEPT.test(name) && !(name === 'accept' && value === '*/*') ? [[name, value]] : [];
  });
  return Object.fromEntries(type ? [['content-type', type], ...headers] : headers);
}

/** Exchanges in the order in which they were begun. */
export function recordedRequests(all: readonly Exchange[]): Recorded {
  const exchanges = all.filter(({ method }) => METHODS.test(method));
  const given = givenBy(exchanges);
  const drafts = exchanges.map((exchange, index): DraftRequest => {
    const before = given.filter(({ by }) => by < index);
    const set = new Set(exchanges.slice(0, index).flatMap(({ setCookies }) => setCookies.map((cookie) => (cookie.split('=')[0] ?? '').trim())));
    const { type, ...body } = bodyOf(exchange, before);
    const headers = headersOf(exchange, before, set, type);
    const request = { method: exchange.method, path: withCaptures(exchange.path, before), ...(Object.keys(headers).length > 0 ? { headers } : {}), ...body, expect: exchange.status, notes: [] as string[] };
    const secrets = [...new Set([...JSON.stringify(request).matchAll(/\{\{env\.(\w+)\}\}/g)].map(([, name]) => name))];
    return secrets.length === 0 ? request : { ...request, notes: [`not written down: ${secrets.join(', ')} of the environment of verify`] };
  });
  const used = (each: Given): boolean => drafts.some((draft) => JSON.stringify(draft).includes(written(each)));
  const requests = drafts.map((draft, index) => {
    const capture = given.filter((each) => each.by === index && used(each)).map(({ name, from }) => [name, from] as const);
    return capture.length === 0 ? draft : { ...draft, capture: Object.fromEntries(capture) };
  });
  return { requests, cookies: exchanges.some(({ setCookies }) => setCookies.length > 0) };
}
