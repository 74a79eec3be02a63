/** Sites whose replacement is billed: which meters, how many operations, reached from where. The raw matter of the cost model. */
import type { Program } from '../core/program.js';
import type { RulePack } from '../core/rules.js';
import type { Finding, Scan } from '../core/scan.js';

export function meteredSites(program: Program, findings: readonly Finding[], pack: RulePack): Scan['metered'] {
  const rules = new Map(pack.rules.map((rule) => [rule.id, rule]));
  const sites = new Map(program.sites.map((site) => [`${site.at.file}:${site.at.line}:${site.at.column}`, site]));
  return findings.flatMap((finding) => {
    const cost = rules.get(finding.rule)?.cost ?? [];
    if (cost.length === 0 || finding.reach !== 'production') return [];
    const site = sites.get(`${finding.at.file}:${finding.at.line}:${finding.at.column}`);
    return [{
      site: finding.id,
      origin: finding.what,
      at: finding.at,
      resource: finding.resource ?? '',
      access: site?.storage?.access ?? '',
      meters: cost.map(({ meter, operations }) => ({ rule: finding.rule, meter, operations })),
      reachedBy: finding.reachedBy,
    }];
  });
}
