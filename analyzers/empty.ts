/** Facts of a file before anything was found in it: its body is function 0. */
import type { FileFacts } from '../core/facts.js';

export function emptyFacts(file: string, text: string, parser: FileFacts['parser'], lines: number): FileFacts {
  return {
    file, parser, lines,
    module: 'commonjs',
    hashbang: text.startsWith('#!'),
    exprs: [], bindings: [],
    functions: [{
      name: '', kind: 'module', async: false, generator: false, static: false, parent: 0, params: [], returns: [], usage: { kind: 'other' },
      place: { file, line: 1, column: 1, start: 0, end: text.length },
    }],
    classes: [], calls: [], imports: [], exports: [], assignments: [], mutations: [], ways: [], env: [], endlessLoops: [], suppressions: [],
  };
}
