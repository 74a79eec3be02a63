/** `cf-migrate rules drift` and `explain` on the command line: the same workerd drifts nowhere, another one that is missing is named. */
import { existsSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { homePath } from '../../core/home.js';
import { workerdPackage } from '../../runtime/workerd-binary.js';
import { folderWith, run } from '../command-line.js';

vi.setConfig({ testTimeout: 60_000 });

describe('rules drift', () => {
  it('finds nothing on the workerd that the evidence is from, and exits 0', async () => {
    const { code, out } = await run(folderWith({}), 'rules', 'drift', '--only', 'http-upgrade,node-cron-at-start');
    expect(out).toMatch(/\nExports: 0 appeared, 0 vanished, 0 stubs began to work, 0 are stubs there\n2 snippets compared:\n0 flipped, 0 at the newest dates, 0 said in other words, 0 verdicts contradicted/);
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

/** The one that miniflare brings; npm nests it below workerd's own package because a newer one is a dependency of ours. */
const OLDER = homePath('node_modules', 'workerd', 'node_modules', workerdPackage() ?? 'none', 'bin', process.platform === 'win32' ? 'workerd.exe' : 'workerd');

describe.skipIf(!existsSync(OLDER))('rules drift on the older workerd of miniflare (skipped where npm did not nest one)', () => {
  const drift = (...options: string[]) => run(folderWith({}), 'rules', 'drift', '--workerd', OLDER, '--only', 'net-server,node-cron-in-request', ...options);

  it('prints exports that came since, stubs that work since, flips and verdicts, readable at 80 columns', async () => {
    const { code, out } = await drift();
    expect(code).toBe(1);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(out).toBe(`workerd of 2026-04-26, up to 2026-04-26, beside the evidence
from workerd 1.20261117.1, up to 2026-11-17
That one is older: what vanishes or is a stub there was added since.

Exports that vanished
  cloudflare:node, since 2024-09-23: connectHandler, handleAsNodeConnection
  cloudflare:workers, since 2024-09-23: abortIsolate, restore
  node:assert, since 2024-09-23: Assert
  node:assert/strict, since 2024-09-23: Assert
  node:net, since 2024-09-23: BoundSocket
  node:util, since 2024-09-23: convertProcessSignalToExitCode, diff,
    setTraceSigInt

Functions that are stubs there
  node:net, since 2024-09-23: Server, createServer
  node:path, since 2024-09-23: matchesGlob
  node:path/posix, since 2024-09-23: matchesGlob
  node:path/win32, since 2024-09-23: matchesGlob
  node:util, since 2024-09-23: getSystemErrorMap, getSystemErrorMessage,
    getSystemErrorName, transferableAbortController, transferableAbortSignal
  node:console, since 2025-10-01: Console

Other outcomes at the newest date of each
  node-cron-in-request (2026-11-17 beside 2026-04-26)
    was  ephemeral, Node: true; workerd: false
    is   absent at start, TypeError: The "path" argument must be of type string
         or an instance of URL. Received undefined
    of   cron-library

The same outcome in other words
  net-server (since 2024-09-23)
    was  throws, Error ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:49152
    is   throws, Error: createServer() is not implemented
    of   tcp-server

Verdicts that do not hold there
  cron-library: it says silent at 2026-04-26, observed on workerd of
    2026-04-26: absent at start

Exports: 0 appeared, 10 vanished, 0 stubs began to work, 11 are stubs there
2 snippets compared:
0 flipped, 1 at the newest dates, 1 said in other words, 1 verdicts contradicted
`);
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
