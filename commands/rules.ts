/** `cf-migrate rules lint`: checks the rules, the shipped ones and files of your own. */
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { nearest } from '../core/text.js';
import { checkRules } from '../pipeline/rule-book.js';
import { parse, verb } from './arguments.js';
import type { World } from './world.js';

const command = () => verb('rules', 'Check rule files: schema, twins, conditions nothing can meet, examples that prove nothing.')
  .argument('<action>', 'lint')
  .argument('[files...]', 'rule files of your own, checked together with the shipped ones')
  .option('--json', 'as JSON');

const shown = (file: string, cwd: string): string => (path.relative(cwd, file).startsWith('..') ? file : path.relative(cwd, file));

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const [action = '', ...files] = args;
  if (action !== 'lint') {
    const near = nearest(action, ['lint']);
    throw new UserError('unknown-action', `rules does not know "${action}".`, near ? `Did you mean: cf-migrate rules ${near}?` : 'Use: cf-migrate rules lint [files...]');
  }
  const { count, problems } = checkRules(files.map((file) => path.resolve(world.cwd, file)));
  if (options.json === true) world.out(`${JSON.stringify({ rules: count, problems }, null, 2)}\n`);
  else {
    for (const { at, rule, message, code } of problems) world.out(`${at ? `${shown(at.file, world.cwd)}:${at.line}:${at.column}: ` : ''}${rule}${rule === '' ? '' : ': '}${message} (${code})\n`);
    world.out(`${count} rules, ${problems.length} problems\n`);
  }
  return problems.length > 0 ? 1 : 0;
}
