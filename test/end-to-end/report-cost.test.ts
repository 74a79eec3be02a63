import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../commands/main.js';
import type { Dossier } from '../../core/dossier.js';
import { homePath } from '../../core/home.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-report-cost-'));
const app = path.join(folder, 'app');
const numbers = path.join(app, 'cf-migrate.cost.yaml');
beforeAll(() => cpSync(homePath('fixtures', 'legacy-app'), app, { recursive: true, filter: (file) => !file.includes('node_modules') }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function report(...flags: string[]): Promise<{ code: number; out: string; log: string }> {
  const said = { out: '', log: '' };
  const code = await main(['report', app, '--as-of', '2026-11-27', ...flags], { cwd: folder, env: {}, columns: null, readStdin: () => '', out: (text) => void (said.out += text), log: (text) => void (said.log += text) });
  return { code, ...said };
}

describe('report --cost on the legacy app', () => {
  test('the same program, numbers and day give the same bytes', async () => {
    await report('--cost', '-o', path.join(folder, 'a.html'), '-o', path.join(folder, 'a.md'), '-o', path.join(folder, 'a.json'));
    await report('--cost', '-o', path.join(folder, 'b.html'), '-o', path.join(folder, 'b.md'), '-o', path.join(folder, 'b.json'));
    for (const format of ['html', 'md', 'json']) {
      const [a, b] = ['a', 'b'].map((name) => readFileSync(path.join(folder, `${name}.${format}`)));
      expect(a?.equals(b as Buffer), format).toBe(true);
    }
  }, 120_000);

  test('--fail-on-cost looks at the likely bill of the best move, and calls no unknown bill clean', async () => {
    expect((await report('--cost', '--fail-on-cost', '1000', '--format', 'csv')).code).toBe(0);
    expect((await report('--cost', '--fail-on-cost', '10', '--format', 'csv')).code).toBe(1);
    const whole = readFileSync(numbers, 'utf8');
    writeFileSync(numbers, whole.replace(/ {2}"GET \/tags":.*\n/, ''));
    expect(await report('--cost', '--fail-on-cost', '1000', '--format', 'csv')).toMatchObject({ code: 2, log: expect.stringMatching(/have no price[\s\S]*traffic\.GET \/tags\.requests_per_month/) });
    writeFileSync(numbers, whole);
  }, 120_000);

  test('--currency shows the bill at the rate that the team wrote down, and makes none up', async () => {
    expect(await report('--cost', '--currency', 'EUR')).toMatchObject({ code: 2, log: expect.stringMatching(/There is no rate for EUR[\s\S]*currency: \{code: EUR, per_usd/) });
    expect(await report('--cost', '--currency', 'Euros')).toMatchObject({ code: 2, log: expect.stringContaining('a code of three letters') });
    const whole = readFileSync(numbers, 'utf8');
    writeFileSync(numbers, `${whole}\ncurrency: {code: EUR, per_usd: 0.5, date: "2026-11-20"}\n`);
    const total = async (...flags: string[]) => (JSON.parse((await report('--cost', '--json', ...flags)).out) as Dossier).estimate?.scenarios.find(({ id }) => id === 'today')?.total;
    const [dollars, euros] = [await total(), await total('--currency', 'eur')];
    expect(euros?.map(Number)).toEqual(dollars?.map((amount) => Number(amount) / 2));
    const page = (await report('--cost', '--currency', 'EUR')).out;
    expect(page).toContain('in EUR at 0.5 for a US dollar (2026-11-20)');
    expect(page).toContain('€');
    // The rewriting that the page shows has a replacement pattern in it, which is no price.
    expect(page.replaceAll("'%$1'", '')).not.toMatch(/\\?\$\d/);
    writeFileSync(numbers, whole);
  }, 120_000);

  test('--fail-on-cost says what it needs', async () => {
    expect(await report('--fail-on-cost', '50')).toMatchObject({ code: 2, log: expect.stringContaining('--fail-on-cost needs --cost') });
    expect(await report('--cost', '--fail-on-cost', 'much')).toMatchObject({ code: 2, log: expect.stringContaining('not "much"') });
  });
});
