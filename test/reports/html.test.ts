import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../reports/html.js';
import { sectionsOf } from '../../reports/sections/index.js';
import { firstMisfit, tagsOf, textOf } from './html-reading.js';
import { HOSTILE, bareDossier, bigDossier, incompleteDossier, sampleDossier } from './sample-dossier.js';

const page = renderHtml(sampleDossier);

describe('the HTML report is one file that needs nothing else', () => {
  it('loads nothing: addresses stand only in the href of anchors', () => {
    const loading = tagsOf(page).flatMap((tag) => Object.entries(tag.attributes).filter(([name]) => ['src', 'srcset', 'action', 'data', 'poster', 'background', 'xlink:href'].includes(name)));
    expect(loading).toEqual([]);
    const hrefs = tagsOf(page).filter((tag) => 'href' in tag.attributes);
    expect(hrefs.every((tag) => tag.name === 'a' && /^(?:#[\w-]+|https?:\/\/)/.test(tag.attributes['href'] ?? ''))).toBe(true);
    expect(hrefs.some((tag) => tag.attributes['href']?.startsWith('https://'))).toBe(true);
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    expect(style.length).toBeGreaterThan(1000);
    expect(style).not.toMatch(/url\(|@import|https?:/);
  });

  it('names the hash of its one script in the content policy and allows no other', () => {
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)];
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256').update(scripts[0]?.[1] ?? '').digest('base64');
    expect(page).toContain(`default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`);
    expect(scripts[0]?.[1]).not.toMatch(/fetch\(|XMLHttpRequest|import\(|https?:|eval\(/);
  });

  it('puts no data of the program into the script', () => {
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1];
    expect(/<script>([\s\S]*?)<\/script>/.exec(renderHtml(bareDossier))?.[1]).toBe(script);
  });
});

describe('names of the scanned code stay text', () => {
  it('lets no tag, no handler and no scheme through', () => {
    for (const html of [page, renderHtml(incompleteDossier)]) {
      expect(firstMisfit(html)).toBeNull();
      const tags = tagsOf(html);
      expect(tags.some((tag) => ['img', 'iframe', 'object', 'embed', 'link', 'base', 'form'].includes(tag.name))).toBe(false);
      expect(tags.flatMap((tag) => Object.keys(tag.attributes)).filter((name) => name.startsWith('on'))).toEqual([]);
      expect(tags.filter((tag) => tag.name === 'script')).toHaveLength(2);
      expect(tags.some((tag) => /^\s*(?:javascript|data|vbscript):/i.test(tag.attributes['href'] ?? ''))).toBe(false);
      expect(html).not.toContain(HOSTILE.what);
      expect(html).not.toContain(HOSTILE.file);
    }
  });

  it('still shows them in full', () => {
    const text = textOf(page).replaceAll(' ', '');
    expect(text).toContain(HOSTILE.what.replaceAll(' ', ''));
    expect(text).toContain(HOSTILE.file.replaceAll(' ', ''));
  });

  it('spells out what cannot be seen', () => {
    expect(page).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
    expect(page).toContain('\\u{202e}');
  });
});

describe('the HTML report can be read by everyone', () => {
  it('has every section with a heading, an anchor and a line in the contents', () => {
    const sections = sectionsOf(sampleDossier);
    expect(sections.length).toBeGreaterThanOrEqual(17);
    for (const section of sections) {
      expect(page).toContain(`<section id="${section.id}" aria-labelledby="${section.id}-title">`);
      expect(page).toContain(`<a href="#${section.id}">${section.title}</a>`);
    }
  });

  it('gives each id once, and each reference has its target', () => {
    const ids = tagsOf(page).flatMap((tag) => tag.attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const references = tagsOf(page).flatMap((tag) => ['aria-labelledby', 'aria-describedby'].flatMap((name) => tag.attributes[name]?.split(' ') ?? []));
    const anchors = tagsOf(page).flatMap((tag) => (tag.attributes['href']?.startsWith('#') ? [tag.attributes['href'].slice(1)] : []));
    expect([...references, ...anchors].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('captions every table and scopes every header cell', () => {
    const tables = [...page.matchAll(/<table>[\s\S]*?<\/table>/g)].map((match) => match[0]);
    expect(tables.length).toBeGreaterThan(20);
    for (const table of tables) {
      expect(table).toMatch(/^<table>\s*<caption/);
      expect(table).not.toMatch(/<th(?![^>]*scope=)[\s>]/);
    }
  });

  it('titles and describes every chart', () => {
    const charts = [...page.matchAll(/<svg[^>]*role="img"[\s\S]*?<\/svg>/g)].map((match) => match[0]);
    expect(charts.length).toBeGreaterThanOrEqual(6);
    for (const chart of charts) expect(chart).toMatch(/<title id="[^"]+">[^<]+<\/title><desc id="[^"]+">[^<]+<\/desc>/);
    const drawings = [...page.matchAll(/<svg(?![^>]*(?:role="img"|aria-hidden="true"))/g)];
    expect(drawings).toEqual([]);
  });

  it('says every status in words beside its colour', () => {
    const chips = [...page.matchAll(/<span class="chip \w+"><span aria-hidden="true">[^<]+<\/span> ([^<]*)<\/span>/g)];
    expect(chips.length).toBeGreaterThan(40);
    expect(chips.filter((match) => !/\w|\+\?/.test(match[1] ?? ''))).toEqual([]);
  });

  it('hides what needs JavaScript until there is some', () => {
    const enhanced = tagsOf(page).filter((tag) => 'data-enhanced' in tag.attributes);
    expect(enhanced.length).toBeGreaterThan(2);
    expect(enhanced.filter((tag) => !('hidden' in tag.attributes))).toEqual([]);
    expect(page).toContain('data-action="export"');
  });
});

describe('a report of a thousand findings', () => {
  const big = renderHtml(bigDossier(1000));

  it('stays under 3 MB and is well formed', () => {
    expect(Buffer.byteLength(big)).toBeLessThan(3_000_000);
    expect(firstMisfit(big)).toBeNull();
  });

  it('folds its rows by the hundred and leaves none out', () => {
    const appendix = big.slice(big.indexOf('id="appendix-findings"'), big.indexOf('id="appendix-apart"'));
    expect([...appendix.matchAll(/<details class="bulk">/g)]).toHaveLength(10);
    expect([...appendix.matchAll(/<tr[ >]/g)].length - [...appendix.matchAll(/<thead>/g)].length).toBe(1000);
  });
});

describe('an incomplete analysis', () => {
  it('is the first thing the report says', () => {
    const text = textOf(renderHtml(incompleteDossier));
    expect(text.indexOf('Incomplete analysis')).toBeGreaterThan(0);
    expect(text.indexOf('Incomplete analysis')).toBeLessThan(text.indexOf('What cost alone would say'));
    expect(text).toContain('the budget of 60 s was used up after 9 of 17 files');
    expect(textOf(page)).not.toContain('Incomplete analysis');
  });
});

describe('the template library', () => {
  it('is loaded by rendering, not by importing the reports', async () => {
    const { cache } = createRequire(import.meta.url);
    const loaded = (): boolean => Object.keys(cache).some((file) => /[\\/]node_modules[\\/]eta[\\/]/.test(file));
    for (const file of Object.keys(cache)) if (/[\\/]node_modules[\\/]eta[\\/]/.test(file)) delete cache[file];
    await import('../../reports/html.js');
    await import('../../reports/markdown.js');
    expect(loaded()).toBe(false);
    renderHtml(bareDossier);
    expect(loaded()).toBe(true);
  });
});
