/**
 * The score of a scan: readiness, blocking places, effort and a number for tracking, per target. The number never replaces the class,
 * which caps it; days are uncalibrated and say so wherever they are shown.
 */
import type { Disposition, PlanDecision } from '../core/plan.js';
import type { Program } from '../core/program.js';
import type { Rule } from '../core/rules.js';
import type { Finding, Readiness, ScanFile, Score } from '../core/scan.js';
import type { Target } from '../core/vocabulary.js';
import { settledAreas } from './apply-decisions.js';
import { decisions as decisionsOf } from './decisions.js';
import { deployed } from './deployed.js';
import { disposition as dispositionOf, rewritePercent } from './disposition.js';
import { FRONT_DOOR, addSpans, containerHours, days, effortHours } from './effort.js';
import { blockers, leftOutside } from './open-findings.js';
import { readiness, unknownImports } from './readiness.js';
import { rewriteShare } from './rewrite-share.js';

/** The most a class can reach. */
const CAP: Record<Readiness['class'], number> = { 'no-blocker': 100, 'automated-edits': 90, decisions: 75, container: 60, 'not-assessable': 40, stay: 20 };

const FORMULA =
  '100 − 50 × blocking share − 30 × rewrite share − 20 × share of imports not understood; at most ' +
  `${Object.entries(CAP).map(([name, cap]) => `${cap} (${name})`).join(', ')}`;

const place = (at: { file: string; line: number; column: number }): string => `${at.file}:${at.line}:${at.column}`;

function blocking(program: Program, findings: Finding[], target: Target): { sites: number; of: number } {
  const production = [...program.sites.filter((site) => site.reach === 'production'), ...findings.filter((finding) => finding.reach === 'production')];
  return { sites: new Set(blockers(findings, target).map((finding) => place(finding.at))).size, of: new Set(production.map((item) => place(item.at))).size };
}

const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);

function valueOf(kind: Readiness['class'], blocked: number, rewritten: number, unknown: number): number {
  return Math.max(0, Math.min(CAP[kind], Math.round(100 - 50 * blocked - 30 * rewritten - 20 * unknown)));
}

function rewriteTotal(files: ScanFile[]): Score['rewrite'] {
  const production = files.filter((file) => file.reach === 'production');
  const lines = production.reduce((sum, file) => sum + (file.lines * file.rewritePercent) / 100, 0);
  return { lines: Math.round(lines), of: production.reduce((sum, file) => sum + file.lines, 0), percent: rewritePercent(files) };
}

const both = <T>(make: (target: Target) => T): Record<Target, T> => ({ workers: make('workers'), containers: make('containers') });

/** What a plan has settled already. */
export interface ScoredPlan {
  decisions: PlanDecision[];
  disposition?: Disposition;
}

/** `plan`: with its answers, where there is one; without it questions and the move follow from the findings. */
export function score(whole: Program, found: Finding[], files: ScanFile[], rules: Rule[], plan?: ScoredPlan): Score {
  const { program, findings } = deployed(whole, found);
  const decisions = plan?.decisions ?? decisionsOf(program, findings);
  const disposition = plan?.disposition ?? dispositionOf(program, findings, { files, settled: settledAreas(decisions), rules });
  const ready = both((target) => readiness(program, findings, target, { disposition, decisions }));
  const blocked = both((target) => blocking(program, findings, target));
  const rewritten = { workers: rewritePercent(files) / 100, containers: rewritePercent(rewriteShare(program, findings, rules, 'containers')) / 100 };
  const imports = unknownImports(program);
  const inside = new Set(disposition.containerModules.map((module) => module.file));
  const border = { workers: containerHours(disposition.cut), containers: containerHours(undefined) };
  return {
    readiness: ready,
    blocking: blocked,
    effortDays: both((target) => days(addSpans(addSpans(FRONT_DOOR, border[target]), effortHours(leftOutside(findings, target, inside), rules)))),
    value: both((target) => valueOf(ready[target].class, share(blocked[target].sites, blocked[target].of), rewritten[target], share(imports.unknown, imports.of))),
    formula: FORMULA,
    rewrite: rewriteTotal(files),
  };
}
