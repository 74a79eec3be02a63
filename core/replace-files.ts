/** Replaces, adds and removes files below a folder, all or none: staged inside of it, written down, then renamed. A kill is ended by the next run. */
import { copyFileSync, existsSync, fsyncSync, closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, chmodSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { asUserError } from './disk-errors.js';
import { UserError } from './errors.js';
import { isAlive } from './journal.js';
import { replaceSynced, syncFolder, writeSynced } from './journal-files.js';
import { CHANGING, readSteady } from './steady-read.js';

export interface Replacement {
  /** Relative to the folder, forward slashes. */
  path: string;
  /** Absolute path of the new bytes; null removes the file. */
  source: string | null;
  /** What the copied bytes must be; null with a file that is removed. */
  sha256: string | null;
  mtimeMs: number | null;
}

/** Folder inside of the target that holds what is under way: on the same file system, so that every step is a rename. */
const WORK = '.cf-migrate-replacing';

const planSchema = z.array(z.object({ path: z.string(), removes: z.boolean() }));
type Plan = z.infer<typeof planSchema>;

const work = (root: string, ...rest: string[]): string => path.join(root, WORK, ...rest);

/** Ends what a killed run left: completes it when everything had been staged, else takes it away. */
export function finishReplacing(root: string): 'none' | 'completed' | 'taken-away' {
  if (!existsSync(work(root))) return 'none';
  refuseLiving(root);
  const text = existsSync(work(root, 'plan.json')) ? readFileSync(work(root, 'plan.json'), 'utf8') : null;
  if (text !== null) carryOut(root, planSchema.parse(JSON.parse(text)));
  rmSync(work(root), { recursive: true, force: true });
  return text === null ? 'taken-away' : 'completed';
}

function refuseLiving(root: string): void {
  const text = existsSync(work(root, 'owner')) ? readFileSync(work(root, 'owner'), 'utf8') : '';
  const owner = text.endsWith('\n') ? Number(text) : 0; // Without the line's end it was left by a process that died while it wrote it.
  if (owner > 0 && owner !== process.pid && isAlive(owner)) throw new UserError('locked', `Another cf-migrate (process ${owner}) is writing in ${root}.`, 'Wait for it to end.');
}

/** Makes all `replacements` or none. Throws UserError for a full or closed disk; the folder is then as it was. */
export function replaceFiles(root: string, replacements: readonly Replacement[]): void {
  if (replacements.length === 0) return;
  const plan = replacements.map((one) => ({ path: one.path, removes: one.source === null }));
  const isNew = !existsSync(root);
  try {
    mkdirSync(work(root, 'new'), { recursive: true });
    mkdirSync(work(root, 'old'));
    writeSynced(work(root, 'owner'), Buffer.from(`${process.pid}\n`));
    replacements.forEach((one, index) => stage(root, one, index));
    syncFolder(work(root, 'new'));
    replaceSynced(work(root, 'plan.json'), JSON.stringify(plan));
    carryOut(root, plan);
  } catch (error) {
    takeBack(root, plan);
    rmSync(isNew ? root : work(root), { recursive: true, force: true });
    throw asUserError(error);
  }
  rmSync(work(root), { recursive: true, force: true });
}

/** A copy with the new time and, where there is one, the mode of the file that it replaces. */
function stage(root: string, one: Replacement, index: number): void {
  if (one.source === null) return;
  const staged = work(root, 'new', String(index));
  copyFileSync(one.source, staged);
  const target = path.join(root, one.path);
  const mode = existsSync(target) ? statSync(target).mode & 0o777 : 0o666 & ~process.umask();
  chmodSync(staged, 0o600);
  const copied = readSteady(staged, false);
  if (copied === CHANGING || copied.sha256 !== one.sha256) throw new UserError('changing', `${one.source} is no longer what was compared; nothing was written.`, 'Fetch it again, and run the command again.');
  const descriptor = openSync(staged, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
  chmodSync(staged, mode);
  if (one.mtimeMs !== null) utimesSync(staged, one.mtimeMs / 1000, one.mtimeMs / 1000);
}

/** Each step can be made again: a kill between any two of them is ended by doing the rest. */
function carryOut(root: string, plan: Plan): void {
  plan.forEach((one, index) => {
    const target = path.join(root, one.path);
    const [staged, old] = [work(root, 'new', String(index)), work(root, 'old', String(index))];
    const isDone = one.removes ? !existsSync(target) : !existsSync(staged);
    if (isDone) return;
    mkdirSync(path.dirname(target), { recursive: true });
    if (existsSync(target) && !existsSync(old)) renameSync(target, old);
    if (!one.removes) renameSync(staged, target);
    syncFolder(path.dirname(target));
  });
}

/** After an error: what was put in place goes, what was moved aside comes back. */
function takeBack(root: string, plan: Plan): void {
  plan.forEach((one, index) => {
    const target = path.join(root, one.path);
    const [staged, old] = [work(root, 'new', String(index)), work(root, 'old', String(index))];
    if (existsSync(old)) renameSync(old, target);
    else if (!one.removes && existsSync(work(root, 'plan.json')) && !existsSync(staged)) rmSync(target, { force: true });
  });
}
