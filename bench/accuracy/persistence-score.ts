/** Asks of each found storage site whether its data was said to live as long as its reader says. */
import type { Area, Persistence } from '../../core/vocabulary.js';
import type { Label } from './labels.js';
import { type Match, isRequired, siteKey } from './match.js';
import type { Ratio } from './ratio.js';

/**
 * What a label can say. durable: survives a restart. asset: ships with the program or is supplied by the operator, only
 * read. scratch: everything else, such as temporary files, caches and products that are uploaded afterwards.
 */
export type Keeping = 'durable' | 'asset' | 'scratch';

/** Which of the scan's purposes agree with which keeping. No label says what a log is, so both readings are right. */
const AGREES: Record<Persistence, readonly Keeping[]> = {
  durable: ['durable'], upload: ['durable'], lock: ['durable'],
  temp: ['scratch'], cache: ['scratch'], artefact: ['scratch'],
  asset: ['asset'], config: ['asset'], secret: ['asset', 'durable'],
  log: ['durable', 'scratch'],
  unknown: [],
};

const STORAGE: ReadonlySet<Area> = new Set<Area>(['filesystem', 'sqlite']);

type Said = Persistence | '(none)';

export interface KeepingAnswer {
  label: Label;
  keeping: Keeping;
  /** What the nearest claims say, in the order of the alphabet; `(none)` where one carries no purpose. */
  said: Said[];
  right: boolean;
}

export interface PersistenceScore {
  right: Ratio;
  /** Durable data said to be temporary, cached or shipped: a migration that believes it loses data. */
  losses: number;
  answers: KeepingAnswer[];
}

export function keepingOf(label: Label): Keeping | null {
  if (label.persistent === 'unknown') return null;
  if (label.persistent) return 'durable';
  return label.kind === 'asset' ? 'asset' : 'scratch';
}

/** Claims about `label` on the nearest line, those of its own area before those of an accepted one. */
function nearestPurposes(label: Label, matches: readonly Match[]): Said[] {
  const distance = (match: Match): number => Math.abs(match.claim.line - label.line);
  const least = Math.min(...matches.map(distance));
  const nearest = matches.filter((match) => distance(match) === least);
  const own = nearest.filter((match) => match.claim.area === label.category);
  return [...new Set((own.length > 0 ? own : nearest).map((match) => match.claim.persistence ?? '(none)'))].sort();
}

const isLoss = (answer: KeepingAnswer): boolean =>
  answer.keeping === 'durable' && !answer.right && answer.said[0] !== 'unknown' && answer.said[0] !== '(none)';

export function scorePersistence(matches: readonly Match[], labels: readonly Label[]): PersistenceScore {
  const matchesOf = new Map<string, Match[]>();
  for (const match of matches) {
    for (const key of match.labels.map(siteKey)) matchesOf.set(key, [...(matchesOf.get(key) ?? []), match]);
  }
  const answers = labels.flatMap((label): KeepingAnswer[] => {
    const keeping = keepingOf(label);
    const found = matchesOf.get(siteKey(label));
    if (!keeping || !found || !isRequired(label) || !STORAGE.has(label.category)) return [];
    const said = nearestPurposes(label, found);
    return [{ label, keeping, said, right: said.some((purpose) => purpose !== '(none)' && AGREES[purpose].includes(keeping)) }];
  });
  return { right: { hit: answers.filter((answer) => answer.right).length, of: answers.length }, losses: answers.filter(isLoss).length, answers };
}
