/** Modules that a bundler wrapped into functions: `__commonJS({ "a.js"(exports, module) {} })` of esbuild, `__webpack_require__("./a.js")` of webpack and its kin. */
import type { CallFact, FileFacts } from '../core/facts.js';
import type { Value } from './world.js';

type Wrapped = Value & { v: 'wrapped' };

const nameOf = (facts: FileFacts, id: number): string => {
  const expr = facts.exprs[id];
  return (expr?.k === 'binding' ? facts.bindings[expr.binding]?.name : expr?.k === 'global' ? expr.name : undefined) ?? '';
};

const LOADER = /^__\w+_require__$/;
const TABLE = /^__\w+_modules__$/;

const functionsIn = (facts: FileFacts, object: number, key?: string): number[] => {
  const literal = facts.exprs[object];
  if (literal?.k !== 'object') return [];
  return literal.props.filter(([name]) => key === undefined || name === key).flatMap(([, value]) => {
    const held = facts.exprs[value];
    return held?.k === 'function' ? [held.fn] : [];
  });
};

const NONE: Wrapped[] = [];

/** The wrapped modules that a call gives: esbuild's wrapper for one, webpack's loader for the one it names. */
export function wrappedBy(facts: FileFacts, call: CallFact): Wrapped[] {
  const first = call.args[0];
  if (first === undefined) return NONE;
  const name = nameOf(facts, call.callee);
  if (!name.startsWith('__')) return NONE;
  if (/^__commonJS(?:Min)?\d*$/.test(name)) return functionsIn(facts, first).map((fn) => ({ v: 'wrapped', file: facts.file, fn, exports: 0, module: 1 }));
  const key = facts.exprs[first];
  if (!LOADER.test(name) || key?.k !== 'literal') return [];
  const tables = facts.bindings.filter((binding) => TABLE.test(binding.name)).flatMap((binding) => binding.values);
  return tables.flatMap((table) => functionsIn(facts, table, String(key.value))).map((fn) => ({ v: 'wrapped', file: facts.file, fn, exports: 1, module: 0 }));
}

/** `x_default()` where `x_default = __webpack_require__.n(x)`: the expression x. */
export function defaultGetter(facts: FileFacts, call: CallFact): number | undefined {
  const callee = facts.exprs[call.callee];
  for (const value of callee?.k === 'binding' ? facts.bindings[callee.binding]?.values ?? [] : []) {
    const made = facts.exprs[value];
    const getter = made?.k === 'call' ? facts.calls[made.call] : undefined;
    const method = getter ? facts.exprs[getter.callee] : undefined;
    if (method?.k === 'member' && method.name === 'n' && LOADER.test(nameOf(facts, method.object))) return getter?.args[0];
  }
  return undefined;
}

/** The expression is the parameter `index` of the function. */
export function isParameter(facts: FileFacts, expr: number, fn: number, index: number): boolean {
  const target = facts.exprs[expr];
  const binding = target?.k === 'binding' ? facts.bindings[target.binding] : undefined;
  return binding?.param !== undefined && binding.fn === fn && binding.param.index === index && binding.param.path.length === 0;
}
