/** Small apps for the runtime tests: written into a temporary folder of the test file, which is removed at the end. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

export const repository = path.resolve(here, '../..');
export const fixture = (name: string): string => path.join(here, 'fixtures', name);
export const fixtureText = (name: string): string => readFileSync(fixture(name), 'utf8');

export interface Workshop {
  folder: string;
  /** Writes an app and answers its folder. */
  app(files: Record<string, string>): string;
  /** Copies a fixture and replaces text in its files; a text that is not there is a mistake of the test. */
  copyOf(name: string, changes?: Record<string, [from: string, to: string]>): string;
  /** What temporary folders are still there. */
  leftovers(): string[];
  close(): void;
}

/** TMPDIR points into the workshop, so that what is left behind by this test file alone can be counted. */
export function openWorkshop(): Workshop {
  const before = process.env['TMPDIR'];
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'cf-migrate-test-')));
  const scratch = path.join(folder, 'scratch');
  mkdirSync(scratch);
  mkdirSync(path.join(folder, 'apps'));
  symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'apps', 'node_modules'), 'dir');
  process.env['TMPDIR'] = scratch;
  let count = 0;
  const next = (): string => path.join(folder, 'apps', `app-${++count}`);
  const write = (root: string, files: Record<string, string>): string => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    return root;
  };
  return {
    folder,
    app: (files) => write(next(), files),
    copyOf(name, changes = {}) {
      const root = next();
      cpSync(fixture(name), root, { recursive: true });
      for (const [file, [from, to]] of Object.entries(changes)) {
        const text = readFileSync(path.join(root, file), 'utf8');
        if (!text.includes(from)) throw new Error(`${name}/${file} does not contain ${from}`);
        write(root, { [file]: text.replace(from, to) });
      }
      return root;
    },
    leftovers: () => readdirSync(scratch),
    close() {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Process ids of everything that descends from `pid` (Linux). */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] !== 'Z') parents.set(Number(name), Number(fields[1]));
    } catch {
      continue; // It ended while we looked.
    }
  }
  const found: number[] = [];
  for (let wave = [pid]; wave.length > 0; ) {
    wave = [...parents].filter(([, parent]) => wave.includes(parent)).map(([child]) => child);
    found.push(...wave);
  }
  return found;
}

export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}
