/** One row per area: the gravest status on each target, how many sites, and what to do about it. Also what speaks against nothing. */
import type { Plan } from '../../core/plan.js';
import type { PackageFact } from '../../core/program.js';
import type { Finding, Scan } from '../../core/scan.js';
import { TARGETS, type Area, type Impact, type Target, type Verdict } from '../../core/vocabulary.js';
import { AREA_ADVICE, NO_HARM, STORAGE_ACTION, VERDICT_TITLE } from '../wording.js';
import { counted, focusOf, gravest, groupBy, impactRank } from './counted.js';

export interface AreaStatus {
  verdict: Verdict;
  impact: Impact;
  /** Words for the reader: what works only because nobody misses the data is not called a loss. */
  word: string;
}

export interface AreaRow {
  area: Area;
  status: Record<Target, AreaStatus>;
  /** Impact on the target in focus. */
  impact: Impact;
  /** Sites that need anything at all on the target in focus. */
  sites: number;
  of: number;
  action: string;
}

/** A temporary file that is gone later is as it should be. */
const wordFor = (verdict: Verdict, impact: Impact): string => (impact === 'none' && verdict !== 'works' ? NO_HARM : VERDICT_TITLE[verdict]);

function statusOf(findings: Finding[], target: Target): AreaStatus {
  const worst = gravest(findings, target);
  const verdict = worst?.verdict[target] ?? 'unknown';
  const impact = worst?.impactBy[target] ?? 'none';
  return { verdict, impact, word: wordFor(verdict, impact) };
}

/** Targets of the planned resources of these findings, most frequent first: `2 to R2, 1 to KV`. */
function plannedAction(findings: Finding[], plan: Plan | null): string | null {
  if (!plan) return null;
  const ids = new Set(findings.flatMap((finding) => [finding.resource ?? '', `rule:${finding.rule}`]));
  const planned = plan.resources.filter((resource) => ids.has(resource.resource));
  if (planned.length === 0) return null;
  const groups = [...groupBy(planned, (resource) => resource.target)].toSorted((a, b) => b[1].length - a[1].length);
  return groups.map(([, resources]) => `${resources.length} ${STORAGE_ACTION[resources[0]?.target ?? 'decide']}`).join(', ');
}

function fixAction(findings: Finding[], area: Area, impact: Impact): string {
  if (impact === 'none') return 'Keep as it is';
  const settings = [...new Set(findings.flatMap((finding) => finding.fix?.setting ?? []))];
  if (impact === 'setting' && settings.length === 1 && settings[0] !== undefined) return settings[0];
  if (impact === 'setting' && settings.length > 1) return `${settings.length} settings`;
  const codemods = [...new Set(findings.flatMap((finding) => finding.fix?.codemod ?? []))];
  const advice = AREA_ADVICE[area];
  return codemods.length === 0 ? advice : `${advice}; apply ${codemods.join(', ')}`;
}

export function areaRows(scan: Scan, plan: Plan | null): AreaRow[] {
  const focus = focusOf(scan);
  const rows = [...groupBy(counted(scan), (finding) => finding.area)].map(([, findings]): AreaRow => {
    const area = findings[0]?.area ?? 'other';
    const touched = findings.filter((finding) => finding.impactBy[focus] !== 'none');
    const status = { workers: statusOf(findings, 'workers'), containers: statusOf(findings, 'containers') };
    const impact = status[focus].impact;
    const action = (impact === 'none' || impact === 'setting' ? null : plannedAction(touched, plan)) ?? fixAction(touched, area, impact);
    return { area, status, impact, sites: touched.length, of: findings.length, action };
  });
  return rows.toSorted((a, b) => impactRank(a.impact) - impactRank(b.impact) || b.sites - a.sites || (a.area < b.area ? -1 : 1));
}

/** Packages that production code imports and no finding of weight speaks of. Silence of the rules, not a proof. */
export function quietPackages(scan: Scan): PackageFact[] {
  const heavy = counted(scan).filter((finding) => TARGETS.some((target) => finding.impactBy[target] === 'blocker' || finding.impactBy[target] === 'risk'));
  const named = (name: string): boolean =>
    heavy.some(({ what }) => what === name || (what.startsWith(name) && /^[./(@]/.test(what.slice(name.length))));
  return scan.packages.filter((fact) => fact.direct && !fact.dev && fact.reach === 'production' && fact.importedBy.length > 0 && fact.native !== 'yes' && !named(fact.name));
}
