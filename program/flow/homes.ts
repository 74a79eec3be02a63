/** Where functions live: the things of which each is a member, and under which name. What is a member of something that is not known may be found anywhere. */
import type { ExprId, FileFacts } from '../../core/facts.js';
import { compilerHelper } from '../compiled.js';
import type { LinkedCall, Target } from '../edges.js';
import { evaluate } from '../values.js';
import { type Value, type World, functionId } from '../world.js';
import { seenAt } from './drawing.js';
import { loadedByName } from './loaded.js';

/** A class, its instances, an object, what a constructor function makes, a module. */
export type Home = { kind: 'class' | 'instance'; file: string; cls: number } | { kind: 'object'; file: string; expr: ExprId } | { kind: 'made'; file: string; fn: number } | { kind: 'module'; file: string };

export interface Member {
  fn: Target;
  name: string;
  /** Null: not known. */
  home: Home | null;
  /** The thing itself has it, and a copy of the thing as well; otherwise it comes from the class. */
  own: boolean;
}

export const homeKey = (home: Home): string => `${home.kind} ${home.file}:${home.kind === 'class' || home.kind === 'instance' ? home.cls : home.kind === 'object' ? home.expr : home.kind === 'made' ? home.fn : ''}`;

type Add = (fn: Target, name: string, home: Home | null, own?: boolean) => void;

/** Every function that is a member of something, under each of its names. */
export function membersOf(world: World, linked: readonly LinkedCall[]): Member[] {
  const found = new Map<string, Member>();
  const add: Add = (fn, name, home, own = true) => {
    const key = `${functionId(fn.file, fn.fn)} ${name} ${home === null ? '' : homeKey(home)}`;
    if (!found.has(key)) found.set(key, { fn, name, home, own });
  };
  const handedOut = classesHandedOut(world, linked);
  for (const [file, { facts }] of world.files) {
    ofClasses(world, file, facts, handedOut, add);
    ofObjects(world, file, facts, add);
    ofAssignments(world, file, facts, add);
    ofExports(world, file, facts, add);
  }
  return [...found.values()];
}

/** Functions that an expression is, where it can be one. */
function functionsAt(world: World, file: string, facts: FileFacts, id: ExprId): Target[] {
  const expr = facts.exprs[id];
  if (expr?.k === 'function') return [{ file, fn: expr.fn }];
  if (expr?.k !== 'binding' && expr?.k !== 'member' && expr?.k !== 'any' && expr?.k !== 'call') return [];
  return evaluate(world, file, id).flatMap((value): Target[] => (value.v === 'function' ? [{ file: value.file, fn: value.fn }] : []));
}

function ofClasses(world: World, file: string, facts: FileFacts, handedOut: ReadonlySet<string>, add: Add): void {
  facts.classes.forEach((fact, cls) => {
    const isHandedOut = handedOut.has(`${file}#${cls}`);
    for (const member of fact.members) {
      if (member.value === undefined || member.kind === 'constructor') continue;
      const home = isHandedOut ? null : { kind: member.static ? 'class' as const : 'instance' as const, file, cls };
      for (const fn of functionsAt(world, file, facts, member.value)) add(fn, member.name, home, member.kind === 'field');
    }
  });
}

function ofObjects(world: World, file: string, facts: FileFacts, add: Add): void {
  facts.exprs.forEach((expr, id) => {
    if (expr.k !== 'object') return;
    for (const [name, value] of [...expr.props, ...(expr.getters ?? [])]) for (const fn of functionsAt(world, file, facts, value)) add(fn, name, { kind: 'object', file, expr: id });
  });
}

function ofAssignments(world: World, file: string, facts: FileFacts, add: Add): void {
  for (const { object, name, value } of facts.assignments) {
    const fns = name === null || name === '*' ? [] : functionsAt(world, file, facts, value);
    if (name === null || fns.length === 0) continue;
    const homes = evaluate(world, file, object).map(homeOf);
    for (const fn of fns) for (const home of homes.length === 0 ? [null] : homes) add(fn, name, home);
  }
}

/** What a value is a home of members as; null where that is not known. */
export function homeOf(value: Value): Home | null {
  switch (value.v) {
    case 'instance':
    case 'class': return { kind: value.v, file: value.file, cls: value.cls };
    case 'object': return { kind: 'object', file: value.file, expr: value.expr };
    case 'made':
    case 'function': return { kind: 'made', file: value.file, fn: value.fn };
    case 'module': return { kind: 'module', file: value.file };
    default: return null;
  }
}

function ofExports(world: World, file: string, facts: FileFacts, add: Add): void {
  for (const fact of facts.exports) {
    if (fact.kind !== 'value' || fact.name === 'default') continue;
    for (const fn of functionsAt(world, file, facts, fact.value)) add(fn, fact.name, { kind: 'module', file });
  }
}

/** Classes of which code that is not seen may make instances: decorated ones, and those of modules that nothing in the program loads. */
function classesHandedOut(world: World, linked: readonly LinkedCall[]): Set<string> {
  const found = new Set<string>();
  const hand = (values: readonly Value[]): void => {
    for (const value of values) if (value.v === 'class') found.add(`${value.file}#${value.cls}`);
  };
  const loaded = loadedByName(world);
  for (const [file, { facts }] of world.files) {
    facts.classes.forEach((fact, cls) => {
      if (fact.decorators && fact.decorators.length > 0) found.add(`${file}#${cls}`);
    });
    if (!loaded.has(file)) for (const fact of facts.exports) if (fact.kind === 'value') hand(evaluate(world, file, fact.value));
  }
  for (const { file, index } of linked) {
    const facts = world.files.get(file)?.facts;
    const written = facts?.calls[index];
    if (facts && written && compilerHelper(facts, written) && isDecorating(facts, written.callee)) for (const arg of written.args) hand(seenAt(world, file, arg));
  }
  return found;
}

function isDecorating(facts: FileFacts, callee: ExprId): boolean {
  const expr = facts.exprs[callee];
  const name = expr?.k === 'binding' ? facts.bindings[expr.binding]?.name : expr?.k === 'member' || expr?.k === 'global' ? expr.name : '';
  return /decorate/i.test(name ?? '');
}
