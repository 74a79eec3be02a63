/** What changed between two scans: findings that came and went, and whether the code or the rules changed. */
import type { Finding, Scan } from '../core/scan.js';

export interface ScanDifference {
  rulesChanged: boolean;
  toolChanged: boolean;
  /** Findings whose code is new. */
  appeared: Finding[];
  /** Findings whose code is gone. */
  disappeared: Finding[];
  /** Same code, another verdict: the rules changed, or the compatibility date. */
  judgedAnew: { before: Finding; after: Finding }[];
}

export function compareScans(before: Scan, after: Scan): ScanDifference {
  const old = new Map(before.findings.map((f) => [f.id, f]));
  const fresh = new Map(after.findings.map((f) => [f.id, f]));
  const place = (f: Finding): string => `${f.at.file}|${f.function}|${f.what}|${f.area}`;
  const goneByPlace = new Map(before.findings.filter((f) => !fresh.has(f.id)).map((f) => [place(f), f]));
  const appeared: Finding[] = [];
  const judgedAnew: ScanDifference['judgedAnew'] = [];
  for (const finding of after.findings) {
    const same = old.get(finding.id);
    if (same) {
      if (same.impact !== finding.impact) judgedAnew.push({ before: same, after: finding });
      continue;
    }
    const other = goneByPlace.get(place(finding));
    if (other) {
      judgedAnew.push({ before: other, after: finding });
      goneByPlace.delete(place(finding));
    } else appeared.push(finding);
  }
  return {
    rulesChanged: before.rules.version !== after.rules.version || before.compatibilityDate.date !== after.compatibilityDate.date,
    toolChanged: before.tool.version !== after.tool.version,
    appeared,
    disappeared: [...goneByPlace.values()],
    judgedAnew,
  };
}
