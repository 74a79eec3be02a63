/** What a recording watches for: the functions of the program with the places of their bodies, and the calls whose callee the scan could not decide. */
import type { FunctionNode } from '../core/program.js';
import { sha256 } from '../core/journal-checks.js';
import { parseSource, type SyntaxNode } from '../core/parse.js';
import { childrenOf, isFunction, isNode } from '../core/syntax.js';
import { lineStarts, placeAt } from '../core/text.js';
import type { TracePosition, WatchList, WatchedFile } from '../core/trace.js';
import type { Scanned } from './scan.js';
import { openCalls, type NamedFunctions } from './trace-sites.js';

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

type Positions = (offset: number) => TracePosition;

function positionsIn(file: string, text: string): Positions {
  const starts = lineStarts(text);
  return (offset) => {
    const { line, column } = placeAt(file, starts, offset, offset);
    return [line, column];
  };
}

function watchedFunctions(functions: readonly FunctionNode[], bodies: ReadonlyMap<number, number>, position: Positions): NamedFunctions['functions'] {
  return functions.flatMap((fn): NamedFunctions['functions'] => {
    const body = bodies.get(fn.place.start);
    if (fn.kind === 'module' || body === undefined) return [];
    return [{ name: fn.name, start: [fn.place.line, fn.place.column], body: position(body), end: position(fn.place.end), entered: !fn.generator, async: fn.async }];
  });
}

/** `root`: the folder as the processes will see it. */
export function watchListOf({ program, project, facts }: Scanned, root: string): WatchList {
  const byFile = new Map(program.modules.map(({ file }): [string, FunctionNode[]] => [file, []]));
  for (const fn of program.functions) byFile.get(fn.file)?.push(fn);
  const texts = new Map([...byFile.keys()].map((file) => [file, project.read(file)]));
  const positions = new Map([...texts].map(([file, text]) => [file, positionsIn(file, text)]));
  const named = [...byFile].map(([file, own]): NamedFunctions => ({ file, functions: watchedFunctions(own, bodiesOf(file, texts.get(file) ?? ''), positions.get(file) as Positions) }));
  const open = openCalls(program, named);
  const factsOf = new Map(facts.map((one) => [one.file, one]));
  return {
    root,
    files: Object.fromEntries(named.map(({ file, functions }): [string, WatchedFile] => {
      const [text, own] = [texts.get(file) ?? '', factsOf.get(file)];
      const sites = own ? open.of(own, text, positions.get(file) as Positions) : [];
      return [file, { sha256: sha256(text), functions: functions.map(({ name: _, ...watched }) => watched), sites }];
    })),
  };
}
