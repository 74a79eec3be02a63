/** Where functions live: the things of which each is a member, and under which name. What is a member of something that is not known may be found anywhere. */
import type { ExprId, FileFacts } from '../../core/facts.js';
import { compilerHelper } from '../compiled.js';
import type { LinkedCall, Target } from '../edges.js';
import { evaluate } from '../values.js';
import { type FileIndex, type Value, type World, eachValue, functionId, lazily } from '../world.js';
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

/** Which members are looked for. */
interface Wanted {
  name: (name: string) => boolean;
  fn: (fn: Target) => boolean;
}

interface Looking extends Wanted {
  world: World;
  handedOut: () => ReadonlySet<string>;
  visit: (member: Member) => void;
}

/** Every function that is a member of something, under each of its names. */
export function membersOf(world: World, linked: readonly LinkedCall[]): Member[] {
  const found = new Map<string, Member>();
  eachMember(world, linked, { name: () => true, fn: () => true }, (member) => {
    const { fn, name, home } = member;
    const key = `${functionId(fn.file, fn.fn)} ${name} ${home === null ? '' : homeKey(home)}`;
    if (!found.has(key)) found.set(key, member);
  });
  return [...found.values()];
}

/** The same as they are found, some of them several times. What is wanted may become less on the way. */
export function eachMember(world: World, linked: readonly LinkedCall[], wanted: Wanted, visit: (member: Member) => void): void {
  const looking: Looking = { ...wanted, world, visit, handedOut: lazily(() => classesHandedOut(world, linked)) };
  for (const index of world.files.values()) {
    ofClasses(looking, index);
    ofObjects(looking, index);
    ofAssignments(looking, index);
    ofExports(looking, index);
  }
}

const NOBODY: Target[] = [];

/** Functions that an expression is, where it can be one, as far as they are asked about. */
export function functionsAt({ world, fn: isWanted }: Pick<Looking, 'world' | 'fn'>, { file, exprs }: FileFacts, id: ExprId): Target[] {
  const expr = exprs[id];
  if (expr?.k === 'function') {
    const fn = { file, fn: expr.fn };
    return isWanted(fn) ? [fn] : NOBODY;
  }
  if (expr?.k !== 'binding' && expr?.k !== 'member' && expr?.k !== 'any' && expr?.k !== 'call') return NOBODY;
  return eachValue(evaluate(world, file, id), (value): Target[] => (value.v === 'function' && isWanted(value) ? [{ file: value.file, fn: value.fn }] : NOBODY));
}

function ofClasses(looking: Looking, { facts }: FileIndex): void {
  const { file } = facts;
  facts.classes.forEach((fact, cls) => {
    for (const member of fact.members) {
      if (member.value === undefined || member.kind === 'constructor' || !looking.name(member.name)) continue;
      const fns = functionsAt(looking, facts, member.value);
      if (fns.length === 0) continue;
      const home = looking.handedOut().has(`${file}#${cls}`) ? null : { kind: member.static ? 'class' as const : 'instance' as const, file, cls };
      for (const fn of fns) looking.visit({ fn, name: member.name, home, own: member.kind === 'field' });
    }
  });
}

function ofObjects(looking: Looking, { facts, objects }: FileIndex): void {
  for (const id of objects) {
    const expr = facts.exprs[id];
    if (expr?.k !== 'object') continue;
    for (const [name, value] of expr.getters ? [...expr.props, ...expr.getters] : expr.props) {
      if (looking.name(name)) for (const fn of functionsAt(looking, facts, value)) looking.visit({ fn, name, home: { kind: 'object', file: facts.file, expr: id }, own: true });
    }
  }
}

function ofAssignments(looking: Looking, { facts }: FileIndex): void {
  for (const { object, name, value } of facts.assignments) {
    if (name === null || name === '*' || !looking.name(name)) continue;
    const fns = functionsAt(looking, facts, value);
    if (fns.length === 0) continue;
    const homes = evaluate(looking.world, facts.file, object).map(homeOf);
    for (const fn of fns) for (const home of homes.length === 0 ? [null] : homes) looking.visit({ fn, name, home, own: true });
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

function ofExports(looking: Looking, { facts }: FileIndex): void {
  for (const fact of facts.exports) {
    if (fact.kind !== 'value' || fact.name === 'default' || !looking.name(fact.name)) continue;
    for (const fn of functionsAt(looking, facts, fact.value)) looking.visit({ fn, name: fact.name, home: { kind: 'module', file: facts.file }, own: true });
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
