/** `cf-migrate scan`: what stands in the way, where, and how sure we are. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { SCAN_SCHEMA, type Scan } from '../core/scan.js';
import { scanFolder, type Scanned } from '../pipeline/scan.js';
import { dateOption, folderArgument, oneOf, parse, positive, verb } from './arguments.js';
import { exitCode } from './fail-on.js';
import { writeOutput } from './output.js';
import { wantsColour, type World } from './world.js';

const REPORTERS = ['terminal', 'json', 'sarif', 'github'] as const;
type Reporter = (typeof REPORTERS)[number];

const collect = (value: string, before: string[]): string[] => [...before, value];

const command = () => verb('scan', 'Find what stands in the way of a move to Cloudflare.')
  .argument('[dir]', 'folder of the application', '.')
  .option('--json', 'the public JSON on stdout (same as --reporter json)')
  .option('--reporter <name>', `what goes to stdout: ${REPORTERS.join(', ')} (repeatable)`, collect, [])
  .option('--output <reporter=file>', 'write a reporter to a file (repeatable)', collect, [])
  .option('--target <target>', 'workers, containers or auto')
  .option('--compatibility-date <date>', 'the date that verdicts speak of, in place of the configured one')
  .option('--fail-on <impact>', 'exit 1 when a finding is a blocker, or a risk')
  .option('--baseline <file>', 'JSON of an earlier scan: its findings do not count for --fail-on')
  .option('--max-seconds <n>', 'stop reading when the scan would take longer; what was read is judged, and told to be incomplete')
  .option('--max-memory <MB>', 'stop reading when more memory would be needed; as above')
  .option('--no-cache', 'read every file anew; facts of unchanged files are otherwise kept outside of the folder')
  .option('--color', 'colour even in a pipe')
  .option('--no-color', 'no colour');

/** Reads a saved scan; `-` is stdin. Throws UserError for another schema. */
export function readScan(world: World, file: string): Scan {
  let text: string;
  try {
    text = file === '-' ? world.readStdin() : readFileSync(path.resolve(world.cwd, file), 'utf8');
  } catch (error) {
    throw new UserError('no-such-file', `${file} could not be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`, 'Give the JSON that `cf-migrate scan --json` wrote.');
  }
  let value: Partial<Scan> | null;
  try {
    value = JSON.parse(text) as Partial<Scan> | null;
  } catch {
    throw new UserError('not-a-scan', `${file} is not JSON.`, 'Give the JSON that `cf-migrate scan --json` wrote.');
  }
  if (value?.schema === SCAN_SCHEMA && !Array.isArray(value.findings)) throw new UserError('no-scan', `${file} is no scan: it has no findings.`, 'Give the output of: cf-migrate scan --json');
  if (value?.schema !== SCAN_SCHEMA) {
    throw new UserError('scan-schema', `${file} is a scan of schema ${String(value?.schema ?? 'unknown')}; this version reads schema ${SCAN_SCHEMA}.`, 'Scan again with this version of cf-migrate.');
  }
  return value as Scan;
}

async function render(reporter: Reporter, scanned: Scanned, world: World, options: Record<string, unknown>, toFile: boolean, directory: string): Promise<string> {
  const { scan } = scanned;
  if (reporter === 'json') return (await import('../reports/json.js')).renderScanJson(scan);
  if (reporter === 'sarif') return (await import('../reports/sarif.js')).renderScanSarif(scan, Object.fromEntries(scanned.pack.rules.map((r) => [r.id, r])));
  if (reporter === 'github') return (await import('../reports/github.js')).renderGithub(scan);
  const { renderScanTerminal } = await import('../reports/terminal/scan.js');
  return renderScanTerminal(scan, { width: world.columns ?? 80, colour: toFile ? false : wantsColour(world, options.color as boolean | undefined), directory });
}

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const target = options.target === undefined ? undefined : oneOf('--target', options.target, ['workers', 'containers', 'auto'] as const);
  const wanted = (options.reporter as string[]).map((name) => oneOf('--reporter', name, REPORTERS));
  const files = (options.output as string[]).map((pair) => {
    const [name = '', ...file] = pair.split('=');
    if (file.length === 0) throw new UserError('bad-arguments', `--output needs REPORTER=FILE, not "${pair}".`, 'For example: --output sarif=report.sarif');
    return { reporter: oneOf('--output', name, REPORTERS), file: file.join('=') };
  });
  const asked = options.failOn === undefined ? undefined : oneOf('--fail-on', options.failOn, ['blocker', 'risk'] as const);
  const budget = { seconds: positive('--max-seconds', options.maxSeconds), megabytes: positive('--max-memory', options.maxMemory) };
  const compatibilityDate = dateOption(options.compatibilityDate);
  const scanned = scanFolder(folderArgument(world, args[0]), { budget, cache: options.cache !== false, ...(target ? { target } : {}), ...(compatibilityDate ? { compatibilityDate } : {}) });
  const directory = args[0] ?? '.';
  const reporters: Reporter[] = options.json === true ? ['json', ...wanted] : wanted.length > 0 ? wanted : files.length > 0 ? [] : ['terminal'];
  for (const reporter of reporters) world.out(await render(reporter, scanned, world, options, false, directory));
  if (world.env.GITHUB_ACTIONS === 'true' && !reporters.includes('github') && !reporters.includes('json') && !reporters.includes('sarif')) world.out(await render('github', scanned, world, options, true, directory));
  for (const { reporter, file } of files) writeOutput(world, file, await render(reporter, scanned, world, options, true, directory));
  const baseline = options.baseline === undefined ? new Set<string>() : new Set(readScan(world, String(options.baseline)).findings.map((finding) => finding.id));
  return exitCode(scanned.scan, asked ?? scanned.config.failOn, baseline);
}
