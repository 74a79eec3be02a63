/// <reference lib="dom" />
/** Opens a report in headless Chromium and notes what a reader would not see: requests, messages of the console, violations that axe finds, the time to the first paint. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { launch, type Browser, type Page } from 'puppeteer-core';

/** Path of a Chromium: `$CF_MIGRATE_CHROME`, else the one that comes as an npm package, which runs on Linux on x64. null: there is none. */
export async function chromiumPath(): Promise<string | null> {
  const own = process.env['CF_MIGRATE_CHROME'];
  if (own) return own;
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}

/** The sandbox of Chromium needs rights that a container seldom gives; only our own page is opened. */
export const openBrowser = (executablePath: string): Promise<Browser> => launch({ executablePath, headless: 'shell', args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'] });

export interface OpenedPage {
  page: Page;
  /** Addresses that were asked for, the file itself left out. */
  requests: string[];
  /** What the console and uncaught errors said. */
  messages: string[];
  /** Milliseconds from navigation to the first contentful paint. */
  firstPaint: number;
}

export async function openPage(browser: Browser, file: string): Promise<OpenedPage> {
  const page = await browser.newPage();
  const address = pathToFileURL(file).href;
  const requests: string[] = [];
  const messages: string[] = [];
  page.on('request', (request) => void (request.url() === address ? undefined : requests.push(request.url())));
  page.on('console', (message) => void messages.push(message.text()));
  page.on('pageerror', (error) => void messages.push(String(error)));
  await page.goto(address, { waitUntil: 'load' });
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const firstPaint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
  return { page, requests, messages, firstPaint };
}

export const theme = (page: Page, value: 'light' | 'dark'): Promise<void> => page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);

/** Opens every fold, so that what is hidden at first is looked at as well. */
export const unfold = (page: Page): Promise<void> => page.evaluate(() => void document.querySelectorAll('details').forEach((details) => (details.open = true)));

const axeSource = (): string => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules that the page breaks, each with the first element that does. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource());
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> } };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0]?.target.join(' ') ?? ''}`);
  });
}

/** How far the page is wider than the window, in pixels; 0: no sideways scrolling. */
export const overflow = (page: Page): Promise<number> => page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
