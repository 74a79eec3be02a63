/** Runs a snippet on this Node, twice, in its own folder and process, for the values that workerd is compared with. Judges nothing. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/** The answer is the last line, because a snippet may print; it is written whole before the process is ended, because a snippet may leave things running. */
const HOST = `const { default: run } = await import('./snippet.mjs');
const values = [];
for (const round of [1, 2]) { const value = await run(round); values.push(value === undefined ? null : value); }
process.stdout.write('\\n' + JSON.stringify(values), () => process.exit(0));
`;

export type NodeValues = { ok: true; values: [unknown, unknown] } | { ok: false; reason: string };

/** `root` is a folder with `snippet.mjs`. A snippet that fails on Node is an answer: it shows nothing. `given` is added to its environment. */
export function valuesOnNode(root: string, timeLimit: number, given: Record<string, string> = {}): Promise<NodeValues> {
  writeFileSync(path.join(root, 'node-host.mjs'), HOST);
  return new Promise((resolve) => {
    const options = { cwd: root, timeout: timeLimit, killSignal: 'SIGKILL' as const, env: { PATH: process.env['PATH'], HOME: root, TZ: 'UTC', NODE_ENV: 'production', ...given } };
    execFile(process.execPath, ['--no-warnings', 'node-host.mjs'], options, (error, stdout, stderr) => {
      const last = stdout.split('\n').at(-1) ?? '';
      if (error) resolve({ ok: false, reason: error.killed ? `no value within ${timeLimit / 1000} s` : (stderr.trim().split('\n').find((line) => /Error/.test(line)) ?? error.message) });
      else if (!last.startsWith('[')) resolve({ ok: false, reason: 'it ended before it had a value' });
      else resolve({ ok: true, values: JSON.parse(last) as [unknown, unknown] });
    });
  });
}
