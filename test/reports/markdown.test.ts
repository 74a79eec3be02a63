import { describe, expect, it } from 'vitest';
import { inlineMarkdown, renderMarkdown } from '../../reports/markdown.js';
import { sectionsOf } from '../../reports/sections/index.js';
import { HOSTILE, bareDossier, bigDossier, incompleteDossier, sampleDossier } from './sample-dossier.js';

/** Lines outside of fenced code, and the fences that were left open. */
function proseOf(markdown: string): { lines: string[]; open: string | null } {
  let open: string | null = null;
  const lines: string[] = [];
  for (const line of markdown.split('\n')) {
    const fence = /^(`{3,})(\w*)$/.exec(line);
    if (open === null && fence) open = fence[1] ?? null;
    else if (open !== null && line === open) open = null;
    else if (open === null) lines.push(line);
  }
  return { lines, open };
}

/** Cells as GitHub splits them: at every pipe that no backslash precedes, code spans or not. */
const cellsOf = (row: string): number => row.replace(/\\./g, '').split('|').length - 2;

function tablesOf(lines: string[]): string[][] {
  const tables: string[][] = [];
  lines.forEach((line, index) => {
    if (!line.startsWith('|')) return;
    if (lines[index - 1]?.startsWith('|')) tables.at(-1)?.push(line);
    else tables.push([line]);
  });
  return tables;
}

const SAMPLES = { sample: sampleDossier, bare: bareDossier, incomplete: incompleteDossier, big: bigDossier(1000) };

describe.each(Object.entries(SAMPLES))('the Markdown of the %s dossier', (_, dossier) => {
  const markdown = renderMarkdown(dossier);
  const { lines, open } = proseOf(markdown);

  it('has every section as a heading, linked from the contents', () => {
    for (const section of sectionsOf(dossier)) {
      expect(lines).toContain(`## ${section.title}`);
      expect(markdown).toContain(`- [${section.title}](#`);
    }
  });

  it('keeps the same number of cells in every row of a table', () => {
    const tables = tablesOf(lines);
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables) {
      expect(table[1]).toMatch(/^\|(?:-{3}:?\|)+$/);
      expect(table.length).toBeGreaterThan(2);
      expect(new Set(table.map(cellsOf)).size, table.find((row) => cellsOf(row) !== cellsOf(table[0] ?? ''))).toBe(1);
    }
  });

  it('closes every fence and every fold', () => {
    expect(open).toBeNull();
    expect(lines.filter((line) => line.startsWith('<details>')).length).toBe(lines.filter((line) => line === '</details>').length);
  });

  it('opens no tag but its own', () => {
    const own = new Set(['details', 'summary', 'code', 'strong']);
    const tags = lines.flatMap((line) => [...line.replace(/`[^`]*`/g, '').matchAll(/<\/?([a-z]+)/gi)].map((match) => match[1]?.toLowerCase() ?? ''));
    expect(tags.filter((tag) => !own.has(tag))).toEqual([]);
  });

  it('links only to its own headings and to web addresses', () => {
    const links = lines.flatMap((line) => [...line.replace(/`[^`]*`/g, '').matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map((match) => match[1] ?? ''));
    expect(links.filter((link) => !/^(?:#[\w-]+|https:\/\/developers\.cloudflare\.com\/)/.test(link))).toEqual([]);
  });
});

describe('text of the scanned code in Markdown', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['**x** _y_ ~z~', '\\*\\*x\\*\\* \\_y\\_ \\~z\\~'],
    ['[x](javascript:1)', '\\[x\\](javascript:1)'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['two\nlines', 'two\\\\nlines'],
    ['# no heading', '\\# no heading'],
    ['- no item', '\\- no item'],
    ['1. no list', '1\\. no list'],
    ['===', '\\==='],
    ['2026-11-21', '2026-11-21'],
  ])('writes %j as %j', (given, expected) => {
    expect(inlineMarkdown(given)).toBe(expected);
  });

  it.each([
    ['plain/path.js', '`plain/path.js`'],
    ['a`b', '<code>a&#96;b</code>'],
    ['a|b', '`a|b`'],
    ['a\\|b', '<code>a&#92;&#124;b</code>'],
    ['a\nb', '<code>a&#92;nb</code>'],
    [' padded', '<code> padded</code>'],
  ])('writes the code %j as %j', (given, expected) => {
    expect(inlineMarkdown([{ code: given }])).toBe(expected);
  });

  it('ends no cell at a pipe inside of code', () => {
    expect(inlineMarkdown([{ code: 'a|b' }], true)).toBe('`a\\|b`');
    expect(inlineMarkdown([{ code: 'a\\|b' }], true)).toBe('<code>a&#92;&#124;b</code>');
  });

  it('makes a link only of a web address, and keeps the address in its brackets', () => {
    expect(inlineMarkdown([{ href: 'https://x.example/a(b)|c', text: 'x' }])).toBe('[x](https://x.example/a%28b%29%7Cc)');
    expect(inlineMarkdown([{ href: 'javascript:alert(1)', text: 'x' }])).toBe('x');
  });

  it('uses a fence that the code inside cannot close', () => {
    const markdown = renderMarkdown(sampleDossier);
    expect(HOSTILE.code).toContain('```');
    expect(markdown).toContain('````text');
  });
});

describe('long tables', () => {
  it('are folded by the hundred and complete', () => {
    const markdown = renderMarkdown(bigDossier(1000));
    const appendix = markdown.slice(markdown.indexOf('### All findings'), markdown.indexOf('### Outside production'));
    expect(appendix.split('\n').filter((line) => line.startsWith('<details>')).at(-1)).toBe('<details><summary>Rows 921 to 1,000 of 1,000</summary>');
    expect(appendix.split('\n').filter((line) => line.startsWith('| `packages/'))).toHaveLength(1000);
  });
});
