/** Places lines over two logarithmic scales in a frame of the given size. Draws nothing. */
import type { BlockOf } from '../blocks.js';
import { fine, money } from '../numbers.js';
import { powers } from './ranges.js';

export interface PlacedLines {
  x: { at: number; label: string }[];
  y: { at: number; label: string }[];
  series: { label: string; best: boolean; dash: string; path: string }[];
}

/** Told apart without colour. */
const DASHES = ['', '7 4', '2 3', '10 3 2 3'];

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** All factors and amounts must be above zero. */
export function placeLines({ series }: BlockOf<'lines'>, width: number, height: number): PlacedLines {
  const factors = series.flatMap((line) => line.points.map(([factor]) => factor));
  const amounts = series.flatMap((line) => line.points.map(([, amount]) => amount));
  const across = powers(Math.min(...factors), Math.max(...factors));
  const up = powers(Math.min(...amounts), Math.max(...amounts));
  const x = (factor: number): number => tenth((across.place(factor) / 100) * width);
  const y = (amount: number): number => tenth(height - (up.place(amount) / 100) * height);
  return {
    x: across.ticks.map((factor) => ({ at: x(factor), label: `×${fine(factor)}` })),
    y: up.ticks.map((amount) => ({ at: y(amount), label: money(Math.round(amount * 100) / 100).replace(/\.00$/, '') })),
    series: series.map((line, index) => ({
      label: line.label, best: line.best, dash: line.best ? '' : (DASHES[(index % (DASHES.length - 1)) + 1] ?? ''),
      path: line.points.map(([factor, amount], at) => `${at === 0 ? 'M' : 'L'}${x(factor)} ${y(amount)}`).join(''),
    })),
  };
}
