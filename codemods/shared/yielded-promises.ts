/** A generator that gives promises: an async one waits for each where it is given, fails there, and begins the next only then. It says so, and edits nothing. */
import { child, functionPathAt } from './node-paths.js';
import { callsOf } from './known-calls.js';
import { givesOf } from './promise-values.js';
import type { Work } from './work.js';

/** The line where a promise is given; null where none is known to be. */
export function yieldedPromise(work: Work, place: { file: string; start: number; end: number }): number | null {
  const source = work.open(place.file);
  const generator = source ? functionPathAt(source, place) : null;
  if (!generator?.node || !('generator' in generator.node) || generator.node.generator !== true) return null;
  let found: number | null = null;
  const calls = callsOf(work, place.file);
  generator.traverse({
    Function: (inner) => inner.skip(),
    YieldExpression(path) {
      const { argument, delegate } = path.node;
      // A list is handed on as it is, whatever lies in it.
      if (argument && !delegate && !/^(?:Array|Object)Expression$/.test(argument.type) && /^(?:promise|harmless)$/.test(givesOf(child(path, 'argument'), calls))) found ??= path.node.loc?.start.line ?? 0;
    },
  });
  return found;
}
