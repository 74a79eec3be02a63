/** Conditions of a rule that no program can meet, and why. It judges conditions against each other and against apis.yaml, never a program. */
import { builtinModules } from 'node:module';
import { compileOrigin, expandOrigin } from '../core/origin-pattern.js';
import type { ApiEntry } from '../core/program.js';
import type { Rule, RuleMatch } from '../core/rules.js';

export interface Unmet {
  message: string;
  path: (string | number)[];
}

type Condition = NonNullable<RuleMatch['arguments']>[string];

const BUILTINS = new Set([...builtinModules, 'sea', 'sqlite', 'test', 'test/reporters']);

/** Where a path can start (TextValue.roots). */
const ROOTS = new Set(['tmp', 'module', 'cwd', 'home', 'absolute', 'env', 'setting', 'request', 'argument', 'package', 'unknown', 'random', 'entry']);

const PACKAGE_NAME = /^(?:@[a-z0-9~*][\w.~*-]*\/)?[a-z0-9~*][\w.~*-]*$/i;

/** Flags such as `w` turn an `open` or a stream into another access. */
const ACCESS_BY_FLAGS: Partial<Record<NonNullable<ApiEntry['access']>, readonly string[]>> = { open: ['read', 'write', 'append'], write: ['append'] };

const accessesOf = (api: ApiEntry): string[] => (api.access ? [api.access, ...(ACCESS_BY_FLAGS[api.access] ?? [])] : []);

/** What the result of a call is called when that is not `call()`, by the call's origin. */
function otherNames(apis: readonly ApiEntry[]): Map<string, string> {
  const named = apis.filter((api) => api.returns !== undefined && !api.event && !api.origin.includes('*'));
  return new Map(named.flatMap((api) => expandOrigin(api.origin).map((origin): [string, string] => [origin, api.returns ?? ''])));
}

/** An origin that linking never writes, because apis.yaml gives what it stands for another name. */
function misnamed(origin: string, names: ReadonlyMap<string, string>): string | null {
  for (let end = origin.indexOf('()'); end >= 0; end = origin.indexOf('()', end + 2)) {
    const made = origin.slice(0, end);
    const name = names.get(made);
    if (name !== undefined && name !== `${made}()`) return name === 'self' ? `${made} returns its object, so nothing is called ${made}()` : `what ${made} returns is called ${name}`;
  }
  return null;
}

