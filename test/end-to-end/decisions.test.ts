import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../commands/main.js';
import type { Dossier } from '../../core/dossier.js';
import type { Scenario } from '../../core/estimate.js';
import type { StorageTarget } from '../../core/plan.js';
import { homePath } from '../../core/home.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cf-migrate-decisions-'));
const app = path.join(folder, 'app');
beforeAll(() => cpSync(homePath('fixtures', 'legacy-app'), app, { recursive: true, filter: (file) => !file.includes('node_modules') }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Said {
  code: number;
  out: string;
  log: string;
}

async function cli(...argv: string[]): Promise<Said> {
  const said = { out: '', log: '' };
  const code = await main(argv, { cwd: folder, env: {}, columns: null, readStdin: () => '', out: (text) => void (said.out += text), log: (text) => void (said.log += text) });
  return { code, ...said };
}

/** The report with these answers beside the app; in the form in which the page of a report saves them. */
async function reportWith(answers: string): Promise<{ dossier: Dossier; said: Said }> {
  writeFileSync(path.join(app, 'decisions.yaml'), answers);
  const said = await cli('report', app, '--cost', '--format', 'json', '--as-of', '2026-11-27');
  return { dossier: JSON.parse(said.out) as Dossier, said };
}

const targetOf = ({ plan }: Dossier, pattern: string): StorageTarget | undefined => plan?.resources.find((resource) => resource.resource.includes(pattern))?.target;
const scenario = ({ estimate }: Dossier, id: Scenario['id']): Scenario => estimate?.scenarios.find((one) => one.id === id) as Scenario;
const products = (one: Scenario): string[] => [...new Set(one.lines.map((line) => line.product))];

describe('decisions.yaml beside the legacy app', () => {
  let open: Dossier;
  beforeAll(async () => {
    open = (await reportWith('decisions: {}\n')).dossier;
  });

  test('without answers every scenario is priced in full from the numbers of the app', () => {
    expect(open.estimate?.scenarios.map(({ id, unknown }) => [id, unknown])).toEqual([['today', 0], ['workers', 0], ['worker-and-container', 0], ['container', 0]]);
    expect(open.plan?.disposition.move).toBe('worker-and-container');
  });

  test('an answer moves the data in the plan, and the bill follows', async () => {
    const { dossier } = await reportWith('decisions:\n  "database":\n    answer: "postgres"\n    owner: "Search team"\n');
    expect(targetOf(open, 'search/*.sqlite')).toBe('decide');
    expect(targetOf(dossier, 'sqlite:<env DATA_DIR|data>/search/*.sqlite')).toBe('postgres');
    expect(targetOf(dossier, 'repo-*/search.sqlite'), 'a draft in the temporary folder is no data to move').toBe('keep');
    expect(products(scenario(open, 'worker-and-container'))).not.toContain('Hyperdrive');
    expect(products(scenario(dossier, 'worker-and-container'))).toContain('Neon Postgres');
    expect(dossier.plan?.decisions.find((decision) => decision.id === 'database')).toMatchObject({ answer: 'postgres', owner: 'Search team' });
  });

  test('models and git at a service leave nothing for a Container, in the plan, the bindings and the bill', async () => {
    const { dossier } = await reportWith('decisions:\n  models: {answer: openai}\n  git: {answer: github-api}\n');
    expect(dossier.plan?.disposition).toMatchObject({ move: 'worker', containerModules: [] });
    expect(dossier.plan?.bindings.map((binding) => binding.kind)).not.toContain('containers');
    expect(scenario(open, 'workers').runnable).toBe(false);
    expect(scenario(dossier, 'workers').runnable).toBe(true);
    expect(products(scenario(dossier, 'workers'))).toContain('OpenAI');
    expect(products(scenario(dossier, 'worker-and-container'))).not.toContain('Containers');
  });

  test('an answer that does not exist changes nothing and is told with its place', async () => {
    const { dossier, said } = await reportWith('decisions:\n  database:\n    answer: d2\n  jobz: {answer: queue}\n');
    expect(said.log).toContain('decisions.yaml:3:');
    expect(said.log).toMatch(/"d2" is no option of "database".*d1/);
    expect(said.log).toMatch(/decisions\.yaml:4:.*"jobz".*"jobs"/);
    expect(said.log).toMatch(/^warning: decisions\.yaml/);
    expect(dossier.misfits).toHaveLength(2);
    expect(dossier.plan?.resources).toEqual(open.plan?.resources);
  });

  test('a file of another form ends with line, column and what is expected', async () => {
    writeFileSync(path.join(app, 'decisions.yaml'), 'decisions:\n  - id: database\n    answer: d1\n');
    expect(await cli('report', app)).toMatchObject({ code: 2, log: expect.stringMatching(/decisions\.yaml:2:3: decisions are written as names with an answer below/) });
    writeFileSync(path.join(app, 'decisions.yaml'), 'decisions:\n  database:\n    anser: d1\n');
    expect(await cli('report', app)).toMatchObject({ code: 2, log: expect.stringMatching(/decisions\.yaml:3:5: .*anser[\s\S]*Did you mean "answer"/) });
  });
});
