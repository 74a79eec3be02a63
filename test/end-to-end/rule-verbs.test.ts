import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, run, scanOf } from '../command-line.js';

const APP = {
  'package.json': '{"name": "shop", "main": "app.js", "dependencies": {"express": "^5.1.0", "zod": "4.6.7"}}',
  'app.js': [
    "const fs = require('fs');",
    "const { z } = require('zod');",
    "const later = (work) => { setTimeout(work, 1000).unref(); };",
    "exports.save = (text) => { later(() => z); fs.writeFileSync('data/a.json', text); };",
    "exports.load = () => fs.readFileSync('data/a.json', 'utf8');",
    '',
  ].join('\n'),
};

const OWN_RULES = (verdict = 'throws'): string => `
rules:
  - id: our-clock
    title: Our clock is used
    area: other
    match: {site: [our-clock.now]}
    verdict: {workers: ${verdict}, containers: works}
    effort: {fixed: [1, 2], site: [0.1, 0.5]}
    why: It reads a file of the machine.
    instead: Date.now.
    links: [{source: our handbook, date: "2026-11-21"}]
    examples:
      hits: ["require('our-clock').now()"]
      misses: ["Date.now()", "'our-clock'"]
`;

describe('the compatibility date', () => {
  it('changes what a scan says, by option, by configuration and by the wrangler file', async () => {
    const rulesAt = async (files: Record<string, string>, ...flags: string[]): Promise<string[]> => (await scanOf(folderWith({ ...APP, ...files }), ...flags)).scan.findings.map((f) => f.rule);
    expect(await rulesAt({})).not.toContain('timer-object');
    expect(await rulesAt({}, '--compatibility-date', '2026-01-01')).toContain('timer-object');
    expect(await rulesAt({ 'cf-migrate.config.json': '{"compatibilityDate": "2026-01-01"}' })).toContain('timer-object');
    expect(await rulesAt({ 'wrangler.toml': 'name = "shop"\ncompatibility_date = "2026-01-01"\n' })).toContain('timer-object');
    expect(await rulesAt({ 'wrangler.toml': 'name = "shop"\ncompatibility_date = "2026-01-01"\n' }, '--compatibility-date', '2026-11-17')).not.toContain('timer-object');
  });

  it('stands in the scan with where it comes from, and must be a day', async () => {
    const folder = folderWith(APP);
    expect((await scanOf(folder, '--compatibility-date', '2026-01-01')).scan.compatibilityDate).toEqual({ date: '2026-01-01', source: 'the command line' });
    for (const wrong of ['2026-02-30', 'yesterday']) expect((await run(folder, 'scan', '--compatibility-date', wrong)).log).toContain('--compatibility-date needs a day');
  });

  it('is what explain speaks of, beside the whole history', async () => {
    const folder = folderWith(APP);
    const { out } = await run(folder, 'explain', 'timer-object', '--compatibility-date', '2026-01-01');
    expect(out).toContain('Verdict at the compatibility date 2026-01-01');
    expect(out).toMatch(/workers +throws {2}\(at first throws, works since 2026-02-10\)/);
    expect((await run(folder, 'explain', 'timer-object')).out).toMatch(/workers +works/);
  });
});

describe('suppressions', () => {
  it('in the code and in the configuration are listed with their reasons and counted nowhere', async () => {
    const folder = folderWith({
      ...APP,
      'app.js': APP['app.js'].replace('exports.save', '// cf-migrate-ignore-next-line fs-durable-write: moves with the photo service\nexports.save'),
      'cf-migrate.config.json': '{"suppress": [{"rule": "fs-durable-read", "file": "app.js", "reason": "read once at start"}]}',
    });
    const { scan } = await scanOf(folder);
    expect(scan.findings.map((f) => f.rule)).not.toContain('fs-durable-write');
    expect(scan.suppressed.map((f) => [f.rule, f.suppressed])).toEqual([
      ['fs-durable-write', { reason: 'moves with the photo service', source: 'app.js:5' }],
      ['fs-durable-read', { reason: 'read once at start', source: 'configuration' }],
    ]);
    const { out } = await run(folder, 'report', '--format', 'md');
    expect(out).toContain('moves with the photo service');
    expect(out).toContain('read once at start');
  });

  it('without a reason are refused in the configuration, and said to have none in the code', async () => {
    expect((await run(folderWith({ ...APP, 'cf-migrate.config.json': '{"suppress": [{"rule": "*", "file": "app.js", "reason": ""}]}' }), 'scan')).code).toBeGreaterThan(1);
    const bare = folderWith({ ...APP, 'app.js': APP['app.js'].replace('exports.save', '// cf-migrate-ignore-next-line fs-durable-write\nexports.save') });
    expect((await scanOf(bare)).scan.suppressed.map((f) => f.suppressed?.reason)).toEqual(['no reason given']);
  });
});

