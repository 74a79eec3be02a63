/** The same facts in less memory: equal expressions and texts of all files are one, lists have no spare room, and no text keeps alive the file that it was cut out of. Who reads facts does not change them. */
import type { BindingFact, CallFact, ClassFact, ExportFact, Expr, ExprId, FileFacts, FunctionFact } from '../core/facts.js';

const NONE: never[] = [];

/** A list that grew by `push` has room for up to sixteen more. */
const trimmed = <T>(list: T[]): T[] => (list.length === 0 ? NONE : list.slice());

const each = <T>(list: T[], one: (item: T) => T): T[] => (list.length === 0 ? NONE : list.map(one));

const texts = new Map<string, string>();
/** A process that reads one program after the other begins anew then: what is alike is shared less, and nothing is kept for ever. */
const MOST_TEXTS = 1_000_000;

/** Shorter ones are copied by the engine when they are cut out of a text. */
const SHORTEST_SLICE = 13;

/** Texts in it are made anew, instead of cut out. */
const copied = <T>(plain: T): T => JSON.parse(JSON.stringify(plain)) as T;

/** One text for all that are equal. */
function own(text: string): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  if (texts.size >= MOST_TEXTS) for (const table of [texts, literals, globals]) table.clear();
  const copy = text.length < SHORTEST_SLICE ? text : copied(text);
  texts.set(copy, copy);
  return copy;
}

const literals = new Map<Extract<Expr, { k: 'literal' }>['value'], Expr>();
const globals = new Map<string, Expr>();
const single = new Map<Expr['k'], Expr>();
/** Expressions that are a kind and one small number. */
const numbered = new Map<Expr['k'], (Expr | undefined)[]>();
const MOST_NUMBERED = 10_000;

/** What is kept under `key`; the first that comes is. */
function kept<K>(known: Map<K, Expr>, key: K, make: () => Expr): Expr {
  const before = known.get(key);
  if (before) return before;
  const made = make();
  known.set(key, made);
  return made;
}

function keptByNumber(expr: Expr, number: number): Expr {
  if (number >= MOST_NUMBERED) return expr;
  let list = numbered.get(expr.k);
  if (!list) {
    list = [];
    numbered.set(expr.k, list);
  }
  return (list[number] ??= expr);
}

const ownName = ([name, value]: [string, ExprId]): [string, ExprId] => [own(name), value];

function compactExpr(expr: Expr): Expr {
  switch (expr.k) {
    case 'literal': {
      const value = typeof expr.value === 'string' ? own(expr.value) : expr.value;
      return kept(literals, value, () => ({ k: 'literal', value }));
    }
    case 'global': {
      const name = own(expr.name);
      return kept(globals, name, () => ({ k: 'global', name }));
    }
    case 'unknown':
    case 'regexp':
    case 'meta': return kept(single, expr.k, () => expr);
    case 'binding': return keptByNumber(expr, expr.binding);
    case 'call': return keptByNumber(expr, expr.call);
    case 'class': return keptByNumber(expr, expr.cls);
    case 'function':
    case 'this':
    case 'super': return keptByNumber(expr, expr.fn);
    case 'await':
    case 'element': return keptByNumber(expr, expr.of);
    case 'member': return { ...expr, name: own(expr.name) };
    case 'import': return { ...expr, from: own(expr.from), name: own(expr.name) };
    case 'template': return { ...expr, parts: trimmed(expr.parts) };
    case 'object': return { ...expr, props: each(expr.props, ownName), spreads: trimmed(expr.spreads), ...(expr.getters ? { getters: each(expr.getters, ownName) } : {}) };
    default: return expr;
  }
}

function compactBinding(binding: BindingFact): BindingFact {
  const { name, values, param, annotated } = binding;
  return { ...binding, name: own(name), values: trimmed(values), ...(param ? { param: { ...param, path: each(param.path, own) } } : {}), ...(annotated === undefined ? {} : { annotated: own(annotated) }) };
}

function compactFunction(fact: FunctionFact): FunctionFact {
  const { name, params, returns, usage, returnType } = fact;
  const named = usage.kind === 'argument' && usage.property !== undefined ? { usage: { ...usage, property: own(usage.property) } } : {};
  return { ...fact, name: own(name), params: trimmed(params), returns: trimmed(returns), ...named, ...(returnType ? { returnType: copied(returnType) } : {}) };
}

function compactClass(fact: ClassFact): ClassFact {
  const { implements: types, signatures } = fact;
  return {
    ...fact, name: own(fact.name), members: each(fact.members, (member) => ({ ...member, name: own(member.name) })),
    ...(types ? { implements: each(types, own) } : {}), ...(signatures ? { signatures: copied(signatures) } : {}),
  };
}

const compactExport = (fact: ExportFact): ExportFact =>
  (fact.kind === 'value' ? { ...fact, name: own(fact.name) } : { ...fact, from: own(fact.from), imported: own(fact.imported), name: fact.name === null ? null : own(fact.name) });
const compactCall = (call: CallFact): CallFact => (call.args.length > 0 && call.guards.length === 0 ? call : { ...call, args: trimmed(call.args), guards: each(call.guards, own) });

export function compactFacts(facts: FileFacts): FileFacts {
  return {
    ...facts,
    exprs: each(facts.exprs, compactExpr),
    bindings: each(facts.bindings, compactBinding),
    functions: each(facts.functions, compactFunction),
    classes: each(facts.classes, compactClass),
    calls: each(facts.calls, compactCall),
    imports: each(facts.imports, (one) => (one.specifier === null ? one : { ...one, specifier: own(one.specifier) })),
    exports: each(facts.exports, compactExport),
    assignments: each(facts.assignments, (one) => (one.name === null ? one : { ...one, name: own(one.name) })),
    mutations: each(facts.mutations, (one) => ({ ...one, path: each(one.path, own) })),
    env: each(facts.env, (one) => (one.name === null ? one : { ...one, name: own(one.name) })),
    endlessLoops: trimmed(facts.endlessLoops),
    suppressions: copied(facts.suppressions),
    ...(facts.types ? { types: copied(facts.types) } : {}),
  };
}
