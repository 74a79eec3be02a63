/** `cf-migrate verify`: the same requests against the original on Node and the migrated app on workerd, compared. Runs the app's code, in copies, on loopback. */
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { verifyFolder } from '../pipeline/verify.js';
import { folderArgument, parse, verb } from './arguments.js';
import { wantsColour, type World } from './world.js';

const command = () => verb('verify', 'Play requests against Node and the Workers runtime and compare. This RUNS the code of the application, in a copy, on loopback only.')
  .argument('[dir]', 'folder of the application, migrated or not', '.')
  .option('--script <file>', 'the requests, YAML, JSON or an HTTP archive .har (default: verify.yaml in the folder, else drafted from the routes)')
  .option('--init', 'run nothing: draft a script from the routes in the code, to stdout or to the file that -o names')
  .option('-o, --output <file>', 'where --init writes')
  .option('--record <file>', 'start the original on Node, record what a client asks of it, write a script on Ctrl-C')
  .option('--port <number>', 'where --record listens (default: a free port)')
  .option('--origin <url>', 'with a .har script: whose requests to play (default: the most frequent origin)')
  .option('--yes', 'write over a file that is there')
  .option('--draft', 'play a script drafted from the routes, even when there is a verify.yaml')
  .option('--original <dir>', 'the tree before the migration (default: what the journal of apply kept, else the folder itself)')
  .option('--export <dir>', 'the stores begin with what this export of cf-migrate data uploads (default: with the files of the original)')
  .option('--time-limit <ms>', 'milliseconds a request may take')
  .option('--diagnosis-time <s>', 'seconds after which the search for causes begins no further step; 0 looks for none (default: 120)')
  .option('--stale-kv', 'play once more against a KV that is a minute behind; told, not counted')
  .option('--tripwire', 'also look for promises of converted functions that nobody waits for')
  .option('--json', 'as JSON')
  .option('--color', 'colour even in a pipe')
  .option('--no-color', 'no colour');

function milliseconds(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit <= 0) throw new UserError('bad-arguments', `--time-limit needs milliseconds, not "${String(value)}".`, 'For example: --time-limit 10000');
  return limit;
}

function seconds(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 0 || value === '') throw new UserError('bad-arguments', `--diagnosis-time needs whole seconds, not "${String(value)}".`, 'For example: --diagnosis-time 300');
  return limit;
}

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const directory = folderArgument(world, args[0]);
  if (options.init === true) {
    const { initScript } = await import('./verify-init.js');
    return initScript(directory, { yes: options.yes === true, ...(options.output === undefined ? {} : { output: String(options.output) }) }, world);
  }
  if (options.record !== undefined) {
    const { record } = await import('./verify-record.js');
    return record(directory, { file: String(options.record), port: options.port, yes: options.yes === true }, world);
  }
  const limit = milliseconds(options.timeLimit);
  const diagnosisSeconds = seconds(options.diagnosisTime);
  const verification = await verifyFolder({
    directory,
    draft: options.draft === true,
    environment: world.env,
    ...(options.origin === undefined ? {} : { origin: String(options.origin) }),
    ...(options.script === undefined ? {} : { script: path.resolve(world.cwd, String(options.script)) }),
    ...(options.original === undefined ? {} : { original: path.resolve(world.cwd, String(options.original)) }),
    ...(options.export === undefined ? {} : { exported: path.resolve(world.cwd, String(options.export)) }),
    ...(limit === undefined ? {} : { timeLimit: limit }),
    ...(diagnosisSeconds === undefined ? {} : { diagnosisSeconds }),
    staleKv: options.staleKv === true,
    tripwire: options.tripwire === true,
    onProgress: (step) => world.log(`${step}\n`),
  });
  if (options.json === true) world.out(`${JSON.stringify(verification, null, 2)}\n`);
  else {
    const { renderVerification } = await import('../reports/terminal/verification.js');
    world.out(renderVerification(verification, { width: world.columns ?? 80, colour: wantsColour(world, options.color as boolean | undefined) }));
  }
  return verification.equal ? 0 : 1;
}
