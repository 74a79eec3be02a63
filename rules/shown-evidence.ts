/** The evidence of one rule as a report needs it: what came of each of its snippets at the date of the scan. It words nothing. */
import { outcomeAt, type Evidence, type Snippet } from '../core/evidence.js';
import type { RuleEvidence } from '../core/dossier.js';

function shownOf({ observed }: Evidence, snippet: Snippet, date: string): RuleEvidence['snippets'] {
  // A project's date lies between two that were run, and then the earlier one holds; some snippets were run at the last only.
  const dates = snippet.dates === 'last' ? observed.dates.slice(-1) : observed.dates.filter((one) => one <= date);
  const ranAt = dates.at(-1);
  if (ranAt === undefined) return [];
  return snippet.platforms.flatMap((platform) => {
    const seen = outcomeAt(observed, snippet, ranAt, platform);
    if (!seen) return [];
    const { outcome, stage, text } = seen;
    return [{ id: snippet.id, shows: snippet.shows, platform, date: ranAt, outcome, ...(stage ? { stage } : {}), ...(text === undefined ? {} : { text }), source: snippet.source }];
  });
}

/** Null for a rule of which the evidence does not speak: one of the user's own. */
export function shownEvidence(evidence: Evidence, rule: string, date: string): RuleEvidence | null {
  const unprovable = evidence.unprovable.find(({ rules }) => rules.includes(rule))?.reason ?? null;
  const snippets = evidence.snippets.filter((snippet) => snippet.rules.includes(rule)).flatMap((snippet) => shownOf(evidence, snippet, date));
  if (unprovable === null && snippets.length === 0) return null;
  return { workerd: evidence.observed.provedWith['workerd'] ?? 'unknown', snippets, unprovable };
}
