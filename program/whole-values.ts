/** Whether what an expression can be is known to the last: evaluation gives what it finds, and is silent about what it cannot follow. Doubt counts as no. */
import type { BindingFact, Expr, ExprId, FileFacts } from '../core/facts.js';
import { compilerHelper } from './compiled.js';
import { parentsOf } from './members.js';
import { calleeValues, evaluate } from './values.js';
import { MOST_VALUES, type Value, type World, functionId, keyOfValue, parameterKey } from './world.js';

export interface Whole {
  world: World;
  /** Functions of whose callers some are not seen. */
  isOpen: (id: string) => boolean;
  /** Functions on whose callers the answer rests; null: parameters are doubted. */
  relies: Set<string> | null;
  /** Expressions that are being asked about. */
  seen: Set<string>;
}

const DEEPEST = 200;
/** Arguments of one parameter, and assignments of one name, that are looked at. */
const MOST = 40;

export function isWhole(whole: Whole, file: string, id: ExprId): boolean {
  const key = `${file}:${id}`;
  if (whole.seen.has(key)) return true;
  whole.seen.add(key);
  const facts = whole.world.files.get(file)?.facts;
  const expr = facts?.exprs[id];
  return facts !== undefined && expr !== undefined && whole.seen.size < DEEPEST && evaluate(whole.world, file, id).length < MOST_VALUES && isAll(whole, facts, id, expr);
}

function isAll(whole: Whole, facts: FileFacts, id: ExprId, expr: Expr): boolean {
  const { world } = whole;
  const { file } = facts;
  switch (expr.k) {
    case 'literal':
    case 'template':
    case 'regexp':
    case 'function':
    case 'class':
    case 'object':
    case 'array':
    case 'meta':
    case 'super':
    case 'typed': return true;
    case 'this': return facts.functions[expr.fn]?.cls !== undefined || (world.files.get(file)?.objectOfFunction.has(expr.fn) ?? false);
    case 'import': return isImportWhole(whole, file, expr.from, expr.name);
    case 'require': return isLoadedWhole(whole, evaluate(world, file, id));
    case 'global': return evaluate(world, file, id).length > 0;
    case 'binding': return isBindingWhole(whole, facts, facts.bindings[expr.binding]);
    case 'any': return expr.of.every((of) => isWhole(whole, file, of));
    case 'await': return isWhole(whole, file, expr.of);
    case 'member': return isWhole(whole, file, expr.object) && isMemberWhole(whole, evaluate(world, file, expr.object), expr.name);
    case 'index': return isWhole(whole, file, expr.object) && evaluate(world, file, expr.object).every((value) => isTable(whole, value));
    case 'call': return isCallWhole(whole, facts, expr.call);
    default: return false;
  }
}

function isImportWhole(whole: Whole, file: string, from: string, name: string): boolean {
  const resolution = whole.world.resolve(file, from);
  if (resolution.kind !== 'file') return resolution.kind === 'package' || resolution.kind === 'builtin';
  return name === '*' ? isLoadedWhole(whole, [{ v: 'module', file: resolution.file }]) : isExportWhole(whole, resolution.file, name);
}

/** A module stands for what it gives away as a whole. */
const isLoadedWhole = (whole: Whole, loaded: readonly Value[]): boolean => loaded.length > 0 && loaded.every((value) => value.v !== 'module' || isExportWhole(whole, value.file, 'default'));

function isExportWhole(whole: Whole, file: string, name: string): boolean {
  const facts = whole.world.files.get(file)?.facts;
  const given = (facts?.exports ?? []).filter((fact) => fact.name === name);
  if (!facts) return false;
  if (given.length === 0) return name === 'default' || isGivenWhole(whole, facts, name);
  return given.every((fact) => (fact.kind === 'value' ? isWhole(whole, file, fact.value) : isImportWhole(whole, file, fact.from, fact.imported)));
}

/** `module.exports = { Tide }` gives away `Tide`. */
function isGivenWhole(whole: Whole, { file, exports }: FileFacts, name: string): boolean {
  const wholes = exports.flatMap((fact) => (fact.kind === 'value' && fact.name === 'default' && fact.cjs ? [fact.value] : []));
  return wholes.length > 0 && wholes.every((value) => isWhole(whole, file, value) && isMemberWhole(whole, evaluate(whole.world, file, value), name));
}

function isBindingWhole(whole: Whole, { file }: FileFacts, binding: BindingFact | undefined): boolean {
  if (!binding || binding.values.length > MOST || !binding.values.every((value) => isWhole(whole, file, value))) return false;
  if (!binding.param) return binding.values.length > 0 && binding.kind !== 'catch';
  if (binding.type !== undefined && evaluate(whole.world, file, binding.type).length > 0) return true;
  const { index, path, rest } = binding.param;
  const id = functionId(file, binding.fn);
  const given = whole.world.parameters.get(parameterKey(file, binding.fn, index)) ?? [];
  if (!whole.relies || rest || path.length > 0 || given.length === 0 || given.length > MOST || whole.isOpen(id)) return false;
  whole.relies.add(id);
  return given.every((located) => located.element === undefined && isWhole(whole, located.file, located.expr));
}

