/** Looks for mistakes in a rule pack that its schema cannot see: twins, conditions that nothing can meet, examples that prove nothing, unknown fixes and meters. */
import { expandOrigin, compileOrigin, originIndex } from '../core/origin-pattern.js';
import type { ApiEntry } from '../core/program.js';
import type { Rule, RulePack } from '../core/rules.js';
import { TARGETS } from '../core/vocabulary.js';

export interface LintProblem {
  rule: string;
  code: 'duplicate-id' | 'duplicate-match' | 'unsatisfiable-match' | 'example' | 'unknown-codemod' | 'codemod-without-rule' | 'unknown-meter' | 'unknown-evidence' | 'verdict-dates';
  message: string;
}

/** What rules may refer to. A list that is left out is not checked. */
export interface LintKnown {
  codemods?: readonly string[];
  meters?: readonly string[];
  evidence?: readonly string[];
}

/** The first compatibility date that a Worker can have. */
const FIRST_DATE = '2021-11-02';

const problem = (rule: string, code: LintProblem['code'], message: string): LintProblem => ({ rule, code, message });

function twins(rules: readonly Rule[]): LintProblem[] {
  const ids = new Set<string>();
  const matches = new Map<string, string>();
  return rules.flatMap((rule) => {
    const key = `${rule.area} ${JSON.stringify(rule.match, (_, value: unknown) => (Array.isArray(value) ? [...(value as string[])].sort() : value))}`;
    const twin = matches.get(key);
    const found = [
      ...(ids.has(rule.id) ? [problem(rule.id, 'duplicate-id', `the id ${rule.id} is used twice`)] : []),
      ...(twin !== undefined ? [problem(rule.id, 'duplicate-match', `it matches exactly what ${twin} matches`)] : []),
    ];
    ids.add(rule.id);
    if (twin === undefined) matches.set(key, rule.id);
    return found;
  });
}

/** Flags such as `w` turn an `open` or a stream into another access. */
const ACCESS_BY_FLAGS: Partial<Record<NonNullable<ApiEntry['access']>, readonly string[]>> = { open: ['read', 'write', 'append'], write: ['append'] };

const accessesOf = (api: ApiEntry): string[] => (api.access ? [api.access, ...(ACCESS_BY_FLAGS[api.access] ?? [])] : []);

/** Entries of apis.yaml that a rule's names or areas can meet. */
function reachable(rule: Rule, apis: readonly ApiEntry[]): ApiEntry[] {
  const { site, api, not } = rule.match;
  const fits = site?.map(compileOrigin);
  const excepted = not?.map(compileOrigin);
  return apis.filter((entry) => {
    if (entry.pure && !fits) return false;
    if (api && !api.includes(entry.area)) return false;
    return expandOrigin(entry.origin).some((origin) => (!fits || fits.some((f) => f(origin))) && !excepted?.some((e) => e(origin)));
  });
}

const STORAGE_CONDITIONS = ['persistence', 'roots', 'lifetime', 'writes', 'readers', 'access'] as const;

function unsatisfiable(rule: Rule, apis: readonly ApiEntry[]): string | null {
  const { match } = rule;
  const everything = (match.site ?? []).flatMap(expandOrigin);
  if (match.not && everything.length > 0 && everything.every((origin) => match.not?.some((n) => compileOrigin(n)(origin)))) return 'everything it names is excepted again';
  const contradiction = Object.entries(match.arguments ?? {}).find(([, c]) => c.absent === true && (c.equals !== undefined || c.pattern !== undefined || c.kind !== undefined));
  if (contradiction) return `argument ${contradiction[0]} is to be absent and to have a value`;
  const empty = Object.entries(match).find(([, value]) => Array.isArray(value) && value.length === 0);
  if (empty) return `the list ${empty[0]} is empty`;
  const needsStorage = STORAGE_CONDITIONS.some((key) => match[key] !== undefined);
  if (!needsStorage && match.command === undefined && !match.api) return null;
  const met = reachable(rule, apis);
  if (match.api && met.length === 0) return 'no API of apis.yaml has these names in these areas';
  if (needsStorage && !met.some((api) => api.access)) return 'it asks what data is for, but no API it names touches storage';
  if (match.access && !met.some((api) => accessesOf(api).some((access) => (match.access as string[]).includes(access)))) return `no API it names has the access ${match.access.join(', ')}`;
  if (match.command && !met.some((api) => api.command !== undefined || api.runs !== undefined)) return 'it asks for a command, but no API it names runs one';
  return null;
}

