/** The recipe of a scan: open, read facts, link, judge, score. Writes nothing and runs nothing of the program it reads. */
import ignore from 'ignore';
import path from 'node:path';
import { changedSince } from '../core/changed-files.js';
import { isBuilt, openCache } from '../core/cache.js';
import type { FileFacts, SkippedFile } from '../core/facts.js';
import { toolVersion } from '../core/home.js';
import { checkInput } from '../core/input-checks.js';
import { createResolver } from '../core/resolve.js';
import { type Project, openProject } from '../core/project.js';
import type { PlannedTrace } from '../core/plan.js';
import type { Program } from '../core/program.js';
import type { RulePack } from '../core/rules.js';
import { SCAN_SCHEMA, type Finding, type Scan } from '../core/scan.js';
import type { Target } from '../core/vocabulary.js';
import { manifestsOf } from '../core/manifest.js';
import type { InputWarning } from '../core/warnings.js';
import { rewriteShare } from '../planning/rewrite-share.js';
import { score } from '../planning/score.js';
import { fingerprints } from '../rules/fingerprints.js';
import { loadRules } from '../rules/load.js';
import { judge } from '../rules/match.js';
import { type Budget, refusedAsOne, withinBudget } from './budget.js';
import { type Config, compatibilityDate, readConfig } from './config.js';
import { coverageOf } from './coverage.js';
import { readFacts } from './facts.js';
import { withFixes } from './fixes.js';
import { topLevelIn } from './top-level.js';
import { interestOf } from './interest.js';
import { linkProject } from './link.js';
import { meteredSites } from './metered.js';
import { withSnippets } from './snippets.js';
import { type TraceChoice, tracedProgram } from './trace-file.js';

export interface ScanOptions {
  target?: Target | 'auto';
  /** Limits of time and memory; without it, only that of Node's own heap. */
  budget?: Budget;
  /** Asked for on the command line: goes before every configuration. */
  compatibilityDate?: string;
  /** Read every file in full: for plans, which need the calls of files in which nothing is found. */
  everyFile?: boolean;
  /** Recall what was read of unchanged files, and keep what is read (core/cache.ts). */
  cache?: boolean;
  /** Let a recording complete the call graph (pipeline/trace-file.ts). */
  trace?: TraceChoice;
}

const NO_BUDGET: Budget = { seconds: null, megabytes: null };

/** A scan with what later stages of the same run need; `scan` alone is what may be saved. */
export interface Scanned {
  scan: Scan;
  program: Program;
  pack: RulePack;
  project: Project;
  config: Config;
  facts: readonly FileFacts[];
  /** The recording that completed the program. */
  trace?: PlannedTrace;
}

/** Scans the folder `directory`. */
export function scanFolder(directory: string, options: ScanOptions = {}): Scanned {
  const start = performance.now();
  return scanProject(openProject(directory), options, start);
}

function without(project: Project, globs: readonly string[]): Project {
  if (globs.length === 0) return project;
  const rules = ignore().add([...globs]);
  return { ...project, sources: project.sources.filter((file) => !rules.ignores(file)) };
}

