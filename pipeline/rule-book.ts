/** The rules as a book: one explained, all of them checked. */
import type { RulePack } from '../core/rules.js';
import { METER_KEYS } from '../cost/meters.js';
import { loadApis } from '../rules/apis.js';
import { explain, type Explanation } from '../rules/explain.js';
import { lintRules, type LintProblem } from '../rules/lint.js';
import { loadRules } from '../rules/load.js';
import { codemodNames } from './codemod-names.js';

export type { Explanation } from '../rules/explain.js';

/** Rewrites that rules name as the better target before they are written. */
const PLANNED = ['fs-to-r2'];

/** Meters of products outside of the account, and those that cost nothing, which rules may name too. */
const OTHER_METERS = ['embeddings.tokens', 'hyperdrive.queries'];

export const explainRule = (id: string): Explanation => explain(loadRules(), id);

export interface CheckedRules {
  pack: RulePack;
  problems: LintProblem[];
}

/** Loads the shipped rules with `files` added and looks for mistakes. Throws UserError with line and column for a file that does not fit the schema. */
export function checkRules(files: readonly string[]): CheckedRules {
  const pack = loadRules({ extraFiles: [...files] });
  return { pack, problems: lintRules(pack, loadApis(), { codemods: [...new Set([...codemodNames(), ...PLANNED])], meters: [...METER_KEYS, ...OTHER_METERS] }) };
}
