/** Holds the sample of a tally to what makes it checkable: the same findings for the same scan, from all over the program. */
import { expect, test } from 'vitest';
import type { Finding } from '../../core/scan.js';
import { sampleFindings } from '../../bench/accuracy/sample.js';

const at = (file: string, line: number): Pick<Finding, 'at' | 'rule'> => ({ at: { file, line, column: 1 }, rule: 'rule' });
const findings = [...Array(10).keys()].map((index) => at(index < 5 ? 'a.js' : 'b.js', index + 1)) as Finding[];
const lines = (sample: Finding[]): number[] => sample.map((finding) => finding.at.line);

test('takes findings at even distances', () => {
  expect(lines(sampleFindings(findings, 5))).toEqual([2, 4, 6, 8, 10]);
});

test('does not depend on the order of the list', () => {
  expect(sampleFindings(findings.toReversed(), 3)).toEqual(sampleFindings(findings, 3));
});

test('orders lines as numbers', () => {
  expect(lines(sampleFindings([at('a.js', 100), at('a.js', 9)] as Finding[], 2))).toEqual([9, 100]);
});

test('takes all of a short list, once', () => {
  expect(lines(sampleFindings(findings, 50))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(sampleFindings([], 5)).toEqual([]);
});
