/** Counts as pairs, so that parts of several programs can be added before they are divided. */
import type { Area } from '../../core/vocabulary.js';

export interface Ratio {
  hit: number;
  of: number;
}

/** One ratio per area; areas without a case are absent. */
export type Ratios = Partial<Record<Area, Ratio>>;

export const addRatios = (ratios: readonly (Ratio | undefined)[]): Ratio =>
  ratios.reduce<Ratio>((sum, ratio) => ({ hit: sum.hit + (ratio?.hit ?? 0), of: sum.of + (ratio?.of ?? 0) }), { hit: 0, of: 0 });

/** All areas together. */
export const sumOf = (ratios: Ratios): Ratio => addRatios(Object.values(ratios));

export const areasOf = (all: readonly Ratios[]): Area[] => [...new Set(all.flatMap((ratios) => Object.keys(ratios) as Area[]))].sort();

/** Area by area, over several programs. */
export const mergeRatios = (all: readonly Ratios[]): Ratios =>
  Object.fromEntries(areasOf(all).map((area) => [area, addRatios(all.map((ratios) => ratios[area]))]));

export function countRatio<T>(values: readonly T[], area: (value: T) => Area, isHit: (value: T) => boolean): Ratios {
  return mergeRatios(values.map((value) => ({ [area(value)]: { hit: isHit(value) ? 1 : 0, of: 1 } })));
}

/** `93.4 %`, or a dash where there is nothing to divide by. */
export const percent = ({ hit, of }: Ratio): string => (of === 0 ? '-' : ((100 * hit) / of).toFixed(1));

/** Middle value, or the mean of the two in the middle; null without values. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
