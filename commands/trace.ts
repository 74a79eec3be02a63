/** `cf-migrate trace -- COMMAND`: runs the user's own tests, or any command, and writes down which function of the program was called from where. Says that it runs the user's code; passes the exit code through. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { TRACE_FILE, type Trace } from '../core/trace.js';
import { parseTrace } from '../pipeline/trace-file.js';
import { traceFolder } from '../pipeline/trace.js';
import { folderArgument, parse, verb } from './arguments.js';
import { writeOutput } from './output.js';
import { traceSummary } from './trace-text.js';
import type { World } from './world.js';

const command = () => verb('trace', 'Run a command, such as your tests, and record which function of the program calls which. This RUNS your code, in its own folder, as the command alone would.')
  .usage('[dir] [options] -- <command> [arguments]')
  .argument('[dir]', 'folder of the program, where the command runs', '.')
  .option('--out <file>', `where the recording goes (default: ${TRACE_FILE} in the folder)`)
  .option('--add', 'add to the recording that is there instead of replacing it');

export async function run(argv: readonly string[], world: World): Promise<number> {
  const cut = argv.indexOf('--');
  const own = cut === -1 ? argv : argv.slice(0, cut);
  const given = cut === -1 ? [] : argv.slice(cut + 1);
  const isHelp = own.includes('--help') || own.includes('-h');
  if (given.length === 0 && !isHelp) throw new UserError('bad-arguments', 'trace needs a command to run.', 'Write it after two dashes: cf-migrate trace -- npm test');
  const { options, args } = parse(command(), own, world);
  const directory = folderArgument(world, args[0]);
  const out = options.out === undefined ? path.join(directory, TRACE_FILE) : path.resolve(world.cwd, String(options.out));
  world.log(`trace: this runs your code: ${given.join(' ')}\n`);
  const earlier = options.add === true ? earlierTrace(out) : null;
  const { exitCode, trace, recorded, stale, troubles } = await traceFolder({ directory, command: given, environment: world.env, ...(earlier ? { earlier } : {}) });
  for (const trouble of troubles) world.log(`note: the recorder could not work everywhere: ${trouble}\n`);
  const named = path.relative(world.cwd, out);
  if (recorded) {
    if (stale.length > 0) world.log(`note: ${stale.join(', ')} changed since the earlier recording; what it saw there is left out\n`);
    writeOutput(world, out, `${JSON.stringify(trace, null, 1)}\n`);
  }
  world.log(traceSummary(recorded ? trace : { ...trace, files: {} }, named.startsWith('..') ? out : named, exitCode));
  return exitCode;
}

/** null when there is none yet. */
function earlierTrace(file: string): Trace | null {
  if (!existsSync(file)) return null;
  return parseTrace(readFileSync(file, 'utf8'), file);
}
