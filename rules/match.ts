/** Judges a linked program by a rule pack: findings with verdict, impact and a stable id. It reads no source and makes no plan. */
import { createHash } from 'node:crypto';
import type { Program } from '../core/program.js';
import type { RulePack } from '../core/rules.js';
import type { Finding, ScanPlace } from '../core/scan.js';
import { TARGETS, type Impact, type Target } from '../core/vocabulary.js';
import { type Draft, type Lookup, lookupOf } from './draft.js';
import { impactOf } from './impact.js';
import { otherDrafts } from './other-findings.js';
import { packageDrafts } from './package-findings.js';
import { onePerPlace, siteDrafts } from './site-findings.js';
import { comparedWithToday } from './today.js';
import { verdictsAt } from './verdict.js';

export interface JudgeOptions {
  target: Target | 'auto';
  /** Compatibility date that the verdicts speak of. */
  date: string;
}

export interface Judgement {
  findings: Finding[];
  suppressed: Finding[];
  /** Which site a finding of a site rule speaks of: what cost counts operations by. */
  sites: { finding: string; site: string; rule: string }[];
}

const scanPlace = ({ file, line, column }: ScanPlace): ScanPlace => ({ file, line, column });

const byPlace = (a: Draft, b: Draft): number =>
  a.at.file !== b.at.file ? (a.at.file < b.at.file ? -1 : 1) : a.at.start - b.at.start || a.at.line - b.at.line || (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0) || (a.what < b.what ? -1 : 1);

/** Ids in the order of the text; the ordinal tells equal calls of one function apart, and only they move when one is added before them. */
function idsOf(drafts: readonly Draft[], lookup: Lookup): string[] {
  const ordinals = new Map<string, number>();
  return drafts.map((draft) => {
    const key = [draft.rule.id, draft.at.file, lookup.nameOf(draft.fn), draft.what, draft.target ?? ''].join('\u0000');
    const ordinal = ordinals.get(key) ?? 0;
    ordinals.set(key, ordinal + 1);
    return createHash('sha256').update(`${key}\u0000${ordinal}`).digest('hex').slice(0, 12);
  });
}

interface Context {
  lookup: Lookup;
  options: JudgeOptions;
  today: ReturnType<typeof comparedWithToday>;
}

function findingOf(draft: Draft, id: string, { lookup, options, today }: Context): Finding {
  const { rule, storage, reach } = draft;
  const verdict = verdictsAt(rule, options.date);
  const impactBy = Object.fromEntries(
    TARGETS.map((target) => [target, impactOf({ verdict: verdict[target], reach, ...(storage ? { persistence: storage.persistence, lifetime: storage.lifetime } : {}) })]),
  ) as Record<Target, Impact>;
  const impact = impactBy[options.target === 'auto' ? 'workers' : options.target];
  const compared = Object.values(impactBy).every((value) => value === 'none') ? undefined : today(draft);
  return {
    id,
    rule: rule.id,
    title: rule.title,
    area: rule.area,
    verdict,
    impact,
    impactBy,
    ...(compared ? { versusToday: compared } : {}),
    confidence: draft.confidence,
    what: draft.what,
    ...(storage ? { persistence: storage.persistence, lifetime: storage.lifetime, writes: storage.writes, readers: storage.readers } : {}),
    ...(draft.target === undefined ? {} : { target: draft.target }),
    ...(storage && storage.resource !== '' ? { resource: storage.resource } : {}),
    reasons: [...draft.reasons, ...reachReasons(draft)],
    effort: reach === 'production' ? rule.effort.site : [0, 0],
    ...(rule.fix ? { fix: rule.fix } : {}),
    evidence: rule.evidence ?? [],
    reachedBy: draft.reachedBy,
    callers: draft.callers.map(scanPlace),
    reach,
    function: lookup.nameOf(draft.fn),
    at: scanPlace(draft.at),
  };
}

const NOT_PRODUCTION: Partial<Record<Draft['reach'], string>> = {
  test: 'only tests reach it',
  build: 'only builds reach it',
  script: 'only scripts reach it',
  dead: 'no entry point reaches it',
};

const reachReasons = ({ reach }: Draft): string[] => {
  const reason = NOT_PRODUCTION[reach];
  return reason ? [reason] : [];
};

/** The comment that excuses a finding, if one does. */
function excuseOf(finding: Finding, suppressions: Program['suppressions']): Finding['suppressed'] {
  const found = suppressions.find(
    (s) => s.file === finding.at.file && (s.rule === finding.rule || s.rule === '*') && (s.scope === 'file' || s.line === finding.at.line),
  );
  return found ? { reason: found.reason, source: `${found.file}:${found.line}` } : undefined;
}

/** At this date nothing is left to say of it. Stored data stays, for what is known of it. */
const isSettled = (draft: Draft, date: string): boolean => draft.storage === undefined && Object.values(verdictsAt(draft.rule, date)).every((verdict) => verdict === 'works');

export function judge(program: Program, pack: RulePack, options: JudgeOptions): Judgement {
  const lookup = lookupOf(program);
  const found = [...otherDrafts(program, pack.rules, lookup), ...siteDrafts(program, pack.rules, lookup), ...packageDrafts(program, pack.rules, lookup)];
  const drafts = onePerPlace(found).filter((draft) => !isSettled(draft, options.date)).sort(byPlace);
  const ids = idsOf(drafts, lookup);
  const context: Context = { lookup, options, today: comparedWithToday(program) };
  const all = drafts.map((draft, i) => {
    const finding = findingOf(draft, ids[i] ?? '', context);
    const suppressed = excuseOf(finding, program.suppressions);
    return { draft, finding: suppressed ? { ...finding, suppressed } : finding };
  });
  return {
    findings: all.filter(({ finding }) => !finding.suppressed).map(({ finding }) => finding),
    suppressed: all.filter(({ finding }) => finding.suppressed).map(({ finding }) => finding),
    sites: all.flatMap(({ draft, finding }) => (draft.site && !finding.suppressed ? [{ finding: finding.id, site: draft.site, rule: finding.rule }] : [])),
  };
}
