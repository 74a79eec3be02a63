/** Keeps the README true: its excerpts are what the commands print, its flags exist, its commands are those that CI runs. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../commands/main.js';
import { home, homePath } from '../core/home.js';
import { loadRules } from '../rules/load.js';

const readme = readFileSync(homePath('README.md'), 'utf8');
const scratch = mkdtempSync(path.join(tmpdir(), 'cf-migrate-readme-'));

/** Everything that a command line prints, on either stream. */
async function printed(line: string, cwd: string): Promise<string> {
  let text = '';
  const keep = (more: string): void => void (text += more);
  await main(line.split(' '), { cwd, env: {}, out: keep, log: keep, columns: null, readStdin: () => '' });
  return text;
}

/** Line of `printed`, from `from` on, that holds all pieces of `wanted` (parted by …) in order; -1 when none does. */
function find(lines: readonly string[], wanted: string, from: number): number {
  const pieces = wanted.trim().split('…').map((piece) => piece.trim());
  return lines.findIndex((line, index) => {
    let at = 0;
    return index >= from && pieces.every((piece) => {
      const found = line.indexOf(piece, at);
      at = found + piece.length;
      return found >= 0;
    });
  });
}

const excerpts = [...readme.matchAll(/^```console\n\$ cf-migrate (.+)\n([^]*?)^```$/gm)].map(([, line = '', body = '']) => ({ line, body: body.trimEnd().split('\n') }));

describe('an excerpt is what the command prints', () => {
  beforeAll(async () => {
    cpSync(homePath('fixtures', 'legacy-app'), path.join(scratch, 'post-index'), { recursive: true });
    symlinkSync(homePath('node_modules'), path.join(scratch, 'node_modules'));
    await printed('apply fs-to-kv post-index --write --yes', scratch);
  });

  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test('there are some', () => {
    expect(excerpts.length).toBeGreaterThan(2);
  });

  test.each(excerpts)('$line', { timeout: 90_000 }, async ({ line, body }) => {
    const lines = (await printed(line, line.includes('post-index') ? scratch : home)).split('\n');
    let from = 0;
    for (const wanted of body.filter((one) => one.trim() !== '' && one.trim() !== '…')) {
      const at = find(lines, wanted, from);
      expect(at, `"${wanted}" is not in the output after line ${from}`).toBeGreaterThanOrEqual(from);
      from = at + 1;
    }
  });
});

describe('what it tells people to type', () => {
  const commands = [...readme.matchAll(/^ {4}cf-migrate (\w+)( .*)?$/gm)].map(([, verb = '', rest = '']) => ({ verb, flags: rest.match(/(?<=\s)--?[a-z][\w-]*/g) ?? [] }));

  test.each(commands.filter(({ flags }) => flags.length > 0))('$verb knows $flags', async ({ verb, flags }) => {
    const help = await printed(`${verb} --help`, home);
    for (const flag of flags) expect(help).toMatch(new RegExp(`(?:^|[\\s,])${flag}(?=[\\s,]|$)`, 'm'));
  });

  test('every verb is one that --help names', async () => {
    const help = await printed('--help', home);
    expect(commands.length).toBeGreaterThan(8);
    for (const { verb } of commands) expect(help).toContain(`cf-migrate ${verb} `);
  });

  test('the rule that it excuses exists', () => {
    const ids = [...readme.matchAll(/cf-migrate-ignore-\S+ ([\w-]+):/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(0);
    const known = loadRules().rules.map((rule) => rule.id);
    expect(ids.filter((id) => id === undefined || !known.includes(id))).toEqual([]);
  });

  test('CI runs its test command to the letter, and its scripts exist', () => {
    const typed = [...readme.matchAll(/^ {4}(npm ci && npm run (\w+))$/gm)];
    const { scripts } = JSON.parse(readFileSync(homePath('package.json'), 'utf8')) as { scripts: Record<string, string> };
    expect(typed.map(([, , script = '']) => script)).toEqual(['demo', 'check']);
    for (const [, , script = ''] of typed) expect(scripts[script]).toBeDefined();
    expect(readFileSync(homePath('.ci', 'run'), 'utf8').trimEnd().split('\n').at(-1)).toBe(typed[1]?.[1]);
  });

  test('its links lead somewhere', () => {
    const links = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/architecture.md'].flatMap((file) =>
      [...readFileSync(homePath(file), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => path.join(path.dirname(file), link)));
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !existsSync(homePath(link)))).toEqual([]);
  });
});
