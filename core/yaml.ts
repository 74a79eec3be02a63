/** Reads YAML (or JSON) checked against a schema; every mistake is reported with file, line and column. Executes nothing. */
import { LineCounter, isMap, isScalar, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { UserError } from './errors.js';
import { nearest } from './text.js';

type Path = PropertyKey[];

/** Position of the node at `path`, or of the nearest ancestor that exists; of the key itself when `key` is named. */
function locate(document: Document, counter: LineCounter, path: Path, key?: string): { line: number; column: number } {
  for (let length = path.length; length >= 0; length--) {
    const node = (length === 0 ? document.contents : document.getIn(path.slice(0, length), true)) as Node | null | undefined;
    if (!node || typeof node !== 'object' || !('range' in node) || !node.range) continue;
    const pair = key !== undefined && length === path.length && isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const range = pair && isScalar(pair.key) ? pair.key.range : node.range;
    const { line, col } = counter.linePos(range?.[0] ?? 0);
    return { line, column: col };
  }
  return { line: 1, column: 1 };
}

/** Places of nodes in `text`, by their path, for mistakes that a schema cannot see. */
export function placesInYaml(text: string): (path: Path) => { line: number; column: number } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  return (path) => locate(document, counter, path);
}

/** Line and column of the node at `path` in `text`. */
export const placeInYaml = (text: string, path: Path): { line: number; column: number } => placesInYaml(text)(path);

/** A check of our own brings its hint; else names that the schema allows at a place: used to suggest what was meant. */
function hintFor(issue: z.core.$ZodIssue, allowed: readonly string[]): string {
  if (issue.code === 'unrecognized_keys') {
    const near = nearest(issue.keys[0] ?? '', allowed);
    return near ? `Did you mean "${near}"?` : allowed.length > 0 ? `Known keys here: ${allowed.join(', ')}.` : 'Remove the key.';
  }
  if (issue.code === 'custom' && typeof issue.params?.['hint'] === 'string') return issue.params['hint'];
  if (issue.code === 'invalid_value') return `Use one of: ${issue.values.map(String).join(', ')}.`;
  return 'Correct the value; the expected form is in the documentation of this file.';
}

/** Options of `parseYaml`: `keysAt` names the keys allowed at a path, for better hints. */
export interface YamlOptions {
  keysAt?: (path: Path) => readonly string[];
}

/** Parses and checks `text`. Throws UserError with the place of the first mistake. */
export function parseYaml<T>(text: string, file: string, schema: z.ZodType<T>, options: YamlOptions = {}): T {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) {
    const { line, col } = counter.linePos(broken.pos[0]);
    throw new UserError('yaml-syntax', `${file}:${line}:${col}: ${broken.message}`, 'Correct the YAML syntax at this place.', { file, line, column: col });
  }
  const result = schema.safeParse(document.toJS() ?? {});
  if (result.success) return result.data;
  const { issues } = result.error;
  // A misspelt key is reported as such, not as the absence of the key that was meant.
  const issue = deepest((issues.find((one) => one.code === 'unrecognized_keys') ?? issues[0]) as z.core.$ZodIssue);
  const place = locate(document, counter, issue.path, issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined);
  const where = issue.path.length > 0 ? ` (at ${issue.path.map(String).join('.')})` : '';
  throw new UserError('invalid-file', `${file}:${place.line}:${place.column}: ${issue.message}${where}`, hintFor(issue, options.keysAt?.(issue.path) ?? []), { file, ...place });
}

/** For a union, the issue of the branch that came furthest: its path says where the mistake is. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const inner = issue.errors.flat().reduce((best, next) => (next.path.length > best.path.length ? next : best));
  return deepest({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue);
}
