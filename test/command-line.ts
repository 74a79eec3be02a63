/** The real command line on a new folder, in process: for the tests of bad input. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect } from 'vitest';
import { main } from '../commands/main.js';
import type { Scan } from '../core/scan.js';

const scratch = mkdtempSync(path.join(tmpdir(), 'cf-migrate-command-line-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let folders = 0;

/** A new folder with these files. */
export function folderWith(files: Record<string, string>): string {
  const folder = path.join(scratch, `app-${folders++}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

export interface Run {
  code: number;
  out: string;
  log: string;
}

export async function run(folder: string, ...argv: string[]): Promise<Run> {
  const result: Run = { code: -1, out: '', log: '' };
  result.code = await main(argv, {
    cwd: folder,
    env: {},
    out: (text) => void (result.out += text),
    log: (text) => void (result.log += text),
    columns: null,
    readStdin: () => '',
  });
  return result;
}

export const scanOf = async (folder: string, ...flags: string[]): Promise<{ code: number; scan: Scan }> => {
  const { code, out, log } = await run(folder, 'scan', '--json', ...flags);
  expect(log).toBe('');
  return { code, scan: JSON.parse(out) as Scan };
};
