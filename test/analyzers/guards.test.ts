import { describe, expect, test } from 'vitest';
import { analyzeFile } from '../../analyzers/index.js';

/** Guards of the call `fs.writeFileSync`. */
function guardsIn(text: string): string[] {
  const result = analyzeFile('app.js', text);
  if (!('facts' in result)) throw new Error('not read');
  const { facts } = result;
  return facts.calls.flatMap((call) => {
    const callee = facts.exprs[call.callee];
    return callee?.k === 'member' && callee.name === 'writeFileSync' ? call.guards : [];
  });
}

describe('guards around a call', () => {
  test.each([
    ['typeof', `if (typeof process !== 'undefined') fs.writeFileSync('a');`, 1],
    ['in', `if ('writeFileSync' in fs) fs.writeFileSync('a');`, 1],
    ['a constant that holds the answer', `const isNode = typeof process !== 'undefined'; if (isNode) fs.writeFileSync('a');`, 1],
    ['the else branch', `if (process.env.NODE_ENV === 'test') run(); else fs.writeFileSync('a');`, 1],
    ['an early return', `function save() { if (typeof window !== 'undefined') return; fs.writeFileSync('a'); }`, 1],
    ['an early throw in a block', `function save() { if (!isMainThread) { log(); throw new Error('no'); } fs.writeFileSync('a'); }`, 1],
    ['not a check of an argument', `function save(name) { if (typeof name !== 'string') throw new TypeError(name); fs.writeFileSync('a'); }`, 0],
    ['not a guard that goes on', `function save() { if (typeof window !== 'undefined') log(); fs.writeFileSync('a'); }`, 0],
    ['not one in another block', `function save() { { if (typeof window !== 'undefined') return; } } fs.writeFileSync('a');`, 0],
    ['not any other condition', `if (state === 'on') fs.writeFileSync('a');`, 0],
  ])('%s', (_name, text, count) => {
    expect(guardsIn(text).length).toBe(count);
  });
});
