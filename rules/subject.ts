/** What a rule speaks of: exactly one kind of thing in the program. It reads the rule's conditions and nothing else. */
import type { Rule, RuleMatch } from '../core/rules.js';

export const SUBJECTS = ['site', 'package', 'state', 'job', 'host', 'env'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** The conditions that make a rule speak of a subject. */
const MARKS: Record<Subject, readonly (keyof RuleMatch)[]> = {
  site: ['site', 'api', 'command'],
  package: ['package', 'native'],
  state: ['state'],
  job: ['job'],
  host: ['host'],
  env: ['env'],
};

/** Conditions that only make sense for one subject; `reach` fits all. */
const BELONGS: Record<Subject, readonly (keyof RuleMatch)[]> = {
  site: ['site', 'not', 'api', 'arguments', 'command', 'persistence', 'roots', 'lifetime', 'writes', 'readers', 'access', 'topLevel', 'afterResponse', 'promised', 'ended', 'installed'],
  package: ['package', 'imported', 'version', 'native', 'not'],
  state: ['state'],
  job: ['job'],
  host: ['host', 'hostValue'],
  env: ['env', 'not'],
};

export const subjectsOf = (match: RuleMatch): Subject[] => SUBJECTS.filter((subject) => MARKS[subject].some((key) => match[key] !== undefined));

/** Conditions of `match` that the subject knows nothing of. */
export const strangersOf = (match: RuleMatch, subject: Subject): string[] =>
  (Object.keys(match) as (keyof RuleMatch)[]).filter((key) => key !== 'reach' && match[key] !== undefined && !BELONGS[subject].includes(key));

/** The rules of one subject. A rule with two subjects, or none, belongs to nobody: loading refuses it. */
export const rulesOn = (rules: readonly Rule[], subject: Subject): Rule[] => rules.filter((rule) => subjectsOf(rule.match)[0] === subject);
