/** Runs the server that a snippet talks to, on Node, in the snippet's folder, until it is stopped. What it answers is the server's own matter. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { hold } from './lifetime.js';

export interface SnippetServer {
  /** On 127.0.0.1. */
  port: number;
  stop: () => void;
}

/** A server exports `serve`, which resolves to the port that it listens on. */
const HOST = `const { serve } = await import('./snippet-server.mjs');
process.stdout.write('\\nlistens on ' + await serve() + '\\n');
`;

export type StartedServer = { ok: true; server: SnippetServer } | { ok: false; reason: string };

/** Resolves when it says that it listens, ends, or `timeLimit` has passed. */
export function startSnippetServer(root: string, source: string, timeLimit: number): Promise<StartedServer> {
  writeFileSync(path.join(root, 'snippet-server.mjs'), source);
  writeFileSync(path.join(root, 'server-host.mjs'), HOST);
  const child = spawn(process.execPath, ['--no-warnings', 'server-host.mjs'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], HOME: root, TZ: 'UTC' } });
  const kill = (): void => void child.kill('SIGKILL');
  const release = hold(kill);
  const stop = (): void => { kill(); release(); };
  return new Promise((resolve) => {
    let said = '';
    const fail = (reason: string): void => { clearTimeout(late); stop(); resolve({ ok: false, reason }); };
    const late = setTimeout(() => fail(`its server did not listen within ${timeLimit / 1000} s`), timeLimit);
    child.on('error', (error) => fail(error.message));
    child.on('exit', () => fail(`its server ended: ${said.trim().split('\n').find((line) => /Error/.test(line)) ?? 'without a word'}`));
    child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString('utf8'); });
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const port = Number(/\nlistens on (\d+)\n/.exec(said)?.[1]);
      if (!port) return;
      clearTimeout(late);
      child.removeAllListeners('exit');
      resolve({ ok: true, server: { port, stop } });
    });
  });
}
