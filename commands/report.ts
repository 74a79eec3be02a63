/** `cf-migrate report`: the page for the pre-migration review meeting; with `--cost` the bill beside it. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import type { Dossier } from '../core/dossier.js';
import { costFileIn, type CostFile } from '../pipeline/cost-numbers.js';
import { currencyCode, newCostFile, reportSaved, reportScanned, type ReportRequest } from '../pipeline/report.js';
import { scanFolder, type Scanned } from '../pipeline/scan.js';
import { folderArgument, oneOf, parse, verb } from './arguments.js';
import { costExitCode, costLimit } from './fail-on-cost.js';
import { writeOutput } from './output.js';
import { readScan } from './scan.js';
import { traceChoice, traceNotes, withTraceOptions } from './trace-choice.js';
import type { World } from './world.js';

const FORMATS = ['md', 'html', 'json', 'csv', 'tasks-md', 'tasks-csv', 'bill-csv'] as const;
type Format = (typeof FORMATS)[number];

const collect = (value: string, before: string[]): string[] => [...before, value];

const command = () => withTraceOptions(verb('report', 'Write the report of a scan: Markdown on stdout, or files by their extension.')
  .argument('[dir|scan.json]', 'folder of the application, or JSON of a scan (- for stdin)', '.')
  .option('--cost', 'price today and Cloudflare side by side')
  .option('--cost-file <file>', 'with --cost: the team\'s numbers (default: cf-migrate.cost.yaml beside the application or the scan)')
  .option('--init', 'with --cost: write cf-migrate.cost.yaml with what the scan could infer')
  .option('--currency <code>', 'show amounts in another currency, at the rate of the cost file')
  .option('--fail-on-cost <amount>', 'exit 1 when the best move likely costs more a month')
  .option('--format <format>', `what goes to stdout: ${FORMATS.join(', ')} (tasks: the migration path for a tracker; bill: every line of it)`)
  .option('-o, --output <file>', 'write a file; its extension picks the format (repeatable)', collect, [])
  .option('--target <target>', 'workers, containers or auto')
  .option('--coverage <file>', 'lcov.info or coverage-final.json of the tests (default: coverage/, when there)')
  .option('--previous <file>', 'JSON of an earlier scan, to show what changed')
  .option('--as-of <date>', 'day of the prices and the report, YYYY-MM-DD (default: today)')
  .option('--force', 'with --init: replace an existing cf-migrate.cost.yaml')
  .option('--json', 'same as --format json'));

const formatOf = (file: string): Format => {
  const extension = path.extname(file).slice(1).toLowerCase();
  const named = extension === 'htm' ? 'html' : extension === 'markdown' ? 'md' : extension;
  const part = /\.(tasks|bill)\.\w+$/i.exec(file)?.[1]?.toLowerCase();
  const format = part ? `${part}-${named}` : named;
  if ((FORMATS as readonly string[]).includes(format)) return format as Format;
  throw new UserError('bad-arguments', `${file} has no known extension.`, 'Use .md, .html, .json, .csv, .tasks.md, .tasks.csv or .bill.csv.');
};

async function render(dossier: Dossier, format: Format): Promise<string> {
  if (dossier.plan === null && format.startsWith('tasks-')) throw new UserError('no-plan', 'A saved scan has no plan, and so no tasks.', 'Give the folder of the application: cf-migrate report DIR --format tasks-md');
  if (dossier.estimate === null && format === 'bill-csv') throw new UserError('bad-arguments', 'There is no bill without --cost.', 'For example: cf-migrate report --cost --format bill-csv');
  switch (format) {
    case 'md': return (await import('../reports/markdown.js')).renderMarkdown(dossier);
    case 'html': return (await import('../reports/html.js')).renderHtml(dossier);
    case 'json': return (await import('../reports/json.js')).renderJson(dossier);
    case 'csv': return (await import('../reports/csv.js')).renderCsv(dossier);
    case 'tasks-md': return (await import('../reports/tasks.js')).renderTasksMarkdown(dossier);
    case 'bill-csv': return (await import('../reports/csv.js')).renderBillCsv(dossier);
    case 'tasks-csv': return (await import('../reports/csv.js')).renderTasksCsv(dossier);
  }
}

function day(value: unknown): string {
  if (value === undefined) return new Date().toISOString().slice(0, 10);
  if (/^\d{4}-\d{2}-\d{2}$/.test(String(value)) && !Number.isNaN(Date.parse(String(value)))) return String(value);
  throw new UserError('bad-arguments', `--as-of needs a date, not "${String(value)}".`, 'For example: --as-of 2026-11-21');
}

/** Where the team's numbers stand: as asked for, else in the folder of the application or of the saved scan. */
function numbersFor(world: World, asked: unknown, given: string, saved: boolean): CostFile {
  if (asked !== undefined) return { path: path.resolve(world.cwd, String(asked)), name: String(asked), named: true };
  const beside = given === '-' ? world.cwd : path.resolve(world.cwd, saved ? path.dirname(given) : given);
  return costFileIn(beside);
}

