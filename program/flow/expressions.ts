/** Flow through expressions, names, members, classes and modules, from the facts of one file. */
import type { BindingFact, Expr, ExprId, FileFacts } from '../../core/facts.js';
import { isCompilerFunction } from '../compiled.js';
import { computedModules } from '../computed-loads.js';
import { copiedFrom, parentsOf } from '../members.js';
import { type Value, type World, isEntry } from '../world.js';
import { homeKey, homeOf } from './homes.js';
import { PASSES } from './calls.js';
import { ANY, type Drawing, isKnown, isOutside, packageOf, seenAt } from './drawing.js';

const INDEX = /^(?:\d+|\*)$/;

export function drawFile(drawing: Drawing, file: string, facts: FileFacts): void {
  facts.exprs.forEach((expr, id) => drawExpression(drawing, file, id, expr));
  facts.bindings.forEach((binding, index) => drawBinding(drawing, file, index, binding));
  drawFunctions(drawing, file, facts);
  drawClasses(drawing, file, facts);
  drawAssignments(drawing, file, facts);
  drawExports(drawing, file, facts);
}

function drawExpression(drawing: Drawing, file: string, id: ExprId, expr: Expr): void {
  const { graph, world } = drawing;
  const here = drawing.expr(file, id);
  const from = (other: ExprId): void => graph.edge(drawing.expr(file, other), here);
  switch (expr.k) {
    case 'binding': return graph.edge(drawing.binding(file, expr.binding), here);
    case 'any': return expr.of.forEach(from);
    case 'await': return from(expr.of);
    case 'call': return graph.edge(drawing.call(file, expr.call), here);
    case 'this':
    case 'super': return graph.edge(drawing.self(file, expr.fn), here);
    case 'import': return drawImport(drawing, file, here, expr.from, expr.name);
    case 'require': {
      const specifier = world.files.get(file)?.facts.exprs[expr.from];
      if (specifier?.k === 'literal' && typeof specifier.value === 'string') return drawImport(drawing, file, here, specifier.value, '*');
      const named = computedModules(world, file, expr.from);
      return named.length === 0 ? graph.edge(drawing.loaded, here) : named.forEach((module) => drawModule(drawing, here, module, '*'));
    }
    case 'global': return expr.name === 'arguments' ? graph.edge(graph.node(`${file} arguments`), here) : world.globals.has(expr.name) ? graph.edge(drawing.field(expr.name), here) : undefined;
    case 'element': return drawPart(drawing, file, here, { of: expr.of });
    case 'index': return drawPart(drawing, file, here, { of: expr.object, byName: true, name: keyAt(world, file, expr.index) });
    case 'member': return INDEX.test(expr.name) ? drawPart(drawing, file, here, { of: expr.object, name: expr.name }) : drawMember(drawing, file, here, expr);
    case 'object': return drawObject(drawing, file, id, expr);
    case 'array': return expr.items.forEach((item) => graph.edge(drawing.expr(file, item), drawing.kept));
    case 'literal':
    case 'template':
    case 'regexp': return graph.close(here);
    default: return undefined;
  }
}

function keyAt(world: World, file: string, id: ExprId): string {
  const key = world.files.get(file)?.facts.exprs[id];
  return key?.k === 'literal' ? String(key.value) : '';
}

/** What is taken out of a collection or an object by a computed name. Where linking knows it, it has followed that. */
function drawPart(drawing: Drawing, file: string, here: number, { of, byName = false, name = '' }: { of: ExprId; byName?: boolean; name?: string }): void {
  const { graph, world } = drawing;
  const values = seenAt(world, file, of);
  if (isArguments(world, file, of)) return graph.edge(drawing.expr(file, of), here);
  // A part of a thing that is only of a package is of the package as well.
  if (isOutside(values) && !passesOn(values)) return values.forEach((value) => (value.v === 'origin' ? graph.edge(drawing.handed(packageOf(value.id)), here) : undefined));
  if (byName) graph.edge(drawing.expr(file, of), here);
  if (isKnown(values) && !isUntold(values, name)) return;
  for (const node of [drawing.kept, drawing.keyed]) graph.edge(node, here);
  if (!byName) return;
  graph.edge(drawing.named, here);
  drawing.read(ANY, drawing.expr(file, of), here);
}

