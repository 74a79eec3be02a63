import { describe, expect, it } from 'vitest';
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
    ['a\u0000b', 'a\\u{0}b'], ['\u001b[2J', '\\u{1b}[2J'], ['a\nb\tc', 'a\\nb\\tc'], ['\u202egnp', '\\u{202e}gnp'], ['\u200bx', '\\u{200b}x'], ['\ud800x', '\\u{d800}x'], ['😀é漢', '😀é漢'],
  ])('spells %j as %j', (given, expected) => expect(visible(given)).toBe(expected));
  it('draws a tab of code as two spaces', () => expect(visibleCode('\tx\u0007')).toBe('  x\\u{7}'));
});
