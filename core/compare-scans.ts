/** What changed between two scans: findings that came and went, and whether the code or the rules brought that about. */
import type { Finding, Scan } from './scan.js';

/** `rules`: the rule is new, gone, switched off, or says something else; also by another compatibility date. */
export type Cause = 'code' | 'rules';

export interface ScanDifference {
  rulesChanged: boolean;
  toolChanged: boolean;
  appeared: { cause: Cause; finding: Finding }[];
  disappeared: { cause: Cause; finding: Finding }[];
  /** Same place, another impact or another rule. */
  judgedAnew: { cause: Cause; before: Finding; after: Finding }[];
}

/** Whether a rule is the same in both scans. Scans that keep no fingerprints are told apart by the version of the pack alone. */
function sameRule(before: Scan, after: Scan): (id: string) => boolean {
  const [old, fresh] = [before.rules.fingerprints, after.rules.fingerprints];
  if (!old || !fresh) return () => before.rules.version === after.rules.version && before.compatibilityDate.date === after.compatibilityDate.date;
  return (id) => old[id] !== undefined && old[id] === fresh[id];
}

const byPlace = (f: Finding): string => `${f.at.file}|${f.function}|${f.what}|${f.area}`;

export function compareScans(before: Scan, after: Scan): ScanDifference {
  const same = sameRule(before, after);
  const causeOf = (...rules: string[]): Cause => (rules.every(same) ? 'code' : 'rules');
  const old = new Map(before.findings.map((f) => [f.id, f]));
  const fresh = new Set(after.findings.map((f) => f.id));
  const gone = new Map(before.findings.filter((f) => !fresh.has(f.id)).map((f) => [byPlace(f), f]));
  const appeared: ScanDifference['appeared'] = [];
  const judgedAnew: ScanDifference['judgedAnew'] = [];
  for (const finding of after.findings) {
    const kept = old.get(finding.id);
    if (kept) {
      if (kept.impact !== finding.impact) judgedAnew.push({ cause: causeOf(finding.rule), before: kept, after: finding });
      continue;
    }
    const other = gone.get(byPlace(finding));
    if (other) {
      judgedAnew.push({ cause: causeOf(other.rule, finding.rule), before: other, after: finding });
      gone.delete(byPlace(finding));
    } else appeared.push({ cause: causeOf(finding.rule), finding });
  }
  const ids = new Set([...Object.keys(before.rules.fingerprints ?? {}), ...Object.keys(after.rules.fingerprints ?? {})]);
  return {
    rulesChanged: before.rules.version !== after.rules.version || before.compatibilityDate.date !== after.compatibilityDate.date || [...ids].some((id) => !same(id)),
    toolChanged: before.tool.version !== after.tool.version,
    appeared,
    disappeared: [...gone.values()].map((finding) => ({ cause: causeOf(finding.rule), finding })),
    judgedAnew,
  };
}