/** What a method makes of a list, and the keys of a Map: linking does not know what lies there. */
const UNTOLD = /^(?:Array\.(?:map|flatMap|flat|concat|reduce|reduceRight|with|fill|toSpliced)\(\)|global\.Array\.(?:from|of)\(\)|global\.Map\(\)\.keys\(\))$/;

const isUntold = (values: readonly Value[], name: string): boolean => values.some((value) => value.v === 'origin' && (UNTOLD.test(value.id) || (name === '0' && isEntry(value))));

/** What holds or gives back what it is handed: what lies there is of whoever put it in. */
const passesOn = (values: readonly Value[]): boolean => values.some((value) => value.v === 'origin' && (PASSES.test(value.id) || /^global\b/.test(value.id)));

const isArguments = (world: World, file: string, id: ExprId): boolean => {
  const expr = world.files.get(file)?.facts.exprs[id];
  return expr?.k === 'global' && expr.name === 'arguments';
};

/** A member of a module is what the module gives away under that name; of anything else, what was ever stored under it. */
function drawMember(drawing: Drawing, file: string, here: number, { object, name }: Expr & { k: 'member' }): void {
  const { graph, world } = drawing;
  const of = seenAt(world, file, object);
  const modules = of.flatMap((value) => (value.v === 'module' && world.files.get(value.file)?.exportsByName.has(name) ? [value.file] : []));
  if (of.length > 0 && modules.length === of.length) return modules.forEach((module) => graph.edge(drawing.exported(module, name), here));
  graph.edge(drawing.field(name), here);
  drawing.read(name, drawing.expr(file, object), here);
  // What a package was handed may be a member of what it gives; a proxy gives what its traps do.
  for (const value of of) if (value.v === 'origin') graph.edge(/^global\.Proxy\b/.test(value.id) || passesOn([value]) ? drawing.kept : drawing.handed(packageOf(value.id)), here);
  if (!isKnown(of)) graph.edge(drawing.keyed, here);
  // What an iterator gives, and what a promise came to.
  if (name === 'value') graph.edge(drawing.kept, here);
}

function drawObject(drawing: Drawing, file: string, id: ExprId, expr: Expr & { k: 'object' }): void {
  const { graph } = drawing;
  for (const [name, value] of expr.props) {
    for (const under of [name, ANY]) graph.edge(drawing.expr(file, value), drawing.fieldOf(homeKey({ kind: 'object', file, expr: id }), under));
  }

  // What is spread stays what it was, as far as its members go.
  for (const value of expr.keyed ?? []) graph.edge(drawing.expr(file, value), drawing.keyed);
  for (const spread of expr.spreads) graph.copy(drawing.expr(file, spread), drawing.expr(file, id));
}

function drawBinding(drawing: Drawing, file: string, index: number, binding: BindingFact): void {
  const { graph } = drawing;
  const here = drawing.binding(file, index);
  for (const value of binding.values) graph.edge(drawing.expr(file, value), here);
  if (binding.kind === 'catch') graph.edge(drawing.kept, here);
  if (!binding.param) return;
  const given = drawing.parameter(file, binding.fn, binding.param.index);
  graph.edge(given, graph.node(`${file} arguments`));
  const last = binding.param.path.at(-1);
  if (last === undefined || binding.param.rest) graph.edge(given, here);
  if (last === undefined) return;
  graph.edge(INDEX.test(last) ? drawing.kept : drawing.field(last), here);
  if (!INDEX.test(last)) drawing.read(last, binding.param.path.length > 1 ? -1 : given, here);
  graph.edge(drawing.keyed, here);
}