export function scanProject(opened: Project, options: ScanOptions = {}, start = performance.now()): Scanned {
  // Two milliseconds late: a file that was written just before has a time stamp of finer grain than the clock's.
  const startedAt = Date.now() - (performance.now() - start) + 2;
  const budget = options.budget ?? NO_BUDGET;
  const config = readConfig(opened);
  const project = without(opened, config.ignore ?? []);
  const pack = loadRules({ extraFiles: (config.rules ?? []).map((file) => path.resolve(project.root, file)), disabled: config.disable ?? [] });
  const { resolve } = createResolver(project);
  const interest = interestOf(pack);
  const cache = options.cache && isBuilt() && project.root !== '' ? openCache(project.root, interest.key) : undefined;
  const reading = readFacts(withinBudget(project, budget, start), options.everyFile ? undefined : { interest, resolve }, cache);
  const read = { ...reading, skipped: refusedAsOne(reading.skipped, budget, project.sources.length) };
  const linked = linkProject(project, read, pack, resolve, options.everyFile ?? false);
  const { facts, warnings } = linked;
  const { program, trace } = options.trace ? tracedProgram(project, linked, options.trace) : { program: linked.program };
  cache?.save();
  const target = options.target ?? config.target ?? 'auto';
  const date = compatibilityDate(project, config, options.compatibilityDate);
  const judged = judge(program, pack, { target, date: date.date });
  const { findings: kept, suppressed } = excused(judged, config);
  const all = withFixes(program, kept, target === 'containers' ? 'containers' : 'workers', { topLevel: topLevelIn(project), openNames: linked.openNames });
  const findings = all.filter((finding) => !isApart(finding));
  const files = rewriteShare(program, findings, pack.rules);
  const scan: Scan = {
    schema: SCAN_SCHEMA,
    tool: { name: 'cf-migrate', version: toolVersion() },
    rules: { version: pack.version, count: pack.rules.length, disabled: config.disable ?? [], fingerprints: fingerprints(pack.rules, date.date) },
    target,
    compatibilityDate: date,
    root: path.basename(project.root) || project.name,
    name: program.name,
    coverage: coverageOf(facts, read.skipped, program, () => manifestsOf(project), [...changes(project, startedAt), ...checkInput(project), ...warnings]),
    entryPoints: program.entryPoints.map((e) => ({
      id: e.id, kind: e.kind, file: e.file, line: e.at.line, source: e.source,
      ...(e.method ? { method: e.method } : {}), ...(e.route ? { route: e.route } : {}), ...(e.schedule ? { schedule: e.schedule } : {}),
    })),
    modules: program.modules.map((m) => ({ file: m.file, reach: m.reach, chain: m.chain, imports: uniqueImports(m.imports), packages: [...new Set(m.packages.filter((p) => !p.typeOnly).map((p) => p.name))] })),
    files,
    findings: withSnippets(findings, project),
    apart: withSnippets(all.filter(isApart), project),
    suppressed: withSnippets(suppressed, project),
    skipped: read.skipped.map((s): SkippedFile => ({ file: s.file, reason: s.reason, detail: s.detail })),
    resources: program.resources,
    packages: program.packages.filter((p) => p.direct || p.native === 'yes' || p.importedBy.length > 0),
    state: program.state,
    jobs: program.jobs,
    host: program.host,
    metered: meteredSites(program, findings, pack),
    score: score(program, findings, files, pack.rules),
  };
  return { scan, program, pack, project, config, facts, ...(trace ? { trace } : {}) };
}

/** Files that did not hold still while they were read. */
const changes = (project: Project, since: number): InputWarning[] =>
  changedSince(project.root, project.sources, since).map(({ file, how }) => ({ code: 'changed', file, message: `${file} ${how} while the scan ran: what was read of it may be half of the old and half of the new`, incomplete: false }));

const isApart = (finding: Finding): boolean => finding.reach === 'test' || finding.reach === 'build' || finding.reach === 'script';

const uniqueImports = (imports: Program['modules'][number]['imports']): { to: string; dynamic: boolean }[] =>
  [...new Map(imports.filter((i) => !i.typeOnly).map((i) => [`${i.to}|${i.dynamic}`, { to: i.to, dynamic: i.dynamic }])).values()];

/** Findings that the configuration excuses, with its reasons. */
function excused(judged: { findings: Finding[]; suppressed: Finding[] }, config: Config): { findings: Finding[]; suppressed: Finding[] } {
  const rules = (config.suppress ?? []).map((s) => ({ ...s, matches: ignore().add(s.file) }));
  const reasonOf = (finding: Finding): string | undefined => rules.find((s) => (s.rule === '*' || s.rule === finding.rule) && s.matches.ignores(finding.at.file))?.reason;
  const findings = judged.findings.filter((finding) => reasonOf(finding) === undefined);
  const more = judged.findings.flatMap((finding): Finding[] => {
    const reason = reasonOf(finding);
    return reason === undefined ? [] : [{ ...finding, suppressed: { reason, source: 'configuration' } }];
  });
  return { findings, suppressed: [...judged.suppressed, ...more] };
}
