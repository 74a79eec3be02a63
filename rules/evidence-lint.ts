/** Holds the Workers verdicts against what was observed. The mapping is written down in docs/rules.md; it runs no snippet. */
import { outcomeAt, type Evidence, type Observation, type Snippet } from '../core/evidence.js';
import type { Rule } from '../core/rules.js';
import type { Verdict } from '../core/vocabulary.js';
import type { LintProblem } from './lint.js';
import { verdictAt } from './verdict.js';

/** What the snippets of a rule showed at one date: as the code is written, and after the setting. */
interface Shown {
  written: Observation[];
  settled: Observation[];
}

const all = (observations: readonly Observation[], test: (one: Observation) => boolean): boolean => observations.every(test);
const works = (one: Observation): boolean => one.outcome === 'works';

/** Verdicts by what must have been seen. A throw while the module loads keeps a Worker from starting: that is `throws` of a call at module level. */
const AGREES: Record<Verdict, (shown: Shown) => boolean> = {
  works: ({ written }) => all(written, works),
  // What fails without an error often does so after the answer, and shows on the second request only.
  silent: ({ written }) => all(written, ({ outcome }) => outcome === 'silent' || outcome === 'ephemeral'),
  ephemeral: ({ written }) => all(written, ({ outcome }) => outcome === 'ephemeral'),
  throws: ({ written }) => all(written, ({ outcome, stage }) => outcome === 'throws' || (outcome === 'absent' && stage === 'start')),
  hangs: ({ written }) => all(written, ({ outcome }) => outcome === 'hangs'),
  absent: ({ written }) => all(written, ({ outcome }) => outcome === 'absent'),
  partial: ({ written }) => written.some(works) && !all(written, works),
  setting: ({ written, settled }) => !all(written, works) && settled.length > 0 && all(settled, works),
  // Neither a limit of the real platform nor what the code leaves open can be contradicted here.
  limit: () => true,
  unknown: () => true,
};

/** Verdicts about several shapes of a call: they are judged only where every shape was run. */
const OF_SHAPES: readonly Verdict[] = ['partial', 'setting'];

const isSeen = (one: Observation | null): one is Observation => one !== null;

function shownAt({ snippets, observed }: Evidence, rule: string, date: string): Shown & { whole: boolean } {
  const own = snippets.filter((snippet) => snippet.rules.includes(rule));
  const after = snippets.filter((snippet) => snippet.settled.includes(rule));
  const at = (snippet: Snippet, platform: Observation['platform']): Observation | null => outcomeAt(observed, snippet, date, platform);
  const written = own.map((snippet) => at(snippet, 'browser')).filter(isSeen);
  // The bundler's platform is a setting: WRANGLER_BUILD_PLATFORM.
  const settled = [...own.map((snippet) => at(snippet, 'node')), ...after.map((snippet) => at(snippet, snippet.platforms[0] ?? 'browser'))].filter(isSeen);
  return { written, settled, whole: written.length === own.length };
}

const named = (observations: readonly Observation[]): string =>
  [...new Set(observations.map(({ outcome, stage }) => (stage ? `${outcome} at ${stage}` : outcome)))].join(', ') || 'nothing';

function disagreement(evidence: Evidence, rule: Rule, date: string): string | null {
  const { whole, ...shown } = shownAt(evidence, rule.id, date);
  const verdict = verdictAt(rule, 'workers', date);
  if (shown.written.length === 0 || (!whole && OF_SHAPES.includes(verdict)) || AGREES[verdict](shown)) return null;
  const after = verdict === 'setting' ? `; after the setting: ${named(shown.settled)}` : '';
  return `it says ${verdict} at ${date}, observed on workerd ${evidence.observed.provedWith['workerd'] ?? 'unknown'}: ${named(shown.written)}${after}`;
}

/** The first date at which a rule and what was observed part. */
function disagreements(evidence: Evidence, rule: Rule): string[] {
  for (const date of evidence.observed.dates) {
    const found = disagreement(evidence, rule, date);
    if (found !== null) return [found];
  }
  return [];
}

function standing(evidence: Evidence): Map<string, string[]> {
  const places = new Map<string, string[]>();
  const add = (rule: string, place: string): void => void places.set(rule, [...new Set([...(places.get(rule) ?? []), place])]);
  for (const snippet of evidence.snippets) for (const rule of snippet.rules) add(rule, 'snippets');
  for (const { reason, rules } of evidence.unprovable) for (const rule of rules) add(rule, reason);
  return places;
}

function strangers(evidence: Evidence, known: ReadonlySet<string>): LintProblem[] {
  const named = [
    ...evidence.snippets.flatMap((snippet) => [...snippet.rules, ...snippet.settled, ...snippet.besides].map((rule) => [rule, `the snippet ${snippet.id}`] as const)),
    ...evidence.unprovable.flatMap(({ reason, rules }) => rules.map((rule) => [rule, reason] as const)),
  ];
  return named.filter(([rule]) => !known.has(rule)).map(([rule, who]) => ({ rule: '', code: 'unknown-evidence', message: `${who} names the rule ${rule}, which there is not` }));
}

function problemsOf(evidence: Evidence, rule: Rule, places: readonly string[]): Pick<LintProblem, 'code' | 'message' | 'path'>[] {
  if (places.length === 0) return [{ code: 'evidence-missing', message: 'no snippet shows it, and rules/evidence/unproved.yaml does not say why', path: ['id'] }];
  if (places.length > 1) return [{ code: 'evidence-missing', message: `it stands in ${places.join(' and ')} of rules/evidence`, path: ['id'] }];
  const unrun = evidence.snippets.filter((snippet) => snippet.rules.includes(rule.id) && !evidence.observed.outcomes[snippet.id]);
  return [
    ...unrun.map((snippet) => ({ code: 'evidence-missing' as const, message: `its snippet ${snippet.id} was not run: npm run evidence`, path: ['id'] })),
    ...disagreements(evidence, rule).map((message) => ({ code: 'evidence-disagrees' as const, message, path: ['verdict', 'workers'] })),
  ];
}

/** What is wrong between our own rules and their evidence, in the order of the rules. */
export function lintEvidence(rules: readonly Rule[], evidence: Evidence): LintProblem[] {
  const places = standing(evidence);
  return [
    ...rules.flatMap((rule, index) => problemsOf(evidence, rule, places.get(rule.id) ?? []).map((one) => ({ rule: rule.id, index, ...one }))),
    ...strangers(evidence, new Set(rules.map((rule) => rule.id))),
  ];
}
