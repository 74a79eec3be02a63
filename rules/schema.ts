/** The form of the files in rules/: every key and every word is checked, so that a slip is reported with its line. */
import { validRange } from 'semver';
import { z } from 'zod';
import { AREAS, CONFIDENCES, LIFETIMES, PERSISTENCES, READERS, REACHES, VERDICTS, WRITES } from '../core/vocabulary.js';

const STYLES = ['sync', 'callback', 'promise', 'stream', 'handle'] as const;
export const ACCESSES = ['read', 'write', 'append', 'delete', 'list', 'probe', 'create', 'watch', 'open'] as const;
const ENTRY_KINDS = ['start', 'bin', 'export', 'http', 'cron', 'timer', 'queue', 'message', 'socket', 'signal', 'script', 'build', 'test'] as const;
export const STATE_SHAPES = ['cache', 'session', 'rate-limit', 'counter', 'lock', 'queue', 'registry', 'collection', 'handle', 'emitter', 'flag', 'unknown'] as const;
export const JOB_KINDS = ['after-response', 'endless-loop', 'un-awaited', 'polling', 'in-process-queue'] as const;
export const HOST_KINDS = [
  'volume', 'env', 'secret', 'cpu', 'memory', 'concurrency', 'min-instances', 'max-instances', 'timeout', 'region', 'port', 'command', 'host', 'schedule', 'billing',
  'base-image', 'private-network', 'identity', 'working-folder',
] as const;
export const ARGUMENT_KINDS = ['string', 'number', 'boolean', 'null', 'object', 'array', 'function', 'regexp', 'instance', 'unknown'] as const;

function isExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const expression = z.string().refine(isExpression, 'not a regular expression');
const range = z.string().refine((text) => validRange(text) !== null, 'not a version range');
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date like 2026-11-17');
const argument = z.union([z.number().int().nonnegative(), z.string().regex(/^\d+\.[\w.*]+(?:\(\))?$/, 'expected an index or N.property')]);

const callback = z.strictObject({
  index: z.union([z.number().int().nonnegative(), z.enum(['last', 'rest']), z.string().regex(/^\d+\.[\w.]+$/, 'expected an index, last, rest or N.property')]),
  when: z.enum(['now', 'later', 'entry']),
  entry: z.enum(ENTRY_KINDS).optional(),
  params: z.array(z.string().nullable()).optional(),
});

const api = z.strictObject({
  origin: z.string().min(1),
  area: z.enum(AREAS),
  event: z.array(z.string()).optional(),
  style: z.enum(STYLES).optional(),
  access: z.enum(ACCESSES).optional(),
  path: z.array(argument).optional(),
  pathDefault: z.string().min(1).optional(),
  applies: z.number().int().nonnegative().optional(),
  task: argument.optional(),
  model: argument.optional(),
  command: argument.optional(),
  runs: z.string().optional(),
  content: argument.optional(),
  loads: z.array(argument).optional(),
  callbacks: z.array(callback).optional(),
  returns: z.string().optional(),
  decorates: z.enum([...ENTRY_KINDS, 'prefix']).optional(),
  endsResponse: z.boolean().optional(),
  emptiedBy: z.array(z.string()).optional(),
  holds: z.string().optional(),
  pure: z.boolean().optional(),
  persistence: z.enum(PERSISTENCES).optional(),
  note: z.string().optional(),
});

export const apisFileSchema = z.strictObject({ version: z.literal(1), apis: z.array(api) });

const condition = z
  .strictObject({
    equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
    pattern: expression.optional(),
    kind: z.enum(ARGUMENT_KINDS).optional(),
    absent: z.boolean().optional(),
    /** What an instance is: an origin pattern. */
    origin: z.string().optional(),
    /** Whether the value is known. */
    constant: z.boolean().optional(),
  })
  .refine((c) => Object.keys(c).length > 0, 'a condition needs equals, pattern, kind, origin, absent or constant');

