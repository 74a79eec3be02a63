/** Everything a report may show. Reports read this and nothing else. */
import type { Estimate } from './estimate.js';
import type { Plan } from './plan.js';
import type { Scan } from './scan.js';

export interface Dossier {
  generatedAt: string;
  scan: Scan;
  plan: Plan | null;
  estimate: Estimate | null;
  /** Unified diffs of what apply would write, per file; empty when not planned. */
  diffs: { file: string; component: string; diff: string; addedLines: number; removedLines: number }[];
  /** Rule texts used by the findings of the scan. */
  rules: Record<string, { title: string; area: string; why: string; instead: string; links: { source: string; date: string; url?: string }[]; fix?: { codemod?: string; setting?: string } }>;
  /** Previous scan, when given. */
  previous: Scan | null;
}