function originProblem(pattern: string, names: ReadonlyMap<string, string>): string | null {
  for (const origin of expandOrigin(pattern)) {
    const builtin = /^node:([\w/]+)/.exec(origin)?.[1];
    if (builtin !== undefined && !BUILTINS.has(builtin)) return `Node has no module ${builtin}`;
    const bare = /^([\w/]+)[.(]/.exec(origin)?.[1];
    if (bare !== undefined && BUILTINS.has(bare) && !['punycode', 'constants', 'process', 'test', 'sys', 'sqlite'].includes(bare)) return `${bare} is written node:${bare}`;
    const other = misnamed(origin, names);
    if (other !== null) return other;
  }
  return null;
}

/** Entries of apis.yaml on what nothing is called, because another entry gives it another name. */
export function misnamedApis(apis: readonly ApiEntry[]): { origin: string; message: string }[] {
  const names = otherNames(apis);
  return apis.flatMap((api) => expandOrigin(api.origin)).flatMap((origin) => {
    const message = misnamed(origin, names);
    return message === null ? [] : [{ origin, message }];
  });
}

const needsValue = (condition: Condition): boolean => condition.equals !== undefined || condition.pattern !== undefined || condition.kind !== undefined || condition.origin !== undefined || condition.constant === true || condition.absent === false;

function conditionProblem(condition: Condition): string | null {
  const { equals, pattern, kind, absent, constant, origin } = condition;
  if (absent === true && needsValue({ ...condition, absent: true })) return 'is to be absent and to have a value';
  if (constant === false && (equals !== undefined || pattern !== undefined)) return 'is to be unknown and to have a value';
  if (equals !== undefined && pattern !== undefined && !new RegExp(pattern).test(String(equals))) return `is to be ${String(equals)}, which does not fit ${pattern}`;
  if (equals !== undefined && kind !== undefined && kind !== typeof equals && !(kind === 'unknown')) return `is to be of the kind ${kind} and ${String(equals)}`;
  if (origin !== undefined && kind !== undefined && kind !== 'instance') return `is to be of the kind ${kind} and an instance of ${origin}`;
  return null;
}

function argumentProblems(match: RuleMatch): Unmet[] {
  const conditions = match.arguments ?? {};
  return Object.entries(conditions).flatMap(([key, condition]): Unmet[] => {
    const path = ['match', 'arguments', key];
    const own = conditionProblem(condition);
    if (own) return [{ message: `argument ${key} ${own}`, path }];
    const whole = /^\d+(?=\.)/.exec(key)?.[0];
    const outer = whole === undefined ? undefined : conditions[whole];
    if (!outer || !needsValue(condition)) return [];
    if (outer.absent === true) return [{ message: `argument ${whole} is to be absent, and ${key} to have a value`, path }];
    return outer.kind !== undefined && outer.kind !== 'object' ? [{ message: `argument ${whole} is to be of the kind ${outer.kind}, which has no ${key}`, path }] : [];
  });
}

function packageProblems(match: RuleMatch): Unmet[] {
  return (match.package ?? []).flatMap((name, i): Unmet[] => {
    const path = ['match', 'package', i];
    if (BUILTINS.has(name.replace(/^node:/, '')) && !['punycode', 'constants', 'process', 'test', 'sys', 'string_decoder'].includes(name)) return [{ message: `${name} is a module of Node, no package`, path }];
    if (!PACKAGE_NAME.test(name)) return [{ message: `${name} is no name of a package`, path }];
    return match.not?.includes(name) ? [{ message: `${name} is named and excepted`, path }] : [];
  });
}

const STORAGE_CONDITIONS = ['persistence', 'roots', 'lifetime', 'writes', 'readers', 'access'] as const;

/** Entries of apis.yaml that a rule's names or areas can meet. */
function reachable(match: RuleMatch, apis: readonly ApiEntry[]): ApiEntry[] {
  const fits = match.site?.map(compileOrigin);
  const excepted = match.not?.map(compileOrigin);
  return apis.filter((entry) => {
    if (entry.pure && !fits) return false;
    if (match.api && !match.api.includes(entry.area)) return false;
    return expandOrigin(entry.origin).some((origin) => (!fits || fits.some((f) => f(origin))) && !excepted?.some((e) => e(origin)));
  });
}

function siteProblem(match: RuleMatch, apis: readonly ApiEntry[]): Unmet | null {
  const needsStorage = STORAGE_CONDITIONS.some((key) => match[key] !== undefined);
  if (!needsStorage && match.command === undefined && !match.api) return null;
  const met = reachable(match, apis);
  if (match.api && met.length === 0) return { message: 'no API of apis.yaml has these names in these areas', path: ['match', 'api'] };
  if (needsStorage && !met.some((api) => api.access)) return { message: 'it asks what data is for, but no API it names touches storage', path: ['match'] };
  if (match.access && !met.some((api) => accessesOf(api).some((access) => match.access?.includes(access)))) return { message: `no API it names has the access ${match.access.join(', ')}`, path: ['match', 'access'] };
  if (match.command && !met.some((api) => api.command !== undefined || api.runs !== undefined)) return { message: 'it asks for a command, but no API it names runs one', path: ['match', 'command'] };
  return null;
}

function listProblems(match: RuleMatch): Unmet[] {
  const empty = Object.entries(match).find(([, value]) => Array.isArray(value) && value.length === 0);
  const root = match.roots?.findIndex((name) => !ROOTS.has(name.split(' ')[0] ?? '')) ?? -1;
  const named = (match.site ?? []).flatMap(expandOrigin);
  const excepted = named.length > 0 && named.every((origin) => match.not?.some((n) => compileOrigin(n)(origin)));
  return [
    ...(excepted ? [{ message: 'everything it names is excepted again', path: ['match', 'not'] }] : []),
    ...(empty ? [{ message: `the list ${empty[0]} is empty`, path: ['match', empty[0]] }] : []),
    ...(root >= 0 ? [{ message: `no path starts at ${match.roots?.[root]}`, path: ['match', 'roots', root] }] : []),
    ...(match.topLevel === true && match.afterResponse === true ? [{ message: 'nothing runs when the module loads and after a response', path: ['match', 'afterResponse'] }] : []),
  ];
}

/** For each rule, the conditions that cannot hold. */
export function unmeetable(apis: readonly ApiEntry[]): (rule: Rule) => Unmet[] {
  const names = otherNames(apis);
  return ({ match }) => {
    const origins = (['site', 'not'] as const).flatMap((key) => (match.package || match.env ? [] : (match[key] ?? [])).flatMap((pattern, i): Unmet[] => {
      const message = originProblem(pattern, names);
      return message === null ? [] : [{ message: `${pattern}: ${message}`, path: ['match', key, i] }];
    }));
    const found = [...listProblems(match), ...argumentProblems(match), ...packageProblems(match), ...origins];
    const site = found.length > 0 ? null : siteProblem(match, apis);
    return [...found, ...(site ? [site] : [])];
  };
}
