/** Finds another workerd than the newest installed one, by its path or its version, and says up to which date it goes. Downloads none. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { nodeModulesAbove, packageIn } from './installed.js';
import { defaultPackageFolders, installCommand } from './packages.js';
import { findWorkerd, workerdPackage, type WorkerdBinary } from './workerd-binary.js';

const VERSION = /^\d+\.\d{8}\.\d+$/;

/** Where the one command puts a second workerd, so that it does not take the place of the first. */
const folderOf = (version: string): string => path.join('.cf-migrate', `workerd-${version}`);

const binaryIn = (folder: string): string => path.join(folder, 'bin', process.platform === 'win32' ? 'workerd.exe' : 'workerd');

function installed(version: string, cwd: string): WorkerdBinary {
  const name = workerdPackage();
  if (!name) throw new UserError('no-workerd', `workerd is not published for ${process.platform} ${process.arch}.`, 'Name the path of a binary instead.');
  const places = [path.join(cwd, folderOf(version)), cwd].flatMap((folder) => nodeModulesAbove(folder));
  const found = places.map((nodeModules) => packageIn(nodeModules, name)).find((one) => one?.version === version && existsSync(binaryIn(one.folder)));
  if (found) return { path: binaryIn(found.folder), version };
  throw new UserError('no-such-workerd', `workerd ${version} is not installed.`, `Install it with: npm install --no-save --prefix ${folderOf(version)} ${name}@${version}`);
}

/** What the binary says of itself: `workerd 2026-11-17`. */
function dateSaid(binary: string): string {
  let said = '';
  try {
    said = execFileSync(binary, ['--version'], { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // Not a program that answers: the message below says so.
  }
  const date = /^workerd (\d{4}-\d{2}-\d{2})/.exec(said)?.[1];
  if (date === undefined) throw new UserError('no-workerd', `${binary} is no workerd: it does not say its date.`, 'Name the binary itself, bin/workerd inside of the npm package.');
  return date;
}

function newestDated(): { binary: WorkerdBinary; lastDate: string } {
  const binary = findWorkerd(defaultPackageFolders());
  if (!binary) throw new UserError('runtime-packages-missing', 'workerd is not installed.', `Install it with: ${installCommand()}`);
  return { binary, lastDate: dateSaid(binary.path) };
}

/** The workerd that `wanted` names, a path or a version, else the newest installed one; `lastDate` is the newest compatibility date it knows. */
export function findWorkerdDated(wanted: string | undefined, cwd: string): { binary: WorkerdBinary; lastDate: string } {
  if (wanted === undefined) return newestDated();
  const file = path.resolve(cwd, wanted);
  if (!VERSION.test(wanted) && !existsSync(file)) {
    throw new UserError('no-such-workerd', `${wanted} is neither a file nor a version of workerd.`, 'A version looks like 1.20261117.1.');
  }
  const binary = VERSION.test(wanted) ? installed(wanted, cwd) : { path: file, version: '' };
  const lastDate = dateSaid(binary.path);
  return { binary: { ...binary, version: binary.version || `of ${lastDate}` }, lastDate };
}
