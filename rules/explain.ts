/** Everything about one rule, as data for `cf-migrate explain`: no words of its own but the names of conditions. */
import { UserError } from '../core/errors.js';
import type { Evidence, Observation, Snippet, Unprovable } from '../core/evidence.js';
import type { Rule, RulePack } from '../core/rules.js';
import { nearest } from '../core/text.js';
import { TARGETS, type Target, type Verdict } from '../core/vocabulary.js';
import { type Subject, subjectsOf } from './subject.js';
import { verdictAt } from './verdict.js';

/** A snippet of a rule: its call as it is written, after the setting, or another shape of it. */
export interface ExplainedSnippet extends Pick<Snippet, 'id' | 'shows' | 'source' | 'packages' | 'isolates' | 'server'> {
  role: 'written' | 'settled' | 'besides';
  observed: Observation[];
}

export interface ExplainedEvidence {
  /** The workerd on which it was seen. */
  workerd: string;
  snippets: ExplainedSnippet[];
  /** Why no snippet can show it; null where one does, or could. */
  unprovable: Unprovable | null;
}

export interface Explanation {
  id: string;
  title: string;
  area: Rule['area'];
  /** What it looks at: calls, packages, state … */
  subject: Subject;
  /** Its conditions, each with what it allows. */
  conditions: { name: string; allows: string[] }[];
  /** The compatibility date that the verdict speaks of. */
  date: string;
  /** Verdict at that date, and how it came there. */
  verdict: Record<Target, { now: Verdict; since: { since: string; verdict: Verdict }[] }>;
  why: string;
  instead: string;
  fix?: Rule['fix'];
  effort: Rule['effort'];
  cost: NonNullable<Rule['cost']>;
  /** Null for a rule that is not ours. */
  evidence: ExplainedEvidence | null;
  links: Rule['links'];
  examples: Rule['examples'];
}

function conditionsOf(rule: Rule): Explanation['conditions'] {
  return Object.entries(rule.match).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined) return [];
    if (Array.isArray(value)) return [{ name, allows: value.map(String) }];
    if (typeof value === 'object' && value !== null) return Object.entries(value).map(([key, inner]) => ({ name: `${name} ${key}`, allows: [typeof inner === 'string' ? inner : JSON.stringify(inner)] }));
    return [{ name, allows: [String(value)] }];
  });
}

function evidenceOf(rule: Rule, { snippets, observed, unprovable }: Evidence): ExplainedEvidence {
  const roles = [['written', 'rules'], ['settled', 'settled'], ['besides', 'besides']] as const;
  const shown = roles.flatMap(([role, list]) => snippets.filter((snippet) => snippet[list].includes(rule.id)).map(({ id, shows, source, packages, isolates, server }) => ({ id, shows, role, source, packages, isolates, ...(server ? { server } : {}), observed: observed.outcomes[id] ?? [] })));
  return { workerd: observed.provedWith['workerd'] ?? 'unknown', snippets: shown, unprovable: unprovable.find(({ rules }) => rules.includes(rule.id))?.reason ?? null };
}

const isNamed = ({ snippets, unprovable }: Evidence, id: string): boolean =>
  unprovable.some(({ rules }) => rules.includes(id)) || snippets.some((snippet) => snippet.rules.includes(id));

const history = (rule: Rule, target: Target, date: string): Explanation['verdict'][Target] => {
  const verdict = rule.verdict[target];
  return { now: verdictAt(rule, target, date), since: typeof verdict === 'string' ? [] : verdict };
};

/** Throws UserError with the nearest name when there is no such rule. */
export function explain(pack: RulePack, id: string, date: string = pack.compatibilityDate, evidence?: Evidence): Explanation {
  const rule = pack.rules.find((candidate) => candidate.id === id);
  if (!rule) {
    const near = nearest(id, pack.rules.map((candidate) => candidate.id));
    throw new UserError('unknown-rule', `there is no rule "${id}"`, near ? `Did you mean "${near}"?` : 'Rule ids stand beside the findings of a scan.');
  }
  return {
    id: rule.id,
    title: rule.title,
    area: rule.area,
    subject: subjectsOf(rule.match)[0] ?? 'site',
    conditions: conditionsOf(rule),
    date,
    verdict: Object.fromEntries(TARGETS.map((target) => [target, history(rule, target, date)])) as Explanation['verdict'],
    why: rule.why,
    instead: rule.instead,
    ...(rule.fix ? { fix: rule.fix } : {}),
    effort: rule.effort,
    cost: rule.cost ?? [],
    evidence: evidence && isNamed(evidence, rule.id) ? evidenceOf(rule, evidence) : null,
    links: rule.links,
    examples: rule.examples,
  };
}
