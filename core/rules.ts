/** The shape of rules/compat.yaml after loading. */
import type { Area, Lifetime, Persistence, Reach, Readers, Target, Verdict, Writes } from './vocabulary.js';

/** Closed vocabulary: every named condition must hold; a list holds when one of its items does. */
export interface RuleMatch {
  /** Origin patterns of sites; `*` stands for one name segment, `**` for the rest: `node:fs.*Sync`, `express().listen`. */
  site?: string[];
  /** Origin patterns that are excepted. */
  not?: string[];
  /** Areas that apis.yaml gives the API: `filesystem`. */
  api?: Area[];
  /** Conditions on arguments by index, `N.property` or `any`: text (exact), pattern (regular expression), kind, what an instance is, absence. */
  arguments?: Record<string, { equals?: string | number | boolean; pattern?: string; kind?: string; origin?: string; absent?: boolean; constant?: boolean }>;
  /** First word of the command line: `git`, `ffmpeg`. */
  command?: string[];
  persistence?: Persistence[];
  /** Roots of the path (TextValue.roots): `tmp`, `module`, `home`. */
  roots?: string[];
  lifetime?: Lifetime[];
  writes?: Writes[];
  readers?: Readers[];
  access?: string[];
  reach?: Reach[];
  topLevel?: boolean;
  afterResponse?: boolean;
  /** It stands in the function handed to `new Promise`: a wait that somebody may await. */
  promised?: boolean;
  /** What the call makes is closed again by the function that made it. */
  ended?: boolean;
  /** For sites: packages that must be installed in a version range: `{express: '<5'}`; `{a,b}` is one of these. */
  installed?: Record<string, string>;
  /** Packages by name pattern, found in package.json or the lock file and imported by code of the program. */
  package?: string[];
  /** For packages: only imports with one of these specifiers, `dotenv/config`; `*` stands for anything. */
  imported?: string[];
  /** Semver range of the installed or locked version. */
  version?: string;
  /** `package` conditions: only native ones, or those not in `package` that are native. */
  native?: boolean;
  /** Module state by shape (see StateFact.shape). */
  state?: string[];
  /** Jobs by kind (see JobFact.kind). */
  job?: string[];
  /** Host facts by kind, with an optional pattern on the value. */
  host?: string[];
  hostValue?: string;
  /** Environment variables read by code, by name pattern. */
  env?: string[];
}

/** One verdict, or verdicts by compatibility date (the entry with the latest date not after the project's date holds). */
export type VerdictByDate = Verdict | { since: string; verdict: Verdict }[];

export interface Rule {
  id: string;
  title: string;
  area: Area;
  match: RuleMatch;
  verdict: Record<Target, VerdictByDate>;
  /** Person-hours, uncalibrated: once for the rule, per site, per async boundary that blocks a rewrite. `[low, high]`. */
  effort: { fixed: [number, number]; site: [number, number]; boundary?: [number, number] };
  /** Lines to rewrite per site: the basis of the estimated rewrite share. */
  lines?: number;
  fix?: { codemod?: string; setting?: string };
  /** Meter of the replacement and operations per call: feeds the cost model. */
  cost?: { meter: string; operations: number }[];
  why: string;
  instead: string;
  evidence?: string[];
  /** Facts outside: page or document and the date it was checked. */
  links: { source: string; date: string; url?: string }[];
  /** Code that must be found and code that must not: run as tests, shown as documentation. */
  examples: { hits: string[]; misses: string[] };
  /** Packages assumed installed in the examples: `{"better-sqlite3": "12.4.1"}`. */
  exampleFiles?: Record<string, string>;
  confidence?: 'certain' | 'likely' | 'possible';
  /** For packages: the finding stands once, in package.json, and lists the imports: what matters is that the package is there. */
  at?: 'manifest';
}

/** Packages that were looked at and stand in nobody's way: silence about them is knowledge. */
export interface Harmless {
  packages: string[];
  /** Range of versions that this is known of. */
  version?: string;
  note?: string;
  links: { source: string; date: string; url?: string }[];
}

export interface RulePack {
  schema: number;
  /** Version of the pack, shown in every output. */
  version: string;
  compatibilityDate: string;
  /** Versions the pack was written against. */
  provedWith: Record<string, string>;
  rules: Rule[];
  harmless: Harmless[];
}
