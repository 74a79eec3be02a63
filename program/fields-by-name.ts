/**
 * What lies under the name of a member, whatever thing it is a member of: every value that the program puts there by that name. What is put under computed names is not
 * seen, so this says what can lie there, and never what cannot.
 */
import type { ExprId } from '../core/facts.js';
import { homeKey, homeOf } from './flow/homes.js';
import { eachPut, toldOtherwise } from './put-fields.js';
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
  for (const index of files) {
    const { file } = index.facts;
    eachPut(index, ({ name, value, method }) => {
      if (!method && name !== 'default' && !/^(?:\d+|\*)$/.test(name)) add(name, file, value);
    });
    for (const name of toldOtherwise(index.facts)) found.set(name, 'open');
  }
  return found;
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
