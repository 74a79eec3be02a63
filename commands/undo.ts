/** `cf-migrate undo`: takes the last write of `apply` back, byte for byte. */
import { undo } from '../core/journal.js';
import { folderArgument, parse, verb } from './arguments.js';
import type { World } from './world.js';

const command = () => verb('undo', 'Take back what the last apply --write wrote.')
  .argument('[dir]', 'folder of the application', '.')
  .option('--force', 'restore files that changed since, too');

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const entry = undo(folderArgument(world, args[0]), { force: options.force === true });
  for (const file of entry.files) world.out(`${file.before === null ? 'removed ' : 'restored'}  ${file.file}\n`);
  return 0;
}
