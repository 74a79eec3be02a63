/** How much of a scenario's money rests on what was measured, and not on what somebody believes. */
import type { Assumption } from '../core/estimate.js';
import type { Assumptions } from './assumptions.js';
import { isSetting } from './fields.js';
import type { PricedLine } from './lines.js';

const isExact = ({ value }: Assumption): boolean => value !== null && value[0] === value[2];

const isNothing = ({ value }: Assumption): boolean => value !== null && value[2] === 0;

/**
 * A number that leaves nothing to believe: measured; one that the code or the host's files say; a setting, which somebody chooses and
 * nobody measures; work after the answer of which the scan found none.
 */
function isFirm(assumption: Assumption): boolean {
  if (assumption.basis === 'measured') return true;
  if (!isExact(assumption)) return false;
  return assumption.basis === 'inferred' || isSetting(assumption.key) || (assumption.key.endsWith('.background_ms') && isNothing(assumption));
}

interface Part {
  dollars: number;
  firm: boolean;
}

/** Share of the dollars at one level that are firm; null where nothing is paid at that level. */
function shareOf(parts: readonly Part[]): number | null {
  const total = parts.reduce((sum, { dollars }) => sum + dollars, 0);
  return total > 0 ? parts.reduce((sum, { dollars, firm }) => sum + (firm ? dollars : 0), 0) / total : null;
}

/**
 * 0 to 1, by the likely amounts of the lines that rest on some number; a subscription rests on none. Where those are all within what is
 * included, by the high amounts; 1 where even these are nothing. null while a line has no price: then nobody knows the whole.
 */
export function measuredShare(assumptions: Assumptions, lines: readonly PricedLine[]): number | null {
  if (lines.some(({ line }) => line.amount === null)) return null;
  const open = lines.filter(({ uses }) => uses.length > 0).map(({ line, uses }) => ({ amount: line.amount, firm: uses.every((key) => isFirm(assumptions.values[key] as Assumption)) }));
  const at = (level: 1 | 2): number | null => shareOf(open.map(({ amount, firm }) => ({ dollars: Number(amount?.[level] ?? 0), firm })));
  return at(1) ?? at(2) ?? 1;
}

/** Numbers that nobody measured and on which most money rests, by the likely amounts of the lines that use them. */
export function unmeasuredKeys(assumptions: Assumptions, lines: readonly PricedLine[]): string[] {
  const dollars = new Map<string, number>();
  for (const { line, uses } of lines) {
    for (const key of uses) if (!isFirm(assumptions.values[key] as Assumption)) dollars.set(key, (dollars.get(key) ?? 0) + Number(line.amount?.[1] ?? 0));
  }
  return [...dollars].filter(([, amount]) => amount > 0).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([key]) => key);
}