function drawFunctions(drawing: Drawing, file: string, facts: FileFacts): void {
  const { graph, world } = drawing;
  const index = world.files.get(file);
  facts.functions.forEach((fact, fn) => {
    const result = drawing.result(file, fn);
    for (const value of fact.returns) graph.edge(drawing.expr(file, value), result);
    for (const value of fact.yields ?? []) graph.edge(drawing.expr(file, value), drawing.kept);
    if (fact.kind === 'getter') graph.edge(result, drawing.field(fact.name));
    if (fact.kind === 'setter') graph.edge(drawing.field(fact.name), drawing.parameter(file, fn, 0));
    const self = drawing.self(file, fn);
    if (fact.cls !== undefined) return fact.static ? undefined : graph.edge(drawing.instance(file, fact.cls), self);
    const object = index?.objectOfFunction.get(fn);
    const wrapped = index?.classOfWrapped.get(fn);
    if (wrapped !== undefined) graph.edge(drawing.instance(file, wrapped), self);
    if (object !== undefined) graph.edge(drawing.expr(file, object), self);
    graph.edge(drawing.made(file, fn), self);
    const holder = index?.holderOfFunction.get(fn);
    if (typeof holder === 'number') graph.edge(drawing.expr(file, holder), self);
    const prototype = index?.prototypeOfFunction.get(fn);
    for (const value of prototype === undefined ? [] : seenAt(world, file, prototype)) {
      if (value.v === 'function') graph.edge(drawing.made(value.file, value.fn), self);
      if (value.v === 'class') graph.edge(drawing.instance(value.file, value.cls), self);
    }
  });
}

function drawClasses(drawing: Drawing, file: string, facts: FileFacts): void {
  const { graph, world } = drawing;
  facts.exprs.forEach((expr, id) => {
    if (expr.k !== 'class') return;
    facts.functions.forEach((fn, i) => {
      if (fn.cls === expr.cls && fn.static) graph.edge(drawing.expr(file, id), drawing.self(file, i));
    });
  });
  facts.classes.forEach((fact, cls) => {
    for (const member of fact.members) {
      if (member.value === undefined || member.kind !== 'field') continue;
      for (const name of [member.name, ANY]) graph.edge(drawing.expr(file, member.value), drawing.fieldOf(homeKey({ kind: member.static ? 'class' : 'instance', file, cls }), name));
    }
    // `this` in a method of the class that it extends.
    for (const parent of parentsOf(world, file, fact.superclass)) if (parent.v === 'class') graph.edge(drawing.instance(file, cls), drawing.instance(parent.file, parent.cls));
  });
}

/** The name that is written there: what is put into one use of it is there at the others too. */
function bindingsAt(drawing: Drawing, file: string, facts: FileFacts, id: ExprId): number[] {
  const expr = facts.exprs[id];
  return expr?.k === 'binding' ? [drawing.binding(file, expr.binding)] : [];
}

/** The field that an assignment fills: of the things that linking knows, else of anything. */
function fieldsAt(drawing: Drawing, file: string, object: ExprId, name: string): number[] {
  const homes = seenAt(drawing.world, file, object).map(homeOf);
  const known = homes.flatMap((home) => (home === null ? [] : [name, ANY].map((under) => drawing.fieldOf(homeKey(home), under))));
  return homes.length > 0 && known.length === 2 * homes.length ? known : [drawing.field(name), drawing.named];
}

/** Functions that a compiler wrote: what they copy is what they are asked to copy elsewhere. */
function compilerFunctions(facts: FileFacts): ReadonlySet<number> {
  const within = (id: ExprId): number[] => {
    const expr = facts.exprs[id];
    return expr?.k === 'function' ? [expr.fn] : expr?.k === 'any' ? expr.of.flatMap(within) : [];
  };
  const found = new Set(facts.bindings.flatMap(({ name, values }) => (/^__(?:createBinding|setModuleDefault|exportStar|rest|assign)$/.test(name) || isCompilerFunction(name) ? values.flatMap(within) : [])));
  facts.functions.forEach((fact, fn) => {
    if (found.has(fact.parent)) found.add(fn);
  });
  return found;
}

