/** Reads the team's settings: cf-migrate.config.json, .yaml or the package.json key. Data only: a .js configuration is never looked at, let alone run. */
import { z } from 'zod';
import { parseObject } from '../core/manifest.js';
import type { Project } from '../core/project.js';
import { DEFAULT_COMPATIBILITY_DATE } from '../core/vocabulary.js';
import { parseYaml } from '../core/yaml.js';

const FILES = ['cf-migrate.config.json', 'cf-migrate.config.yaml', 'cf-migrate.config.yml'];
const KEYS = ['target', 'compatibilityDate', 'failOn', 'rules', 'disable', 'ignore', 'suppress'];

const schema = z.strictObject({
  target: z.enum(['workers', 'containers', 'auto']).optional(),
  compatibilityDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-11-17').optional(),
  failOn: z.enum(['blocker', 'risk']).optional(),
  /** Rule files of the team, relative to the project. */
  rules: z.array(z.string()).optional(),
  disable: z.array(z.strictObject({ id: z.string(), reason: z.string().min(1) })).optional(),
  /** Globs of files that are not looked at. */
  ignore: z.array(z.string()).optional(),
  suppress: z.array(z.strictObject({ rule: z.string(), file: z.string(), reason: z.string().min(1) })).optional(),
});

export type Config = z.infer<typeof schema>;

/** The settings of the project; empty when it has none. Throws UserError with line and column for a mistake. */
export function readConfig(project: Project): Config {
  const file = FILES.find((name) => project.has(name));
  if (file) return parseYaml(project.read(file), file, schema, { keysAt: (path) => (path.length === 0 ? KEYS : []) });
  const manifest = project.has('package.json') ? parseObject(project.read('package.json')) : null;
  const key = manifest?.['cf-migrate'];
  return key === undefined ? {} : parseYaml(JSON.stringify(key, null, 2), 'package.json (cf-migrate)', schema, { keysAt: (path) => (path.length === 0 ? KEYS : []) });
}

/** The compatibility date that verdicts speak of: the one asked for, wrangler's own, the configured one, or the rule pack's. */
export function compatibilityDate(project: Project, config: Config, asked?: string): { date: string; source: string } {
  if (asked !== undefined) return { date: asked, source: 'the command line' };
  for (const file of ['wrangler.jsonc', 'wrangler.json']) {
    const date = project.has(file) ? parseObject(project.read(file))?.compatibility_date : undefined;
    if (typeof date === 'string') return { date, source: file };
  }
  const toml = project.has('wrangler.toml') ? /^\s*compatibility_date\s*=\s*["'](\d{4}-\d{2}-\d{2})["']/m.exec(project.read('wrangler.toml')) : null;
  if (toml?.[1]) return { date: toml[1], source: 'wrangler.toml' };
  if (config.compatibilityDate) return { date: config.compatibilityDate, source: 'configuration' };
  return { date: DEFAULT_COMPATIBILITY_DATE, source: 'the rule pack; the project names none' };
}
