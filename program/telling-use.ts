/** What the use of a file says about it where its path does not: read for a TLS option, asked whether it may be run. Says nothing about what the program writes. */
import type { Expr, ExprId, FileFacts } from '../core/facts.js';
import type { Persistence } from '../core/vocabulary.js';
import type { LinkedCall } from './edges.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

export interface TellingUse {
  persistence: Persistence;
  reason: string;
}

interface Credentials {
  /** Calls whose result becomes one. */
  calls: ReadonlySet<number>;
  /** Variables that hold the path of one. */
  paths: ReadonlySet<number>;
}

/** What Node takes under these names is a certificate or belongs to one; `key` alone may be anything. */
const CERTIFICATE = new Set(['cert', 'ca', 'pfx', 'crl', 'dhparam']);

function credentialProperties(expr: Expr & { k: 'object' }): ExprId[] {
  const certified = expr.props.some(([name]) => CERTIFICATE.has(name));
  return expr.props.filter(([name]) => CERTIFICATE.has(name) || (name === 'key' && certified)).map(([, value]) => value);
}

/** Calls that the value comes from: `[read(a)]`, `read(a).toString()`, `file ? read(file) : undefined`, a variable that holds one. */
function callsBehind(facts: FileFacts, id: ExprId, followed = new Set<number>()): number[] {
  const expr = facts.exprs[id];
  if (!expr) return [];
  const further = (ids: readonly ExprId[]): number[] => ids.flatMap((next) => callsBehind(facts, next, followed));
  switch (expr.k) {
    case 'call': return [expr.call, ...further([facts.calls[expr.call]?.callee ?? -1])];
    case 'member': return further([expr.object]);
    case 'any': return further(expr.of);
    case 'await': return further([expr.of]);
    case 'array': return further(expr.items);
    case 'binding': {
      if (followed.has(expr.binding)) return [];
      followed.add(expr.binding);
      return further(facts.bindings[expr.binding]?.values ?? []);
    }
    default: return [];
  }
}

const known = new WeakMap<FileFacts, Credentials>();

function credentialsIn(facts: FileFacts): Credentials {
  const before = known.get(facts);
  if (before) return before;
  const calls = new Set(facts.exprs.flatMap((expr) => (expr.k === 'object' ? credentialProperties(expr) : [])).flatMap((id) => callsBehind(facts, id)));
  const paths = [...calls].flatMap((call) => {
    const path = facts.exprs[facts.calls[call]?.args[0] ?? -1];
    return path?.k === 'binding' ? [path.binding] : [];
  });
  const found: Credentials = { calls, paths: new Set(paths) };
  known.set(facts, found);
  return found;
}

const asksToRun = (world: World, { file, fact }: LinkedCall): boolean =>
  fact.args.slice(1).some((arg) => evaluate(world, file, arg).some((value) => value.v === 'origin' && /(?:^|\.)X_OK$/.test(value.id)));

/** Null where the use tells nothing. */
export function tellingUse(world: World, linked: LinkedCall): TellingUse | null {
  const facts = world.files.get(linked.file)?.facts;
  if (!facts) return null;
  if (asksToRun(world, linked)) return { persistence: 'asset', reason: 'it is asked whether it may be run: a program of the host' };
  const { calls, paths } = credentialsIn(facts);
  const path = facts.exprs[linked.fact.args[0] ?? -1];
  if (calls.has(linked.index) || (path?.k === 'binding' && paths.has(path.binding))) return { persistence: 'secret', reason: 'its content becomes a key or certificate of TLS' };
  return null;
}
