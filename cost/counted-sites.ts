/** The metered sites of a scan, each use counted once: a call through a local wrapper stands for the call inside it. */
import type { Scan } from '../core/scan.js';

export type MeteredSite = Scan['metered'][number];

const placeOf = ({ file, line }: { file: string; line: number }): string => `${file}:${line}`;

/** Sites inside a wrapper whose callers are metered themselves: there the path is known, here it is not. */
function insideWrappers(scan: Scan): ReadonlySet<string> {
  const places = new Set(scan.metered.map((site) => placeOf(site.at)));
  const inside = scan.findings.filter((finding) => (finding.callers ?? []).some((caller) => places.has(placeOf(caller)) && placeOf(caller) !== placeOf(finding.at)));
  return new Set(inside.map((finding) => finding.id));
}

/** A statement costs when it runs, not when it is prepared; a handle costs nothing when it is closed. */
const isNoOperation = (site: MeteredSite): boolean => /\.(prepare|close)$/.test(site.origin);

/** Several rules may judge one call; its meters are then those of all of them, each once. */
function merged(sites: readonly MeteredSite[]): MeteredSite {
  const meters = sites.flatMap((site) => site.meters);
  return { ...(sites[0] as MeteredSite), meters: meters.filter((meter, index) => meters.findIndex((other) => other.meter === meter.meter) === index) };
}

export function countedSites(scan: Scan): MeteredSite[] {
  const inside = insideWrappers(scan);
  const groups = new Map<string, MeteredSite[]>();
  for (const site of scan.metered) {
    if (inside.has(site.site) || isNoOperation(site)) continue;
    const key = [placeOf(site.at), site.at.column, site.origin, site.resource].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), site]);
  }
  return [...groups.values()].map(merged);
}
