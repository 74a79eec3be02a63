/** Places range bars on one scale from zero, in percent of its width. Draws nothing. */
import type { RangeBar } from '../blocks.js';
import { money } from '../numbers.js';

export interface PlacedRange {
  bar: RangeBar;
  left: number;
  width: number;
  likely: number;
}

export interface RangeScale {
  ticks: { at: number; label: string }[];
  bars: PlacedRange[];
}

/** The next of 1, 2, 2.5, 5 × 10ⁿ that cuts the scale into at most five steps. */
function niceStep(most: number): number {
  const raw = most / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  return (([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power);
}

export function rangeScale(bars: RangeBar[]): RangeScale {
  const most = Math.max(...bars.map((bar) => bar.high), 0);
  if (most <= 0) return { ticks: [{ at: 0, label: '$0' }], bars: bars.map((bar) => ({ bar, left: 0, width: 0, likely: 0 })) };
  const step = niceStep(most);
  const end = Math.ceil(most / step) * step;
  const place = (value: number): number => Math.round((value / end) * 10_000) / 100;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => ({ at: place(index * step), label: money(index * step).replace(/\.00$/, '') }));
  return { ticks, bars: bars.map((bar) => ({ bar, left: place(bar.low), width: Math.max(0.6, place(bar.high) - place(bar.low)), likely: place(bar.likely) })) };
}
