/** Runs commands as processes of their own and takes wall time and peak memory. Two commands are compared by turns, so that a noisy machine is unfair to both. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import type { Command } from './peers.js';

export interface Run {
  seconds: number;
  /** Peak resident memory of the process, in MB; null where the system does not tell. */
  megabytes: number | null;
}

const LIMIT_SECONDS = 600;

/** Peak so far of a running process. */
function peakOf(pid: number): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1000;
  } catch {
    return null; // No /proc on this system, or the process has just ended.
  }
}

export function runOnce(command: Command, cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<Run> {
  return new Promise((resolve, reject) => {
    const nothing = openSync(devNull, 'w');
    const start = performance.now();
    const child = spawn(command.file, command.args, { cwd, env, stdio: ['ignore', nothing, nothing] });
    let megabytes: number | null = null;
    const look = setInterval(() => {
      const peak = peakOf(child.pid ?? 0);
      if (peak !== null) megabytes = Math.max(megabytes ?? 0, peak);
    }, 20);
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_SECONDS * 1000);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(look);
      clearTimeout(limit);
      closeSync(nothing);
      if (signal || (code ?? 0) > 1) reject(new Error(`${command.name} ended with ${signal ?? `code ${code}`}: its time says nothing.`));
      else resolve({ seconds: (performance.now() - start) / 1000, megabytes });
    });
  });
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

export interface Comparison {
  ours: number;
  theirs: number;
  /** Median of the ratios of each pair of runs. */
  ratio: number;
}

/** A B A B …, after one run of each that does not count. */
export async function compare(ours: Command, theirs: Command, cwd: string, rounds: number, before: () => void = () => undefined): Promise<Comparison> {
  const pairs: { a: number; b: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    before();
    const a = (await runOnce(ours, cwd)).seconds;
    const b = (await runOnce(theirs, cwd)).seconds;
    if (round >= 0) pairs.push({ a, b });
  }
  return { ours: median(pairs.map((p) => p.a)), theirs: median(pairs.map((p) => p.b)), ratio: median(pairs.map((p) => p.a / p.b)) };
}
