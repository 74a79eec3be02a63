/** `cf-migrate data NAME`: the documents that a rewrite moved go along, are checked, and come back. Sends nothing anywhere: it writes files and says which commands carry them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.js';
import { STORES } from '../core/stores.js';
import { type Behind, type DataRequest, bringBack, checkData, exportData, readBehind } from '../pipeline/data.js';
import { folderArgument, oneOf, parse, verb } from './arguments.js';
import { backText, checkText, exportText, isComplete } from './data-text.js';
import type { World } from './world.js';

const collect = (value: string, before: string[]): string[] => [...before, value];

const NAMES = STORES.map((store) => store.codemod);

const EXAMPLES = `
Examples
  cf-migrate data fs-to-kv                              copy the documents to ../APP-fs-to-kv-data, with the commands
  cf-migrate data fs-to-kv --from /mnt/data -o export   the running app keeps them on a volume
  cf-migrate data fs-to-kv --since export -o changes    what changed since that copy, deletions too
  cf-migrate data fs-to-r2 --from userDir=/home/me/.app --worker-path userDir=/mnt/app
                                                        the folder is a setting of the program, other on Workers
  node export/fetch.mjs fetched .                       (yours to run) fetch what the store holds now
  cf-migrate data fs-to-kv --check fetched              counts, sizes and hashes against the manifest
  cf-migrate data fs-to-kv --reverse fetched            the way back: documents of the store become files again

Exit codes
  0  done, nothing was left out
  1  something was left out, the store is not equal, or files changed here and nothing came back
  2  bad input, or a full disk: nothing was written
`;

const command = () => verb('data', 'Copy the documents that a rewrite moved: bulk files, a manifest, and the commands that upload them. Nothing is sent anywhere.')
  .argument('<name>', `the rewrite that was applied: ${NAMES.join(', ')}`)
  .argument('[dir]', 'folder of the application, after apply --write', '.')
  .option('--from <folder>', 'where the data of the running app is (NAME=FOLDER with several stores or folders; repeatable)', collect, [])
  .option('--worker-path <path>', 'which path the program on Workers gives a folder that only the running program knows (NAME=PATH with several; repeatable)', collect, [])
  .option('--without <name>', 'leave such a folder out of the copy (repeatable)', collect, [])
  .option('-o, --output <folder>', 'write the export there (default: DIR-NAME-data beside the folder of the application)')
  .option('--since <export>', 'only what changed since this export (its folder or manifest.json)')
  .option('--behind <file>', 'with --since: also what the adapter for both sides noted as not in the store (.cf-migrate/behind-BINDING.txt; repeatable)', collect, [])
  .option('--check <fetched>', 'compare what was fetched of the store with the manifest')
  .option('--reverse <fetched>', 'bring what was fetched of the store back into files')
  .option('--manifest <export>', 'with --check and --reverse: the export to compare with (default: the one that -o would write)')
  .option('--namespace-id <id>', 'name the namespace in the commands, instead of the binding')
  .option('--bucket <name>', 'name of the bucket (default: as the wrangler configuration says)')
  .option('--local', 'commands for the local store of wrangler dev')
  .option('--yes', 'replace an earlier export; with --reverse: replace files that changed here')
  .option('--json', 'as JSON')
  .addHelpText('after', EXAMPLES);

/** `NAME=PLACE`, or a place alone. */
function namedPlaces(given: readonly string[], read: (place: string) => string): Record<string, string> {
  return Object.fromEntries(given.map((one) => {
    const named = /^(\w[\w.-]*)=(.+)$/s.exec(one);
    return [named?.[1] ?? '', read(named?.[2] ?? one)];
  }));
}

/** One thing at a time: a copy, a check, or the way back. */
function modeOf(options: Record<string, unknown>): 'export' | 'check' | 'reverse' {
  const given = ['check', 'reverse', 'since'].filter((name) => options[name] !== undefined);
  if (given.length > 1) throw new UserError('bad-arguments', `--${given[0] ?? ''} and --${given[1] ?? ''} do not go together.`, 'Give one of --since, --check and --reverse.');
  return options.check !== undefined ? 'check' : options.reverse !== undefined ? 'reverse' : 'export';
}

/** Throws UserError where the file cannot be read, or there is no export that it could add to. */
function behindOf(world: World, { behind, since }: Record<string, unknown>): Behind[] {
  const files = behind as string[];
  if (files.length > 0 && since === undefined) throw new UserError('bad-arguments', '--behind goes with --since.', 'A whole copy brings everything anyway.');
  return files.flatMap((file) => {
    try {
      return readBehind(readFileSync(path.resolve(world.cwd, file), 'utf8'), file);
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError('no-such-file', `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`, 'The adapter for both sides writes it where the app runs, once something did not get into the store.');
    }
  });
}

const text = (value: unknown): string | null => (value === undefined ? null : String(value));

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const codemod = oneOf('data', args[0], NAMES);
  const directory = folderArgument(world, args[1]);
  const place = (value: unknown): string | null => (value === undefined ? null : path.resolve(world.cwd, String(value)));
  const request: DataRequest = { codemod, directory, from: namedPlaces(options.from as string[], (folder) => path.resolve(world.cwd, folder)), workerPaths: namedPlaces(options.workerPath as string[], (place) => place), bucket: text(options.bucket), namespaceId: text(options.namespaceId) };
  const usual = path.join(path.dirname(directory), `${path.basename(directory)}-${codemod}-data`);
  const manifest = place(options.manifest) ?? place(options.output) ?? usual;
  const mode = modeOf(options);
  const say = (json: unknown, words: string): void => world.out(options.json === true ? `${JSON.stringify(json, null, 2)}\n` : words);
  if (mode === 'check') {
    const checks = checkData(place(options.check) ?? '', manifest);
    say(checks, checkText(checks));
    return checks.every((one) => one.rows.length === 0) ? 0 : 1;
  }
  if (mode === 'reverse') {
    const back = bringBack({ ...request, fetched: place(options.reverse) ?? '', manifest, force: options.yes === true });
    say(back, backText(back));
    return back.folders.some((one) => one.conflicts.length > 0) ? 1 : 0;
  }
  const out = place(options.output) ?? (options.since === undefined ? usual : usual.replace(/-data$/, '-changes'));
  const exported = exportData({ ...request, out, without: options.without as string[], since: place(options.since), behind: behindOf(world, options), replace: options.yes === true, local: options.local === true });
  say({ out, ...exported }, exportText(exported, out, { directory, cwd: world.cwd, local: options.local === true }));
  return isComplete(exported) ? 0 : 1;
}
