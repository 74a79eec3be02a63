/** What a recording watches for: the functions of the program with the places of their bodies, and the calls whose callee the scan could not decide. */
import { createHash } from 'node:crypto';
import type { FunctionNode } from '../core/program.js';
import { parseSource, type SyntaxNode } from '../core/parse.js';
import { childrenOf, isFunction, isNode } from '../core/syntax.js';
import { lineStarts, placeAt } from '../core/text.js';
import type { TracePosition, WatchList, WatchedFile, WatchedFunction, WatchedSite } from '../core/trace.js';
import type { Scanned } from './scan.js';

/** Where the body of each function begins, by the offset at which the function does. */
function bodiesOf(file: string, text: string): Map<number, number> {
  const parsed = parseSource(file, text);
  const bodies = new Map<number, number>();
  const pending: SyntaxNode[] = parsed.ok ? [parsed.file.ast] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (isFunction(node) && isNode(node.body)) bodies.set(node.start, node.body.start);
    for (const child of childrenOf(node)) pending.push(child);
  }
  return bodies;
}

function watchedFunctions(functions: readonly FunctionNode[], file: string, text: string): WatchedFunction[] {
  const bodies = bodiesOf(file, text);
  const starts = lineStarts(text);
  const position = (offset: number): TracePosition => {
    const { line, column } = placeAt(file, starts, offset, offset);
    return [line, column];
  };
  return functions.flatMap((fn): WatchedFunction[] => {
    const body = bodies.get(fn.place.start);
    return fn.kind === 'module' || body === undefined ? [] : [{ start: [fn.place.line, fn.place.column], body: position(body), end: position(fn.place.end), entered: !fn.generator, async: fn.async }];
  });
}

export const textHash = (text: string): string => createHash('sha256').update(text).digest('hex');

const startOf = (fn: FunctionNode): string => `${fn.place.line}:${fn.place.column}`;

/** Calls that may reach one of a few functions, and may reach something else. */
function watchedSites({ program }: Scanned, functionsOf: ReadonlyMap<string, WatchedFunction[]>): Map<string, WatchedSite[]> {
  const nodes = new Map(program.functions.map((fn) => [fn.id, fn]));
  const sites = new Map<string, Map<string, WatchedSite>>();
  for (const edge of program.edges) {
    const callee = edge.confidence === 'possible' ? nodes.get(edge.to) : undefined;
    const index = callee ? (functionsOf.get(callee.file) ?? []).findIndex((fn) => fn.start.join(':') === startOf(callee)) : -1;
    if (!callee || index === -1) continue;
    const own = sites.get(edge.at.file) ?? new Map<string, WatchedSite>();
    const key = `${edge.at.line}:${edge.at.column}`;
    const known = own.get(key)?.candidates ?? [];
    sites.set(edge.at.file, own.set(key, { at: [edge.at.line, edge.at.column], candidates: [...known, [callee.file, index]] }));
  }
  return new Map([...sites].map(([file, own]) => [file, [...own.values()]]));
}

/** `root`: the folder as the processes will see it. */
export function watchListOf(scanned: Scanned, root: string): WatchList {
  const { program, project } = scanned;
  const byFile = new Map(program.modules.map(({ file }): [string, FunctionNode[]] => [file, []]));
  for (const fn of program.functions) byFile.get(fn.file)?.push(fn);
  const texts = new Map([...byFile.keys()].map((file) => [file, project.read(file)]));
  const functions = new Map([...byFile].map(([file, own]) => [file, watchedFunctions(own, file, texts.get(file) ?? '')]));
  const sites = watchedSites(scanned, functions);
  return { root, files: Object.fromEntries([...functions].map(([file, own]): [string, WatchedFile] => [file, { sha256: textHash(texts.get(file) ?? ''), functions: own, sites: sites.get(file) ?? [] }])) };
}
