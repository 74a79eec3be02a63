/** Loads rule packs: ours (compiled at build, else YAML) and files of users, checked the same way. It judges nothing. */
import { readFileSync } from 'node:fs';
import { UserError } from '../core/errors.js';
import { homePath } from '../core/home.js';
import type { Harmless, Rule, RulePack } from '../core/rules.js';
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

type Refuse = (message: string, hint: string) => never;

/** Sources named once in the file are written out where they are used. */
function written(links: RuleEntry['links'], sources: NonNullable<RulesFile['sources']>, who: string, refuse: Refuse): Rule['links'] {
  return links.map((link) => {
    if (typeof link !== 'string') return link;
    const near = nearest(link, Object.keys(sources));
    return sources[link] ?? refuse(`${who} names the source "${link}", which the file does not have`, near ? `Did you mean "${near}"?` : 'Add it under sources, or write the source out.');
  });
}

function refuseAmbiguous(entry: RuleEntry, refuse: Refuse): void {
  const subjects = subjectsOf(entry.match);
  if (subjects.length !== 1) {
    refuse(`rule ${entry.id} matches ${subjects.length === 0 ? 'nothing' : subjects.join(' and ')}`, 'A rule speaks of one thing: sites (site, api or command), packages, state, jobs, host or env.');
  }
  const [subject] = subjects;
  const strange = subject ? strangersOf(entry.match, subject) : [];
  if (entry.at === 'manifest' && subject !== 'package') refuse(`rule ${entry.id} speaks of ${subject}, which package.json does not name`, 'Only a rule on packages may stand at the manifest.');
  if (strange.length > 0) refuse(`rule ${entry.id} speaks of ${subject}, which has no ${strange.join(', ')}`, 'Remove the condition, or split the rule.');
}

/** Parses and checks the text of a rule file. Throws UserError with file, line and column. */
export function parseRules(text: string, file: string): { file: RulesFile; rules: Rule[]; harmless: Harmless[] } {
  const parsed = parseYaml(text, file, rulesFileSchema, { keysAt: keysOf(rulesFileSchema) });
  const sources = parsed.sources ?? {};
  const refuseAt = (path: PropertyKey[]): Refuse => (message, hint) => {
    const at = placeInYaml(text, path);
    throw new UserError('invalid-rule', `${file}:${at.line}:${at.column}: ${message}`, hint, { file, ...at });
  };
  const rules = parsed.rules.map((entry, index): Rule => {
    const refuse = refuseAt(['rules', index]);
    refuseAmbiguous(entry, refuse);
    return { ...entry, links: written(entry.links, sources, `rule ${entry.id}`, refuse) };
  });
  const harmless = (parsed.harmless ?? []).map((entry, index): Harmless => ({ ...entry, links: written(entry.links, sources, `the entry on ${entry.packages[0]}`, refuseAt(['harmless', index])) }));
  return { file: parsed, rules, harmless };
}

/** The pack of a rule file's text, without the check for a user's additions. */
export function parsePack(text: string, file: string): RulePack {
  const { file: parsed, rules, harmless } = parseRules(text, file);
  return {
    schema: parsed.schema,
    version: parsed.version ?? '0',
    compatibilityDate: parsed.compatibilityDate ?? DEFAULT_COMPATIBILITY_DATE,
    provedWith: parsed.provedWith ?? {},
    rules,
    harmless,
  };
}

let own: RulePack | null = null;

/** Our own pack. Read once per process. */
function ownPack(): RulePack {
  own ??= compiled<RulePack>('compat') ?? parsePack(readFileSync(homePath(FILE), 'utf8'), FILE);
  return own;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError('no-such-file', `the rule file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`, 'Check the path in the configuration.');
  }
}

const readExtra = (file: string): ReturnType<typeof parseRules> => parseRules(textOf(file), file);

export interface RuleFile {
  file: string;
  text: string;
  rules: Rule[];
  harmless: Harmless[];
}

/** Our own rule file and those of the user with their text, for a search that names places. Twins are not refused. */
export function readRuleFiles(files: readonly string[]): RuleFile[] {
  return [homePath(FILE), ...files].map((file) => {
    const text = textOf(file);
    const { rules, harmless } = parseRules(text, file);
    return { file, text, rules, harmless };
  });
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
  const extra = (options.extraFiles ?? []).map(readExtra);
  const rules = [...pack.rules, ...extra.flatMap((file) => file.rules)];
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
  return { ...pack, rules: rules.filter((rule) => !off.has(rule.id)), harmless: [...pack.harmless, ...extra.flatMap((file) => file.harmless)] };
}
