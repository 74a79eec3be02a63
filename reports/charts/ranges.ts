/** Places range bars on one scale, in percent of its width: from zero, or logarithmic when one bar would dwarf the others. Draws nothing. */
import type { RangeBar } from '../blocks.js';
import { money } from '../numbers.js';

export interface PlacedRange {
  bar: RangeBar;
  left: number;
  width: number;
  likely: number;
}

export interface RangeScale {
  logarithmic: boolean;
  ticks: { at: number; label: string }[];
  bars: PlacedRange[];
}

/** From this ratio between the longest bar and the smallest likely value on, a linear scale shows nothing of the small ones. */
const DWARFED = 25;
const THINNEST = 0.6;

/** The next of 1, 2, 2.5, 5 × 10ⁿ that cuts the scale into at most five steps. */
function niceStep(most: number): number {
  const raw = most / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  return (([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power);
}

const dollars = (value: number): string => money(Math.round(value * 100) / 100).replace(/\.00$/, '');
const percentOf = (share: number): number => Math.round(share * 10_000) / 100;

type Place = (value: number) => number;

function linear(most: number): { ticks: number[]; place: Place } {
  const step = niceStep(most);
  const end = Math.ceil(most / step - 1e-9) * step;
  return { ticks: Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step), place: (value) => percentOf(value / end) };
}

/** From the power of ten below the least to the one above the most; what is smaller stands at the edge. */
export function powers(least: number, most: number): { ticks: number[]; place: Place } {
  const [first, last] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most) - 1e-9)];
  const decades = Math.max(1, last - first);
  return { ticks: Array.from({ length: decades + 1 }, (_, index) => 10 ** (first + index)), place: (value) => percentOf(Math.max(0, (Math.log10(Math.max(value, 10 ** first)) - first) / decades)) };
}

export function rangeScale(bars: RangeBar[]): RangeScale {
  const most = Math.max(...bars.map((bar) => bar.high), 0);
  if (most <= 0) return { logarithmic: false, ticks: [{ at: 0, label: '$0' }], bars: bars.map((bar) => ({ bar, left: 0, width: 0, likely: 0 })) };
  const least = Math.min(...bars.map((bar) => bar.likely).filter((value) => value > 0), most);
  const logarithmic = most / least > DWARFED;
  const { ticks, place } = logarithmic ? powers(Math.min(least, ...bars.map((bar) => bar.low).filter((value) => value > least / 10)), most) : linear(most);
  return {
    logarithmic,
    ticks: ticks.map((value) => ({ at: place(value), label: dollars(value) })),
    bars: bars.map((bar) => ({ bar, left: Math.min(place(bar.low), 100 - THINNEST), width: Math.max(THINNEST, percentOf((place(bar.high) - place(bar.low)) / 100)), likely: place(bar.likely) })),
  };
}
