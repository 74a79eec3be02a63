/** Compares what was observed on two versions of workerd. It runs nothing and words nothing. */
import { datesOf, outcomeAt, type Evidence, type Observation, type Observed, type Platform, type Snippet } from '../core/evidence.js';
import type { Rule } from '../core/rules.js';
import { lintEvidence } from './evidence-lint.js';

/** A snippet that came out otherwise; `since` and `on` are the dates that were compared, equal but where each is the newest. */
export interface Drifted {
  snippet: string;
  rules: string[];
  platform: Platform;
  since: string;
  on: string;
  before: Observation;
  after: Observation;
}

export interface Drift {
  before: string;
  after: string;
  /** Newest compatibility date of each. */
  newest: { before: string; after: string };
  compared: number;
  /** Snippets whose packages are not installed. */
  leftOut: string[];
  /** Other outcomes at the same date; the first date of each stretch. */
  flipped: Drifted[];
  /** Other outcomes at the newest date of each, where these differ. */
  newestFlipped: Drifted[];
  /** The same outcomes in other words. */
  reworded: Drifted[];
  /** Verdicts that what was observed now contradicts, in words of the lint. */
  contradicted: { rule: string; message: string }[];
}

const rulesOf = (snippet: Snippet): string[] => [...new Set([...snippet.rules, ...snippet.settled, ...snippet.besides])];
const differs = (a: Observation, b: Observation): boolean => a.outcome !== b.outcome || a.stage !== b.stage;

interface Pair {
  snippet: Snippet;
  platform: Platform;
  since: string;
  on: string;
}

function drifted(pair: Pair, before: Observed, after: Observed): Drifted | null {
  const { snippet, platform, since, on } = pair;
  const [was, is] = [outcomeAt(before, snippet, since, platform), outcomeAt(after, snippet, on, platform)];
  return was && is && (differs(was, is) || was.text !== is.text) ? { snippet: snippet.id, rules: rulesOf(snippet), platform, since, on, before: was, after: is } : null;
}

const isFound = (one: Drifted | null): one is Drifted => one !== null;

/** The same change from one date to the next is told once. */
function firstOfStretch(found: Drifted[]): Drifted[] {
  const said = ({ snippet, platform, before, after }: Drifted): string => JSON.stringify([snippet, platform, before.outcome, before.stage, before.text, after.outcome, after.stage, after.text]);
  return found.filter((one, index) => found.findIndex((other) => said(other) === said(one)) === index);
}

/** What a second run shows beside the evidence. `snippets` are those that were run. */
export function driftBetween(evidence: Evidence, after: Observed, snippets: readonly Snippet[], rules: readonly Rule[]): Drift {
  const before = evidence.observed;
  const newest = { before: before.dates.at(-1) ?? '', after: after.dates.at(-1) ?? '' };
  const pairs = snippets.flatMap((snippet) => snippet.platforms.map((platform) => ({ snippet, platform })));
  const same = firstOfStretch(pairs.flatMap((pair) => datesOf(after, pair.snippet).map((date) => drifted({ ...pair, since: date, on: date }, before, after))).filter(isFound));
  const atNewest = newest.before === newest.after ? [] : pairs.map((pair) => drifted({ ...pair, since: newest.before, on: newest.after }, before, after)).filter(isFound);
  const ran = new Set(snippets.map(({ id }) => id));
  const now = lintEvidence(rules, { ...evidence, snippets: evidence.snippets.filter(({ id }) => ran.has(id)), observed: after });
  return {
    before: before.provedWith['workerd'] ?? 'unknown',
    after: after.provedWith['workerd'] ?? 'unknown',
    newest,
    compared: snippets.length,
    leftOut: evidence.snippets.filter(({ id }) => !ran.has(id)).map(({ id }) => id),
    flipped: same.filter((one) => differs(one.before, one.after)),
    newestFlipped: atNewest.filter((one) => differs(one.before, one.after)),
    reworded: same.filter((one) => !differs(one.before, one.after)),
    contradicted: now.filter(({ code }) => code === 'evidence-disagrees').map(({ rule, message }) => ({ rule, message })),
  };
}
