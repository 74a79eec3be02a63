/** The shell: finds the verb, runs it, and is the one place that turns an error into a message and an exit code. It loads what it needs where it needs it: the help is there at once. */
import { readFileSync } from 'node:fs';
import type { World } from './world.js';

interface Verb {
  run(argv: readonly string[], world: World): Promise<number>;
}

const VERBS: Record<string, () => Promise<Verb>> = {
  scan: () => import('./scan.js'),
  report: () => import('./report.js'),
  plan: () => import('./plan.js'),
  apply: () => import('./apply.js'),
  undo: () => import('./undo.js'),
  data: () => import('./data.js'),
  verify: () => import('./verify.js'),
  trace: () => import('./trace.js'),
  explain: () => import('./explain.js'),
  why: () => import('./why.js'),
  diff: () => import('./diff.js'),
  rules: () => import('./rules.js'),
};

const HELP = `cf-migrate: can this Node app move to Cloudflare, what breaks, what does it cost, how much can a machine do?

  cf-migrate scan [dir]                 what stands in the way, where, and how sure we are
  cf-migrate report [dir|scan.json]     the page for the review meeting; --cost adds the bill
  cf-migrate plan [dir]                 which resource goes where, and why, as JSON
  cf-migrate apply NAME [dir]           a rewrite as a diff; --write writes it, all or nothing
  cf-migrate undo [dir]                 take the last write back
  cf-migrate data NAME [dir]            the documents go along, are checked, and come back
  cf-migrate verify [dir]               the same requests against Node and the Workers runtime (runs the app)
  cf-migrate trace [dir] -- COMMAND     record who calls whom while your tests run (runs them)
  cf-migrate explain RULE               what a rule says, why, and where that comes from
  cf-migrate why FILE|PACKAGE [dir]     how the program comes to load it
  cf-migrate diff OLD.json NEW.json     what changed between two scans
  cf-migrate rules lint [file...]       check rule files
  cf-migrate rules drift                run the evidence of the rules on another workerd, and print what changed

Every verb has --help. Data goes to stdout, messages to stderr; nothing is sent anywhere.

Exit codes
  0  done (findings alone are no failure)
  1  findings at or over --fail-on, a bill over --fail-on-cost, a verification that is not equal, or data left out
  2  bad input: a missing folder, an unknown name or flag, a broken rule or config file, a dirty work tree
`;

/** A reader that goes away (`| head`) is no error; a full disk behind stdout is the user's to mend. */
function guardStdout(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.stderr.write(`error: the output could not be written (${error.code ?? error.message}).\n  hint: Free some space, or write elsewhere.\n`);
    process.exit(error.code === 'EPIPE' ? 0 : 2);
  });
}

export const processWorld: World = {
  cwd: process.cwd(),
  env: process.env,
  out: (text) => void process.stdout.write(text),
  log: (text) => void process.stderr.write(text),
  columns: process.stdout.isTTY ? process.stdout.columns ?? 80 : null,
  readStdin: () => readFileSync(0, 'utf8'),
};

async function report(error: unknown, world: World): Promise<number> {
  const { UserError } = await import('../core/errors.js');
  if (error instanceof UserError) {
    world.log(`error: ${error.message}\n  hint: ${error.hint}\n`);
    return 2;
  }
  throw error;
}

async function unknownVerb(name: string): Promise<never> {
  const { UserError } = await import('../core/errors.js');
  const { nearest } = await import('../core/text.js');
  const near = nearest(name, Object.keys(VERBS));
  throw new UserError('unknown-verb', name.startsWith('-') ? `Unknown option ${name}.` : `There is no command "${name}".`, near ? `Did you mean: cf-migrate ${near}?` : 'See: cf-migrate --help');
}

/** Runs one command line; gives the exit code. Throws only what is a bug. */
export async function main(argv: readonly string[], world: World = processWorld): Promise<number> {
  if (world === processWorld) guardStdout();
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    world.out(HELP);
    return 0;
  }
  if (name === '--version' || name === '-v') {
    const { toolVersion } = await import('../core/home.js');
    world.out(`${toolVersion()}\n`);
    return 0;
  }
  try {
    const load = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
    return load ? await (await load()).run(rest, world) : await unknownVerb(name);
  } catch (error) {
    if (typeof error === 'symbol') return 0;
    return await report(error, world);
  }
}
