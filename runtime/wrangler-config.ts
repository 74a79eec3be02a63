/** Reads the parts of wrangler.jsonc, .json or .toml that running a Worker needs; checks them, changes nothing, runs nothing. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { parse as parseToml, TomlError } from 'smol-toml';
import { z } from 'zod';
import { UserError } from '../core/errors.js';
import { lineColumn, lineStarts } from '../core/text.js';

const bound = z.looseObject({ binding: z.string() });

const moduleRule = z.looseObject({
  type: z.enum(['ESModule', 'CommonJS', 'Text', 'Data', 'CompiledWasm', 'PythonModule', 'PythonRequirement']),
  globs: z.array(z.string()),
  fallthrough: z.boolean().optional(),
});

const schema = z.looseObject({
  name: z.string().optional(),
  main: z.string().optional(),
  compatibility_date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a compatibility date looks like 2026-11-17').optional(),
  compatibility_flags: z.array(z.string()).optional(),
  vars: z.record(z.string(), z.unknown()).optional(),
  kv_namespaces: z.array(bound).optional(),
  r2_buckets: z.array(bound).optional(),
  d1_databases: z.array(bound).optional(),
  queues: z.looseObject({
    producers: z.array(z.looseObject({ binding: z.string(), queue: z.string(), delivery_delay: z.number().optional() })).optional(),
    consumers: z.array(z.looseObject({
      queue: z.string(), max_batch_size: z.number().optional(), max_batch_timeout: z.number().optional(), max_retries: z.number().optional(),
      retry_delay: z.number().optional(), dead_letter_queue: z.string().optional(), type: z.string().optional(),
    })).optional(),
  }).optional(),
  durable_objects: z.looseObject({ bindings: z.array(z.looseObject({ name: z.string(), class_name: z.string(), script_name: z.string().optional() })) }).optional(),
  migrations: z.array(z.looseObject({ new_sqlite_classes: z.array(z.string()).optional() })).optional(),
  workflows: z.array(z.looseObject({ binding: z.string(), name: z.string(), class_name: z.string(), script_name: z.string().optional() })).optional(),
  triggers: z.looseObject({ crons: z.array(z.string()).optional() }).optional(),
  rules: z.array(moduleRule).optional(),
  find_additional_modules: z.boolean().optional(),
  base_dir: z.string().optional(),
  alias: z.record(z.string(), z.string()).optional(),
  define: z.record(z.string(), z.string()).optional(),
  keep_names: z.boolean().optional(),
});

export type WranglerConfig = z.infer<typeof schema>;
export type ModuleRule = z.infer<typeof moduleRule>;

export interface FoundConfig {
  /** Relative to the root; null when the project has none. */
  file: string | null;
  config: WranglerConfig;
  /** Sections that are not run here, in words. */
  notRun: string[];
}

/** Sections that name something which has no local stand-in here. */
const NOT_RUN: Record<string, string> = {
  ai: 'Workers AI',
  vectorize: 'Vectorize',
  hyperdrive: 'Hyperdrive',
  browser: 'Browser Rendering',
  images: 'Images',
  containers: 'Containers',
  services: 'service bindings',
  dispatch_namespaces: 'dispatch namespaces',
  send_email: 'e-mail sending',
  analytics_engine_datasets: 'Analytics Engine',
  mtls_certificates: 'mTLS certificates',
  assets: 'static assets',
};

/** Bindings to classes that stand in another Worker, which is not here. */
function elsewhere(config: WranglerConfig): string[] {
  const foreign = (list: { script_name?: string | undefined }[] | undefined): boolean => (list ?? []).some((one) => one.script_name !== undefined && one.script_name !== config.name);
  return [
    ...(foreign(config.durable_objects?.bindings) ? ['Durable Objects of other Workers'] : []),
    ...(foreign(config.workflows) ? ['Workflows of other Workers'] : []),
    ...((config.queues?.consumers ?? []).some((one) => one.type === 'http_pull') ? ['queues that are pulled over HTTP'] : []),
  ];
}

const FILES = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml'];

function broken(file: string, line: number, column: number, message: string): UserError {
  return new UserError('wrangler-config', `${file}:${line}:${column}: ${message}`, 'Correct the file; wrangler would refuse it too.', { file, line, column });
}

/** A parsed file, and where in it a value stands. */
interface Parsed {
  value: unknown;
  placeOf(at: PropertyKey[]): { line: number; column: number };
}

function parseJsonc(text: string, file: string): Parsed {
  const errors: ParseError[] = [];
  const starts = lineStarts(text);
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first) {
    const { line, column } = lineColumn(starts, first.offset);
    throw broken(file, line, column, printParseErrorCode(first.error));
  }
  const placeOf = (at: PropertyKey[]): { line: number; column: number } => {
    const node = tree ? findNodeAtLocation(tree, at.filter((step) => typeof step !== 'symbol')) : undefined;
    return lineColumn(starts, node?.offset ?? 0);
  };
  return { value: tree ? (getNodeValue(tree) as unknown) : {}, placeOf };
}

/** smol-toml keeps no places: a wrong value is told at the line that first names its table or key. */
function parseTomlFile(text: string, file: string): Parsed {
  try {
    const value: unknown = parseToml(text);
    const placeOf = ([key]: PropertyKey[]): { line: number; column: number } => {
      const index = text.split('\n').findIndex((line) => line.replace(/^[\s[]+/, '').startsWith(String(key ?? '')));
      return { line: Math.max(0, index) + 1, column: 1 };
    };
    return { value, placeOf };
  } catch (error) {
    if (error instanceof TomlError) throw broken(file, error.line, error.column, error.message.split('\n')[0] ?? 'invalid TOML');
    throw error;
  }
}

/** The wrangler configuration at the root of a project; an empty one when there is none. */
export function readWranglerConfig(root: string): FoundConfig {
  const file = FILES.find((name) => existsSync(path.join(root, name)));
  if (!file) return { file: null, config: {}, notRun: [] };
  const text = readFileSync(path.join(root, file), 'utf8');
  const { value, placeOf } = file.endsWith('.toml') ? parseTomlFile(text, file) : parseJsonc(text, file);
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    const { line, column } = placeOf(issue?.path ?? []);
    throw broken(file, line, column, `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
  }
  const config = checked.data;
  return { file, config, notRun: Object.entries(NOT_RUN).filter(([key]) => key in config).map(([, title]) => title).concat(elsewhere(config)) };
}
