import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../reports/terminal/frame.js';
import { terminalTable } from '../../reports/terminal/table.js';
import { cut, displayWidth, wrap } from '../../reports/terminal/wrap.js';

describe('wrap', () => {
  it.each([
    ['words at spaces', 'one two three', 8, ['one two', 'three']],
    ['a long path after a separator', 'src/services/githubService.js', 16, ['src/services/', 'githubService.js']],
    ['a word without separators at the edge', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['wide characters by their width', '漢字漢字', 4, ['漢字', '漢字']],
    ['nothing into one empty line', '', 10, ['']],
    ['spaces around into none', '  a  ', 10, ['a']],
  ])('breaks %s', (_, text, width, expected) => {
    expect(wrap(text, width)).toEqual(expected);
  });

  it('cuts with a mark that counts', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(displayWidth(cut('漢字漢字', 4))).toBeLessThanOrEqual(4);
    expect(cut('abcd', 4)).toBe('abcd');
  });
});

describe('terminalTable', () => {
  const columns = [{ title: 'Name', grows: true }, { title: 'Count', right: true }];

  it('takes no more room than the text needs and sets numbers to the right', () => {
    expect(terminalTable(columns, [[{ text: 'a' }, { text: '7' }], [{ text: 'longer' }, { text: '12' }]], 80, (text) => text)).toEqual(['Name    Count', '──────  ─────', 'a           7', 'longer     12']);
  });

  it('wraps the growing column when the room ends', () => {
    const lines = terminalTable(columns, [[{ text: 'several words that do not fit' }, { text: '7' }]], 20, (text) => text);
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(20);
    expect(lines.join(' ')).toContain('that do not');
  });
});

describe('codeFrame', () => {
  const snippet = { from: 7, mark: 8, lines: ['function load() {', '\tconst text = readFileSync(file);', '}'] };

  it('numbers the lines as in the file and marks the column, tabs counted', () => {
    const lines = codeFrame(snippet, 15, 60, false);
    expect(lines[1]).toBe('> 8 |   const text = readFileSync(file);');
    expect(lines[2]?.indexOf('^')).toBe(lines[1]?.indexOf('readFileSync'));
    expect(lines[0]).toBe('  7 | function load() {');
  });

  it('drops the indentation before it moves the view', () => {
    const deep = { from: 1, mark: 1, lines: [`${' '.repeat(24)}socket.emit("installed", tunnel.checkInstalled());`, `${' '.repeat(28)}next();`] };
    expect(codeFrame(deep, 57, 70, false)[0]).toBe('> 1 | socket.emit("installed", tunnel.checkInstalled());');
  });

  it('moves the view to a mark far to the right', () => {
    const far = { from: 1, mark: 1, lines: [`${'a'.repeat(200)} target()`] };
    const lines = codeFrame(far, 202, 60, false);
    expect(lines[0]).toContain('target()');
    expect(lines[1]?.indexOf('^')).toBe(lines[0]?.indexOf('target'));
    expect(lines.every((line) => displayWidth(line) <= 60)).toBe(true);
  });
});
