/** The report as GitHub-flavoured Markdown. Text of the scanned code stays text: it can open no tag, end no cell and start no list. */
import type { Dossier } from '../core/dossier.js';
import type { Block, BlockOf, Inline, Text, Tone } from './blocks.js';
import { count, withCurrency } from './numbers.js';
import { sectionsOf } from './sections/index.js';
import { tablePages } from './table-pages.js';
import { openTemplates } from './templates.js';
import { visible, visibleCode } from './visible-text.js';

const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escapeMarkdown(text: string): string {
  return visible(text).replace(/[\\`*_[\]|~]/g, String.raw`\$&`).replace(/[&<>]/g, (character) => ENTITY[character] ?? '');
}

/** What would open a heading, a list or a rule: the first mark of a line is escaped. */
const LINE_START = /^(?:(?:#{1,6}|[+-])(?=\s|$)|[-=]+\s*$|(\d{1,9})[.)](?=\s|$))/;

const escapeStart = (line: string): string =>
  line.replace(LINE_START, (all: string, digits: string | undefined) => (digits === undefined ? `\\${all}` : `${digits}\\${all.slice(digits.length)}`));

/** Everything that Markdown or HTML might read as its own, as numeric entities. */
const entities = (shown: string): string => shown.replace(/[&<>`|\\*_~[\]$]/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * Where backticks or backslashes would need care, an HTML element with entities says the same. A pipe ends a cell even inside backticks, unless a
 * backslash stands before it; outside of a table that backslash would be shown.
 */
function codeSpan(text: string, inTable: boolean): string {
  const shown = visible(text);
  if (shown !== '' && !/[`\\]|^\s|\s$/.test(shown)) return `\`${inTable ? shown.replaceAll('|', String.raw`\|`) : shown}\``;
  return `<code>${entities(shown)}</code>`;
}

const GLYPH: Record<Tone, string> = { danger: '✖', warning: '▲', info: '●', good: '✔', quiet: '○' };

const address = (href: string): string => encodeURI(href).replace(/[()<>|]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

function inlinePart(part: Inline, inTable: boolean): string {
  if (typeof part === 'string') return escapeMarkdown(part);
  if ('code' in part) return codeSpan(part.code, inTable);
  if ('strong' in part) return `**${escapeMarkdown(part.strong)}**`;
  if ('small' in part) return ` (${escapeMarkdown(part.small)})`;
  if ('at' in part) return codeSpan(`${part.at.file}:${part.at.line}`, inTable);
  if ('chip' in part) return `${GLYPH[part.tone]} ${escapeMarkdown(part.chip)}`;
  // Each reader of Markdown makes up ids of its own, so that a link would lead nowhere.
  if ('to' in part) return `${escapeMarkdown(part.text)} (see the appendix)`;
  return /^https?:\/\//.test(part.href) ? `[${escapeMarkdown(part.text)}](${address(part.href)})` : escapeMarkdown(part.text);
}

export const inlineMarkdown = (text: Text, inTable = false): string => escapeStart(typeof text === 'string' ? escapeMarkdown(text) : text.map((part) => inlinePart(part, inTable)).join(''));

function summaryPart(part: Inline): string {
  if (typeof part === 'string') return entities(visible(part));
  if ('code' in part) return `<code>${entities(visible(part.code))}</code>`;
  if ('at' in part) return `<code>${entities(visible(`${part.at.file}:${part.at.line}`))}</code>`;
  if ('chip' in part) return `${GLYPH[part.tone]} ${entities(visible(part.chip))}`;
  if ('strong' in part) return `<strong>${entities(visible(part.strong))}</strong>`;
  return entities(visible('small' in part ? part.small : part.text));
}

/** The line of a fold is HTML, in which no Markdown is read. */
const summary = (text: Text): string => (typeof text === 'string' ? entities(visible(text)) : text.map(summaryPart).join(''));

/** A fence that no line of the content can close. */
function fence(lines: string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map((match) => match[0].length)));
  return '`'.repeat(longest + 1);
}

function numbered(block: BlockOf<'code'>): string[] {
  const width = String(block.from + block.lines.length - 1).length;
  return block.lines.map((line, index) => {
    const number = block.from + index;
    return `${number === block.mark ? '>' : ' '} ${String(number).padStart(width)} | ${visibleCode(line)}`.trimEnd();
  });
}

const cells = (row: Text[]): string => `| ${row.map((cell) => inlineMarkdown(cell, true).trim()).join(' | ')} |`;

export function renderMarkdown(dossier: Dossier): string {
  const render = openTemplates('markdown', escapeMarkdown);
  const block = (one: Block): string => render(one.kind, { ...shared, block: one }).trim();
  const shared = {
    inline: (text: Text): string => inlineMarkdown(text),
    blocks: (list: Block[]): string => list.map(block).filter((text) => text !== '').join('\n\n'),
    glyph: (tone: Tone): string => GLYPH[tone],
    line: visibleCode,
    summary,
    tablePages, cells, fence, numbered, count,
  };
  return withCurrency(dossier.estimate?.currency ?? 'USD', () => `${render('page', { ...shared, dossier, sections: sectionsOf(dossier) }).trim()}\n`);
}
