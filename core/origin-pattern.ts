/** Patterns over origins (docs/origins.md): `*` one name, `**` any rest, `{a,b}` alternatives. Finds the entries of an origin fast. */

const GROUP = /\{([^{}]*)\}/;
const SPECIAL = /[.+?^${}()|[\]\\/]/g;

/** `a.{b,c}` as `a.b`, `a.c`; innermost groups first, so groups may hold groups. */
export function expandOrigin(pattern: string): string[] {
  const group = GROUP.exec(pattern);
  if (!group) return [pattern];
  const before = pattern.slice(0, group.index);
  const after = pattern.slice(group.index + group[0].length);
  return [...new Set((group[1] ?? '').split(',').flatMap((choice) => expandOrigin(before + choice.trim() + after)))];
}

/** A lone `*` needs a name; beside other characters of a name it may be empty (`*Sync`). */
function expressionOf(pattern: string): RegExp {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part, i, parts) => {
      if (part === '**') return '.+';
      if (part !== '*') return part.replace(SPECIAL, '\\$&');
      const alone = /(?:^|[./(])$/.test(parts[i - 1] ?? '') && /^(?:$|[./(])/.test(parts[i + 1] ?? '');
      return alone ? '[^./()]+' : '[^./()]*';
    })
    .join('');
  return new RegExp(`^${source}$`);
}

/** Whether an origin fits `pattern`. */
export function compileOrigin(pattern: string): (origin: string) => boolean {
  const expanded = expandOrigin(pattern);
  const exact = new Set(expanded.filter((p) => !p.includes('*')));
  const expressions = expanded.filter((p) => p.includes('*')).map(expressionOf);
  return (origin) => exact.has(origin) || expressions.some((e) => e.test(origin));
}

/** How much of a name a pattern fixes: an exact name beats every wildcard, more characters beat fewer. */
export function originSpecificity(pattern: string): number {
  return pattern.includes('*') ? pattern.replaceAll('*', '').length : 1000 + pattern.length;
}

/** The longest alternative of `patterns` that fits `origin`, as its specificity; null when none does. */
export function fitOf(patterns: readonly string[], origin: string): number | null {
  const fits = patterns.flatMap(expandOrigin).filter((p) => p === origin || (p.includes('*') && expressionOf(p).test(origin)));
  return fits.length === 0 ? null : Math.max(...fits.map(originSpecificity));
}

/** Everything up to the first `.` or `(` after the last `/` of the name's head: wildcards are only tried within one package. */
function packageKey(name: string): string {
  return /^(?:@[^/.]*\/)?[^./(]*/.exec(name)?.[0] ?? '';
}

interface Candidate<T> {
  entry: T;
  order: number;
  specificity: number;
  /** What stands before the first wildcard: cheaper to compare than the whole. */
  prefix: string;
  test: RegExp;
}

/**
 * Looks up the entries whose pattern fits an origin, the most specific first, then in the order given.
 * Answers are kept, so an index is for one run over a program of bounded size.
 */
export function originIndex<T>(entries: readonly T[], patternsOf: (entry: T) => string | readonly string[]): (origin: string) => readonly T[] {
  const exact = new Map<string, { entry: T; order: number; specificity: number }[]>();
  const wild = new Map<string, Candidate<T>[]>();
  entries.forEach((entry, order) => {
    const patterns = patternsOf(entry);
    for (const pattern of (typeof patterns === 'string' ? [patterns] : patterns).flatMap(expandOrigin)) {
      const specificity = originSpecificity(pattern);
      if (!pattern.includes('*')) push(exact, pattern, { entry, order, specificity });
      else push(wild, keyOfWildcard(pattern), { entry, order, specificity, prefix: pattern.slice(0, pattern.indexOf('*')), test: expressionOf(pattern) });
    }
  });
  const known = new Map<string, readonly T[]>();
  return (origin) => {
    const before = known.get(origin);
    if (before) return before;
    const candidates = [...(wild.get(packageKey(origin)) ?? []), ...(wild.get('') ?? [])].filter((c) => origin.startsWith(c.prefix) && c.test.test(origin));
    const found = [...(exact.get(origin) ?? []), ...candidates].sort((a, b) => b.specificity - a.specificity || a.order - b.order);
    const answer = [...new Set(found.map((f) => f.entry))];
    known.set(origin, answer);
    return answer;
  };
}

/** '' when the wildcard stands inside the package's own name. */
function keyOfWildcard(pattern: string): string {
  const key = packageKey(pattern);
  return key.includes('*') ? '' : key;
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
