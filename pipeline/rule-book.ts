/** The rules as a book: one explained, all of them checked. */
import { METER_KEYS } from '../cost/meters.js';
import { loadApis } from '../rules/apis.js';
import { loadEvidence } from '../rules/evidence.js';
import { lintEvidence } from '../rules/evidence-lint.js';
import { explain, type Explanation } from '../rules/explain.js';
import { harmlessEntry } from '../rules/harmless.js';
import { lintRules } from '../rules/lint.js';
import { loadRules, readRuleFiles } from '../rules/load.js';
import { type PlacedProblem, placed } from '../rules/lint-places.js';
import { codemodNames } from './codemod-names.js';

export type { ExplainedEvidence, Explanation } from '../rules/explain.js';

/** Meters of products outside of the account, and those that cost nothing, which rules may name too. */
const OTHER_METERS = ['embeddings.tokens', 'hyperdrive.queries'];

/** A rule of ours or of one of `files`, at a compatibility date. */
export const explainRule = (id: string, files: readonly string[] = [], date?: string): Explanation => explain(loadRules({ extraFiles: [...files] }), id, date, loadEvidence());

/** What is known of a package that no rule speaks of, with the source; '' when it was not looked at. */
export function harmlessNote(name: string, version: string | null): string {
  const pack = loadRules();
  const entry = harmlessEntry(pack, name, version) ?? harmlessEntry(pack, `node:${name}`, version);
  if (!entry) return '';
  return `nothing known against it on Workers (${[entry.note, ...entry.links.map((link) => link.source)].filter(Boolean).join('; ')})`;
}

export interface CheckedRules {
  count: number;
  problems: PlacedProblem[];
}

/** The shipped rules together with `files`, searched for mistakes. Throws UserError with line and column for a file that does not fit the schema. */
export function checkRules(files: readonly string[]): CheckedRules {
  const read = readRuleFiles(files);
  const pack = { ...loadRules(), rules: read.flatMap((file) => file.rules), harmless: read.flatMap((file) => file.harmless) };
  const problems = lintRules(pack, loadApis(), { codemods: codemodNames(), meters: [...METER_KEYS, ...OTHER_METERS] });
  // Rules of a user need no evidence; ours come first.
  const unproved = lintEvidence(read[0]?.rules ?? [], loadEvidence());
  return { count: pack.rules.length, problems: placed([...problems, ...unproved], read) };
}
