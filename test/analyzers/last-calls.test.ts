/** Calls after which their function does nothing more: what counts, and what is never the last. */
import { describe, expect, it } from 'vitest';
import { topLevelOf } from '../../analyzers/top-level.js';

const lastIn = (text: string): string[] => (topLevelOf('port.js', text)?.lastCalls ?? []).map(([start, end]) => text.slice(start, end)).sort();

describe('the last call of a function', () => {
  const cases: [string, string, string[]][] = [
    ['stands at its end', 'function moor() { tie(); ring(); }', ['ring()']],
    ['is its value', 'const moor = () => ring();', ['ring()']],
    ['is given back', 'function moor() { return ring(); }', ['ring()']],
    ['is waited for, or thrown away', 'async function moor() { if (late) await ring(); else void call(); }', ['call()', 'ring()']],
    ['ends a branch before a bare return', 'function moor() { if (late) { ring(); return; } tie(); }', ['ring()', 'tie()']],
    ['comes before a word to the reader', 'function moor() { ring(); console.log("rung"); }', ['console.log("rung")', 'ring()']],
    ['comes before a function that is only declared', 'function moor() { ring(); function tie() {} }', ['ring()']],
    ['ends a case', 'function moor(way) { switch (way) { case 1: ring(); break; case 2: tie(); default: call(); } }', ['call()', 'ring()']],
    ['handles an error', 'function moor() { try { tie(); } catch { ring(); } }', ['ring()']],
    ['is not one in a loop', 'function moor() { for (const boat of boats) ring(boat); }', []],
    ['is not one whose error is caught', 'function moor() { try { ring(); } catch {} }', []],
    ['is not one before something is cleared up', 'function moor() { try { tie(); } catch { ring(); } finally { close(); } }', []],
    ['is not one whose value is computed with', 'function moor() { return ring() + 1; }', []],
    ['is not one before a computed return', 'function moor() { ring(); return boats.length; }', []],
    ['is not one before a variable that is given back', 'function moor() { ring(); return last; }', []],
    ['is not at the top of a module', 'ring();', []],
  ];
  it.each(cases)('%s', (_, text, expected) => expect(lastIn(text)).toEqual(expected));
});
