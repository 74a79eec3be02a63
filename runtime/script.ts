/** The verify script: which requests to play, how the app is entered, what to leave out of the comparison. Reads and checks; plays nothing. */
import { z } from 'zod';
import { parseYaml } from '../core/yaml.js';
import { appFile } from './app-file.js';
import { BODY_KEYS, bodyFields, sentBody } from './bodies.js';
import { databaseFields, type DatabaseMap } from './databases.js';
import type { Entry } from './entry.js';
import { parseJsonPath } from './json-path.js';
import { EVENT_KEYS, eventOf, eventSteps, type RawEvent, type ScriptEvent } from './script-events.js';

export interface Expectation {
  status?: number;
  json?: unknown;
  contains?: string;
}

export interface ScriptRequest {
  title: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
  /** Each character of `body` is one byte. */
  binary?: true;
  /** What the original must answer, so that a script cannot pass by failing alike on both sides. */
  expect?: Expectation;
  /** JSON paths, and names of headers, left out of the comparison. */
  ignore: string[];
  headersCompared: string[];
  /** Name → JSON path or name of a header: carried over to later requests as `{{name}}`. */
  capture: Record<string, string>;
  /** Milliseconds to wait before it is sent. */
  wait: number;
  /** Set when the step is no request. */
  event?: ScriptEvent;
}

