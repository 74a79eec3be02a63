/** `cf-migrate verify --record FILE`: a recording of what a client asks of the original. The file is written whole when Ctrl-C ends it, or not at all. */
import { UserError } from '../core/errors.js';
import { recordScript } from '../pipeline/record.js';
import { writeOutput } from './output.js';
import { checkTarget } from './verify-init.js';
import type { World } from './world.js';

function portOption(value: unknown): number | null {
  if (value === undefined) return null;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UserError('bad-arguments', `--port needs a number from 1 to 65535, not "${String(value)}".`, 'For example: --port 8080');
}

export interface RecordOptions {
  file: string;
  port: unknown;
  yes: boolean;
}

export async function record(directory: string, options: RecordOptions, world: World): Promise<number> {
  checkTarget(world, options.file, options.yes);
  const port = portOption(options.port);
  const { text, requests } = await recordScript({ directory, port, environment: world.env, onProgress: (step) => world.log(`${step}\n`) });
  writeOutput(world, options.file, text);
  world.log(`${requests} request${requests === 1 ? '' : 's'} written to ${options.file}\n`);
  return 0;
}
