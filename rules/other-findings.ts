/** Findings about what is neither a call nor a package: memory that outlives requests, jobs, host files, environment. */
import type { Place } from '../core/facts.js';
import type { Program } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Reach } from '../core/vocabulary.js';
import type { Draft, Lookup } from './draft.js';
import { type Subject, rulesOn } from './subject.js';

type Seen = Pick<Draft, 'at' | 'fn' | 'what' | 'reach'> & Partial<Draft>;

const draft = (rule: Rule, seen: Seen): Draft => ({ rule, reachedBy: [], callers: [], guards: [], tried: false, reasons: [], confidence: rule.confidence ?? 'certain', ...seen });

const reachFits = (rule: Rule, reach: Reach): boolean => !rule.match.reach || rule.match.reach.includes(reach);

/** Of the rules that fit, the one with the shorter list speaks: it was written for fewer things. */
function narrowest(rules: readonly Rule[], fits: (rule: Rule) => boolean, listOf: (rule: Rule) => readonly string[] | undefined): Rule[] {
  const fitting = rules.filter(fits);
  const length = (rule: Rule): number => listOf(rule)?.length ?? Infinity;
  const byArea = new Map<string, Rule>();
  for (const rule of fitting) {
    const before = byArea.get(rule.area);
    if (!before || length(rule) < length(before)) byArea.set(rule.area, rule);
  }
  return [...byArea.values()];
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function stateDrafts(program: Program, rules: readonly Rule[]): Draft[] {
  return program.state.flatMap((fact) =>
    narrowest(rules, (rule) => rule.match.state?.includes(fact.shape) === true && reachFits(rule, fact.reach), (rule) => rule.match.state).map((rule) =>
      draft(rule, {
        at: fact.at,
        fn: `${fact.file}#0`,
        what: fact.name,
        reach: fact.reach,
        reachedBy: fact.reachedBy,
        callers: fact.mutations,
        reasons: [fact.mutations.length === 0 ? 'made once, to keep values' : `changed at ${plural(fact.mutations.length, 'place')} by code that runs after start-up`, `looks like a ${fact.shape === 'unknown' ? 'value' : fact.shape}`],
      }),
    ),
  );
}

function jobDrafts(program: Program, rules: readonly Rule[]): Draft[] {
  return program.jobs.flatMap((fact) =>
    narrowest(rules, (rule) => rule.match.job?.includes(fact.kind) === true && reachFits(rule, fact.reach), (rule) => rule.match.job).map((rule) =>
      draft(rule, {
        at: fact.at,
        fn: fact.fn,
        what: fact.what,
        reach: fact.reach,
        reachedBy: fact.entryPoint === null ? [] : [{ entryPoint: fact.entryPoint, calls: [0, null] }],
        reasons: fact.reasons,
      }),
    ),
  );
}

function hostDrafts(program: Program, rules: readonly Rule[]): Draft[] {
  return program.host.flatMap((fact) =>
    narrowest(
      rules,
      (rule) => rule.match.host?.includes(fact.kind) === true && (rule.match.hostValue === undefined || new RegExp(rule.match.hostValue).test(fact.value)),
      (rule) => rule.match.host,
    ).map((rule) => draft(rule, { at: fact.at, fn: `${fact.at.file}#0`, what: `${fact.kind} ${fact.name}`, target: fact.value, reach: 'production' })),
  );
}

/** `AWS_*` fits `AWS_REGION`. */
const envFits = (patterns: readonly string[] | undefined, name: string): boolean =>
  patterns?.some((pattern) => new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(name)) ?? false;

/** One finding per variable that is read, at its first use in the code that matters most; the other uses are listed with it. */
function envDrafts(program: Program, rules: readonly Rule[], lookup: Lookup): Draft[] {
  const byName = new Map<string, Program['env']>();
  for (const use of program.env) byName.set(use.name, [...(byName.get(use.name) ?? []), use]);
  return [...byName].flatMap(([name, uses]) => {
    const reads = uses.filter((use) => !use.write);
    const first = reads.find((use) => use.reach === 'production') ?? reads[0];
    if (!first) return [];
    const fitting = narrowest(rules, (rule) => envFits(rule.match.env, name) && !envFits(rule.match.not, name) && reachFits(rule, first.reach), (rule) => (rule.match.env?.includes('*') ? undefined : rule.match.env));
    const others = uses.filter((use) => use !== first).map((use): Place => use.at);
    return fitting.map((rule) =>
      draft(rule, { at: first.at, fn: lookup.functionAt(first.at), what: `process.env.${name}`, reach: first.reach, callers: others, reasons: uses.some((use) => use.write) ? ['the program also writes it'] : [] }),
    );
  });
}

export function otherDrafts(program: Program, rules: readonly Rule[], lookup: Lookup): Draft[] {
  const on = (subject: Subject): Rule[] => rulesOn(rules, subject);
  return [
    ...stateDrafts(program, on('state')),
    ...jobDrafts(program, on('job')),
    ...hostDrafts(program, on('host')),
    ...envDrafts(program, on('env'), lookup),
  ];
}
