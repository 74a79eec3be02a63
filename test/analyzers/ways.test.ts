import { describe, expect, test } from 'vitest';
import { analyzeFile } from '../../analyzers/index.js';

/** Which of two calls, `a()` and `b()`, exclude each other. */
function excludes(text: string): boolean {
  const result = analyzeFile('app.js', text);
  if (!('facts' in result)) throw new Error('not read');
  const { facts } = result;
  const [a = [], b = []] = ['a', 'b'].map((name) => {
    const call = facts.calls.find(({ callee }) => facts.exprs[callee]?.k === 'global' && (facts.exprs[callee] as { name?: string }).name === name);
    const ways: string[] = [];
    for (let at = call?.way; at !== undefined && at !== null; at = facts.ways[at]?.within ?? undefined) ways.push(`${facts.ways[at]?.of} ${facts.ways[at]?.way}`);
    return ways;
  });
  return a.some((one) => b.some((other) => one.split(' ')[0] === other.split(' ')[0] && one !== other));
}

describe('ways of branches', () => {
  test.each([
    ['if and else', 'if (x) a(); else b();', true],
    ['a chain of ifs', 'if (x) a(); else if (y) c(); else b();', true],
    ['a choice', 'x ? a() : b();', true],
    ['what follows a branch that leaves', 'function f() { if (x) { a(); return; } b(); }', true],
    ['what follows an else that leaves', 'function f() { if (x) a(); else return b(); }', true],
    ['what follows a branch that leaves either way', 'function f() { if (x) { if (y) { a(); return; } else throw c(); } b(); }', true],
    ['a turn that ends', 'for (const x of y) { if (x) { a(); continue; } b(); }', true],
    ['cases', 'switch (x) { case 1: a(); break; case 2: b(); }', true],
    ['cases with one between', 'switch (x) { case 1: a(); break; case 3: case 2: b(); break; default: c(); }', true],
    ['what follows a try that returned', 'function f() { try { a(); return; } catch { c(); } b(); }', true],
    ['what follows a try that returned within a branch', 'function f() { if (x) { try { a(); return; } catch { c(); } b(); } }', true],
    ['not what follows a try', 'function f() { try { a(); } catch { return; } b(); }', false],
    ['not what follows an &&', 'x && a(); y && b();', false],
    ['not cases that run into each other', 'switch (x) { case 1: a(); case 2: b(); }', false],
    ['not one behind the other', 'if (x) a(); b();', false],
    ['not two questions', 'if (x) a(); if (y) b();', false],
    ['not within one way', 'if (x) { a(); if (y) b(); }', false],
    ['not what a try guards', 'try { a(); } catch { b(); }', false],
    ['not a branch in another function', 'function f() { if (x) return a(); } b();', false],
  ])('%s', (_name, text, expected) => {
    expect(excludes(text)).toBe(expected);
  });
});

describe('what is said of a way', () => {
  const innermost = (text: string): Record<string, unknown> => {
    const result = analyzeFile('app.js', text);
    if (!('facts' in result)) throw new Error('not read');
    const { facts } = result;
    const call = facts.calls.find(({ callee }) => facts.exprs[callee]?.k === 'global' && (facts.exprs[callee] as { name?: string }).name === 'a');
    const { of: _of, within: _within, asks, ...said } = facts.ways[call?.way ?? -1] ?? {};
    return { ...said, ...(asks ? { asks: asks.map((id) => facts.exprs[id]?.k) } : {}) };
  };

  test.each([
    ['a branch that leaves the function', 'function f() { if (x > 1) { a(); return; } }', { way: 0, leaves: 42 }],
    ['not one that ends a turn', 'for (;;) { if (x > 1) { a(); continue; } }', { way: 0 }],
    ['the block of a try that returns', 'function f() { try { a(); return; } finally { b(); } }', { way: 0, sure: true, leaves: 52 }],
    ['a finally', 'try { b(); } finally { a(); }', { way: 0, sure: true, last: true }],
    ['what follows a failure', 'function f() { if (x > 1) throw y; a(); }', { way: 1, fails: true }],
    ['what follows an error that is handed on', 'function f(done) { b((error) => { if (error) return done(error); a(); }); }', { way: 1, fails: true }],
    ['a name and a call that are asked for', 'if (x && y()) a();', { way: 0, asks: ['global', 'call'] }],
    ['what is asked for before it ends', 'function f() { if (!x) return; a(); }', { way: 1, asks: ['global'] }],
    ['what is compared with nothing', 'if (x !== null) a();', { way: 0, asks: ['global'] }],
    ['not what is compared with something', 'if (x !== 1) a();', { way: 0 }],
    ['not what must not be', 'if (!x) a();', { way: 0 }],
    ['what stands before an &&', 'x.y && a();', { way: 0, asks: ['member'] }],
  ])('%s', (_name, text, said) => {
    expect(innermost(text)).toEqual(said);
  });
});
