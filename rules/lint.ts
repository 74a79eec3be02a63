/** Looks for mistakes in a rule pack that its schema cannot see: twins, conditions that nothing can meet, examples that prove nothing, unknown fixes and meters. */
import { expandOrigin, originIndex } from '../core/origin-pattern.js';
import type { ApiEntry } from '../core/program.js';
import type { Rule, RulePack } from '../core/rules.js';
import { TARGETS } from '../core/vocabulary.js';
import { misnamedApis, unmeetable } from './unmeetable.js';

export interface LintProblem {
  rule: string;
  code: 'duplicate-id' | 'duplicate-match' | 'unsatisfiable-match' | 'example' | 'unknown-codemod' | 'codemod-without-rule' | 'unknown-meter' | 'unknown-evidence' | 'verdict-dates' | 'harmless-and-ruled' | 'evidence-missing' | 'evidence-disagrees';
  message: string;
  /** Which rule of the pack it is. */
  index?: number;
  /** Where within the rule: `match`, `arguments`, `0`. */
  path?: (string | number)[];
}

/** What rules may refer to. A list that is left out is not checked. */
export interface LintKnown {
  codemods?: readonly string[];
  meters?: readonly string[];
  evidence?: readonly string[];
}

/** The first compatibility date that a Worker can have. */
const FIRST_DATE = '2021-11-02';

const problem = (rule: string, code: LintProblem['code'], message: string, path: LintProblem['path'] = []): LintProblem => ({ rule, code, message, path });

/** Two ways to write the same conditions come out alike. */
function canonical(rule: Rule): string {
  const { site, not, ...rest } = rule.match;
  const match = { ...rest, ...(site ? { site: site.flatMap(expandOrigin) } : {}), ...(not ? { not: not.flatMap(expandOrigin) } : {}) };
  const sorted = (_: string, value: unknown): unknown => {
    if (Array.isArray(value)) return [...new Set(value as string[])].sort();
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  };
  return `${rule.area} ${JSON.stringify(match, sorted)}`;
}

function twins(rules: readonly Rule[]): LintProblem[] {
  const ids = new Set<string>();
  const matches = new Map<string, string>();
  return rules.flatMap((rule, index) => {
    const key = canonical(rule);
    const twin = matches.get(key);
    const found = [
      ...(ids.has(rule.id) ? [problem(rule.id, 'duplicate-id', `the id ${rule.id} is used twice`, ['id'])] : []),
      ...(twin !== undefined ? [problem(rule.id, 'duplicate-match', `it matches exactly what ${twin} matches`, ['match'])] : []),
    ];
    ids.add(rule.id);
    if (twin === undefined) matches.set(key, rule.id);
    return found.map((one) => ({ ...one, index }));
  });
}

function exampleProblems(rule: Rule): LintProblem[] {
  const { hits, misses } = rule.examples;
  const all = [...hits, ...misses].map((example) => example.trim());
  return [
    ...(hits.length === 0 ? ['it has no hit'] : []),
    ...(misses.length < 2 ? [`it has ${misses.length} of at least two misses`] : []),
    ...(all.some((example) => example === '') ? ['an example is empty'] : []),
    ...(new Set(all).size < all.length ? ['an example stands there twice'] : []),
  ].map((message) => problem(rule.id, 'example', message, ['examples']));
}

function dateProblems(rule: Rule): LintProblem[] {
  return TARGETS.flatMap((target) => {
    const verdict = rule.verdict[target];
    if (typeof verdict === 'string') return [];
    const dates = verdict.map((entry) => entry.since);
    const sorted = dates.every((date, i) => i === 0 || (dates[i - 1] ?? '') < date);
    const path = ['verdict', target];
    return [
      ...(sorted ? [] : [problem(rule.id, 'verdict-dates', `the dates for ${target} do not rise`, path)]),
      ...((dates[0] ?? '9') > FIRST_DATE ? [problem(rule.id, 'verdict-dates', `nothing is said for ${target} before ${dates[0]}`, path)] : []),
    ];
  });
}

function references(rule: Rule, known: LintKnown): LintProblem[] {
  const codemod = rule.fix?.codemod;
  return [
    ...(codemod !== undefined && known.codemods && !known.codemods.includes(codemod) ? [problem(rule.id, 'unknown-codemod', `there is no codemod ${codemod}`, ['fix', 'codemod'])] : []),
    ...(rule.cost ?? []).flatMap((cost, i) => (known.meters && !known.meters.includes(cost.meter) ? [problem(rule.id, 'unknown-meter', `there is no meter ${cost.meter}`, ['cost', i, 'meter'])] : [])),
    ...(rule.evidence ?? []).flatMap((id, i) => (known.evidence && !known.evidence.includes(id) ? [problem(rule.id, 'unknown-evidence', `there is no evidence ${id}`, ['evidence', i])] : [])),
  ];
}

/** A package that nothing stands against and that a rule speaks of whatever its version. */
function contradicted(rule: Rule, harmless: ReadonlySet<string>): LintProblem[] {
  return (rule.match.package ?? []).flatMap((name, i) =>
    harmless.has(name) && !rule.match.version && !rule.match.imported ? [problem(rule.id, 'harmless-and-ruled', `${name} stands among the packages that need no rule`, ['match', 'package', i])] : [],
  );
}

/** All problems of a pack, in the order of its rules. */
export function lintRules(pack: RulePack, apis: readonly ApiEntry[], known: LintKnown = {}): LintProblem[] {
  const named = new Set(pack.rules.map((rule) => rule.fix?.codemod));
  const harmless = new Set(pack.harmless.filter((entry) => entry.version === undefined).flatMap((entry) => entry.packages));
  const unmet = unmeetable(apis);
  return [
    ...twins(pack.rules),
    ...pack.rules.flatMap((rule, index) => {
      const found = unmet(rule).map(({ message, path }) => problem(rule.id, 'unsatisfiable-match', message, path));
      return [...found, ...exampleProblems(rule), ...dateProblems(rule), ...references(rule, known), ...contradicted(rule, harmless)].map((one) => ({ ...one, index }));
    }),
    ...(known.codemods ?? []).filter((name) => !named.has(name)).map((name) => problem('', 'codemod-without-rule', `no rule names the codemod ${name}`)),
  ];
}

/** Entries of apis.yaml that give one origin two meanings without an event to tell them apart, or that name what nothing is called. */
export function lintApis(apis: readonly ApiEntry[]): LintProblem[] {
  const find = originIndex(apis, (api) => api.origin);
  const origins = [...new Set(apis.flatMap((api) => expandOrigin(api.origin)).filter((origin) => !origin.includes('*')))];
  const misnamed = misnamedApis(apis).map(({ origin, message }) => problem(origin, 'unsatisfiable-match', message));
  return [...misnamed, ...origins.flatMap((origin) => {
    const exact = find(origin).filter((api) => !api.event && expandOrigin(api.origin).includes(origin));
    return exact.length > 1 ? [problem(origin, 'duplicate-match', `${origin} stands in ${exact.length} entries`)] : [];
  })];
}

