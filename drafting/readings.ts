/** What a body is like, gathered from how code reads it: `typeof body.title`, `body.tags.map(…)`, `name in body`. Makes one example of all of it. */
import { plausibleValue, type Kind } from './plausible.js';

/** One look at the body. In a path, `[]` stands for each item of a list. */
export interface Reading {
  path: readonly string[];
  kind?: Kind;
  /** A value that the code itself names: a default, one of the allowed. */
  example?: unknown;
}

const ORDER: readonly Kind[] = ['array', 'object', 'number', 'boolean', 'date', 'string'];

function kindOf(readings: readonly Reading[]): Kind {
  const kinds = readings.flatMap(({ kind }) => (kind ? [kind] : []));
  return ORDER.find((kind) => kinds.includes(kind)) ?? 'unknown';
}

const below = (readings: readonly Reading[], key: string): Reading[] =>
  readings.filter(({ path }) => path[0] === key).map((reading) => ({ ...reading, path: reading.path.slice(1) }));

/** An example of what is read, for the name it goes by. */
export function exampleOf(name: string, readings: readonly Reading[]): unknown {
  const here = readings.filter(({ path }) => path.length === 0);
  const named = here.find(({ example }) => example !== undefined && example !== null && example !== '');
  const keys = [...new Set(readings.flatMap(({ path }) => (path[0] === undefined ? [] : [path[0]])))];
  if (keys.includes('[]')) return [exampleOf(name.replace(/s$/, ''), below(readings, '[]'))];
  if (named && (keys.length === 0 || typeof named.example !== 'object')) return named.example;
  if (keys.length > 0) return Object.fromEntries(keys.map((key) => [key, exampleOf(key, below(readings, key))]));
  return plausibleValue(name, kindOf(here));
}

/** Null when nothing is read of it by name. */
export function bodyOf(readings: readonly Reading[]): unknown {
  return readings.some(({ path }) => path.length > 0) ? exampleOf('', readings) : null;
}
