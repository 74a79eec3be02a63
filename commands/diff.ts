/** `cf-migrate diff OLD.json NEW.json`: what changed between two scans, code apart from rules. */
import type { Finding } from '../core/scan.js';
import { type Cause, type ScanDifference, compareScans } from '../core/compare-scans.js';
import { parse, verb } from './arguments.js';
import { readScan } from './scan.js';
import type { World } from './world.js';

const command = () => verb('diff', 'Show what changed between two scans.')
  .argument('<old>', 'JSON of the earlier scan')
  .argument('<new>', 'JSON of the later scan (- for stdin)')
  .option('--json', 'as JSON');

const line = (mark: string, f: Finding): string => `  ${mark} ${f.impact.padEnd(8)} ${f.at.file}:${f.at.line}  ${f.title}\n`;

const TITLES: Record<Cause, string> = { code: 'Code', rules: 'Rules or compatibility date' };

function part({ appeared, disappeared, judgedAnew }: ScanDifference, cause: Cause): string {
  const [came, gone, judged] = [appeared, disappeared, judgedAnew].map((list) => list.filter((entry) => entry.cause === cause).length);
  return [
    `${TITLES[cause]}: ${came} new, ${gone} gone, ${judged} judged anew\n`,
    ...appeared.filter((entry) => entry.cause === cause).map((entry) => line('+', entry.finding)),
    ...disappeared.filter((entry) => entry.cause === cause).map((entry) => line('-', entry.finding)),
    ...judgedAnew.filter((entry) => entry.cause === cause).map(({ before, after }) => `  ~ ${before.impact} → ${after.impact}  ${after.at.file}:${after.at.line}  ${after.title}\n`),
  ].join('');
}

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const difference = compareScans(readScan(world, args[0] ?? ''), readScan(world, args[1] ?? ''));
  if (options.json === true) {
    world.out(`${JSON.stringify(difference, null, 2)}\n`);
    return 0;
  }
  for (const cause of ['code', 'rules'] as const) world.out(part(difference, cause));
  return 0;
}
