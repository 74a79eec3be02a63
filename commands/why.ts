/** `cf-migrate why FILE|PACKAGE`: how the program comes to load it. */
import { UserError } from '../core/errors.js';
import { nearest } from '../core/text.js';
import { harmlessNote } from '../pipeline/rule-book.js';
import { scanFolder } from '../pipeline/scan.js';
import { folderArgument, parse, verb } from './arguments.js';
import type { World } from './world.js';
import type { PackageFact } from '../core/program.js';
import type { Scan } from '../core/scan.js';

const command = () => verb('why', 'Show the import chain from an entry point to a file or a package.')
  .argument('<name>', 'a file of the program, or a package')
  .argument('[dir]', 'folder of the application', '.')
  .option('--json', 'as JSON');

interface Answer {
  name: string;
  kind: 'file' | 'package';
  chains: string[][];
  note: string;
}

function ofFile(scan: Scan, file: string): Answer | null {
  const module = scan.modules.find((m) => m.file === file || m.file.endsWith(`/${file}`));
  if (!module) return null;
  const note = module.reach === 'dead' ? 'no entry point reaches it' : `reached by ${module.reach} code`;
  return { name: module.file, kind: 'file', chains: module.chain.length > 0 ? [module.chain] : [], note };
}

function ofPackage(scan: Scan, packages: readonly PackageFact[], name: string): Answer | null {
  const fact = packages.find((p) => p.name === name);
  const users = scan.modules.filter((m) => m.packages.includes(name) || m.packages.includes(`node:${name}`));
  if (!fact && users.length === 0) return null;
  const imported = users.map((m) => [...(m.chain.length > 0 ? m.chain : [m.file]), name]);
  const chains = [...imported, ...(fact?.chain ? [['package.json', ...fact.chain]] : [])];
  const brought = fact?.broughtInBy.length ? `brought in by ${fact.broughtInBy.join(', ')}` : fact?.direct ? 'a direct dependency' : '';
  const native = fact ? { yes: `a native add-on: ${fact.nativeReason ?? ''}`, unknown: `native add-on or not is unknown: ${fact.nativeReason ?? ''}`, no: '' }[fact.native] : '';
  return { name, kind: 'package', chains, note: [brought, native, harmlessNote(name, fact?.version ?? null), users.length === 0 ? 'no file of the program imports it' : ''].filter(Boolean).join('; ') };
}

export async function run(argv: readonly string[], world: World): Promise<number> {
  const { options, args } = parse(command(), argv, world);
  const { scan, program } = scanFolder(folderArgument(world, args[1]));
  const name = (args[0] ?? '').replace(/^\.\//, '');
  const answer = ofFile(scan, name) ?? ofPackage(scan, program.packages, name);
  if (!answer) {
    const near = nearest(name, [...scan.modules.map((m) => m.file), ...program.packages.map((p) => p.name)]);
    throw new UserError('not-in-program', `${name} is neither a file of the program nor a package it knows.`, near ? `Did you mean ${near}?` : 'Give a path relative to the folder, or a package name.');
  }
  if (options.json === true) {
    world.out(`${JSON.stringify(answer, null, 2)}\n`);
    return 0;
  }
  world.out(`${answer.name}${answer.note ? `: ${answer.note}` : ''}\n`);
  for (const chain of answer.chains.slice(0, 20)) world.out(`${chain.map((file, depth) => `${'  '.repeat(depth + 1)}${depth > 0 ? '└ ' : ''}${file}`).join('\n')}\n`);
  return 0;
}
