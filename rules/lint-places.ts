/** Finds where in the rule files a problem stands. It looks for no problems. */
import { placesInYaml } from '../core/yaml.js';
import type { LintProblem } from './lint.js';
import type { RuleFile } from './load.js';

export interface PlacedProblem extends LintProblem {
  at?: { file: string; line: number; column: number };
}

/** The file that holds the rule at `index` of all, and which one of its own that is. */
function whereIs(index: number, files: readonly RuleFile[]): { file: RuleFile; own: number } | null {
  let before = 0;
  for (const file of files) {
    if (index < before + file.rules.length) return { file, own: index - before };
    before += file.rules.length;
  }
  return null;
}

/** The problems with file, line and column; those that belong to no rule stay without. */
export function placed(problems: readonly LintProblem[], files: readonly RuleFile[]): PlacedProblem[] {
  const placeOf = new Map(files.map((file) => [file, placesInYaml(file.text)]));
  return problems.map((problem): PlacedProblem => {
    const found = problem.index === undefined ? null : whereIs(problem.index, files);
    const place = found && placeOf.get(found.file)?.(['rules', found.own, ...(problem.path ?? [])]);
    return found && place ? { ...problem, at: { file: found.file.file, ...place } } : problem;
  });
}
