import { describe, expect, it } from 'vitest';
import { addAmounts, compareAmounts, formatAmount, fromNumber, multiply, parseDecimal, perUnits, roundUpTo, subtractAmounts, toAmount } from '../../cost/decimal.js';

describe('decimal arithmetic', () => {
  it('does not lose what floating point loses', () => {
    expect(addAmounts(['0.1', '0.2'])).toBe('0.3');
    expect(toAmount(perUnits(multiply(fromNumber(10_737_418_240), parseDecimal('0.0000166667')), 1))).toBe('178957.328580608');
  });

  it.each([
    ['0.30', '0.3'], ['1e-7', '0.0000001'], ['2.5e3', '2500'], ['-0.50', '-0.5'], ['0', '0'], ['100', '100'],
  ])('reads %s as %s', (text, canonical) => expect(toAmount(parseDecimal(text))).toBe(canonical));

  it.each(['', 'abc', '1.2.3', 'unknown'])('refuses %j', (text) => expect(() => parseDecimal(text)).toThrow('not a decimal number'));

  it('drops the noise of a computed quantity and keeps every whole number', () => {
    expect(toAmount(fromNumber(0.1 + 0.2))).toBe('0.3');
    expect(toAmount(fromNumber(99_999_999_999_999))).toBe('99999999999999');
  });

  it.each([
    ['1000001', '1000000', '2000000'], ['1000000', '1000000', '1000000'], ['0', '1', '0'], ['1.1', '1', '2'],
  ])('rounds %s up to steps of %s: %s', (value, step, result) => expect(toAmount(roundUpTo(parseDecimal(value), parseDecimal(step)))).toBe(result));

  it.each([
    ['1.005', 2, '1.01'], ['1.004', 2, '1.00'], ['0.995', 2, '1.00'], ['6.992', 0, '7'], ['-1.005', 2, '-1.01'], ['-0.001', 2, '0.00'], ['5', 2, '5.00'],
  ])('formats %s with %i places as %s', (amount, places, text) => expect(formatAmount(amount, places)).toBe(text));

  it('compares and subtracts amounts of different length', () => {
    expect([compareAmounts('10', '9.99'), compareAmounts('1.0', '1'), compareAmounts('0.1', '0.2')]).toEqual([1, 0, -1]);
    expect(subtractAmounts('10', '0.001')).toBe('9.999');
  });
});
