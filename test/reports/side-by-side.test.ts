import { describe, expect, it } from 'vitest';
import { sideBySide } from '../../reports/side-by-side.js';

const DIFF = ['--- a/tariff.js', '+++ b/tariff.js', '@@ -10,4 +10,5 @@', ' export', '-old one', '-old two', '+new one', ' kept', '+added', '@@ -40,2 +41,2 @@', '-last', '+end', '\\ No newline at end of file'];

describe('a diff in two columns', () => {
  it('puts what goes beside what comes, with the line numbers of each side', () => {
    expect(sideBySide(DIFF)).toEqual([
      { kind: 'place', text: '@@ -10,4 +10,5 @@' },
      { kind: 'same', before: { number: 10, text: 'export' }, after: { number: 10, text: 'export' } },
      { kind: 'change', before: { number: 11, text: 'old one' }, after: { number: 11, text: 'new one' } },
      { kind: 'change', before: { number: 12, text: 'old two' }, after: null },
      { kind: 'same', before: { number: 13, text: 'kept' }, after: { number: 12, text: 'kept' } },
      { kind: 'change', before: null, after: { number: 13, text: 'added' } },
      { kind: 'place', text: '@@ -40,2 +41,2 @@' },
      { kind: 'change', before: { number: 40, text: 'last' }, after: { number: 41, text: 'end' } },
      { kind: 'place', text: '\\ No newline at end of file' },
    ]);
  });

  it('keeps every line of the diff, and text that looks like a header', () => {
    const rows = sideBySide(['@@ -1,2 +1,2 @@', '--- a comment of SQL', '+++ x', ' same']) ?? [];
    expect(rows[1]).toEqual({ kind: 'change', before: { number: 1, text: '-- a comment of SQL' }, after: { number: 1, text: '++ x' } });
    expect(rows).toHaveLength(3);
  });

  it('is not made of a file that is new', () => {
    expect(sideBySide(['--- /dev/null', '+++ b/new.js', '@@ -0,0 +1,2 @@', '+one', '+two'])).toBeNull();
  });
});
