/**
 * `npm run moved`: programs from npm are fetched, installed and moved whole, by the commands that a user types: scan, plan, apply, install, data, verify. Ends with
 * 1 when a route differs, or when a step fails. Nothing is changed by hand; what runs of the programs runs in copies, on loopback.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { RewrittenCalls, Verification } from '../../core/verification.js';
import { fetchProgram, programCache } from '../accuracy/fetch.js';
import { MOVED_PROGRAMS, type MovedProgram } from './programs.js';

const USAGE = `npm run moved -- [--program NAME]... [--cache DIR] [--keep]

  --program  only this one of ${MOVED_PROGRAMS.map(({ name }) => name).join(', ')}
  --cache    where the unpacked programs are kept
  --keep     leave the moved program where it is, and say where`;

const { values } = parseArgs({ options: { program: { type: 'string', multiple: true }, cache: { type: 'string', default: programCache() }, keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });

/** Compiled, this file stands in .accuracy/build/bench/moved. */
const tool = fileURLToPath(new URL('../../../../', import.meta.url));

interface Step {
  app: string;
  say(line: string): void;
}

/** Runs one command as it would be typed; throws with what it said when it fails otherwise than by a difference. */
function run({ app, say }: Step, command: string, args: readonly string[], codes: readonly number[] = [0]): { code: number; out: string } {
  say(`  $ ${command} ${args.map((arg) => (/[\s<>|*]/.test(arg) ? `'${arg}'` : arg)).join(' ')}`);
  const [file, rest] = command === 'cf-migrate' ? [process.execPath, [path.join(tool, 'bin', 'cf-migrate'), ...args]] : [command, args];
  const { status, stdout, stderr } = spawnSync(file, rest, { cwd: app, encoding: 'utf8', maxBuffer: 256_000_000, shell: process.platform === 'win32' && command === 'npm' });
  if (status === null || !codes.includes(status)) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
  return { code: status, out: stdout };
}

const install = (step: Step, before: string): void => void run(step, 'npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `--before=${before}`]);

interface Played {
  what: string;
  verification: Verification;
}

/** Moves the program and plays its requests: with the data that `data` moved, and where there is a script for it, as somebody starts it who has none yet. */
function move(program: MovedProgram, app: string, own: string): Played[] {
  const step: Step = { app, say: console.log };
  const accept = program.accept.flatMap((pattern) => ['--accept', pattern]);
  const verified = (...args: string[]): Verification => JSON.parse(run(step, 'cf-migrate', ['verify', ...args, '--json'], [0, 1]).out) as Verification;
  install(step, program.before);
  run(step, 'cf-migrate', ['scan']);
  run(step, 'cf-migrate', ['plan', '--codemod', program.codemod, ...accept, '-o', '../plan.json']);
  run(step, 'cf-migrate', ['apply', program.codemod, ...accept, '--write', '--yes']);
  // apply may have asked for another version of a package of a package.
  install(step, program.before);
  run(step, 'cf-migrate', ['data', program.codemod, '--from', program.from, '-o', '../export']);
  const withData = { what: 'with its data', verification: verified('--export', '../export') };
  if (!existsSync(path.join(own, FIRST_START))) return [withData];
  cpSync(path.join(own, FIRST_START), path.join(path.dirname(app), FIRST_START));
  rmSync(path.join(app, program.from), { recursive: true });
  return [withData, { what: 'started with nothing stored', verification: verified('--script', `../${FIRST_START}`) }];
}

const FIRST_START = 'first-start.yaml';

function told({ what, verification: { requests, state, equal, problem, runtime } }: Played): void {
  const same = requests.filter((one) => one.equal).length;
  console.log(`  ${equal ? 'EQUAL' : 'DIFFERENT'}, ${what}: ${same} of ${requests.length} answers, stored state ${state === null ? 'not compared' : state.equal ? 'equal' : 'different'}, on workerd ${runtime.workerd}${problem ? `\n  ${problem.message}` : ''}`);
  for (const one of requests.filter((each) => !each.equal)) console.log(`  different: round ${one.round}, ${one.title}`);
}

/** Calls that none of the scripts reached; a place is the same in each of them. */
function tellExecuted(all: readonly RewrittenCalls[]): void {
  const unknown = all.find(({ problem }) => problem !== undefined);
  if (unknown) return console.log(`  rewritten calls were not counted: ${unknown.problem}`);
  const [first] = all;
  const left = (first?.calls ?? []).filter((_call, place) => all.every(({ calls }) => calls[place]?.onWorkers === 0));
  const onNode = (first?.calls ?? []).filter((_call, place) => all.some(({ calls }) => calls[place]?.onNode === true));
  console.log(`  ${(first?.calls.length ?? 0) - left.length} of ${first?.calls.length ?? 0} rewritten calls executed on workerd, ${onNode.length} on Node`);
  for (const { file, line, call, inWorker } of left) console.log(`  not executed: ${file}:${line}  ${call}${inWorker === false ? '  (in no module of the Worker)' : ''}`);
  for (const { file, line, what, why } of first?.notCounted ?? []) console.log(`  not counted: ${file}:${line}  ${what}  (${why})`);
}

function moved(program: MovedProgram): boolean {
  console.log(`${program.spec}, ${program.codemod}`);
  const scratch = mkdtempSync(path.join(tmpdir(), 'cf-migrate-moved-'));
  const app = path.join(scratch, program.name);
  const own = path.join(tool, 'bench', 'moved', 'programs', program.name);
  try {
    mkdirSync(app);
    cpSync(fetchProgram(program.spec, values.cache), app, { recursive: true });
    cpSync(path.join(own, 'data'), app, { recursive: true });
    cpSync(path.join(own, 'verify.yaml'), path.join(app, 'verify.yaml'));
    const played = move(program, app, own);
    for (const one of played) told(one);
    tellExecuted(played.flatMap(({ verification }) => verification.rewritten ?? []));
    return played.every(({ verification }) => verification.equal);
  } finally {
    if (values.keep) console.log(`  kept in ${scratch}`);
    else rmSync(scratch, { recursive: true, force: true });
  }
}

if (values.help) console.log(USAGE);
else process.exitCode = MOVED_PROGRAMS.filter(({ name }) => values.program?.includes(name) ?? true).map(moved).every(Boolean) ? 0 : 1;
