/** The public JSON of `scan --json`. A change here is a change of `schema`. */
import type { Place, SkippedFile } from './facts.js';
import type { HostFact, Interval, JobFact, PackageFact, ReachedBy, Resource, StateFact } from './program.js';
import type { InputWarning, Trust } from './warnings.js';
import type { Area, Confidence, Impact, Lifetime, Persistence, Reach, Readers, Target, Verdict, Writes } from './vocabulary.js';

export const SCAN_SCHEMA = 1;

export interface ScanPlace {
  file: string;
  line: number;
  column: number;
}

export interface Snippet {
  /** First line number of `lines`. */
  from: number;
  lines: string[];
  /** Line of the finding. */
  mark: number;
}

export interface Finding {
  /** Hash of rule, file, enclosing function, matched text and ordinal: survives moved lines. */
  id: string;
  rule: string;
  title: string;
  area: Area;
  verdict: Record<Target, Verdict>;
  /** Impact for the target the scan was asked for (`auto`: workers). */
  impact: Impact;
  impactBy: Record<Target, Impact>;
  versusToday?: 'worse' | 'same' | 'better';
  confidence: Confidence;
  /** What was matched: the origin, the package, the state's name. */
  what: string;
  persistence?: Persistence;
  lifetime?: Lifetime;
  writes?: Writes;
  readers?: Readers;
  /** Path, command or statement as far as known. */
  target?: string;
  /** Resource id for storage. */
  resource?: string;
  reasons: string[];
  /** Person-hours, uncalibrated. */
  effort: [low: number, high: number];
  fix?: { codemod?: string; setting?: string };
  /** References that the rule names by hand; what was run on workerd stands once for each rule in the dossier (`rules[id].observed`), and in `explain --json`. */
  evidence: string[];
  reachedBy: ReachedBy[];
  callers: ScanPlace[];
  reach: Reach;
  /** Enclosing function, for readers. */
  function: string;
  at: ScanPlace;
  snippet?: Snippet;
  suppressed?: { reason: string; source: string };
}

export interface ScanFile {
  file: string;
  lines: number;
  reach: Reach;
  rewritePercent: number;
  rewriteBasis: 'estimated' | 'planned';
  areas: Area[];
}

export interface Coverage {
  files: number;
  parsed: number;
  /** Of these, files in which nothing can be found: only what they load was read. */
  outlined: number;
  skipped: number;
  /** Imports that resolved to a local file, a builtin or a package, of all imports with a constant specifier. */
  imports: { resolved: number; unresolved: number; computed: number };
  /** Calls whose callee was followed to a local function or a package, of all calls. */
  calls: { followed: number; unknown: number };
  lines: number;
  parser: { oxc: number; babel: number };
  complete: boolean;
  /** Why the analysis is incomplete, first thing any output says. */
  incompleteBecause: string[];
  /** What the warnings leave of the trust in this scan. */
  trust: Trust;
  /** Everything that was wrong with the input. */
  warnings: InputWarning[];
}

export interface Readiness {
  /** The worst unresolved class. */
  class: 'no-blocker' | 'automated-edits' | 'decisions' | 'container' | 'stay' | 'not-assessable';
  /** One line for people: `Container for 3 modules · 7 automated edits · 4 decisions`. */
  headline: string;
  counts: { automated: number; decisions: number; containerModules: number; unknown: number };
  reasons: string[];
}

export interface Score {
  readiness: Record<Target, Readiness>;
  /** Production sites that block, of all production sites. */
  blocking: Record<Target, { sites: number; of: number }>;
  /** Person-days, uncalibrated. */
  effortDays: Record<Target, [low: number, high: number]>;
  /** 0–100 with its formula. */
  value: Record<Target, number>;
  formula: string;
  rewrite: { lines: number; of: number; percent: number };
}

export interface Scan {
  schema: typeof SCAN_SCHEMA;
  tool: { name: string; version: string };
  /** `fingerprints`: what each rule looks for and says at the date of the scan, shortened; tells a changed rule from changed code. */
  rules: { version: string; count: number; disabled: { id: string; reason: string }[]; fingerprints?: Record<string, string> };
  target: Target | 'auto';
  compatibilityDate: { date: string; source: string };
  root: string;
  name: string;
  coverage: Coverage;
  entryPoints: { id: string; kind: string; file: string; line: number; source: string; method?: string; route?: string; schedule?: string }[];
  modules: { file: string; reach: Reach; chain: string[]; imports: { to: string; dynamic: boolean }[]; packages: string[] }[];
  files: ScanFile[];
  /** Findings in code that the running program reaches, or that nothing reaches (`reach` says which). */
  findings: Finding[];
  /** Findings in code that only tests, builds or scripts reach: told, never scored. */
  apart?: Finding[];
  suppressed: Finding[];
  skipped: SkippedFile[];
  resources: Resource[];
  packages: PackageFact[];
  state: StateFact[];
  jobs: JobFact[];
  host: HostFact[];
  /** Storage and other metered sites with what reaches them: the raw matter of cost. */
  metered: { site: string; origin: string; at: ScanPlace; resource: string; access: string; meters: { rule: string; meter: string; operations: number }[]; reachedBy: { entryPoint: string; calls: Interval }[] }[];
  score: Score;
}

export type { Place };
