/** Loads rules/apis.yaml: what the calls of packages do. Checks its form; knows nothing of any program. */
import { readFileSync } from 'node:fs';
import { homePath } from '../core/home.js';
import { originIndex } from '../core/origin-pattern.js';
import type { ApiEntry } from '../core/program.js';
import { compiled } from './compiled.js';
import { apisFileSchema, keysOf } from './schema.js';
import { parseYaml } from '../core/yaml.js';

const FILE = 'rules/apis.yaml';

/** Parses the text of an API file; `file` is for messages. */
export function parseApis(text: string, file: string): ApiEntry[] {
  return parseYaml(text, file, apisFileSchema, { keysAt: keysOf(apisFileSchema) }).apis;
}

let kept: ApiEntry[] | null = null;

/** All entries, in the order of the file. Read once per process. */
export function loadApis(): ApiEntry[] {
  kept ??= compiled<ApiEntry[]>('apis') ?? parseApis(readFileSync(homePath(FILE), 'utf8'), FILE);
  return kept;
}

let index: ((origin: string) => readonly ApiEntry[]) | null = null;

/** Entries of an origin, the most specific first. */
export function apisOf(origin: string): readonly ApiEntry[] {
  index ??= originIndex(loadApis(), (entry) => entry.origin);
  return index(origin);
}
