/** Findings of one rule, one purpose and one module are one cause with one answer. Groups and orders them; words come later. */
import type { Finding, Scan } from '../../core/scan.js';
import type { Area, Impact, Persistence, Target } from '../../core/vocabulary.js';
import { byPlace, chainTo, counted, groupBy, verdictRank } from './counted.js';

export interface RootCause {
  rule: string;
  title: string;
  area: Area;
  persistence: Persistence | null;
  file: string;
  chain: string[];
  /** In order of place. */
  findings: Finding[];
  effort: [low: number, high: number];
}

const sum = (findings: Finding[], end: 0 | 1): number => findings.reduce((total, finding) => total + finding.effort[end], 0);

/** Snippets worth showing: the first of each neighbourhood, at most `limit`. */
export function tellingSnippets(cause: RootCause, limit: number): Finding[] {
  const shown: Finding[] = [];
  for (const finding of cause.findings) {
    const { snippet } = finding;
    if (!snippet || shown.length >= limit) continue;
    const covered = shown.some(({ snippet: other }) => other && snippet.mark >= other.from && snippet.mark < other.from + other.lines.length);
    if (!covered) shown.push(finding);
  }
  return shown;
}

/** What cannot run on Workers whatever is done about the data: it decides between a Worker and a machine. */
const DECIDING = new Set<Area>(['native-module', 'model-inference', 'child-process', 'git-cli', 'worker-threads', 'sqlite', 'websocket-server']);
const KEPT = new Set<Persistence>(['durable', 'upload']);

/** The pack names a storage rule after what the site does. Who only looks is answered by the answer for who writes. */
const ONLY_LOOKS = /-(?:read|query|list|probe|folder)$/;

const PLACES = 8;

/** 0: decides the move. 1: changes data that must last. 2: everything else. 3: reads, probes, lists, makes a folder. */
function urgency(cause: RootCause): number {
  if (ONLY_LOOKS.test(cause.rule)) return 3;
  if (DECIDING.has(cause.area)) return 0;
  return cause.persistence !== null && KEPT.has(cause.persistence) ? 1 : 2;
}

/** What decides, one of each area in turn: ten findings of one database must not hide that a model is loaded. Areas keep their order. */
function areasInTurn(families: RootCause[][]): RootCause[][] {
  const deciding = families.filter((family) => family.some((cause) => urgency(cause) === 0));
  const byArea = [...groupBy(deciding, ([cause]) => cause?.area ?? 'other').values()];
  const turns = Math.max(0, ...byArea.map((own) => own.length));
  const inTurn = Array.from({ length: turns }, (_, turn) => byArea.flatMap((own) => own.slice(turn, turn + 1))).flat();
  return [...inTurn, ...families.filter((family) => !deciding.includes(family))];
}

/** The first places go to different rules, one module each, as long as a rule waits; then the rest in its order. */
function everyRuleFirst(causes: RootCause[]): RootCause[] {
  const first = [...groupBy(causes, (cause) => cause.rule).values()].flatMap(([cause]) => cause ?? []).slice(0, PLACES);
  const placed = new Set(first);
  return [...first, ...causes.filter((cause) => !placed.has(cause))];
}

/**
 * Causes with this impact on the target: what decides the move, its areas in turn, then what changes data that must last, then the others, then who only looks; within
 * each by verdict, then by number of sites. After the first places causes of one rule and one purpose stand together.
 */
export function rootCauses(scan: Scan, target: Target, impact: Impact): RootCause[] {
  const chosen = counted(scan).filter((finding) => finding.impactBy[target] === impact);
  const groups = [...groupBy(chosen, (finding) => JSON.stringify([finding.rule, finding.persistence ?? null, finding.at.file])).values()];
  const causes = groups.flatMap((findings): RootCause[] => {
    const [first] = findings;
    if (!first) return [];
    return [{
      rule: first.rule, title: first.title, area: first.area, persistence: first.persistence ?? null, file: first.at.file,
      chain: chainTo(scan, first.at.file), findings: findings.toSorted(byPlace), effort: [sum(findings, 0), sum(findings, 1)],
    }];
  });
  const rank = (cause: RootCause): number => Math.min(...cause.findings.map((finding) => verdictRank(finding.verdict[target])));
  const bySites = causes.toSorted((a, b) => b.findings.length - a.findings.length || (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const families = [...groupBy(bySites, familyOf).values()];
  const sites = (family: RootCause[]): number => family.reduce((total, cause) => total + cause.findings.length, 0);
  const least = (family: RootCause[], of: (cause: RootCause) => number): number => Math.min(...family.map(of));
  const ordered = families.toSorted((a, b) => least(a, urgency) - least(b, urgency) || least(a, rank) - least(b, rank) || sites(b) - sites(a));
  return everyRuleFirst(areasInTurn(ordered).flat());
}

/** One rule and one purpose of the data, whatever the module. */
export const familyOf = (cause: RootCause): string => JSON.stringify([cause.rule, cause.persistence]);