function exampleProblems(rule: Rule): LintProblem[] {
  const { hits, misses } = rule.examples;
  const all = [...hits, ...misses].map((example) => example.trim());
  return [
    ...(hits.length === 0 ? ['it has no hit'] : []),
    ...(misses.length < 2 ? [`it has ${misses.length} of at least two misses`] : []),
    ...(all.some((example) => example === '') ? ['an example is empty'] : []),
    ...(new Set(all).size < all.length ? ['an example stands there twice'] : []),
  ].map((message) => problem(rule.id, 'example', message));
}

function dateProblems(rule: Rule): LintProblem[] {
  return TARGETS.flatMap((target) => {
    const verdict = rule.verdict[target];
    if (typeof verdict === 'string') return [];
    const dates = verdict.map((entry) => entry.since);
    const sorted = dates.every((date, i) => i === 0 || (dates[i - 1] ?? '') < date);
    return [
      ...(sorted ? [] : [problem(rule.id, 'verdict-dates', `the dates for ${target} do not rise`)]),
      ...((dates[0] ?? '9') > FIRST_DATE ? [problem(rule.id, 'verdict-dates', `nothing is said for ${target} before ${dates[0]}`)] : []),
    ];
  });
}

function references(rule: Rule, known: LintKnown): LintProblem[] {
  const codemod = rule.fix?.codemod;
  return [
    ...(codemod !== undefined && known.codemods && !known.codemods.includes(codemod) ? [problem(rule.id, 'unknown-codemod', `there is no codemod ${codemod}`)] : []),
    ...(rule.cost ?? []).filter((cost) => known.meters && !known.meters.includes(cost.meter)).map((cost) => problem(rule.id, 'unknown-meter', `there is no meter ${cost.meter}`)),
    ...(rule.evidence ?? []).filter((id) => known.evidence && !known.evidence.includes(id)).map((id) => problem(rule.id, 'unknown-evidence', `there is no evidence ${id}`)),
  ];
}

/** All problems of a pack, in the order of its rules. */
export function lintRules(pack: RulePack, apis: readonly ApiEntry[], known: LintKnown = {}): LintProblem[] {
  const named = new Set(pack.rules.map((rule) => rule.fix?.codemod));
  return [
    ...twins(pack.rules),
    ...pack.rules.flatMap((rule) => {
      const reason = unsatisfiable(rule, apis);
      return [...(reason === null ? [] : [problem(rule.id, 'unsatisfiable-match', reason)]), ...exampleProblems(rule), ...dateProblems(rule), ...references(rule, known)];
    }),
    ...(known.codemods ?? []).filter((name) => !named.has(name)).map((name) => problem('', 'codemod-without-rule', `no rule names the codemod ${name}`)),
  ];
}

/** Entries of apis.yaml that give one origin two meanings without an event to tell them apart. */
export function lintApis(apis: readonly ApiEntry[]): LintProblem[] {
  const find = originIndex(apis, (api) => api.origin);
  const origins = [...new Set(apis.flatMap((api) => expandOrigin(api.origin)).filter((origin) => !origin.includes('*')))];
  return origins.flatMap((origin) => {
    const exact = find(origin).filter((api) => !api.event && expandOrigin(api.origin).includes(origin));
    return exact.length > 1 ? [problem(origin, 'duplicate-match', `${origin} stands in ${exact.length} entries`)] : [];
  });
}
