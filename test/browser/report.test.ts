/// <reference lib="dom" />
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openBrowser, openPage, overflow, theme, unfold, violations, type OpenedPage } from '../../bench/pages/browser.js';
import { homePath } from '../../core/home.js';
import { costFileIn } from '../../pipeline/cost-numbers.js';
import { reportScanned } from '../../pipeline/report.js';
import { scanFolder } from '../../pipeline/scan.js';
import type { Dossier } from '../../core/dossier.js';
import { renderHtml } from '../../reports/html.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-browser-'));
const app = path.join(folder, 'app');
const saved = path.join(folder, 'saved');
const executable = await chromiumPath();

const report = (): Dossier => reportScanned(scanFolder(app, { everyFile: true }), { cost: costFileIn(app), asOf: '2026-11-27', previous: null }).dossier;

function write(name: string, dossier: Dossier): string {
  const file = path.join(folder, name);
  writeFileSync(file, renderHtml(dossier));
  return file;
}

async function downloaded(file: string): Promise<string> {
  for (let waited = 0; waited < 10_000 && !existsSync(file); waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
  return readFileSync(file, 'utf8');
}

describe.skipIf(executable === null)('the report of the legacy app in Chromium (CF_MIGRATE_CHROME names one where none comes with npm)', () => {
  let browser: Browser;
  let opened: OpenedPage;
  let before: Dossier;
  beforeAll(async () => {
    cpSync(homePath('fixtures', 'legacy-app'), app, { recursive: true, filter: (file) => !file.includes('node_modules') });
    mkdirSync(saved);
    before = report();
    browser = await openBrowser(executable as string);
    opened = await openPage(browser, write('before.html', before));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('asks for nothing, says nothing and paints within two seconds', () => {
    expect(opened.requests).toEqual([]);
    expect(opened.messages).toEqual([]);
    expect(opened.firstPaint).toBeLessThan(2000);
  });

  test('the filter leaves the rows that hold every word, and says how many', async () => {
    const { page } = opened;
    const counts = await page.evaluate(() => {
      const block = document.querySelector('[data-filtered]') as HTMLElement;
      const input = block.querySelector('[data-filter]') as HTMLInputElement;
      const rows = Array.from(block.querySelectorAll<HTMLElement>('tbody tr'));
      const word = /[\w-]{4,}/.exec(rows.at(-1)?.textContent ?? '')?.[0] ?? '';
      const expected = rows.filter((row) => (row.textContent ?? '').toLowerCase().includes(word.toLowerCase())).length;
      const type = (text: string): number => {
        input.value = text;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        return rows.filter((row) => !row.hidden).length;
      };
      const result = { all: rows.length, expected, shown: type(word), status: block.querySelector('[data-filter-status]')?.textContent, none: type('no row has this'), again: type('') };
      return result;
    });
    expect(counts.expected).toBeGreaterThan(0);
    expect(counts).toMatchObject({ shown: counts.expected, status: `${counts.expected} of ${counts.all} rows`, none: 0, again: counts.all });
  });

  test('an answer given in the page is saved as decisions.yaml, and the next report is another one', async () => {
    const { page } = opened;
    const session = await page.createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: saved });
    const pick = (id: string, option: string): Promise<void> => page.evaluate(([name, value]) => {
      const card = document.querySelector(`[data-decision="${name}"]`) as HTMLElement;
      (card.querySelector(`input[value="${value}"]`) as HTMLInputElement).click();
      const owner = card.querySelector('[data-owner]') as HTMLInputElement;
      owner.value = 'Search team: "A & B"';
      owner.dispatchEvent(new Event('change', { bubbles: true }));
    }, [id, option] as const);
    await pick('models', 'openai');
    await pick('git', 'github-api');
    await page.evaluate(() => (document.querySelector('[data-action="export"]') as HTMLElement).click());
    const text = await downloaded(path.join(saved, 'decisions.yaml'));
    expect(text).toContain('"models":\n    answer: "openai"');

    writeFileSync(path.join(app, 'decisions.yaml'), text);
    const after = report();
    expect(before.plan?.disposition.move).toBe('worker-and-container');
    expect(after.plan?.disposition.move).toBe('worker');
    expect(after.plan?.decisions.find(({ id }) => id === 'git')).toMatchObject({ answer: 'github-api', owner: 'Search team: "A & B"' });
    const workers = (dossier: Dossier) => dossier.estimate?.scenarios.find(({ id }) => id === 'workers');
    expect([workers(before)?.runnable, workers(after)?.runnable]).toEqual([false, true]);

    const again = await openPage(browser, write('after.html', after));
    const shown = await again.page.evaluate(() => ({
      answer: (document.querySelector('[data-decision="models"] input:checked') as HTMLInputElement | null)?.value,
      owner: (document.querySelector('[data-decision="models"] [data-owner]') as HTMLInputElement).value,
    }));
    expect(shown).toEqual({ answer: 'openai', owner: 'Search team: "A & B"' });
    await again.page.close();
  }, 120_000);

  test('slides step through the sections by key and end with Escape', async () => {
    const { page } = opened;
    const current = (): Promise<string | undefined> => page.evaluate(() => document.querySelector('main > section.current')?.id);
    await page.evaluate(() => (document.querySelector('[data-action="slides"]') as HTMLElement).click());
    const first = await current();
    await page.keyboard.press('ArrowRight');
    const second = await current();
    await page.keyboard.press('ArrowLeft');
    expect(first).not.toBe(second);
    expect(await current()).toBe(first);
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.documentElement.classList.contains('slides'))).toBe(false);
  });

  test('axe finds nothing in light and dark, with everything unfolded, and 320 pixels are wide enough', async () => {
    const { page } = opened;
    await unfold(page);
    for (const colours of ['light', 'dark'] as const) {
      await theme(page, colours);
      expect(await violations(page), colours).toEqual([]);
    }
    await page.setViewport({ width: 320, height: 800 });
    expect(await overflow(page)).toBe(0);
  }, 120_000);
});
