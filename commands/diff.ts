/** `cf-migrate diff OLD.json NEW.json`: what changed between two scans, code apart from rules. */
import type { Finding } from '../core/scan.js';
import { compareScans } from '../pipeline/compare-scans.js';
import { parse, verb } from './arguments.js';
import { readScan } from './scan.js';
import type { World } from './world.js';

const command = () => verb('diff', 'Show what changed between two scans.')
  .argument('<old>', 'JSON of the earlier scan')
  .argument('<new>', 'JSON of the later scan (- for stdin)')
  .option('--json', 'as JSON');

const line = (mark: string, f: Finding): string => `  ${mark} ${f.impact.padEnd(8)} ${f.at.file}:${f.at.line}  ${f.title}\n`;

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const difference = compareScans(readScan(world, args[0] ?? ''), readScan(world, args[1] ?? ''));
  if (options.json === true) {
    world.out(`${JSON.stringify(difference, null, 2)}\n`);
    return 0;
  }
  const { appeared, disappeared, judgedAnew } = difference;
  world.out(`Code: ${appeared.length} new, ${disappeared.length} gone\n`);
  for (const finding of appeared) world.out(line('+', finding));
  for (const finding of disappeared) world.out(line('-', finding));
  world.out(`Judged anew: ${judgedAnew.length}${difference.rulesChanged ? ' (the rules or the compatibility date changed)' : ''}\n`);
  for (const { before, after } of judgedAnew) world.out(`  ~ ${before.impact} → ${after.impact}  ${after.at.file}:${after.at.line}  ${after.title}\n`);
  return 0;
}
