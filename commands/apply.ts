/** `cf-migrate apply NAME`: the rewrite as a diff; with --write on disk, all or nothing, with a journal to undo it. */
import { codemodNames } from '../pipeline/codemod-names.js';
import { UserError } from '../core/errors.js';
import { recover } from '../core/journal.js';
import { nearest } from '../core/text.js';
import { type TargetWish, targetWish, withTargets } from '../pipeline/chosen-targets.js';
import { rewriteScan, type RewriteRequest, type Rewritten } from '../pipeline/rewrite.js';
import { scanFolder, type Scanned } from '../pipeline/scan.js';
import { askEach, withPlan } from './apply-choice.js';
import { applySummary, colouredDiff } from './apply-text.js';
import { commitEach, writeAtOnce } from './apply-write.js';
import { folderArgument, oneOf, parse, verb } from './arguments.js';
import { askOnTerminal, interactive, type Ask } from './questions.js';
import { traceChoice, traceNotes, withTraceOptions } from './trace-choice.js';
import { wantsColour, type World } from './world.js';

const collect = (value: string, before: string[]): string[] => [...before, value];

const command = () => withTraceOptions(verb('apply', 'Rewrite: a unified diff on stdout, or files with --write.')
  .argument('<name>', `the rewrite: ${codemodNames().join(', ')}`)
  .argument('[dir]', 'folder of the application', '.')
  .option('--write', 'write the changes, all or nothing; undo takes them back')
  .option('--yes', 'with --write: do not ask')
  .option('--only <path>', 'only resources with a call site in this file or folder (repeatable)', collect, [])
  .option('--accept <resource>', 'accept, in writing, that reads of this resource may be 60 s old; with fs-to-r2: move it to R2 whatever the plan would choose (repeatable)', collect, [])
  .option('--plan <file>', 'apply a plan that was saved by cf-migrate plan and reviewed: components left out, targets changed')
  .option('--interactive', 'with --write: show each component and ask')
  .option('--commit', 'with --write: a git commit for each component, then one for the adapter; runs no hook')
  .option('--format <format>', 'diff (default), patch (the same without colour) or json')
  .option('--target <target>', 'where the program will run: workers or containers (default: as configured, else workers); or where one resource goes: "data/*.json=r2", "data/rates.json=keep" (repeatable)', collect, [])
  .option('--step <step>', 'seam: only the asynchronous seam with its adapter for the disk; target (default): the whole')
  .option('--uploads <how>', 'presigned: fs-to-r2 also writes a module that signs uploads which browsers put into the bucket themselves; routes stay as they are')
  .option('--dual-write', 'fs-to-r2 also writes an adapter for the host of today that writes to its disk and to R2, for the time between')
  .option('--allow-dirty', 'write although files have uncommitted changes')
  .option('--json', 'same as --format json')
  .option('--color', 'colour even in a pipe')
  .option('--no-color', 'no colour'));

/** The verb's own error for a name that is no codemod: before the folder is looked at. */
function checkName(name: string): void {
  if (codemodNames().includes(name)) return;
  const near = nearest(name, codemodNames());
  throw new UserError('unknown-codemod', `There is no codemod "${name}".`, near ? `Did you mean ${near}?` : `Known: ${codemodNames().join(', ')}.`);
}

function requestOf(name: string, options: Record<string, unknown>): RewriteRequest {
  const step = options.step === undefined ? undefined : oneOf('--step', options.step, ['seam', 'target'] as const);
  const uploads = options.uploads === undefined ? undefined : oneOf('--uploads', options.uploads, ['presigned'] as const);
  if (uploads && name !== 'fs-to-r2') throw new UserError('bad-arguments', `--uploads goes with fs-to-r2, not with ${name}.`, 'Only a bucket takes uploads from browsers by signed addresses.');
  if (options.dualWrite === true && name !== 'fs-to-r2') throw new UserError('bad-arguments', `--dual-write goes with fs-to-r2, not with ${name}.`, 'KV takes one write per second and key, and shows it up to a minute later: copy with cf-migrate data --since instead.');
  return { codemod: name, accept: options.accept as string[], only: options.only as string[], markers: options.write === true, checkTypes: true, ...(step ? { step } : {}), ...(uploads ? { uploads } : {}), ...(options.dualWrite === true ? { dualWrite: true } : {}) };
}

