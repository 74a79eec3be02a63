/** `cf-migrate apply NAME`: the rewrite as a diff; with --write on disk, all or nothing, with a journal to undo it. */
import { createInterface } from 'node:readline/promises';
import { codemodNames } from '../pipeline/codemod-names.js';
import { UserError } from '../core/errors.js';
import { recover, writeChanges } from '../core/journal.js';
import { nearest } from '../core/text.js';
import { rewriteScan, type Rewritten } from '../pipeline/rewrite.js';
import { scanFolder } from '../pipeline/scan.js';
import { applySummary, colouredDiff } from './apply-text.js';
import { folderArgument, oneOf, parse, verb } from './arguments.js';
import { wantsColour, type World } from './world.js';

const collect = (value: string, before: string[]): string[] => [...before, value];

const command = () => verb('apply', 'Rewrite: a unified diff on stdout, or files with --write.')
  .argument('<name>', `the rewrite: ${codemodNames().join(', ')}`)
  .argument('[dir]', 'folder of the application', '.')
  .option('--write', 'write the changes, all or nothing; undo takes them back')
  .option('--yes', 'with --write: do not ask')
  .option('--only <path>', 'only resources with a call site in this file or folder (repeatable)', collect, [])
  .option('--accept <resource>', 'accept, in writing, that reads of this resource may be 60 s old (repeatable)', collect, [])
  .option('--interactive', 'with --write: ask for each component')
  .option('--format <format>', 'diff (default), patch (the same without colour) or json')
  .option('--step <step>', 'seam: only the asynchronous seam with its adapter for the disk; target (default): the whole')
  .option('--allow-dirty', 'write although files have uncommitted changes')
  .option('--json', 'same as --format json')
  .option('--color', 'colour even in a pipe')
  .option('--no-color', 'no colour');

async function confirmed(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim());
  } finally {
    prompt.close();
  }
}

const interactive = (world: World): boolean => world.columns !== null && process.stdin.isTTY === true && world.env.CI === undefined;

/** Components that the user says yes to; asked one by one. */
async function chosen(world: World, rewritten: Rewritten): Promise<Set<string>> {
  const names = [...new Set(rewritten.changes.map((change) => change.component))];
  const taken = new Set<string>();
  for (const name of names) {
    world.log(rewritten.diffs.filter((d) => d.component === name).map((d) => colouredDiff(d.diff)).join(''));
    if (await confirmed(`Write ${name}?`)) taken.add(name);
  }
  return taken;
}

/** The verb's own error for a name that is no codemod: before the folder is looked at. */
function checkName(name: string): void {
  if (codemodNames().includes(name)) return;
  const near = nearest(name, codemodNames());
  throw new UserError('unknown-codemod', `There is no codemod "${name}".`, near ? `Did you mean ${near}?` : `Known: ${codemodNames().join(', ')}.`);
}

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const name = args[0] ?? '';
  checkName(name);
  const format = options.json === true ? 'json' : options.format === undefined ? 'diff' : oneOf('--format', options.format, ['diff', 'patch', 'json'] as const);
  const step = options.step === undefined ? undefined : oneOf('--step', options.step, ['seam', 'target'] as const);
  const root = folderArgument(world, args[1]);
  const write = options.write === true;
  if (write) {
    const recovery = recover(root);
    if (recovery.action !== 'none') world.log(`note: an earlier write was interrupted; it was ${recovery.action}\n`);
  }
  const scanned = scanFolder(root, { everyFile: true });
  const request = { codemod: name, accept: options.accept as string[], only: options.only as string[], markers: write, ...(step ? { step } : {}) };
  const rewritten = rewriteScan(scanned, request);
  for (const problem of rewritten.problems) world.log(`note: ${problem}\n`);
  if (format === 'json') world.out(`${JSON.stringify(rewritten, null, 2)}\n`);
  else if (!write) world.out(rewritten.diffs.map((d) => (format === 'diff' && wantsColour(world, options.color as boolean | undefined) ? colouredDiff(d.diff) : d.diff)).join(''));
  if (format !== 'json') world.log(applySummary(rewritten, name));
  return write ? writeAll(world, root, rewritten, options) : 0;
}

async function writeAll(world: World, root: string, rewritten: Rewritten, options: Record<string, unknown>): Promise<number> {
  let changes = rewritten.changes;
  if (changes.length === 0) return 0;
  if (options.interactive === true) {
    if (!interactive(world)) throw new UserError('not-a-terminal', '--interactive needs a terminal.', 'Use --only to choose, and --write to write.');
    const taken = await chosen(world, rewritten);
    changes = changes.filter((change) => taken.has(change.component));
  } else if (options.yes !== true && interactive(world) && !(await confirmed(`Write ${changes.length} files in ${root}?`))) {
    world.log('nothing was written\n');
    return 0;
  }
  const entry = writeChanges(root, changes, { allowDirty: options.allowDirty === true });
  world.log(entry ? `\nwrote ${entry.files.length} files; take it back with: cf-migrate undo\n` : 'nothing was written\n');
  return 0;
}
