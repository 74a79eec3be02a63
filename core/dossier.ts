/** Everything a report may show. Reports read this and nothing else. */
import type { Estimate } from './estimate.js';
import type { Observation, Unprovable } from './evidence.js';
import type { Plan } from './plan.js';
import type { Scan } from './scan.js';

/** Of lines that change: which ones the team's tests run, as a coverage file says. */
export interface TestCoverage {
  /** The file it was read from. */
  file: string;
  /** Lines with a statement in files that the coverage speaks of. */
  lines: number;
  covered: number;
  /** Lines in files of which the coverage says nothing. */
  unknown: number;
}

/** What was seen of a rule's call when it was run, at the date of the scan. */
export interface RuleEvidence {
  workerd: string;
  /** `date`: the date that was run, at or before that of the scan where the snippet was run at several. */
  snippets: (Pick<Observation, 'platform' | 'outcome' | 'stage' | 'text'> & { id: string; shows: string; date: string; source: string })[];
  /** Why no snippet can show it. */
  unprovable: Unprovable | null;
}

/** Counts up when a reader of older dossiers would misread a newer one. */
export const DOSSIER_SCHEMA = 1;

export interface Dossier {
  schema: typeof DOSSIER_SCHEMA;
  generatedAt: string;
  scan: Scan;
  plan: Plan | null;
  estimate: Estimate | null;
  /** Unified diffs of what apply would write, per file; empty when not planned. */
  diffs: { file: string; component: string; diff: string; addedLines: number; removedLines: number }[];
  /** Rule texts used by the findings of the scan. */
  rules: Record<string, { title: string; area: string; why: string; instead: string; links: { source: string; date: string; url?: string }[]; fix?: { codemod?: string; setting?: string }; observed?: RuleEvidence }>;
  /** null: no coverage file was found. */
  tests: TestCoverage | null;
  /** Answers of decisions.yaml that fit nothing, one sentence each with its place. */
  misfits: string[];
  /** What the rules about Workers were proved with: `workerd 1.20261117.1`. */
  provedWith: string[];
  /** Previous scan, when given. */
  previous: Scan | null;
}