/** `workers` says where the program runs, `data/*.json=r2` where a resource goes. */
function targetsOf(given: readonly string[]): { target: 'workers' | 'containers' | undefined; wishes: TargetWish[] } {
  const [where] = given.filter((one) => !one.includes('=')).slice(-1);
  return { target: where === undefined ? undefined : oneOf('--target', where, ['workers', 'containers'] as const), wishes: given.filter((one) => one.includes('=')).map(targetWish) };
}

function checkTogether(world: World, options: Record<string, unknown>): void {
  const needs = ['interactive', 'commit'].find((option) => options[option] === true && options.write !== true);
  if (needs) throw new UserError('bad-arguments', `--${needs} goes with --write.`, 'Without --write nothing is written, and a diff is shown.');
  if (options.commit === true && options.allowDirty === true) throw new UserError('bad-arguments', '--commit would commit what else was changed in these files.', 'Commit or stash your own work first, and leave --allow-dirty out.');
  if (options.interactive === true && !interactive(world)) throw new UserError('not-a-terminal', '--interactive needs a terminal.', 'Use --only or --plan to choose, and --write to write.');
}

function recoverFirst(world: World, root: string): void {
  const recovery = recover(root);
  if (recovery.action !== 'none') world.log(`note: an earlier write was interrupted; it was ${recovery.action}\n`);
}

function show(world: World, rewritten: Rewritten, format: 'diff' | 'patch' | 'json', options: Record<string, unknown>): void {
  if (format === 'json') world.out(`${JSON.stringify(rewritten, null, 2)}\n`);
  else if (options.write !== true) world.out(rewritten.diffs.map(({ diff }) => (format === 'diff' && wantsColour(world, options.color as boolean | undefined) ? colouredDiff(diff) : diff)).join(''));
}

export async function run(argv: readonly string[], world: World, ask: Ask = askOnTerminal): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const name = args[0] ?? '';
  checkName(name);
  const format = options.json === true ? 'json' : options.format === undefined ? 'diff' : oneOf('--format', options.format, ['diff', 'patch', 'json'] as const);
  const asked = requestOf(name, options);
  checkTogether(world, options);
  const root = folderArgument(world, args[1]);
  if (options.write === true) recoverFirst(world, root);
  const { target, wishes } = targetsOf(options.target as string[]);
  const scanned = scanFolder(root, { everyFile: true, trace: traceChoice(world, options), ...(target ? { target } : {}) });
  world.log(traceNotes(scanned.trace));
  const reviewed = options.plan === undefined ? asked : withPlan(world, scanned, asked, String(options.plan));
  const { request: planned, warnings } = withTargets(scanned, reviewed, wishes);
  for (const warning of warnings) world.log(`warning: ${warning}\n`);
  const request = options.interactive === true ? await askEach(world, scanned, planned, ask) : planned;
  if (request === null) {
    world.log('nothing was written\n');
    return 0;
  }
  const rewritten = rewriteScan(scanned, request);
  for (const problem of rewritten.problems) world.log(`note: ${problem}\n`);
  show(world, rewritten, format, options);
  if (format !== 'json') world.log(applySummary(rewritten, name));
  if (options.write === true) await write(world, root, { scanned, rewritten, request }, options, ask);
  return 0;
}

interface Ready {
  scanned: Scanned;
  rewritten: Rewritten;
  request: RewriteRequest;
}

async function write(world: World, root: string, { scanned, rewritten, request }: Ready, options: Record<string, unknown>, ask: Ask): Promise<void> {
  if (rewritten.changes.length === 0) return;
  const sure = options.yes === true || options.interactive === true || !interactive(world);
  if (!sure && (await ask(`Write ${rewritten.changes.length} files in ${root}?`, 'yn')) !== 'y') world.log('nothing was written\n');
  else if (options.commit === true) commitEach(world, root, scanned, rewritten, request);
  else writeAtOnce(world, root, rewritten, options.allowDirty === true);
}