const match = z.strictObject({
  site: z.array(z.string()).optional(),
  not: z.array(z.string()).optional(),
  api: z.array(z.enum(AREAS)).optional(),
  arguments: z.record(z.string().regex(/^(?:any|\d+(?:\.[\w.-]+)?)$/, 'expected any, an index or N.property'), condition).optional(),
  command: z.array(z.string()).optional(),
  persistence: z.array(z.enum(PERSISTENCES)).optional(),
  roots: z.array(z.string()).optional(),
  lifetime: z.array(z.enum(LIFETIMES)).optional(),
  writes: z.array(z.enum(WRITES)).optional(),
  readers: z.array(z.enum(READERS)).optional(),
  access: z.array(z.enum(ACCESSES)).optional(),
  reach: z.array(z.enum(REACHES)).optional(),
  topLevel: z.boolean().optional(),
  afterResponse: z.boolean().optional(),
  promised: z.boolean().optional(),
  ended: z.boolean().optional(),
  installed: z.record(z.string(), range).optional(),
  package: z.array(z.string()).optional(),
  imported: z.array(z.string()).optional(),
  version: range.optional(),
  native: z.boolean().optional(),
  state: z.array(z.enum(STATE_SHAPES)).optional(),
  job: z.array(z.enum(JOB_KINDS)).optional(),
  host: z.array(z.enum(HOST_KINDS)).optional(),
  hostValue: expression.optional(),
  env: z.array(z.string()).optional(),
});

const verdict = z.union([z.enum(VERDICTS), z.array(z.strictObject({ since: date, verdict: z.enum(VERDICTS) })).min(1)]);
const hours = z.tuple([z.number().nonnegative(), z.number().nonnegative()]).refine(([low, high]) => low <= high, 'the low end comes first');
const link = z.strictObject({ source: z.string().min(1), date, url: z.url().optional() });

const rule = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'expected a kebab-case name'),
  title: z.string().min(1),
  area: z.enum(AREAS),
  match,
  verdict: z.strictObject({ workers: verdict, containers: verdict }),
  effort: z.strictObject({ fixed: hours, site: hours, boundary: hours.optional() }),
  lines: z.number().nonnegative().optional(),
  fix: z.strictObject({ codemod: z.string().optional(), setting: z.string().optional() }).optional(),
  cost: z.array(z.strictObject({ meter: z.string(), operations: z.number().positive() })).optional(),
  why: z.string().min(1),
  instead: z.string().min(1),
  evidence: z.array(z.string()).optional(),
  /** The name of an entry of `sources`, or a source of its own. */
  links: z.array(z.union([z.string(), link])).min(1),
  examples: z.strictObject({ hits: z.array(z.string()).min(1), misses: z.array(z.string()).min(2) }),
  exampleFiles: z.record(z.string(), z.string()).optional(),
  confidence: z.enum(CONFIDENCES).optional(),
  /** For packages: one finding in package.json instead of one for each import. */
  at: z.literal('manifest').optional(),
});

const harmless = z.strictObject({
  packages: z.array(z.string()).min(1),
  version: range.optional(),
  note: z.string().optional(),
  links: z.array(z.union([z.string(), link])).min(1),
});

/** rules/compat.yaml, and a rule file of a user, which may leave out everything but the rules. */
export const rulesFileSchema = z.strictObject({
  schema: z.literal(1).default(1),
  version: z.string().optional(),
  compatibilityDate: date.optional(),
  provedWith: z.record(z.string(), z.string()).optional(),
  /** Where facts come from, named once. */
  sources: z.record(z.string(), link).optional(),
  rules: z.array(rule),
  /** Packages that were looked at and need no rule. */
  harmless: z.array(harmless).optional(),
});

export type RulesFile = z.infer<typeof rulesFileSchema>;
export type RuleEntry = RulesFile['rules'][number];

interface Described {
  properties?: Record<string, Described>;
  items?: Described | Described[];
  prefixItems?: Described[];
  additionalProperties?: Described | boolean;
  anyOf?: Described[];
}

function step(schema: Described | undefined, key: PropertyKey): Described | undefined {
  if (!schema) return undefined;
  if (schema.anyOf) return schema.anyOf.map((s) => step(s, key)).find((s) => s !== undefined);
  if (typeof key === 'number') return Array.isArray(schema.items) ? schema.items[key] : schema.items;
  const property = schema.properties?.[String(key)];
  if (property) return property;
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** Names of the keys that `schema` allows at `path`: what a misspelt key may have meant. */
export function keysOf(schema: z.ZodType): (path: readonly PropertyKey[]) => readonly string[] {
  return (path) => {
    const root = z.toJSONSchema(schema, { io: 'input' }) as Described;
    const found = path.reduce<Described | undefined>(step, root);
    return Object.keys(found?.properties ?? found?.anyOf?.find((s) => s.properties)?.properties ?? {});
  };
}

/** JSON Schema of rule files, for editors. */
export const rulesJsonSchema = (): object => ({
  title: 'cf-migrate rules',
  ...(z.toJSONSchema(rulesFileSchema, { io: 'input' }) as object),
});
