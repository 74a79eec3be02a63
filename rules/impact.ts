/** What a verdict means for the move: a pure table over verdict, persistence, reach and lifetime. It looks at no code. */
import type { Confidence, Impact, Lifetime, Persistence, Reach, Verdict } from '../core/vocabulary.js';

export interface ImpactQuestion {
  verdict: Verdict;
  reach: Reach;
  persistence?: Persistence;
  lifetime?: Lifetime;
}

/** Data whose loss nobody notices until it is missed. */
const MUST_NOT_BE_LOST: ReadonlySet<Persistence> = new Set(['durable', 'upload', 'lock']);

/** Data that the program makes again, or that came with it. */
const MADE_AGAIN: ReadonlySet<Persistence> = new Set(['cache', 'asset']);

function whenEphemeral(persistence: Persistence | undefined, lifetime: Lifetime | undefined): Impact {
  if (persistence && MUST_NOT_BE_LOST.has(persistence)) return 'blocker';
  if (persistence && MADE_AGAIN.has(persistence)) return 'none';
  if (persistence === 'temp' && lifetime === 'request') return 'none';
  return 'risk';
}

/** Blocker: it fails, or loses what must be kept, without an error. Risk: it may. Setting: it works once something is set. */
export function impactOf({ verdict, reach, persistence, lifetime }: ImpactQuestion): Impact {
  if (reach !== 'production') return 'none';
  switch (verdict) {
    case 'throws':
    case 'hangs':
    case 'absent': return 'blocker';
    case 'silent': return persistence && MUST_NOT_BE_LOST.has(persistence) ? 'blocker' : 'risk';
    case 'ephemeral': return whenEphemeral(persistence, lifetime);
    case 'partial':
    case 'limit':
    case 'unknown': return 'risk';
    case 'setting': return 'setting';
    case 'works': return 'none';
  }
}

const LOWER: Record<Confidence, Confidence> = { certain: 'likely', likely: 'possible', possible: 'possible' };

/** What the surroundings of a call say against the finding. */
export interface Doubts {
  /** Conditions that guard it, as source text. */
  guards: readonly string[];
  /** It stands in a try whose catch goes on. */
  tried: boolean;
}

/** One step lower for each kind of doubt, never below possible; and the sentences that say why. */
export function doubted(confidence: Confidence, { guards, tried }: Doubts): { confidence: Confidence; reasons: string[] } {
  const guarded = guards.length > 0;
  const lowered = [guarded, tried].filter(Boolean).reduce<Confidence>((level) => LOWER[level], confidence);
  return {
    confidence: lowered,
    reasons: [
      ...(guarded ? [`guarded by ${[...new Set(guards)].slice(0, 2).map((guard) => `\`${shortened(guard)}\``).join(' and ')}`] : []),
      ...(tried ? ['in a try block whose catch goes on'] : []),
    ],
  };
}

const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
};
