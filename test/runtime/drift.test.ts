/** `cf-migrate rules drift` and `explain` on the command line: the same workerd drifts nowhere, another one that is missing is named. */
import { describe, expect, it, vi } from 'vitest';
import { folderWith, run } from '../command-line.js';

vi.setConfig({ testTimeout: 60_000 });

describe('rules drift', () => {
  it('finds nothing on the workerd that the evidence is from, and exits 0', async () => {
    const { code, out } = await run(folderWith({}), 'rules', 'drift', '--only', 'http-upgrade,node-cron-at-start');
    expect(out).toMatch(/\n2 snippets compared: 0 flipped, 0 at the newest dates, 0 said in other words, 0 verdicts contradicted/);
    expect(code).toBe(0);
  });

  it.each([
    ['a version that is not installed', '1.20200101.1', /npm install --no-save --prefix \.cf-migrate\/workerd-1\.20200101\.1 @cloudflare\/workerd-/],
    ['a word that is neither', 'newest', /A version looks like/],
    ['a file that is no workerd', process.execPath, /Name the binary itself/],
  ])('says what to do about %s', async (_, workerd, hint) => {
    const { code, out, log } = await run(folderWith({}), 'rules', 'drift', '--workerd', workerd);
    expect([code, out]).toEqual([2, '']);
    expect(log).toMatch(hint);
  });
});

describe('explain', () => {
  it('shows the snippet, the outcome by date and the version', async () => {
    const { out } = await run(folderWith({}), 'explain', 'worker-thread');
    expect(out).toMatch(/Seen on workerd 1\.\d+\.\d+, by compatibility date\n {2}new Worker of a file/);
    expect(out).toContain('since 2026-03-17: throws, Error ERR_METHOD_NOT_IMPLEMENTED: The Worker method is not implemented');
  });

  it('shows the server beside a snippet, and that the second request met another isolate', async () => {
    const mail = (await run(folderWith({}), 'explain', 'smtp-client')).out;
    expect(mail).toContain('    beside this server on Node, mail, at the port SERVER_PORT:\n      // Takes every mail.\n');
    expect(mail).not.toContain('another isolate');
    expect((await run(folderWith({}), 'explain', 'state-counter')).out).toContain('the second request met another isolate of the same Worker');
  });

  it('says why nothing was run', async () => {
    expect((await run(folderWith({}), 'explain', 'host-volume')).out).toContain('not provable by running it: it reads what a file of the host says');
  });
});
