/**
 * What lies under the name of a member, whatever thing it is a member of: every value that the program puts there by that name. What is put under computed names is not
 * seen, so this says what can lie there, and never what cannot.
 */
import type { ExprId, FileFacts } from '../core/facts.js';
import { homeKey, homeOf } from './flow/homes.js';
import { evaluate } from './values.js';
import type { FileIndex, Value, World } from './world.js';

/** Things of the program by their keys; `others`: something of a package can lie there as well. */
export interface Lying {
  homes: ReadonlySet<string>;
  others: boolean;
}

type Written = readonly [file: string, value: ExprId];

/** Null: not every value that is put under the name is known, or none is put there. */
export function fieldsByName(world: World, files: readonly FileIndex[]): (name: string) => Lying | null {
  const written = writtenUnderNames(files);
  const known = new Map<string, Lying | null>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const answer = lying(world, written.get(name));
    known.set(name, answer);
    return answer;
  };
}

function writtenUnderNames(files: readonly FileIndex[]): Map<string, Written[] | 'open'> {
  const found = new Map<string, Written[] | 'open'>();
  const add = (name: string, file: string, value: ExprId): void => {
    const values = found.get(name);
    if (values === 'open') return;
    if (values) values.push([file, value]);
    else found.set(name, [[file, value]]);
  };
  for (const { facts } of files) {
    const { file } = facts;
    for (const { name, value } of facts.assignments) if (name !== null && !/^(?:\d+|\*)$/.test(name)) add(name, file, value);
    for (const expr of facts.exprs) if (expr.k === 'object') for (const [name, value] of expr.props) add(name, file, value);
    for (const { members } of facts.classes) {
      for (const { name, kind, value } of members) {
        if (kind === 'field' && value !== undefined) add(name, file, value);
        if (kind === 'getter' || kind === 'setter') found.set(name, 'open');
      }
    }
    for (const fn of facts.functions) if (fn.kind === 'getter' || fn.kind === 'setter') found.set(fn.name, 'open');
    for (const name of describedNames(facts)) found.set(name, 'open');
    // A name that a module gives away is a member of it.
    for (const fact of facts.exports) if (fact.kind === 'value' && fact.name !== 'default') add(fact.name, file, fact.value);
  }
  return found;
}

/** Names that a call describes: `Object.defineProperty(x, 'name', …)`, `app.decorate('name', …)`, `Object.create(x, { name: … })`. */
function describedNames(facts: FileFacts): string[] {
  return facts.calls.flatMap(({ callee, args }) => {
    const called = facts.exprs[callee];
    if (called?.k !== 'member' || !/^(?:definePropert(?:y|ies)|create|set|decorate)$/.test(called.name)) return [];
    return args.flatMap((arg) => {
      const expr = facts.exprs[arg];
      if (expr?.k === 'object') return expr.props.map(([name]) => name);
      return expr?.k === 'literal' && typeof expr.value === 'string' ? [expr.value] : [];
    });
  });
}

function lying(world: World, written: Written[] | 'open' | undefined): Lying | null {
  if (!written || written === 'open' || written.length > MOST_WRITTEN) return null;
  const homes = new Set<string>();
  let others = false;
  for (const [file, value] of written) {
    if (isNothing(world, file, value)) continue;
    const values = evaluate(world, file, value);
    if (values.length === 0 || values.some(isUnknown)) return null;
    for (const one of values) {
      const home = homeOf(one);
      if (home) homes.add(homeKey(home));
      else others ||= one.v !== 'array';
    }
  }
  return homes.size === 0 && !others ? null : { homes, others };
}

const MOST_WRITTEN = 64;

const isUnknown = (value: Value): boolean => value.v === 'expr' || value.v === 'parameter' || value.v === 'wrapped';

/** null, undefined, a text, a number. */
function isNothing(world: World, file: string, id: ExprId): boolean {
  const expr = world.files.get(file)?.facts.exprs[id];
  return expr?.k === 'literal' || expr?.k === 'template' || expr?.k === 'regexp' || (expr?.k === 'global' && expr.name === 'undefined');
}
