/** What of a source text can lead to a finding, made from what the rules and apis.yaml speak of. */
import type { Interest } from '../analyzers/outline.js';
import { compileOrigin, expandOrigin } from '../core/origin-pattern.js';
import { packageName } from '../core/resolve.js';
import type { RulePack } from '../core/rules.js';
import { canonical } from '../program/origins.js';
import { loadApis } from '../rules/apis.js';

/** Spellings that matter beside the globals that rules name: the process, loaders, endless loops, statements that only SQLite knows, our own comments, decorators (the sign first, what stands before it last: at every line break it would be looked for otherwise). */
const WORDS = [
  String.raw`\b(?:process|globalThis|global|createRequire)\b`, String.raw`\bimport\s*(?:\.|\(\s*[^'"\s])`, String.raw`\bwhile\s*\(\s*(?:true|1|!0)`, String.raw`\bfor\s*\(\s*;\s*;`,
  String.raw`\b(?:PRAGMA|VACUUM|ATTACH|DETACH|sqlite_\w+)\b`, 'cf-migrate-ignore',
  String.raw`\b__(?:decorate|metadata)\b|@(?<=(?:^|\n)[ \t]*@)[A-Za-z_]\w*[ \t]*\(`,
];

/** The head of an origin: `node:fs`, `global`, `@aws-sdk/client-*`. */
const headOf = (pattern: string): string => /^(?:@[^/]*\/)?[^./(]*/.exec(pattern)?.[0] ?? '';

function globalsOf(patterns: readonly string[]): string[] {
  return [...new Set(patterns.flatMap((pattern) => /^global\.([A-Za-z]\w*)/.exec(pattern)?.[1] ?? []))].filter((name) => name !== 'require' && name !== 'import');
}

/** `key` tells one interest from another. */
export function interestOf(pack: RulePack): Interest & { key: string } {
  const patterns = [...loadApis().filter((api) => !api.pure).map((api) => api.origin), ...pack.rules.flatMap((rule) => rule.match.site ?? [])].flatMap(expandOrigin);
  const heads = new Set(patterns.map(headOf));
  const wild = [...heads].filter((head) => head.includes('*')).map(compileOrigin);
  const packages = new Set([...heads, ...pack.rules.flatMap((rule) => [...(rule.match.package ?? [])])]);
  const known = new Map<string, boolean>();
  const decide = (specifier: string): boolean => {
    const name = specifier.startsWith('node:') ? specifier.slice(5).split('/')[0] ?? '' : packageName(specifier).name;
    return packages.has(`node:${name}`) || packages.has(name) || packages.has(headOf(canonical(`${specifier}.x`))) || wild.some((fits) => fits(name));
  };
  const words = new RegExp([...WORDS, String.raw`\b(?:${globalsOf(patterns).join('|')})\b`].join('|'));
  return {
    key: [words.source, ...packages].join(),
    words,
    module: (specifier) => {
      if (specifier.startsWith('.')) return false;
      const before = known.get(specifier);
      if (before !== undefined) return before;
      const answer = decide(specifier);
      known.set(specifier, answer);
      return answer;
    },
  };
}
