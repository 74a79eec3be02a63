/** `npm run pages`: makes the report of real programs, opens each in headless Chromium and prints what was seen; screenshots go to a folder. Exit code 1 when a page asks for something, says something, breaks a rule of axe, overflows or paints late. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'puppeteer-core';
import { home, homePath } from '../../core/home.js';
import { costFileIn } from '../../pipeline/cost-numbers.js';
import { reportScanned } from '../../pipeline/report.js';
import { scanFolder } from '../../pipeline/scan.js';
import { renderHtml } from '../../reports/html.js';
import { corpusNamed, fetchCorpus } from '../speed/corpora.js';
import { chromiumPath, openBrowser, openPage, overflow, theme, unfold, violations } from './browser.js';

const PROGRAMS = ['legacy-app', 'json-server', 'uptime-kuma', 'ghost'];
const MOST_MILLISECONDS = 2000;
const NARROW = { width: 320, height: 800 };
const WIDE = { width: 1280, height: 900 };

const folderOf = (name: string, dir: string): string => (name === 'legacy-app' ? homePath('fixtures', 'legacy-app') : fetchCorpus(corpusNamed(name), dir));

interface Seen {
  name: string;
  findings: number;
  megabytes: number;
  firstPaint: number;
  problems: string[];
}

async function look(browser: Browser, name: string, dir: string, out: string): Promise<Seen> {
  const scanned = scanFolder(folderOf(name, dir), { everyFile: true });
  const { dossier } = reportScanned(scanned, { cost: costFileIn(folderOf(name, dir)), asOf: new Date().toISOString().slice(0, 10), previous: null });
  const file = path.join(out, `${name}.html`);
  writeFileSync(file, renderHtml(dossier));
  const { page, requests, messages, firstPaint } = await openPage(browser, file);
  const problems: string[] = [];
  for (const colours of ['light', 'dark'] as const) {
    await page.setViewport(WIDE);
    await theme(page, colours);
    await page.screenshot({ path: path.join(out, `${name}-${colours}.png`) });
  }
  await unfold(page);
  for (const colours of ['light', 'dark'] as const) {
    await theme(page, colours);
    problems.push(...(await violations(page)).map((violation) => `${colours}: ${violation}`));
  }
  await page.setViewport(NARROW);
  const wider = await overflow(page);
  if (wider > 0) problems.push(`${wider} px wider than a window of ${NARROW.width} px`);
  if (firstPaint > MOST_MILLISECONDS) problems.push(`first paint after ${Math.round(firstPaint)} ms`);
  problems.push(...requests.map((address) => `asks for ${address}`), ...messages.map((text) => `says ${text}`));
  await page.close();
  return { name, findings: dossier.scan.findings.length, megabytes: statSync(file).size / 1e6, firstPaint, problems };
}

const { values } = parseArgs({ options: { program: { type: 'string', multiple: true, default: PROGRAMS }, dir: { type: 'string', default: path.join(home, '.bench') }, out: { type: 'string', default: path.join(home, '.bench', 'pages') } } });
const executable = await chromiumPath();
if (!executable) throw new Error('There is no Chromium for this platform: set CF_MIGRATE_CHROME to one.');
mkdirSync(values.out, { recursive: true });
const browser = await openBrowser(executable);
try {
  for (const name of values.program) {
    const seen = await look(browser, name, path.resolve(values.dir), path.resolve(values.out));
    console.log(`${seen.name}: ${seen.findings} findings, ${seen.megabytes.toFixed(2)} MB, first paint ${Math.round(seen.firstPaint)} ms, ${seen.problems.length === 0 ? 'nothing to complain about' : `${seen.problems.length} problems`}`);
    for (const problem of seen.problems.slice(0, 20)) console.log(`  ${problem}`);
    if (seen.problems.length > 0) process.exitCode = 1;
  }
} finally {
  await browser.close();
}
