/** Facts that take less memory say the same. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { compactFacts } from '../../analyzers/compact.js';
import { analyzeFile } from '../../analyzers/index.js';
import type { FileFacts } from '../../core/facts.js';

function factsOf(file: string, text: string): FileFacts {
  const read = analyzeFile(file, text);
  if ('skipped' in read) throw new Error(read.skipped.detail);
  return read.facts;
}

const SHIP = `#!/usr/bin/env node
// cf-migrate-ignore-next-line fs-log-write: shipped
import { writeFile as keepTheManifest } from 'node:fs/promises';
export * as everythingElse from './everything-else.js';
export default class Harbour extends Coast implements Reachable {
  static anchoredVessels: Map<string, Vessel> = new Map();
  get capacity(): number { return 3; }
  async moor({ vesselName: [first = 'unnamed'], ...others }: Vessel, ...rest: string[]): Promise<void> {
    if (typeof process !== 'undefined') this.anchoredVessels.set(first, { ...others, get lengthOverAll() { return rest.length; }, [first]: 1 });
    await keepTheManifest(\`manifests/\${first}.json\`, process.env.MANIFEST_SIGNATURE ?? /none/);
    while (true) others.position = 'in the harbour';
  }
}
interface Vessel extends Floating { displacementInTonnes(): Promise<number> }
`;

test('nothing is lost, what it does not know of included', () => {
  const facts = factsOf('harbour.ts', SHIP);
  for (const list of [facts.exprs, facts.bindings, facts.functions, facts.classes, facts.calls, facts.imports, facts.exports, facts.mutations, facts.env, facts.endlessLoops, facts.suppressions]) expect(list).not.toEqual([]);
  const more = { ...facts, later: 1, classes: facts.classes.map((one) => ({ ...one, later: 1 })), calls: facts.calls.map((one) => ({ ...one, later: 1 })), functions: facts.functions.map((one) => ({ ...one, later: 1 })) };
  expect(compactFacts(more)).toEqual(more);
});

test('equal expressions of two files are one, and those that differ are two', () => {
  const [one, other] = [factsOf('a.js', "dock('north quay');"), factsOf('b.js', "dock('south quay', 'north quay');")];
  const texts = (facts: FileFacts) => new Map(facts.exprs.flatMap((expr) => (expr.k === 'literal' ? [[expr.value, expr] as const] : [])));
  expect(texts(one).get('north quay')).toBe(texts(other).get('north quay'));
  expect(texts(one).get('north quay')).not.toBe(texts(other).get('south quay'));
});

/** Properties whose texts no file holds. */
const OURS = new Set(['file', 'kind', 'position', 'how']);

/** The same plain data with each of its texts cut out of one that is 40,000 characters longer, as parsers cut them out of a source. */
function cutOut<T>(plain: T): T {
  if (typeof plain === 'string') return (plain.length < 13 ? plain : Buffer.from(plain + ' '.repeat(40_000)).toString('latin1').slice(0, plain.length)) as T;
  if (Array.isArray(plain)) return plain.map(cutOut) as T;
  return typeof plain === 'object' && plain !== null ? (Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, OURS.has(key) ? value : cutOut(value)])) as T) : plain;
}

test('facts do not keep the text alive that their names were cut out of', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const facts = factsOf('harbour.ts', SHIP);
  expect(JSON.stringify(facts).match(/"[^"]{13,}"/g)?.length).toBeGreaterThan(20);
  const before = used();
  const plain = Array.from({ length: 20 }, () => cutOut(facts));
  const held = used() - before;
  const compacted = Array.from({ length: 20 }, () => compactFacts(cutOut(facts)));
  const grown = used() - before - held;
  expect(held).toBeGreaterThan(20 * 20 * 40_000);
  expect(grown).toBeLessThan(20 * 40_000);
  expect(compacted).toEqual(plain);
});
