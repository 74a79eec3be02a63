/** Functions that compilers write into a program (tsc, Babel, swc, esbuild, Rollup, CoffeeScript), known by their names: what they give back, and what they run at once. */
import type { CallFact, Expr, FileFacts } from '../core/facts.js';

/** `gives`: the call is worth its argument `index`. `runs`: it calls its argument `index` and gives what that returns. */
export interface CompilerHelper {
  does: 'gives' | 'runs';
  index: number;
}

const gives = (index: number): CompilerHelper => ({ does: 'gives', index });
const runs = (index: number): CompilerHelper => ({ does: 'runs', index });

const NAMED: [RegExp, CompilerHelper][] = [
  [/^__import(?:Default|Star)$/, gives(0)],
  [/^__to(?:ESM|CommonJS|Module)$/, gives(0)],
  [/^_{0,2}interop_?(?:require_?)?(?:default|namespace|wildcard)\w*$/i, gives(0)],
  [/^_export_star$/, gives(0)],
  [/^__name$/, gives(0)],
  [/^_{1,2}createClass$|^_create_class$/, gives(0)],
  [/^_{0,2}(?:asyncToGenerator|async_to_generator|wrapAsyncGenerator|wrap_async_generator|wrapNativeSuper|wrap_native_super)$/, gives(0)],
  [/^__decorate(?:Class)?$/, gives(1)],
  [/^_ts_decorate$/, gives(1)],
  [/^__awaiter$/, runs(3)],
  [/^__async$/, runs(2)],
  [/^__asyncGenerator$/, runs(2)],
  [/^_{1,2}(?:ts_)?generator$/, runs(1)],
];

/** Asked before a name is looked at closely. */
const mayBeHelper = (name: string): boolean => name.startsWith('_') || name.startsWith('interop') || name.startsWith('async');

/** Names that a minifier or a second copy of the helper got: `__importDefault$1`, `_asyncToGenerator2`. */
const plain = (name: string): string => name.replace(/\$?\d+$/, '');

function writtenName(facts: FileFacts, expr: Expr | undefined): string {
  if (expr?.k === 'binding') return facts.bindings[expr.binding]?.name ?? '';
  return expr?.k === 'global' ? expr.name : '';
}

const nameOf = (facts: FileFacts, expr: Expr | undefined): string => plain(writtenName(facts, expr));

/** A function of that name was written by a compiler: what it remembers is no state of the program. */
export const isCompilerFunction = (name: string): boolean => name.startsWith('_') && (/^_regenerator/.test(name) || NAMED.some(([pattern]) => pattern.test(plain(name))));

/** `(0, helper.default)`: the expression inside of a sequence. */
function inner(facts: FileFacts, id: number): Expr | undefined {
  const expr = facts.exprs[id];
  return expr?.k === 'any' && expr.of.length === 1 && expr.of[0] !== undefined ? inner(facts, expr.of[0]) : expr;
}

/** `regeneratorRuntime.mark(fn)`, `_regenerator().w(fn)`. */
function regenerator(facts: FileFacts, object: Expr | undefined, method: string): CompilerHelper | null {
  if (!/^(?:mark|m|wrap|w)$/.test(method)) return null;
  const called = object?.k === 'call' ? inner(facts, facts.calls[object.call]?.callee ?? -1) : object;
  const root = called?.k === 'member' ? inner(facts, called.object) : called;
  if (!/^_?regenerator(?:Runtime)?$/.test(nameOf(facts, root))) return null;
  if (method === 'mark' || method === 'm') return gives(0);
  return method === 'wrap' || method === 'w' ? runs(0) : null;
}

const named = (name: string): CompilerHelper | null => (mayBeHelper(name) ? NAMED.find(([pattern]) => pattern.test(name))?.[1] ?? null : null);

const ofName = (facts: FileFacts, expr: Expr | undefined): CompilerHelper | null => {
  const name = writtenName(facts, expr);
  return mayBeHelper(name) ? named(plain(name)) : null;
};

/** swc and Babel import one helper per module: `_interop_require_default._(x)`, `_asyncToGenerator2["default"](x)`. */
function ofMember(facts: FileFacts, { object: id, name }: Expr & { k: 'member' }): CompilerHelper | null {
  const object = inner(facts, id);
  return (name === '_' || name === 'default' ? ofName(facts, object) : named(name)) ?? regenerator(facts, object, name);
}

/** The helper that a call names, or null. A name of a compiler is taken for that helper, wherever it was imported from. */
export function compilerHelper(facts: FileFacts, call: CallFact): CompilerHelper | null {
  const callee = inner(facts, call.callee);
  if (!callee || call.kind !== 'call') return null;
  const helper = callee.k === 'member' ? ofMember(facts, callee) : ofName(facts, callee);
  return helper && call.args[helper.index] !== undefined ? helper : null;
}
