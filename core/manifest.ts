/** Reads package.json files: tolerant of comments and trailing commas, never executed, absent fields stay absent. */
import { parse } from 'jsonc-parser';
import type { Project } from './project.js';

export interface Manifest {
  /** Path of the package.json relative to the root. */
  file: string;
  /** Folder it speaks for, '' for the root. */
  folder: string;
  name?: string;
  version?: string;
  type?: string;
  private?: boolean;
  main?: string;
  module?: string;
  bin?: string | Record<string, string>;
  exports?: unknown;
  imports?: Record<string, unknown>;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  workspaces?: unknown;
  /** `pnpm@9.1.0`. */
  packageManager?: string;
  /** Where the oclif framework finds commands and hooks. */
  oclif?: { commands?: unknown; hooks?: unknown };
  /** Files that JSON beside it names by the name of the package, `shop/hooks/start`: they are loaded by what reads that JSON. */
  besides?: string[];
}

/** Parses JSON with comments; null when it is no object. */
export function parseObject(text: string): Record<string, unknown> | null {
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

/** Every package.json of the project, the root's first. */
export function manifestsOf(project: Project): Manifest[] {
  return project.others
    .filter((file) => file === 'package.json' || file.endsWith('/package.json'))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
    .flatMap((file): Manifest[] => {
      const value = readObject(project, file);
      return value ? [{ ...shaped(value), file, folder: file === 'package.json' ? '' : file.slice(0, -'/package.json'.length) }] : [];
    });
}

/** Written by tools, and about what is installed. */
const OF_TOOLS = /(?:^|[/-])(?:package|package-lock|npm-shrinkwrap|tsconfig[\w.-]*|jsconfig|lerna|nx|turbo|composer)\.json$/;

/** The manifest with `besides`: it reads the JSON beside package.json. */
export function withBesides(project: Project, manifest: Manifest): Manifest {
  const own = `${manifest.name ?? ''}/`;
  const inFolder = (file: string): boolean => file.endsWith('.json') && (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '') === manifest.folder;
  const besides = own === '/' ? [] : project.others.filter((file) => inFolder(file) && !OF_TOOLS.test(file)).flatMap((file) => textsIn(readObject(project, file)))
    .filter((text) => text.startsWith(own)).map((text) => `./${text.slice(own.length).replace(/:\w+$/, '')}`);
  return besides.length === 0 ? manifest : { ...manifest, besides };
}

/** Every text in a value of JSON. */
export const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];

const isText = (value: unknown): boolean => typeof value === 'string';
const isTable = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTableOfTexts = (value: unknown): boolean => isTable(value) && Object.values(value as object).every(isText);

/** What each field must be; anything else in its place is as good as absent. */
const SHAPES: Record<string, (value: unknown) => boolean> = {
  name: isText, version: isText, type: isText, main: isText, module: isText, packageManager: isText,
  private: (value) => typeof value === 'boolean',
  bin: (value) => isText(value) || isTableOfTexts(value),
  imports: isTable, oclif: isTable,
  scripts: isTableOfTexts, dependencies: isTableOfTexts, devDependencies: isTableOfTexts, optionalDependencies: isTableOfTexts, peerDependencies: isTableOfTexts,
};

const shaped = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([key, field]) => SHAPES[key]?.(field) ?? true));

function readObject(project: Project, file: string): Record<string, unknown> | null {
  try {
    return parseObject(project.read(file));
  } catch {
    return null; // Unreadable: the caller goes on without it, and coverage shows what did not resolve.
  }
}

/** Conditions of `exports` and `imports` that Node sets, the likeliest first. */
export const NODE_CONDITIONS = ['node', 'import', 'module', 'require', 'default'];

/** First file path that an `exports`, `imports` or conditions value leads to; prefers what Node would load. */
export function targetOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(targetOf).find((target) => target !== null) ?? null;
  if (typeof value !== 'object' || value === null) return null;
  const conditions = value as Record<string, unknown>;
  for (const condition of NODE_CONDITIONS) {
    const target = targetOf(conditions[condition]);
    if (target !== null) return target;
  }
  return Object.values(conditions).map(targetOf).find((target) => target !== null) ?? null;
}
