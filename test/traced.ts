/** Programs that are traced by the real command line, as a process of its own: for the tests of `trace`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { homePath } from '../core/home.js';
import type { Trace } from '../core/trace.js';
import { folderWith } from './command-line.js';

export interface TracedRun {
  folder: string;
  code: number | null;
  out: string;
  log: string;
  /** null when nothing was written. */
  trace: Trace | null;
  /** `src/app.js:4 -> save (src/store.js:5) via Array.map`, sorted, without what tests and runners call. */
  calls: string[];
}

/** A folder with these files and our own packages. */
export function program(files: Record<string, string>): string {
  const folder = folderWith(files);
  symlinkSync(homePath('node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

const named = (folder: string, file: string, [line, column]: readonly [number, number]): string => {
  const text = readFileSync(path.join(folder, file), 'utf8').split('\n')[line - 1] ?? '';
  const [before, after] = [text.slice(0, column - 1), text.slice(column - 1)];
  return /^(?:async )?function\*? ([\w$]+)/.exec(after)?.[1] ?? /([\w$#]+)\W*$/.exec(before)?.[1] ?? after;
};

export function start(folder: string, ...argv: string[]): ChildProcess {
  return spawn(process.execPath, [homePath('bin', 'cf-migrate'), 'trace', ...argv], { cwd: folder, env: { ...process.env, NODE_OPTIONS: '', VITEST: '', NODE_ENV: '' }, detached: true });
}

export async function ended(child: ChildProcess, folder: string): Promise<TracedRun> {
  let [out, log] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const file = path.join(folder, '.cf-migrate/trace.json');
  const trace = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Trace) : null;
  const calls = (trace?.calls ?? []).flatMap(({ at, to, via }) => (at === null ? [] : [`${at.file}:${at.position[0]} -> ${named(folder, to.file, to.start)}${via === null ? '' : ` by ${via}`}`]));
  return { folder, code, out, log, trace, calls };
}

/** Runs `trace -- COMMAND` there, to its end. */
export async function traced(folder: string, ...command: string[]): Promise<TracedRun> {
  return ended(start(folder, '--', ...command), folder);
}
