/** The report as one self-contained HTML file: no request, no script that holds data, readable without JavaScript. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Dossier } from '../core/dossier.js';
import { homePath } from '../core/home.js';
import type { Block, Inline, Section, Text, Tone } from './blocks.js';
import { placeGraph } from './charts/graph.js';
import { placeLines } from './charts/lines.js';
import { rangeScale } from './charts/ranges.js';
import { cellLabel, treemap } from './charts/treemap.js';
import { count, withCurrency } from './numbers.js';
import { sectionsOf } from './sections/index.js';
import { sideBySide } from './side-by-side.js';
import { tablePages } from './table-pages.js';
import { openTemplates, type Render } from './templates.js';
import { visible, visibleCode } from './visible-text.js';

const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** For text and for quoted attributes. */
const escapeHtml = (text: string): string => visible(text).replace(/[&<>"']/g, (character) => ENTITY[character] ?? '');
const escapeCode = (line: string): string => visibleCode(line).replace(/[&<>"']/g, (character) => ENTITY[character] ?? '');

/** With the selector that keeps phones from drawing an emoji. */
const GLYPH: Record<Tone, string> = { danger: '✖︎', warning: '▲︎', info: '●︎', good: '✔︎', quiet: '○︎' };

/** Paths break after a separator, when they have to. */
const breakable = (escaped: string): string => escaped.replace(/\/(?=[^/])/g, '/<wbr>');

function inlinePart(part: Inline): string {
  if (typeof part === 'string') return escapeHtml(part);
  if ('code' in part) return `<code>${breakable(escapeHtml(part.code))}</code>`;
  if ('small' in part) return `<small>${escapeHtml(part.small)}</small>`;
  if ('strong' in part) return `<strong>${escapeHtml(part.strong)}</strong>`;
  if ('at' in part) return `<code class="at">${breakable(escapeHtml(part.at.file))}:${part.at.line}</code>`;
  if ('to' in part) return `<a href="#${escapeHtml(part.to)}">${escapeHtml(part.text)}</a>`;
  if ('chip' in part) return `<span class="chip ${part.tone}"><span aria-hidden="true">${GLYPH[part.tone]}</span> ${escapeHtml(part.chip)}</span>`;
  return /^https?:\/\//.test(part.href) ? `<a href="${escapeHtml(part.href)}" rel="noreferrer noopener">${escapeHtml(part.text)}</a>` : escapeHtml(part.text);
}

export const inlineHtml = (text: Text): string => (typeof text === 'string' ? escapeHtml(text) : text.map(inlinePart).join(''));

const readTemplate = (name: string): string => readFileSync(homePath('reports', 'templates', 'html', name), 'utf8');

/** Everything a template may call. `blocks` gives markup that is escaped already. */
function vocabulary(render: Render): { block: (block: Block) => string; shared: object } {
  let ids = 0;
  const block = (one: Block): string => render(one.kind, { ...shared, block: one });
  const shared = {
    inline: inlineHtml,
    /** Breaks between the parts of a dotted name. */
    soft: (text: string): string => escapeHtml(text).replace(/[._/](?=[^._/])/g, '$&<wbr>'),
    line: escapeCode,
    blocks: (list: Block[]): string => list.map(block).join('\n'),
    nextId: (): string => `t${++ids}`,
    sideBySide, tablePages, rangeScale, placeLines, placeGraph, treemap, cellLabel, count,
    glyph: (tone: Tone): string => GLYPH[tone],
  };
  return { block, shared };
}

export function renderHtml(dossier: Dossier): string {
  const render = openTemplates('html', escapeHtml);
  const { shared } = vocabulary(render);
  const script = readTemplate('script.js').trim();
  return withCurrency(dossier.estimate?.currency ?? 'USD', () => render('page', {
    ...shared,
    dossier,
    sections: sectionsOf(dossier) satisfies Section[],
    style: readTemplate('style.css').trim(),
    script,
    scriptHash: createHash('sha256').update(script).digest('base64'),
  }));
}
