/** The files that ship with a served program and that it reads while it runs: what a Worker has to be given of them. Copies nothing. */
import path from 'node:path';
import type { Program, Resource, Site } from '../core/program.js';
import { reachedResources } from '../core/reached-resources.js';
import type { ServedModule, ShippedFiles } from '../core/workers-entry.js';
import { loadedWith } from './at-load.js';

export interface ShippedQuestion {
  program: Program;
  /** Text of a file of the program. */
  read(file: string): string;
}

/** Calls that hand out a folder, with all that lies below it. */
const SERVES_FOLDER = /^(?:express\.static|serve-static|koa-static|@koa\/static|@fastify\/static|sirv|serve-index)\b|readdir|^ejs|setViews/;

/** A pattern of the program as a glob; null where it could mean anything. */
function globOf({ pattern }: Resource, sites: readonly Site[]): string | null {
  if (/^[</*]|[<>]|\.\./.test(pattern) || pattern === '.' || pattern === '') return null;
  return sites.some(({ origin }) => SERVES_FOLDER.test(origin)) && !pattern.endsWith('*') ? `${pattern}/**` : pattern.replace(/\/\*$/, '/**');
}

const ASKS = /\b__dirname\b|\b__filename\b|\bimport\.meta\.(?:url|dirname|filename)\b/g;

/** Whether it is the main module, and `createRequire`, are asked for another reason than a file; a name of its own is no question. */
function asksFor(text: string): string[] {
  const own = new Set([...text.matchAll(/\b(?:const|let|var)\s+(__dirname|__filename)\b/g)].map(([, name]) => name));
  const lines = text.split('\n').filter((line) => !/\bargv\b|require\.main|createRequire/.test(line));
  return [...new Set(lines.flatMap((line) => line.match(ASKS) ?? []))].filter((word) => !own.has(word));
}

const folderOf = (file: string): string => path.posix.dirname(file).replace(/^\.$/, '');

interface Read {
  glob: string;
  sites: Site[];
}

/** What the modules read and nobody writes. */
function readBy(program: Program, modules: ReadonlySet<string>): Read[] {
  const { resources, sites } = program;
  const reachOf = reachedResources(program);
  return resources.filter(({ kind, persistence }) => kind === 'files' && persistence === 'asset').flatMap((resource) => {
    const own = sites.filter((site) => site.reach === 'production' && modules.has(site.at.file) && reachOf(site).includes(resource.id));
    const glob = own.length > 0 ? globOf(resource, own) : null;
    return glob === null ? [] : [{ glob, sites: own }];
  });
}

/** The files; null where the program reads none and asks for no place. */
export function shippedFiles({ program, read }: ShippedQuestion, served: ServedModule): ShippedFiles | null {
  const modules = loadedWith(program, served.file, false);
  const files = readBy(program, modules);
  const beside = files.flatMap(({ sites }) => sites).find(({ storage }) => storage?.path.roots.includes('module'));
  const asking = [...modules].map((file) => ({ file, words: asksFor(read(file)) })).filter(({ words }) => words.length > 0);
  const folders = [...new Set(asking.map(({ file }) => folderOf(file)))];
  const globs = [...new Set(files.map(({ glob }) => glob))].sort();
  const asks = [...new Set(asking.flatMap(({ words }) => words))].sort();
  const note = beside && folders.length > 1 ? `Modules of several folders look for files beside themselves (${folders.map((folder) => folder === '' ? '.' : folder).join(', ')}), and on Workers all of them stand in /bundle: have them ask one module for the folder, or ${beside.at.file}:${beside.at.line} finds nothing there` : undefined;
  return globs.length + asks.length === 0 ? null : { globs, standsIn: beside && folders.length === 1 ? folders[0] ?? '' : '', asks, ...(note === undefined ? {} : { note }) };
}