function drawAssignments(drawing: Drawing, file: string, facts: FileFacts): void {
  const { graph } = drawing;
  const compiler = compilerFunctions(facts);
  for (const assignment of facts.assignments) {
    const { object, name, value, fn } = assignment;
    if (compiler.has(fn)) continue;
    const from = drawing.expr(file, value);
    const target = facts.exprs[object];
    if (name === null) {
      if (target?.k === 'binding') graph.edge(from, drawing.binding(file, target.binding));
      continue;
    }
    if (INDEX.test(name)) {
      const copied = copiedFrom(facts, assignment);
      if (copied === undefined) graph.edge(from, drawing.keyed);
      // What is copied name by name has the members of what it is copied from; under each name lies what lay there.
      else for (const into of [drawing.expr(file, object), ...bindingsAt(drawing, file, facts, object), drawing.copied]) graph.copy(drawing.expr(file, copied), into);
    } else {
      for (const into of fieldsAt(drawing, file, object, name)) graph.edge(from, into);
    }
    const held = facts.exprs[value];
    if (held?.k === 'function') graph.edge(drawing.expr(file, object), drawing.self(file, held.fn));
  }
}

function drawExports(drawing: Drawing, file: string, facts: FileFacts): void {
  const { graph, world } = drawing;
  for (const fact of facts.exports) {
    if (fact.kind === 'value') {
      const value = drawing.expr(file, fact.value);
      graph.edge(value, drawing.exported(file, fact.name));
      if (fact.name === 'default' && !drawing.loadedByName.has(file)) graph.edge(value, drawing.loaded);
      if (fact.name !== 'default' || facts.module === 'esm' || isCompiled(facts)) for (const name of [fact.name, ANY]) graph.edge(value, drawing.fieldOf(homeKey({ kind: 'module', file }), name));
      continue;
    }
    const resolution = world.resolve(file, fact.from);
    if (resolution.kind !== 'file') continue;
    if (fact.name !== null) graph.edge(fact.imported === '*' ? drawing.exported(resolution.file, 'default') : drawing.exported(resolution.file, fact.imported), drawing.exported(file, fact.name));
    else for (const name of world.files.get(resolution.file)?.exportsByName.keys() ?? []) if (name !== '*' && name !== 'default') graph.edge(drawing.exported(resolution.file, name), drawing.exported(file, name));
  }
}

const compiledFiles = new WeakMap<FileFacts, boolean>();

function isCompiled(facts: FileFacts): boolean {
  const known = compiledFiles.get(facts) ?? facts.exprs.some((expr) => expr.k === 'literal' && expr.value === '__esModule');
  compiledFiles.set(facts, known);
  return known;
}

function drawImport(drawing: Drawing, file: string, here: number, from: string, name: string): void {
  const resolution = drawing.world.resolve(file, from);
  if (resolution.kind === 'file') drawModule(drawing, here, resolution.file, name);
}

function drawModule({ graph, world, exported, field, read }: Drawing, here: number, module: string, name: string): void {
  const given = name === '*' ? 'default' : name;
  const taken = world.files.get(module)?.facts;
  // Of a module that was compiled from ESM, the whole is no export of it.
  if (name === '*' && (!taken || taken.module === 'esm' || isCompiled(taken))) return;
  graph.edge(exported(module, given), here);
  // Of a CommonJS module, a name can be a property of what it gives away as a whole; behind `export *`, anything of that name.
  if (world.files.get(module)?.exportsByName.has(given)) return;
  graph.edge(field(given), here);
  read(given, -1, here);
}
