/** `cf-migrate verify --init`: drafts a script of requests from the routes in the code. Writes only the file that -o names, and never over one without --yes. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { draftScript } from '../pipeline/draft.js';
import { writeOutput } from './output.js';
import type { World } from './world.js';

export interface InitOptions {
  output?: string;
  /** Write over a file that is there. */
  yes: boolean;
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** `script drafted from 12 routes; 2 could not be drafted`. */
export const draftedFrom = (routes: number, left: number): string => `script drafted from ${counted(routes, 'route', 'routes')}; ${left === 0 ? 'nothing was left out' : `${left} could not be drafted`}`;

export function checkTarget(world: World, file: string, yes: boolean): void {
  if (yes || !existsSync(path.resolve(world.cwd, file))) return;
  throw new UserError('file-exists', `${file} is there already.`, 'Name another file, or write over it with --yes.');
}

export function initScript(directory: string, options: InitOptions, world: World): number {
  const { output } = options;
  if (output !== undefined) checkTarget(world, output, options.yes);
  const { text, routes, left } = draftScript(directory);
  if (output === undefined) world.out(text);
  else writeOutput(world, output, text);
  world.log(`${draftedFrom(routes, left.length)}${output === undefined ? '' : `; written to ${output}`}\n`);
  return 0;
}