export interface VerifyScript {
  entry: Entry;
  /** Folders whose files are compared with the stores at the end. */
  state: string[];
  /** SQLite files whose rows are compared with D1 databases. */
  databases: DatabaseMap[];
  env: Record<string, string>;
  network: 'loopback' | 'open';
  /** Where the original may write on Node. */
  writes: 'copy' | 'anywhere';
  /** `keep`: each side sends back the cookies that it was given. */
  cookies: 'drop' | 'keep';
  /** Whether differences through a KV that is a minute behind count; `counted` plays that pass always. */
  staleKv: 'told' | 'counted';
  /** Milliseconds a request may take; null: the default. */
  timeLimit: number | null;
  requests: ScriptRequest[];
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const relative = appFile;
const left = z.string().refine((text) => parseJsonPath(text) !== null || /^[A-Za-z][\w-]*$/.test(text), 'a JSON path such as $.items[*].id or $..updatedAt, or the name of a header');
const headerName = z.string().regex(/^[A-Za-z][\w-]*$/, 'the name of a header').transform((name) => name.toLowerCase());
const seconds = z.number().nonnegative().max(600);
const plainText = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const moduleFields = { module: relative, export: z.string().min(1).default('default'), mount: z.string().startsWith('/').default('/'), listens: z.int().min(1).max(65535).optional() };

const entry = z.strictObject({
  module: relative.optional(),
  export: moduleFields.export.optional(),
  mount: moduleFields.mount.optional(),
  listens: moduleFields.listens,
  start: z.string().min(1).optional(),
  portEnv: z.string().min(1).default('PORT'),
  workers: z.strictObject(moduleFields).optional(),
}).refine((value) => value.module !== undefined || value.start !== undefined, 'name a module of the app, or the command that starts it');

const expectation = z.union([z.int().transform((status): Expectation => ({ status })), z.strictObject({ status: z.int().optional(), json: z.unknown().optional(), contains: z.string().optional() })]);

const shortRequest = z.string().transform((text, context) => {
  const match = /^([A-Za-z]+)\s+(\/\S*)$/.exec(text.trim());
  const method = match?.[1]?.toUpperCase();
  if (!match || !METHODS.includes(method as (typeof METHODS)[number])) {
    context.addIssue({ code: 'custom', message: `a request is written as METHOD /path, with a method of ${METHODS.join(', ')}` });
    return z.NEVER;
  }
  return { method: method as (typeof METHODS)[number], path: match[2] ?? '/' };
});

const longRequest = z.strictObject({
  title: z.string().optional(),
  method: z.string().transform((text) => text.toUpperCase()).pipe(z.enum(METHODS)).default('GET'),
  path: z.string().regex(/^(?:\/|\{\{)/, 'a path begins with /'),
  headers: z.record(headerName, plainText).optional(),
  ...bodyFields,
  expect: expectation.optional(),
  ignore: z.array(left).optional(),
  headersCompared: z.array(headerName).optional(),
  capture: z.record(z.string().regex(/^\w+$/), left).optional(),
  wait: seconds.optional(),
}).refine((request) => BODY_KEYS.filter((key) => request[key] !== undefined).length <= 1, `a request has one of ${BODY_KEYS.join(', ')}`);

const database = z.strictObject({ file: relative, ...databaseFields });

/** Required keys are checked after unknown ones, so that a slip of the pen is named as such. */
const fields = z.strictObject({
  entry: entry.optional(),
  state: z.array(relative).default([]),
  databases: z.array(database).default([]).superRefine((all, context) => {
    for (const [index, { binding }] of all.entries()) {
      if (all.findIndex((one) => one.binding === binding) < index) context.addIssue({ code: 'custom', path: [index, 'binding'], message: `${binding} stands for two files` });
    }
  }),
  env: z.record(z.string(), plainText).default({}),
  network: z.enum(['loopback', 'open']).default('loopback'),
  writes: z.enum(['copy', 'anywhere']).default('copy'),
  cookies: z.enum(['drop', 'keep']).default('drop'),
  ignore: z.array(left).default([]),
  headersCompared: z.array(headerName).default([]),
  staleKv: z.enum(['told', 'counted']).default('told'),
  timeLimit: seconds.optional(),
  requests: z.array(z.union([shortRequest, longRequest, ...eventSteps])).min(1, 'a script has at least one request').optional(),
});

const schema = fields.transform((value, context) => {
  if (value.entry && value.requests) return { ...value, entry: value.entry, requests: value.requests };
  context.addIssue({ code: 'custom', message: `a script says \`${value.entry ? 'requests' : 'entry'}\`` });
  return z.NEVER;
});

type RawScript = z.infer<typeof schema>;
type RawRequest = z.infer<typeof longRequest> | z.infer<typeof shortRequest> | RawEvent;

function requestOf(raw: RawRequest, script: RawScript): ScriptRequest {
  if (!('path' in raw)) return { method: '', path: '', headers: {}, body: null, ignore: script.ignore, headersCompared: [], capture: {}, ...eventOf(raw) };
  const long: z.infer<typeof longRequest> = raw;
  const { body, binary, contentType } = sentBody(long);
  const request: ScriptRequest = {
    title: long.title ?? `${long.method} ${long.path}`,
    method: long.method,
    path: long.path,
    headers: { ...(contentType ? { 'content-type': contentType } : {}), ...long.headers },
    body,
    ...(binary ? { binary } : {}),
    ignore: [...script.ignore, ...(long.ignore ?? [])],
    headersCompared: [...new Set([...script.headersCompared, ...(long.headersCompared ?? [])])],
    capture: long.capture ?? {},
    wait: (long.wait ?? 0) * 1000,
  };
  return long.expect === undefined ? request : { ...request, expect: long.expect };
}

function entryOf(raw: RawScript['entry']): Entry {
  const result: Entry = { portEnv: raw.portEnv };
  if (raw.start !== undefined) result.start = raw.start;
  if (raw.module !== undefined) result.module = { module: raw.module, export: raw.export ?? 'default', mount: raw.mount ?? '/', ...(raw.listens === undefined ? {} : { listens: raw.listens }) };
  if (raw.workers) result.workers = { module: raw.workers.module, export: raw.workers.export, mount: raw.workers.mount, ...(raw.workers.listens === undefined ? {} : { listens: raw.workers.listens }) };
  return result;
}

const KEYS: Record<string, readonly string[]> = {
  '': Object.keys(fields.shape),
  entry: Object.keys(entry.shape),
  'entry.workers': Object.keys(moduleFields),
  'databases.*': Object.keys(database.shape),
  'requests.*': [...Object.keys(longRequest.shape), ...EVENT_KEYS],
  'requests.*.expect': ['status', 'json', 'contains'],
};

/** Reads a script in YAML or JSON. Throws UserError with line and column of the first mistake. */
export function parseVerifyScript(text: string, file: string): VerifyScript {
  const raw = parseYaml(text, file, schema, { keysAt: (path) => KEYS[path.map((step) => (typeof step === 'number' ? '*' : String(step))).join('.')] ?? [] });
  return {
    entry: entryOf(raw.entry),
    state: raw.state,
    databases: raw.databases,
    env: raw.env,
    network: raw.network,
    writes: raw.writes,
    cookies: raw.cookies,
    staleKv: raw.staleKv,
    timeLimit: raw.timeLimit === undefined ? null : raw.timeLimit * 1000,
    requests: raw.requests.map((request) => requestOf(request, raw)),
  };
}

/** JSON Schema of a script, for editors. */
export const verifyScriptJsonSchema = (): unknown => z.toJSONSchema(fields, { io: 'input', unrepresentable: 'any' });