/** Everything that is ever put under the name into one of these, and into what may be one of them. */
function isMemberWhole(whole: Whole, of: readonly Value[], name: string): boolean {
  if (of.length === 0) return false;
  const own = of.map((value) => isOwnWhole(whole, value, name));
  if (own.includes(false)) return false;
  const isOne = new Set(of.map(keyOfValue));
  let puts = 0;
  for (const [at, { facts, assignmentsByName }] of whole.world.files) {
    for (const i of assignmentsByName.get(name) ?? []) {
      const assignment = facts.assignments[i];
      const into = assignment ? evaluate(whole.world, at, assignment.object) : [];
      if (!assignment || !(into.length === 0 || into.some((value) => isOne.has(keyOfValue(value)) || value.v === 'instance' || value.v === 'expr' || value.v === 'parameter'))) continue;
      if (++puts > MOST || !isWhole(whole, at, assignment.value)) return false;
    }
  }
  return puts > 0 || own.includes(true);
}

/** Null: nothing is known to be there. */
function isOwnWhole(whole: Whole, value: Value, name: string): boolean | null {
  const { world } = whole;
  if (value.v === 'origin') return true;
  if (value.v === 'module') return isExportWhole(whole, value.file, name);
  const facts = 'file' in value && value.file !== undefined ? world.files.get(value.file)?.facts : undefined;
  if (!facts) return false;
  if (value.v === 'object') {
    const object = facts.exprs[value.expr];
    if (object?.k !== 'object' || object.spreads.length > 0 || (object.keyed?.length ?? 0) > 0) return false;
    const own = object.props.filter(([key]) => key === name);
    return own.length === 0 ? null : own.every(([, prop]) => isWhole(whole, facts.file, prop));
  }
  if (value.v !== 'instance' && value.v !== 'class') return false;
  const cls = facts.classes[value.cls];
  const own = cls?.members.filter((member) => member.name === name && member.static === (value.v === 'class')) ?? [];
  if (own.length > 0) return own.every((member) => (member.kind === 'field' ? member.value === undefined || isWhole(whole, facts.file, member.value) : member.value !== undefined && isMadeByGetter(whole, facts, member.value, member.kind)));
  return cls?.superclass === undefined ? null : isInheritedWhole(whole, facts.file, cls.superclass, value.v, name);
}

function isInheritedWhole(whole: Whole, file: string, superclass: ExprId, v: 'instance' | 'class', name: string): boolean | null {
  const parents = parentsOf(whole.world, file, superclass);
  const answers = parents.map((parent) => (parent.v === 'class' ? isOwnWhole(whole, { v, file: parent.file, cls: parent.cls }, name) : parent.v === 'origin' ? null : false));
  return parents.length === 0 || answers.includes(false) ? false : answers.includes(true) ? true : null;
}

function isMadeByGetter(whole: Whole, { file, exprs, functions }: FileFacts, id: ExprId, kind: string): boolean {
  const value = exprs[id];
  if (kind !== 'getter' || value?.k !== 'function') return true;
  const returns = functions[value.fn]?.returns ?? [];
  return returns.length > 0 && returns.every((of) => isWhole(whole, file, of));
}

/** An object of which all members are known, out of which one is taken by a computed name. */
function isTable(whole: Whole, value: Value): boolean {
  const facts = value.v === 'object' ? whole.world.files.get(value.file)?.facts : undefined;
  const object = value.v === 'object' ? facts?.exprs[value.expr] : undefined;
  if (!facts || object?.k !== 'object' || object.spreads.length > 0 || (object.keyed?.length ?? 0) > 0) return false;
  return object.props.every(([, prop]) => isWhole(whole, facts.file, prop)) && !facts.assignments.some(({ object: into }) => evaluate(whole.world, facts.file, into).some((one) => keyOfValue(one) === keyOfValue(value)));
}

function isCallWhole(whole: Whole, facts: FileFacts, index: number): boolean {
  const { world } = whole;
  const call = facts.calls[index];
  if (!call || call.callee < 0 || compilerHelper(facts, call)) return false;
  const callees = calleeValues(world, facts.file, call.callee);
  if (callees.length === 0 || !isWhole(whole, facts.file, call.callee)) return false;
  return callees.every((callee) => {
    if (callee.v === 'class') return call.kind === 'new';
    if (callee.v === 'origin') return true;
    if (callee.v !== 'function') return false;
    const returns = world.files.get(callee.file)?.facts.functions[callee.fn]?.returns ?? [];
    return call.kind === 'new' || (returns.length > 0 && returns.every((of) => isWhole(whole, callee.file, of)));
  });
}
