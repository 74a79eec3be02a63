/** What must be said before anything else: why the analysis is incomplete, and what else about the input lowers the trust in it. */
import type { Scan } from '../../core/scan.js';

export interface Caveats {
  /** Reasons why this is not the whole program; empty when it is. */
  incomplete: string[];
  /** What was wrong and could be read past. */
  lowered: string[];
}

/** A scan saved by an earlier version has no warnings beside its reasons. */
export function caveatsOf({ coverage }: Scan): Caveats {
  const reasons = coverage.incompleteBecause.length > 0 ? coverage.incompleteBecause : ['no reason was recorded'];
  return {
    incomplete: coverage.complete ? [] : reasons,
    lowered: (coverage.warnings ?? []).filter((warning) => !warning.incomplete).map((warning) => warning.message),
  };
}
