/** `cf-migrate rules lint` checks the rules, the shipped ones and files of your own; `rules drift` runs their evidence on another workerd. */
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { nearest } from '../core/text.js';
import { checkRules } from '../pipeline/rule-book.js';
import { parse, verb } from './arguments.js';
import type { World } from './world.js';

const command = () => verb('rules', 'Check rule files, or run the evidence of the shipped rules on another workerd and print what changed.')
  .argument('<action>', 'lint or drift')
  .argument('[files...]', 'lint: rule files of your own, checked together with the shipped ones')
  .option('--workerd <version|path>', 'drift: the workerd to run (default: the newest installed one)')
  .option('--only <ids>', 'drift: these snippets, parted by commas')
  .option('--json', 'as JSON');

const shown = (file: string, cwd: string): string => (path.relative(cwd, file).startsWith('..') ? file : path.relative(cwd, file));

function lint(files: readonly string[], json: boolean, world: World): number {
  const { count, problems } = checkRules(files.map((file) => path.resolve(world.cwd, file)));
  if (json) world.out(`${JSON.stringify({ rules: count, problems }, null, 2)}\n`);
  else {
    for (const { at, rule, message, code } of problems) world.out(`${at ? `${shown(at.file, world.cwd)}:${at.line}:${at.column}: ` : ''}${rule}${rule === '' ? '' : ': '}${message} (${code})\n`);
    world.out(`${count} rules, ${problems.length} problems\n`);
  }
  return problems.length > 0 ? 1 : 0;
}

async function drift(options: Record<string, unknown>, world: World): Promise<number> {
  // Loaded here, because the lint needs nothing of the runtime.
  const { runDrift } = await import('./drift-text.js');
  return runDrift({
    cwd: world.cwd,
    ...(options.workerd === undefined ? {} : { workerd: String(options.workerd) }),
    ...(options.only === undefined ? {} : { only: String(options.only).split(',') }),
    onProgress: (step) => world.log(`${step}\n`),
  }, options.json === true, world);
}

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const [action = '', ...files] = args;
  if (action === 'lint') return lint(files, options.json === true, world);
  if (action === 'drift') return drift(options, world);
  const near = nearest(action, ['lint', 'drift']);
  throw new UserError('unknown-action', `rules does not know "${action}".`, near ? `Did you mean: cf-migrate rules ${near}?` : 'Use: cf-migrate rules lint [files...], or cf-migrate rules drift');
}
