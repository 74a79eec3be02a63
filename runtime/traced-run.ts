/** Runs a command of the user with the recorder in front of every Node process that it starts, and reads what they wrote. The command has the terminal to itself; nothing of it is changed, and nothing is sent. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { homePath } from '../core/home.js';
import { TRACE_ENV, WATCH_FILE, type TraceLine, type WatchList } from '../core/trace.js';
import { watchedFolder } from './scratch-folder.js';

export interface TracedRun {
  /** As a shell would give it: 128 and the number of the signal that ended the command. */
  exitCode: number;
  /** Lines of each process or thread that ran code of the program. */
  processes: TraceLine[][];
}

export interface TracedCommand {
  directory: string;
  command: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
  /** Given the real path of the folder. */
  watch: (root: string) => WatchList;
}

const RECORDER = homePath('dist', 'bundle', 'trace-recorder.cjs');

/** The user's own options go first, so that what they load is there before us. */
function environmentOf({ environment }: TracedCommand, folder: string): NodeJS.ProcessEnv {
  const options = [environment['NODE_OPTIONS'], `--require ${JSON.stringify(RECORDER)}`].filter((part) => part !== undefined && part !== '').join(' ');
  return { ...environment, NODE_OPTIONS: options, [TRACE_ENV]: folder };
}

const PASSED_ON = ['SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C reaches the command by itself, since it shares our terminal: we only have to outlive it. */
function run(traced: TracedCommand, folder: string): Promise<number> {
  const [program = '', ...rest] = traced.command;
  const child = spawn(program, rest, { cwd: traced.directory, env: environmentOf(traced, folder), stdio: 'inherit', shell: process.platform === 'win32' });
  const wait = (): void => undefined;
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', wait);
  for (const signal of PASSED_ON) process.on(signal, pass);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(new UserError('cannot-start', `${program} could not be started (${error.code ?? error.message}).`, 'What stands after -- is a command as you would type it: cf-migrate trace -- npm test')));
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
  return ended.finally(() => {
    process.removeListener('SIGINT', wait);
    for (const signal of PASSED_ON) process.removeListener(signal, pass);
  });
}

/** Whole lines only: a process may have been killed while it wrote the last one. */
function linesOf(file: string): TraceLine[] {
  return readFileSync(file, 'utf8').split('\n').slice(0, -1).flatMap((line): TraceLine[] => {
    try {
      return [JSON.parse(line) as TraceLine];
    } catch {
      return []; // Written by a process whose disk was full.
    }
  });
}

/** Throws UserError when the command cannot be started. */
export async function runTraced(traced: TracedCommand): Promise<TracedRun> {
  if (!existsSync(RECORDER)) throw new Error(`${RECORDER} is missing: npm run build`);
  const { folder, remove } = watchedFolder('cf-migrate-trace-');
  try {
    writeFileSync(path.join(folder, WATCH_FILE), JSON.stringify(traced.watch(realpathSync(traced.directory))));
    const exitCode = await run(traced, folder);
    const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    return { exitCode, processes: files.sort().map((name) => linesOf(path.join(folder, name))) };
  } finally {
    remove();
  }
}
