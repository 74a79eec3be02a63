/** Where functions live: the things of which each is a member, and under which name. What is a member of something that is not known may be found anywhere. */
import type { ClassFact, ExprId, FileFacts } from '../../core/facts.js';
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

/** Which functions are looked for. */
interface Wanted {
  fn: (fn: Target) => boolean;
}

interface Looking extends Wanted {
  world: World;
  handedOut: () => ReadonlySet<string>;
}

/** A place where a value becomes a member of something, under a name. */
export type Spot = { facts: FileFacts; name: string; value: ExprId } & ({ at: 'class'; cls: number; member: ClassFact['members'][number] } | { at: 'object'; expr: ExprId } | { at: 'assignment'; object: ExprId } | { at: 'export' });

/** Every function that is a member of something, under each of its names. */
export function membersOf(world: World, linked: readonly LinkedCall[]): Member[] {
  const found = new Map<string, Member>();
  const at = membersAt(world, linked, { fn: () => true });
  for (const index of world.files.values()) {
    for (const member of spotsIn(index, () => true).flatMap(at)) {
      const { fn, name, home } = member;
      const key = `${functionId(fn.file, fn.fn)} ${name} ${home === null ? '' : homeKey(home)}`;
      if (!found.has(key)) found.set(key, member);
    }
  }
  return [...found.values()];
}

/** Which functions are members by what stands at a spot, some of them several times. */
export function membersAt(world: World, linked: readonly LinkedCall[], wanted: Wanted): (spot: Spot) => Member[] {
  const looking: Looking = { ...wanted, world, handedOut: lazily(() => classesHandedOut(world, linked)) };
  return (spot) => {
    const fns = functionsAt(looking, spot.facts, spot.value);
    if (fns.length === 0) return NO_MEMBERS;
    const homes = homesOf(looking, spot);
    const own = spot.at !== 'class' || spot.member.kind === 'field';
    return fns.flatMap((fn) => homes.map((home): Member => ({ fn, name: spot.name, home, own })));
  };
}

const NO_MEMBERS: Member[] = [];

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

/** Spots of a file, by names that are wanted: in classes, in objects, in assignments, in exports. */
export function spotsIn({ facts, objects }: FileIndex, isWanted: (name: string) => boolean): Spot[] {
  const spots: Spot[] = [];
  facts.classes.forEach((fact, cls) => {
    for (const member of fact.members) if (member.value !== undefined && member.kind !== 'constructor' && isWanted(member.name)) spots.push({ at: 'class', facts, name: member.name, value: member.value, cls, member });
  });
  for (const id of objects) {
    const expr = facts.exprs[id];
    if (expr?.k === 'object') for (const [name, value] of expr.getters ? [...expr.props, ...expr.getters] : expr.props) if (isWanted(name)) spots.push({ at: 'object', facts, name, value, expr: id });
  }
  for (const { object, name, value } of facts.assignments) if (name !== null && name !== '*' && isWanted(name)) spots.push({ at: 'assignment', facts, name, value, object });
  for (const fact of facts.exports) if (fact.kind === 'value' && fact.name !== 'default' && isWanted(fact.name)) spots.push({ at: 'export', facts, name: fact.name, value: fact.value });
  return spots;
}

const NOT_KNOWN: null[] = [null];

/** The things that get the member there. */
function homesOf({ world, handedOut }: Looking, spot: Spot): (Home | null)[] {
  const { file } = spot.facts;
  switch (spot.at) {
    case 'class': return handedOut().has(`${file}#${spot.cls}`) ? NOT_KNOWN : [{ kind: spot.member.static ? 'class' : 'instance', file, cls: spot.cls }];
    case 'object': return [{ kind: 'object', file, expr: spot.expr }];
    case 'assignment': {
      const values = evaluate(world, file, spot.object);
      return values.length === 0 ? NOT_KNOWN : values.map(homeOf);
    }
    case 'export': return [{ kind: 'module', file }];
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
