/** The facts of one file as words, and back: the same facts to the last property. Lists that are rare are written as JSON. Of what comes back, equal expressions and lists without an item may be one and the same: nobody changes facts. */
import type { FileFacts } from '../facts.js';
import { packBinding, packFunction, unpackBinding, unpackFunction } from './declarations.js';
import type { ExpressionTable } from './expression-table.js';
import { names } from './parts.js';
import { packAssignment, packCall, packExport, packImport, packMutation, packWay, unpackAssignment, unpackCall, unpackExport, unpackImport, unpackMutation, unpackWay } from './uses.js';
import type { WordReader, WordWriter } from './words.js';

const PARSERS = names<FileFacts['parser']>({ oxc: 0, babel: 0 });
const MODULES = names<FileFacts['module']>({ esm: 0, commonjs: 0 });

/** What most files have of the lists that are written as JSON. */
const NONE_OF_THE_RARE = JSON.stringify({ classes: [], env: [], endlessLoops: [], suppressions: [] });

type Rare = Pick<FileFacts, 'classes' | 'env' | 'endlessLoops' | 'suppressions'>;

function packRare(out: WordWriter, { classes, env, endlessLoops, suppressions, ...more }: Rare): void {
  const json = JSON.stringify({ classes, env, endlessLoops, suppressions, ...more });
  out.flag(json !== NONE_OF_THE_RARE);
  if (json !== NONE_OF_THE_RARE) out.text(json);
}

const unpackRare = (read: WordReader): Rare => (read.flag() ? (JSON.parse(read.text()) as Rare) : { classes: [], env: [], endlessLoops: [], suppressions: [] });

export function packFacts(out: WordWriter, expressions: ExpressionTable, facts: FileFacts): void {
  const { file, outline, parser, module, lines, hashbang, exprs, bindings, functions, calls, imports, exports, assignments, mutations, ways, ...rare } = facts;
  out.text(file);
  out.flag(outline === true);
  out.choice(PARSERS, parser);
  out.choice(MODULES, module);
  out.int(lines);
  out.flag(hashbang);
  out.list(exprs, (one) => out.int(expressions.idOf(one)));
  out.list(bindings, (one) => packBinding(out, file, one));
  out.list(functions, (one) => packFunction(out, file, one));
  out.list(calls, (one) => packCall(out, file, one));
  out.list(imports, (one) => packImport(out, file, one));
  out.list(exports, (one) => packExport(out, file, one));
  out.list(assignments, (one) => packAssignment(out, file, one));
  out.list(mutations, (one) => packMutation(out, file, one));
  out.list(ways, (one) => packWay(out, one));
  packRare(out, rare);
}

export function unpackFacts(read: WordReader, expressions: ExpressionTable): FileFacts {
  const file = read.text();
  const outline: Pick<FileFacts, 'outline'> = read.flag() ? { outline: true } : {};
  return {
    file,
    ...outline,
    parser: read.choice(PARSERS),
    module: read.choice(MODULES),
    lines: read.int(),
    hashbang: read.flag(),
    exprs: read.list(() => expressions.at(read.int())),
    bindings: read.list(() => unpackBinding(read, file)),
    functions: read.list(() => unpackFunction(read, file)),
    calls: read.list(() => unpackCall(read, file)),
    imports: read.list(() => unpackImport(read, file)),
    exports: read.list(() => unpackExport(read, file)),
    assignments: read.list(() => unpackAssignment(read, file)),
    mutations: read.list(() => unpackMutation(read, file)),
    ways: read.list(() => unpackWay(read)),
    ...unpackRare(read),
  };
}
