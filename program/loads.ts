/** Files that a program runs by their path: threads, forked processes, sandboxed processors of queues. To the module graph they are imports. */
import { type CallIndex, callsOf } from './call-index.js';
import type { LinkedCall } from './edges.js';
import { optionOf } from './mounts.js';
import { pathText, plainText } from './path-text.js';
import { textsOf } from './text.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

export interface Load {
  from: string;
  fn: number;
  to: string;
  at: LinkedCall['fact']['at'];
}

const EXTENSIONS = ['', '.js', '.ts', '.mjs', '.cjs', '.mts', '.cts', '/index.js', '/index.ts'];

/** The source that a path from the root names, with its ending or without. */
export const sourceAt = (world: World, path: string): string | undefined => EXTENSIONS.map((extension) => path + extension).find((file) => world.files.has(file));

/** The source that a path names: from the root, beside the loading file, or as a build would place it. */
function fileAt(world: World, from: string, text: string): string | undefined {
  const clean = text.replace(/^\.\//, '').replace(/^file:\/\//, '');
  const folder = from.includes('/') ? `${from.slice(0, from.lastIndexOf('/'))}/` : '';
  const bases = [clean, `${folder}${clean}`].flatMap((path) => [path, path.replace(/\.([cm]?)js$/, '.$1ts')]);
  return bases.map((path) => sourceAt(world, path)).find((path) => path !== undefined);
}

const takesCommand = (world: World, origin: string): boolean => world.apisOf(origin).some((api) => api.command === 0);

const loadsBySpec = (world: World, origin: string): (number | string)[] => world.apisOf(origin).flatMap((api) => api.loads ?? []);

/** `spawn(process.execPath, ['worker.js'])`, `execFile('node', [path])`. */
function runByNode(world: World, call: LinkedCall): string[] {
  const [program, words] = call.fact.args;
  if (!call.origins.some((origin) => takesCommand(world, origin)) || program === undefined || words === undefined) return [];
  const node = evaluate(world, call.file, program).some((value) => value.v === 'origin' && value.id === 'node:process.execPath') || plainText(textsOf(world, call.file, program)[0] ?? []).text === 'node';
  const list = node ? evaluate(world, call.file, words).find((value) => value.v === 'array') : undefined;
  const literal = list?.v === 'array' ? world.files.get(list.file)?.facts.exprs[list.expr] : undefined;
  const items = literal?.k === 'array' && list?.v === 'array' ? literal.items.map((item) => pathText(textsOf(world, list.file, item)[0] ?? [])) : [];
  return items.filter((path) => path.constant && !path.text.startsWith('-')).map((path) => path.text).slice(0, 1);
}

/** Paths that the call names by `loads` of apis.yaml. */
function loadedBy(world: World, call: LinkedCall): string[] {
  const specs = call.origins.flatMap((origin) => loadsBySpec(world, origin));
  return [...runByNode(world, call), ...specs.flatMap((spec): string[] => {
    const [index, name] = typeof spec === 'number' ? [spec, undefined] : [Number(spec.split('.')[0]), spec.split('.')[1]];
    const at = name === undefined ? { file: call.file, expr: call.fact.args[index] } : optionOf(world, call, index, name);
    if (at?.expr === undefined) return [];
    return textsOf(world, at.file, at.expr).map((parts) => pathText(parts)).filter((path) => path.constant).map((path) => path.text);
  })];
}

export function loadsOf(world: World, index: CallIndex): Load[] {
  return callsOf(index, (origin) => takesCommand(world, origin) || loadsBySpec(world, origin).length > 0).flatMap((call) => loadedBy(world, call).flatMap((text): Load[] => {
    const to = fileAt(world, call.file, text);
    return to === undefined || to === call.file ? [] : [{ from: call.file, fn: call.fact.fn, to, at: call.fact.at }];
  }));
}
