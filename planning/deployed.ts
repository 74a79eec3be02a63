/**
 * The program as it is deployed: tools that people start by hand lie beside it. They work on its data, so the scan counts them as its own;
 * but no Worker and no Container runs them, and none has room for them.
 */
import type { EntryKind, EntryPoint, Program } from '../core/program.js';
import type { Finding } from '../core/scan.js';

/** What a deployed program waits for. */
const SERVES: ReadonlySet<EntryKind> = new Set(['http', 'socket', 'cron', 'queue', 'message']);

/** Production files that `files` come to by importing, themselves included. */
function closure(program: Program, files: Iterable<string>): Set<string> {
  const imports = new Map(program.modules.filter((module) => module.reach === 'production').map((module) => [module.file, module.imports]));
  const seen = new Set([...files].filter((file) => imports.has(file)));
  for (const file of seen) for (const { to, typeOnly } of imports.get(file) ?? []) if (!typeOnly && imports.has(to)) seen.add(to);
  return seen;
}

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

/** Files that no entry point names and nothing imports are loaded by a scan of their folder, and so are those beside them. */
function scanned(program: Program, entered: ReadonlySet<string>): string[] {
  const production = program.modules.filter((module) => module.reach === 'production' && !entered.has(module.file));
  const folders = new Set(production.filter((module) => module.chain.length === 1).map((module) => folderOf(module.file)));
  return production.filter((module) => folders.has(folderOf(module.file))).map((module) => module.file);
}

/** Files that only scripts and commands load, beside a program that serves; a command that starts what serves is the program itself. */
export function toolFiles(program: Program): Set<string> {
  const production = new Set(program.modules.filter((module) => module.reach === 'production').map((module) => module.file));
  const entries = program.entryPoints.filter((entry) => production.has(entry.file));
  const serving = new Set(entries.filter((entry) => SERVES.has(entry.kind)).map((entry) => entry.file));
  if (serving.size === 0) return new Set();
  const serves = (entry: EntryPoint): boolean => [...closure(program, [entry.file])].some((file) => serving.has(file));
  const tools = new Set(entries.filter((entry) => entry.kind === 'script' || (entry.kind === 'bin' && !serves(entry))));
  const started = entries.filter((entry) => !tools.has(entry)).map((entry) => entry.file);
  const deployed = closure(program, [...started, ...scanned(program, new Set(entries.map((entry) => entry.file)))]);
  return new Set([...closure(program, [...tools].map((entry) => entry.file))].filter((file) => !deployed.has(file)));
}

export interface Deployed {
  program: Program;
  findings: Finding[];
}

/** Tools count as scripts, and what was found in them is no work of the move. */
export function deployed(program: Program, findings: Finding[]): Deployed {
  const tools = toolFiles(program);
  if (tools.size === 0) return { program, findings };
  const apart = <T extends { reach: Program['modules'][number]['reach'] }>(items: T[], fileOf: (item: T) => string): T[] =>
    items.map((item) => (tools.has(fileOf(item)) && item.reach === 'production' ? { ...item, reach: 'script' } : item));
  return {
    program: {
      ...program,
      modules: apart(program.modules, (module) => module.file),
      functions: apart(program.functions, (fn) => fn.file),
      sites: apart(program.sites, (site) => site.at.file),
      state: apart(program.state, (state) => state.file),
      jobs: apart(program.jobs, (job) => job.at.file),
    },
    findings: findings.filter((finding) => !tools.has(finding.at.file)),
  };
}