/** What the team wrote is worth more than what a scan can tell: it is replaced only when that is asked for. */
function checkNew(file: CostFile, force: boolean): void {
  if (existsSync(file.path) && !force) throw new UserError('file-exists', `${file.path} exists already.`, 'Edit it, or pass --force to write it anew.');
}

function initCost(world: World, scanned: Scanned, file: CostFile, asOf: string): number {
  writeOutput(world, file.path, newCostFile(scanned, asOf));
  const again = file.named ? ` --cost-file ${file.name}` : '';
  world.log(`wrote ${path.relative(world.cwd, file.path) || file.path}: fill in what is unset, then run: cf-migrate report --cost${again}\n`);
  return 0;
}

type Options = ReturnType<typeof parse>['options'];

/** Where the program or its scan is: as typed, and whether that is a saved scan. */
interface Given {
  name: string;
  saved: boolean;
}

function needsCost(flag: string, value: unknown): UserError {
  return new UserError('bad-arguments', `${flag} needs --cost.`, `For example: cf-migrate report --cost ${flag} ${String(value)}`);
}

/** What is asked of the report. Throws UserError for options that do not go together. */
function requestOf(world: World, options: Options, { name, saved }: Given): ReportRequest {
  if (options.costFile !== undefined && options.cost !== true) throw needsCost('--cost-file', options.costFile);
  const cost = options.cost === true || options.init === true ? numbersFor(world, options.costFile, name, saved) : null;
  if (options.currency !== undefined && cost === null) throw needsCost('--currency', options.currency);
  if (options.failOnCost !== undefined && cost === null) throw needsCost('--fail-on-cost', costLimit(options.failOnCost));
  if (options.coverage !== undefined && saved) throw new UserError('bad-arguments', '--coverage needs the folder of the application.', 'A saved scan has no lines to compare with.');
  return {
    cost,
    asOf: day(options.asOf),
    previous: options.previous === undefined ? null : readScan(world, String(options.previous)),
    ...(options.currency === undefined ? {} : { currency: currencyCode(String(options.currency)) }),
    ...(options.coverage === undefined ? {} : { coverage: { path: path.resolve(world.cwd, String(options.coverage)), name: String(options.coverage) } }),
  };
}

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const given = args[0] ?? '.';
  const saved = given === '-' || (existsSync(path.resolve(world.cwd, given)) && statSync(path.resolve(world.cwd, given)).isFile());
  const target = options.target === undefined ? undefined : oneOf('--target', options.target, ['workers', 'containers', 'auto'] as const);
  const limit = options.failOnCost === undefined ? null : costLimit(options.failOnCost);
  const request = requestOf(world, options, { name: given, saved });
  const { cost } = request;
  const outputs = (options.output as string[]).map((file) => ({ file, format: formatOf(file) }));
  const format = options.json === true ? 'json' : options.format === undefined ? (outputs.length > 0 ? null : 'md') : oneOf('--format', options.format, FORMATS);
  if (options.init === true && saved) throw new UserError('bad-arguments', '--init needs the folder of the application.', 'For example: cf-migrate report --cost --init ./my-app');
  if (options.init === true && cost) checkNew(cost, options.force === true);
  const scanned = saved ? null : scanFolder(folderArgument(world, given), { everyFile: true, trace: traceChoice(world, options), ...(target ? { target } : {}) });
  if (scanned && cost && options.init === true) return initCost(world, scanned, cost, request.asOf);
  const { dossier, problems, notes } = scanned ? reportScanned(scanned, request) : { dossier: reportSaved(readScan(world, given), request), problems: [], notes: [] };
  world.log(traceNotes(scanned?.trace));
  for (const problem of problems) world.log(`warning: ${problem}\n`);
  for (const note of notes) world.log(`note: ${note}\n`);
  if (format) world.out(await render(dossier, format));
  for (const output of outputs) {
    writeOutput(world, output.file, await render(dossier, output.format));
    world.log(`wrote ${output.file}\n`);
  }
  return limit === null ? 0 : costExitCode(dossier, limit);
}
