/** Loads rule packs: ours (compiled at build, else YAML) and files of users, checked the same way. It judges nothing. */
import { readFileSync } from 'node:fs';
import { UserError } from '../core/errors.js';
import { homePath } from '../core/home.js';
import type { Rule, RulePack } from '../core/rules.js';
import { nearest } from '../core/text.js';
import { DEFAULT_COMPATIBILITY_DATE } from '../core/vocabulary.js';
import { parseYaml, placeInYaml } from '../core/yaml.js';
import { compiled } from './compiled.js';
import { type RuleEntry, type RulesFile, keysOf, rulesFileSchema } from './schema.js';
import { strangersOf, subjectsOf } from './subject.js';

const FILE = 'rules/compat.yaml';

export interface LoadOptions {
  /** Paths of rule files of the user, absolute or relative to the working folder. */
  extraFiles?: string[];
  disabled?: { id: string; reason: string }[];
}

/** Sources named once in the file are written out in each rule. */
function ruleOf(entry: RuleEntry, sources: NonNullable<RulesFile['sources']>, refuse: (message: string, hint: string) => never): Rule {
  const links = entry.links.map((link) => {
    if (typeof link !== 'string') return link;
    const source = sources[link];
    const near = nearest(link, Object.keys(sources));
    return source ?? refuse(`rule ${entry.id} names the source "${link}", which the file does not have`, near ? `Did you mean "${near}"?` : 'Add it under sources, or write the source out.');
  });
  return { ...entry, links };
}

function refuseAmbiguous(entry: RuleEntry, refuse: (message: string, hint: string) => never): void {
  const subjects = subjectsOf(entry.match);
  if (subjects.length !== 1) {
    refuse(`rule ${entry.id} matches ${subjects.length === 0 ? 'nothing' : subjects.join(' and ')}`, 'A rule speaks of one thing: sites (site, api or command), packages, state, jobs, host or env.');
  }
  const [subject] = subjects;
  const strange = subject ? strangersOf(entry.match, subject) : [];
  if (strange.length > 0) refuse(`rule ${entry.id} speaks of ${subject}, which has no ${strange.join(', ')}`, 'Remove the condition, or split the rule.');
}

/** Parses and checks the text of a rule file. Throws UserError with file, line and column. */
export function parseRules(text: string, file: string): { file: RulesFile; rules: Rule[] } {
  const parsed = parseYaml(text, file, rulesFileSchema, { keysAt: keysOf(rulesFileSchema) });
  const rules = parsed.rules.map((entry, index) => {
    const refuse = (message: string, hint: string): never => {
      const at = placeInYaml(text, ['rules', index]);
      throw new UserError('invalid-rule', `${file}:${at.line}:${at.column}: ${message}`, hint, { file, ...at });
    };
    refuseAmbiguous(entry, refuse);
    return ruleOf(entry, parsed.sources ?? {}, refuse);
  });
  return { file: parsed, rules };
}

/** The pack of a rule file's text, without the check for a user's additions. */
export function parsePack(text: string, file: string): RulePack {
  const { file: parsed, rules } = parseRules(text, file);
  return {
    schema: parsed.schema,
    version: parsed.version ?? '0',
    compatibilityDate: parsed.compatibilityDate ?? DEFAULT_COMPATIBILITY_DATE,
    provedWith: parsed.provedWith ?? {},
    rules,
  };
}

let own: RulePack | null = null;

/** Our own pack. Read once per process. */
function ownPack(): RulePack {
  own ??= compiled<RulePack>('compat') ?? parsePack(readFileSync(homePath(FILE), 'utf8'), FILE);
  return own;
}

function readExtra(file: string): Rule[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError('no-such-file', `the rule file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`, 'Check the path in the configuration.');
  }
  return parseRules(text, file).rules;
}

function refuseTwins(rules: readonly Rule[]): void {
  const seen = new Set<string>();
  for (const { id } of rules) {
    if (seen.has(id)) throw new UserError('duplicate-rule', `the rule id "${id}" is used twice`, 'Give a rule of your own an id that is not taken.');
    seen.add(id);
  }
}

/** Our rules and the user's, without those that the user has switched off. */
export function loadRules(options: LoadOptions = {}): RulePack {
  const pack = ownPack();
  const rules = [...pack.rules, ...(options.extraFiles ?? []).flatMap(readExtra)];
  refuseTwins(rules);
  const ids = rules.map((rule) => rule.id);
  const off = new Set<string>();
  for (const { id } of options.disabled ?? []) {
    if (!ids.includes(id)) {
      const near = nearest(id, ids);
      throw new UserError('unknown-rule', `there is no rule "${id}" to switch off`, near ? `Did you mean "${near}"?` : 'List the rules with "cf-migrate explain".');
    }
    off.add(id);
  }
  return { ...pack, rules: rules.filter((rule) => !off.has(rule.id)) };
}
