/** `cf-migrate plan`: which resource goes where, what is rewritten, what stays and why, as JSON. */
import { codemodNames } from '../pipeline/codemod-names.js';
import { planSources } from '../pipeline/plan-file.js';
import { planScan } from '../pipeline/plan.js';
import { scanFolder } from '../pipeline/scan.js';
import { folderArgument, oneOf, parse, verb } from './arguments.js';
import { writeOutput } from './output.js';
import { traceChoice, traceNotes, withTraceOptions } from './trace-choice.js';
import type { World } from './world.js';

const command = () => withTraceOptions(verb('plan', 'Write the plan of the migration as JSON. Review it, leave components out or choose other targets, and hand it to apply --plan.')
  .argument('[dir]', 'folder of the application', '.')
  .option('--target <target>', 'workers or containers')
  .option('--codemod <name>', `for one rewrite: ${codemodNames().join(', ')}`)
  .option('-o, --output <file>', 'write to a file instead of stdout')
  .option('--json', 'JSON (the only form)'));

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const target = options.target === undefined ? undefined : oneOf('--target', options.target, ['workers', 'containers', 'auto'] as const);
  const codemod = options.codemod === undefined ? null : oneOf('--codemod', options.codemod, codemodNames());
  const scanned = scanFolder(folderArgument(world, args[0]), { everyFile: true, trace: traceChoice(world, options), ...(target ? { target } : {}) });
  world.log(traceNotes(scanned.trace));
  const { plan, problems } = planScan(scanned, { codemod });
  for (const problem of problems) world.log(`note: ${problem}\n`);
  const text = `${JSON.stringify({ ...plan, sources: planSources(plan, scanned.project) }, null, 2)}\n`;
  if (options.output === undefined) world.out(text);
  else writeOutput(world, String(options.output), text);
  return 0;
}
