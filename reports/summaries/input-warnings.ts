/** What must be said before anything else: why the analysis is incomplete, and what else about the input lowers the trust in it. */
import type { Scan } from '../../core/scan.js';
import type { InputWarning } from '../../core/warnings.js';

export interface Caveats {
  /** Reasons why this is not the whole program; empty when it is. */
  incomplete: string[];
  /** What was wrong and could be read past. */
  lowered: string[];
}

const SHOWN_OF_A_KIND = 3;

/** Of many warnings of one kind the first three, and how many there are more. */
function told(warnings: readonly InputWarning[]): string[] {
  const kinds = [...new Set(warnings.map((warning) => warning.code))];
  return kinds.flatMap((kind) => {
    const own = warnings.filter((warning) => warning.code === kind).map((warning) => warning.message);
    return own.length > SHOWN_OF_A_KIND + 1 ? [...own.slice(0, SHOWN_OF_A_KIND), `and ${own.length - SHOWN_OF_A_KIND} more of this kind`] : own;
  });
}

/** A scan saved by an earlier version has no warnings beside its reasons. */
export function caveatsOf({ coverage }: Scan): Caveats {
  const reasons = coverage.incompleteBecause.length > 0 ? coverage.incompleteBecause : ['no reason was recorded'];
  return {
    incomplete: coverage.complete ? [] : reasons,
    lowered: told((coverage.warnings ?? []).filter((warning) => !warning.incomplete)),
  };
}
