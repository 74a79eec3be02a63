/** The recipe of a report: scan, plan, bill and diffs joined into one dossier. The bill needs the team's numbers; without them its lines say so. */
import { DOSSIER_SCHEMA, type Dossier } from '../core/dossier.js';
import type { Scan } from '../core/scan.js';
import type { Estimate } from '../core/estimate.js';
import type { Plan } from '../core/plan.js';
import { currencyCode, estimate, inCurrency, initAssumptions, isBeyondLimit, loadPrices, USD } from '../cost/index.js';
import { costNumbers, type CostFile } from './cost-numbers.js';
import { planScan } from './plan.js';
import { rewriteScan } from './rewrite.js';
import type { Scanned } from './scan.js';
import { loadEvidence } from '../rules/evidence.js';
import { loadRules } from '../rules/load.js';
import { shownEvidence } from '../rules/shown-evidence.js';
import { testCoverage, type CoverageFile } from './test-coverage.js';
import { plannedShare } from '../planning/planned-share.js';
import { score } from '../planning/score.js';

export { currencyCode };

export interface ReportRequest {
  /** The file with the team's numbers; null: nothing is priced. */
  cost: CostFile | null;
  /** Day of the prices and of the report, YYYY-MM-DD. */
  asOf: string;
  previous: Scan | null;
  /** Code of the currency in which amounts are shown; US dollars when absent. */
  currency?: string;
  /** A coverage file named by the user; without it the usual places are tried. */
  coverage?: CoverageFile['named'];
}

/** Texts of the rules that the findings name. */
function ruleTexts(scan: Scan): Dossier['rules'] {
  const used = new Set([...scan.findings, ...scan.suppressed].map((finding) => finding.rule));
  const evidence = loadEvidence();
  return Object.fromEntries(loadRules().rules.filter((rule) => used.has(rule.id)).map((rule) => {
    const shown = shownEvidence(evidence, rule.id, scan.compatibilityDate.date);
    return [rule.id, {
      title: rule.title, area: rule.area, why: rule.why, instead: rule.instead, links: rule.links, ...(rule.fix ? { fix: rule.fix } : {}), ...(shown ? { observed: shown } : {}),
    }];
  }));
}

/** `workerd 1.20261117.1`, as the rule pack notes it. */
const provedWith = (): string[] => Object.entries(loadRules().provedWith).map(([name, version]) => `${name} ${version}`);

function billOf(scan: Scan, plan: Plan | null, { cost, asOf, currency = USD }: ReportRequest): Estimate | null {
  if (cost === null) return null;
  const numbers = costNumbers(scan, cost);
  return inCurrency(estimate(scan, plan, numbers, loadPrices(asOf), { asOf }), currency, numbers);
}

/** A move that pays back later than the team allows is none: the plan stays readable, the answer is to stay. */
function worthIt(plan: Plan, bill: Estimate | null): Plan {
  const payback = bill?.payback;
  if (!payback || !isBeyondLimit(payback)) return plan;
  const after = payback.months?.[1] ?? null;
  const text = `${after === null ? 'The move never pays back: it saves nothing in a month' : `The move pays back after about ${after} months`}, and the team's limit is ${payback.limit} months`;
  return { ...plan, disposition: { ...plan.disposition, move: 'stay', reasons: [{ text }, ...plan.disposition.reasons] } };
}

/** What a scan alone has to tell, with its bill. */
const dossierOf = (scan: Scan, bill: Estimate | null, { asOf, previous }: ReportRequest): Dossier => ({
  schema: DOSSIER_SCHEMA, generatedAt: asOf, scan, plan: null, estimate: bill, diffs: [],
  rules: ruleTexts(scan), tests: null, misfits: [], provedWith: provedWith(), previous,
});

/** The whole dossier of a scanned folder. Throws UserError for a mistake in cf-migrate.cost.yaml. */
export function reportScanned(scanned: Scanned, request: ReportRequest): { dossier: Dossier; problems: string[]; notes: string[] } {
  const { plan, diffs, notes, problems } = rewriteScan(scanned, { codemod: null });
  const files = plannedShare(scanned.program, scanned.scan.findings, scanned.pack.rules, { components: plan.components, diffs, target: plan.target, disposition: plan.disposition });
  // The scan knew neither the answers nor the edits: what it said of readiness and lines is said again with them.
  const scan = { ...scanned.scan, files, score: score(scanned.program, scanned.scan.findings, files, scanned.pack.rules, plan) };
  const bill = billOf(scan, plan, request);
  const tests = testCoverage(scan, diffs, { root: scanned.project.root, named: request.coverage ?? null });
  const dossier = { ...dossierOf(scan, bill, request), plan: worthIt(plan, bill), diffs, tests, misfits: problems };
  return { dossier, problems, notes };
}

/** A report from a saved scan: what needs the source (plan, diffs) is not there, and says so. Throws UserError as above. */
export function reportSaved(scan: Scan, request: ReportRequest): Dossier {
  return dossierOf(scan, billOf(scan, null, request), request);
}

/** The text of a new cf-migrate.cost.yaml for a scanned folder: it asks for what the plan moves. `asOf` is the day of the prices that order the questions. */
export const newCostFile = (scanned: Scanned, asOf: string): string => initAssumptions(scanned.scan, planScan(scanned, { codemod: null }).plan, loadPrices(asOf));
