/** A small process beside ours that ends what we leave behind when we are killed outright. It is told what there is, and acts only when its input closes. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

/** What would outlive a process that is killed without warning. */
export interface Remains {
  folder?: string;
  pid?: number;
  /** The pid leads a group, which ends with it. */
  group?: boolean;
}

/** Folders go last: what runs in them is ended first. A folder may still be written to for a moment. */
const PROGRAM = `
const { rmSync } = require('node:fs');
const known = new Map();
let rest = '';
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const { id, remains } = JSON.parse(line);
    if (remains) known.set(id, remains);
    else known.delete(id);
  }
});
const end = ({ pid, group }) => {
  try { process.kill(group && process.platform !== 'win32' ? -pid : pid, 'SIGKILL'); } catch {}
};
process.stdin.on('close', () => {
  const left = [...known.values()];
  for (const remains of left) if (remains.pid) end(remains);
  for (const { folder } of left) if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});
`;

let dog: ChildProcess | null = null;
let count = 0;
const watched = new Set<number>();

/** In a session of its own, so that what is sent to our whole group does not reach it; it keeps nothing of ours alive. */
function started(): ChildProcess {
  const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, windowsHide: true, env: {} });
  // Without it we still clean up after ourselves, except when killed outright.
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.unref();
  (child.stdin as Socket | null)?.unref();
  return child;
}

function tell(message: { id: number; remains?: Remains }): void {
  dog ??= started();
  dog.stdin?.write(`${JSON.stringify(message)}\n`);
}

/** Has this cleaned up if we are killed. Answers the function that forgets it; with the last one the watching process ends. */
export function watchOver(remains: Remains): () => void {
  const id = ++count;
  watched.add(id);
  tell({ id, remains });
  return () => {
    if (!watched.delete(id)) return;
    tell({ id });
    if (watched.size > 0) return;
    dog?.stdin?.end();
    dog = null;
  };
}