describe('rules of a user', () => {
  const APP_WITH_CLOCK = { ...APP, 'clock.js': "exports.now = () => require('our-clock').now();\n", 'app.js': `${APP['app.js']}exports.clock = require('./clock.js');\n`, 'our.yaml': OWN_RULES() };

  it('find, are explained, and can be switched off with a reason', async () => {
    const folder = folderWith({ ...APP_WITH_CLOCK, 'cf-migrate.config.json': '{"rules": ["our.yaml"]}' });
    expect((await scanOf(folder)).scan.findings.map((f) => `${f.rule} ${f.at.file}`)).toContain('our-clock clock.js');
    expect((await run(folder, 'explain', 'our-clock', '--rules', 'our.yaml')).out).toContain('our handbook');
    const off = folderWith({ ...APP_WITH_CLOCK, 'cf-migrate.config.json': '{"rules": ["our.yaml"], "disable": [{"id": "our-clock", "reason": "not yet"}]}' });
    const { scan } = await scanOf(off);
    expect(scan.findings.map((f) => f.rule)).not.toContain('our-clock');
    expect(scan.rules.disabled).toEqual([{ id: 'our-clock', reason: 'not yet' }]);
  });
});

describe('diff', () => {
  const saved = async (folder: string, name: string, ...flags: string[]): Promise<void> => writeFileSync(path.join(folder, name), (await run(folder, 'scan', '--json', ...flags)).out);

  it('tells code that changed from rules that changed', async () => {
    const folder = folderWith({ ...APP, 'our.yaml': OWN_RULES(), 'clock.js': "exports.now = () => require('our-clock').now();\n" });
    writeFileSync(path.join(folder, 'app.js'), `${APP['app.js']}exports.clock = require('./clock.js');\n`);
    await saved(folder, 'old.json');
    writeFileSync(path.join(folder, 'app.js'), `${APP['app.js']}exports.clock = require('./clock.js');\nexports.more = () => fs.appendFileSync('data/log.txt', 'x');\n`);
    writeFileSync(path.join(folder, 'cf-migrate.config.json'), '{"rules": ["our.yaml"]}');
    await saved(folder, 'new.json');
    const { out } = await run(folder, 'diff', 'old.json', 'new.json');
    const [code = '', rules = ''] = out.split('Rules or compatibility date');
    expect(code).toContain('Code: 1 new, 0 gone, 0 judged anew');
    expect(code).toMatch(/\+ .*app\.js:7/);
    expect(rules).toMatch(/^: 1 new, 0 gone, 0 judged anew/);
    expect(rules).toMatch(/\+ .*clock\.js:1 {2}Our clock is used/);
  });

  it('puts what another date brings about with the rules', async () => {
    const folder = folderWith(APP);
    await saved(folder, 'old.json', '--compatibility-date', '2026-01-01');
    await saved(folder, 'new.json');
    const { out } = await run(folder, 'diff', 'old.json', 'new.json');
    expect(out).toContain('Code: 0 new, 0 gone');
    expect(out).toMatch(/Rules or compatibility date: 0 new, 1 gone/);
  });

  it('says nothing when lines have only moved', async () => {
    const folder = folderWith(APP);
    await saved(folder, 'old.json');
    writeFileSync(path.join(folder, 'app.js'), `\n\n${APP['app.js']}`);
    await saved(folder, 'new.json');
    expect((await run(folder, 'diff', 'old.json', 'new.json')).out).toBe('Code: 0 new, 0 gone, 0 judged anew\nRules or compatibility date: 0 new, 0 gone, 0 judged anew\n');
  });
});

describe('why', () => {
  it('prints the chain to a file, to a package and to a module of Node, and what is known of a package that no rule speaks of', async () => {
    const folder = folderWith({ ...APP, 'store.js': "exports.fs = require('fs');\n", 'app.js': `${APP['app.js']}exports.store = require('./store.js');\n` });
    expect((await run(folder, 'why', 'store.js')).out).toBe('store.js: reached by production code\n  app.js\n    └ store.js\n');
    expect((await run(folder, 'why', 'zod')).out).toMatch(/zod: a direct dependency.*nothing known against it on Workers \(bundled as wrangler does.*\n {2}app\.js\n {4}└ zod/);
    expect((await run(folder, 'why', 'fs')).out).toContain('└ store.js\n      └ fs');
    expect((await run(folder, 'why', 'zood')).log).toContain('Did you mean zod?');
  });
});
