/** What the `exports` of a package.json lead to in Node: one file for each subpath, whatever else it is built for. */
import path from 'node:path';
import { type Manifest, NODE_CONDITIONS } from '../core/manifest.js';

/** Every subpath of `exports` with its conditions: a text, a list, or an object of conditions. */
const subpathsOf = (exports: unknown): unknown[] =>
  typeof exports === 'object' && exports !== null && Object.keys(exports).every((key) => key.startsWith('.')) ? Object.values(exports) : [exports];

/** Conditions that Node never sets. */
const ELSEWHERE = /^(?:types|typings|source|browser|worker|workerd|edge-light|deno|bun|react-native)/;

/** Files that Node can load for one subpath, likeliest first. */
function nodeTargets(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('*') ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  const conditions = Object.keys(value).filter((key) => !ELSEWHERE.test(key));
  const rank = (key: string): number => NODE_CONDITIONS.indexOf(key) + 1 || 9;
  return [...conditions].sort((a, b) => rank(a) - rank(b)).flatMap((key) => nodeTargets((value as Record<string, unknown>)[key]));
}

const plain = (file: string): string => path.posix.normalize(file);

/** One file for each subpath. A package that is built for `import` and for `require` is one program, and nothing of it counts twice: the build that `main` names is the one that is followed. */
export function exportTargets({ exports, main }: Manifest): string[] {
  return subpathsOf(exports).flatMap((subpath) => {
    const targets = nodeTargets(subpath);
    const isLikeMain = (target: string): boolean => main !== undefined && path.extname(target) === path.extname(main) && plain(target).startsWith(`${path.posix.dirname(plain(main))}/`);
    return [targets.find((target) => main !== undefined && plain(target) === plain(main)) ?? targets.find(isLikeMain) ?? targets[0]].flatMap((target) => (target === undefined ? [] : [target]));
  });
}
