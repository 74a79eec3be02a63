import { describe, expect, it } from 'vitest';
import { capital, clip, listed, sentences } from '../../reports/blocks.js';
import { placeLines } from '../../reports/charts/lines.js';
import { rangeScale } from '../../reports/charts/ranges.js';
import { cellLabel, treemap } from '../../reports/charts/treemap.js';
import { calls, compact, days, envelope, money, percent, quantity, share, span, unitPrice } from '../../reports/numbers.js';
import { visible, visibleCode } from '../../reports/visible-text.js';

describe('money', () => {
  it.each([
    ['0', '$0'], ['0.000', '$0'], ['0.004', '<$0.01'], ['0.005', '<$0.01'], ['0.01', '$0.01'], ['19.825', '$19.83'], ['60.605', '$60.61'], ['1.005', '$1.01'], ['9.999', '$10.00'],
    ['999.994', '$999.99'], ['1234.5', '$1,235'], ['-3.455', '−$3.46'], ['0.10', '$0.10'],
  ])('writes %s as %s', (amount, expected) => {
    expect(money(amount)).toBe(expected);
  });

  it('names an envelope only when its ends differ', () => {
    expect(envelope(['5', '5', '5'])).toBe('$5.00');
    expect(envelope(['5', '6', '7'])).toBe('$5.00 to $7.00');
  });

  it('keeps the digits of a unit price', () => {
    expect(unitPrice('0.0000025', 1, 'GiB-second')).toBe('$0.0000025 per GiB-second');
    expect(unitPrice('0.30', 1_000_000, 'request')).toBe('$0.30 per 1M request');
  });
});

describe('other numbers', () => {
  it.each([[9999, '9,999'], [12_000, '12k'], [1_250_000, '1.25M'], [2.5, '2.5']])('compacts %d to %s', (value, expected) => expect(compact(value)).toBe(expected));
  it.each([[0, '0 %'], [0.004, '<1 %'], [0.5, '50 %'], [0.996, '>99 %'], [1, '100 %']])('writes the share %d as %s', (value, expected) => expect(share(value)).toBe(expected));
  it('has no percentage of nothing', () => expect(percent(0, 0)).toBe('–'));
  it('keeps an open bound open', () => expect([calls([3, null]), calls([1, 1]), calls([0, 2])]).toEqual(['3 or more', '1', '0 to 2']));
  it('keeps the unknown unknown', () => expect([quantity(null), quantity([1, 1, 1]), quantity([1, 2, 3])]).toEqual(['unknown', '1', '1 · 2 · 3']));
  it('writes spans', () => expect([span([1, 1]), span([0.5, 2]), days([0, 0]), days([1, 3])]).toEqual(['1', '0.5–2', 'none', '1–3 person-days']));
});

describe('charts', () => {
  it('place ranges on one scale from zero', () => {
    const scale = rangeScale([{ label: 'a', value: '', low: 20, likely: 40, high: 80 }, { label: 'b', value: '', low: 0, likely: 0, high: 0 }]);
    expect(scale.ticks.map((tick) => tick.label)).toEqual(['$0', '$20', '$40', '$60', '$80']);
    expect(scale.bars[0]).toMatchObject({ left: 25, width: 75, likely: 50 });
    expect(rangeScale([]).bars).toEqual([]);
  });

  it('turn logarithmic when one range would dwarf the others, and keep the order', () => {
    const bar = (likely: number, high: number) => ({ label: '', value: '', low: likely, likely, high });
    const scale = rangeScale([bar(5, 50), bar(50, 19_000)]);
    expect(scale.logarithmic).toBe(true);
    expect(scale.ticks.map((tick) => tick.label)).toEqual(['$1', '$10', '$100', '$1,000', '$10,000', '$100,000']);
    expect(scale.bars[0]?.likely).toBeLessThan(scale.bars[1]?.likely ?? 0);
    for (const placed of scale.bars) expect(placed.left >= 0 && placed.left + placed.width <= 100.01).toBe(true);
  });

  it('draw lines inside their frame, told apart without colour', () => {
    const series = ['a', 'b', 'c'].map((label, index) => ({ label, best: index === 1, points: [[0.1, 20 + index], [1, 40], [100, 4000]] as [number, number][] }));
    const placed = placeLines({ kind: 'lines', title: '', description: '', series }, 600, 200);
    const numbers = placed.series.flatMap((line) => [...line.path.matchAll(/([\d.]+) ([\d.]+)/g)].map((match) => [Number(match[1]), Number(match[2])]));
    expect(numbers.every(([x = -1, y = -1]) => x >= 0 && x <= 600 && y >= 0 && y <= 200)).toBe(true);
    expect(new Set(placed.series.map((line) => line.dash)).size).toBe(3);
    expect(placed.x.map((tick) => tick.label)).toEqual(['×0.1', '×1', '×10', '×100']);
  });

  it('fill the treemap with areas in proportion, none outside and none overlapping', () => {
    const weights = [60, 25, 10, 4, 1];
    const placed = treemap(weights.map((weight) => ({ label: `f${weight}`, weight, text: '', tone: 'good' as const })), 100, 50);
    const area = (index: number): number => (placed[index]?.width ?? 0) * (placed[index]?.height ?? 0);
    weights.forEach((weight, index) => expect(area(index)).toBeCloseTo(weight * 50, 6));
    for (const a of placed) {
      expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= 100.0001 && a.y + a.height <= 50.0001).toBe(true);
      for (const b of placed) {
        const overlap = Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
        if (a !== b) expect(overlap).toBeLessThan(0.001);
      }
    }
  });

  it('label only what can be read', () => {
    const cell = { label: 'src/lib/long-file-name.js', weight: 1, text: '', tone: 'good' as const };
    expect(cellLabel({ cell, x: 0, y: 0, width: 300, height: 40 })).toBe('long-file-name.js');
    expect(cellLabel({ cell, x: 0, y: 0, width: 70, height: 40 })).toBe('long-fi…');
    expect(cellLabel({ cell, x: 0, y: 0, width: 20, height: 40 })).toBe('');
  });
});

describe('visible', () => {
  it.each([
    ['a\u0000b', 'a\\u{0}b'], ['\u001b[2J', '\\u{1b}[2J'], ['a\nb\tc', 'a\\nb\\tc'], ['\u202egnp', '\\u{202e}gnp'], ['\u200bx', '\\u{200b}x'], ['\ud800x', '\\u{d800}x'], ['a\u00adb\u{e0041}', 'a\\u{ad}b\\u{e0041}'], ['😀é漢', '😀é漢'],
  ])('spells %j as %j', (given, expected) => expect(visible(given)).toBe(expected));
  it('draws a tab of code as two spaces', () => expect(visibleCode('\tx\u0007')).toBe('  x\\u{7}'));
});

describe('phrases', () => {
  it.each([
    [['a'], 3, 'a'], [['a', 'b'], 3, 'a and b'], [['a', 'b', 'c'], 3, 'a, b and c'], [['a', 'b', 'c', 'd'], 2, 'a, b and 2 more'], [[], 3, ''],
  ])('list %j', (items, limit, expected) => expect(listed(items, limit).join('')).toBe(expected));
  it('end every sentence once', () => expect(sentences(['One.', 'two; ', '', 'three..'])).toBe('One. two. three.'));
  it('cut at a word', () => expect([clip('one two three', 9), clip('short', 9), clip('x'.repeat(20), 9)]).toEqual(['one two…', 'short', `${'x'.repeat(8)}…`]));
  it('begin with a capital', () => expect([capital('prices'), capital('')]).toEqual(['Prices', '']));
});
