/** Loads the evidence of our own rules: snippets, what was observed of them, and which rules no runtime can show. It runs and judges nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../core/errors.js';
import { OUTCOMES, PLATFORMS, UNPROVABLE, type Evidence, type Observed, type ObservedExports, type Snippet } from '../core/evidence.js';
import { homePath } from '../core/home.js';
import { parseYaml } from '../core/yaml.js';

/** Snippets by theme, in rules/evidence. */
const THEMES = ['files', 'processes', 'network', 'connections', 'globals', 'state', 'frameworks', 'packages', 'packages-native', 'packages-storage', 'agents'];

export const OBSERVED_FILE = 'rules/evidence/observed.json';

/** What workerd itself exports, by date. */
export const EXPORTS_FILE = 'rules/evidence/exports.json';

const snippet = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'expected a kebab-case name'),
  shows: z.string().min(1),
  rules: z.array(z.string()).default([]),
  settled: z.array(z.string()).default([]),
  besides: z.array(z.string()).default([]),
  form: z.enum(['function', 'worker']).default('function'),
  source: z.string().min(1),
  files: z.record(z.string(), z.string()).default({}),
  packages: z.record(z.string(), z.string()).default({}),
  wrangler: z.record(z.string(), z.unknown()).default({}),
  platforms: z.array(z.enum(PLATFORMS)).min(1).default(['browser']),
  dates: z.enum(['flags', 'last']).default('flags'),
  isolates: z.union([z.literal(1), z.literal(2)]).default(1),
  server: z.string().optional(),
  expect: z.tuple([z.unknown(), z.unknown()]).optional(),
});

const snippetsFile = z.strictObject({ snippets: z.array(snippet) });

const unprovedFile = z.strictObject({
  unprovable: z.array(z.strictObject({ reason: z.enum(UNPROVABLE), rules: z.array(z.string()).min(1) })),
});

const observation = z.strictObject({
  since: z.string(),
  platform: z.enum(PLATFORMS),
  outcome: z.enum(OUTCOMES),
  stage: z.enum(['bundle', 'start']).optional(),
  text: z.string().optional(),
});

const observedFile = z.strictObject({
  provedWith: z.record(z.string(), z.string()),
  dates: z.array(z.string()),
  outcomes: z.record(z.string(), z.array(observation)),
});

const exportsFile = z.strictObject({ workerd: z.string(), modules: z.record(z.string(), z.record(z.string(), z.array(z.string()))) });

const fileOf = (name: string): string => `rules/evidence/${name}.yaml`;
const textOf = (file: string): string => readFileSync(homePath(file), 'utf8');

function refuseTwins(snippets: readonly Snippet[]): void {
  const seen = new Set<string>();
  for (const { id } of snippets) {
    if (seen.has(id)) throw new UserError('duplicate-snippet', `the snippet "${id}" stands twice in rules/evidence`, 'Give each snippet a name of its own.');
    seen.add(id);
  }
}

/** A snippet names its server; the program stands in a file of its own, because several share it. */
function withServer({ server, ...rest }: z.infer<typeof snippet>): Snippet {
  return { ...rest, ...(server ? { server: { name: server, source: textOf(`rules/evidence/servers/${server}.mjs`) } } : {}) } as Snippet;
}

/** All snippets, in the order of the files. */
export function loadSnippets(): Snippet[] {
  const snippets = THEMES.flatMap((theme) => parseYaml(textOf(fileOf(theme)), fileOf(theme), snippetsFile).snippets.map(withServer));
  refuseTwins(snippets);
  return snippets;
}

/** What was observed when it was last written down; nothing before the first run. */
export function loadObserved(): Observed {
  if (!existsSync(homePath(OBSERVED_FILE))) return { provedWith: {}, dates: [], outcomes: {} };
  return parseYaml(textOf(OBSERVED_FILE), OBSERVED_FILE, observedFile) as Observed;
}

/** The exports when they were last written down; nothing before the first run. */
export const loadExports = (): ObservedExports => (existsSync(homePath(EXPORTS_FILE)) ? parseYaml(textOf(EXPORTS_FILE), EXPORTS_FILE, exportsFile) : { workerd: 'unknown', modules: {} });

export function loadEvidence(): Evidence {
  const unproved = parseYaml(textOf(fileOf('unproved')), fileOf('unproved'), unprovedFile);
  return { snippets: loadSnippets(), observed: loadObserved(), ...unproved };
}
