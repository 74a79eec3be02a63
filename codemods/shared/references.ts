/**
 * A second look at functions that turn async, by their names: every use of one must be a call that was planned, an export, or an import. A use that nobody
 * followed (kept in a table, handed on, compared by identity) may hide a caller that would not wait. Looks only; changes nothing.
 */
import type { Binding, NodePath } from '@babel/traverse';
import type { PlanComponent } from '../../core/plan.js';
import type { FunctionNode, Program } from '../../core/program.js';
import type { Place } from '../../core/facts.js';
import { lineStarts, placeAt } from '../../core/text.js';
import { exportedAs, givenByGetter, passesAllOn } from './export-shapes.js';
import { INTEROP, functionIn, isOnlyAskedFor, parametersFor } from './handed-on.js';
import { isMade } from './made-functions.js';
import { type Source, parseSource, rangeOf } from './source.js';
import { traverse } from './traverse.js';

export interface UnfollowedUse {
  fn: FunctionNode;
  text: string;
  at: Place;
}

interface Search {
  program: Program;
  read(file: string): string | null;
  sources: Map<string, Source | null>;
  /** `file:start-end` of calls that the plan knows for the function. */
  known: ReadonlySet<string>;
  fn: FunctionNode;
  /** Modules and names that were followed already. */
  seen: Set<string>;
}

const keyOf = (file: string, node: unknown): string => `${file}:${rangeOf(node)[0]}-${rangeOf(node)[1]}`;

/** The first use of a function of the component that was not planned for; null when all are accounted for. */
export function unfollowedUse(program: Program, component: PlanComponent, read: (file: string) => string | null): UnfollowedUse | null {
  const sources = new Map<string, Source | null>();
  for (const { id } of component.functions) {
    const fn = program.functions.find((one) => one.id === id);
    if (!fn || fn.name === '') continue;
    const known = new Set(component.calls.filter((call) => call.to === id).map((call) => `${call.at.file}:${call.range[0]}-${call.range[1]}`));
    const found = inItsFile({ program, read, sources, known, fn, seen: new Set() });
    if (found) return found;
  }
  return null;
}

function sourceOf(search: Search, file: string): Source | null {
  if (!search.sources.has(file)) {
    const text = search.read(file);
    search.sources.set(file, text === null ? null : parseSource(file, text));
  }
  return search.sources.get(file) ?? null;
}

function inItsFile(search: Search): UnfollowedUse | null {
  const source = sourceOf(search, search.fn.file);
  const path = source ? functionIn(source, search.fn) : null;
  if (!source || !path) return null;
  const binding = path.isClassMethod({ kind: 'constructor' }) ? classBinding(path) : bindingOf(path);
  if (binding) return followBinding(search, source, binding);
  const exported = exportedAs(path);
  return exported === null ? null : followExport(search, search.fn.file, exported);
}

/** The name of the class that a constructor belongs to: every use of it must be a `new` that was planned, or tell nobody. */
function classBinding(constructor: NodePath): Binding | null {
  const owner = constructor.parentPath?.parentPath;
  if (owner?.isClassDeclaration() && owner.node.id) return owner.parentPath.scope.getBinding(owner.node.id.name) ?? null;
  const parent = owner?.parentPath;
  return parent?.isVariableDeclarator() && parent.node.id.type === 'Identifier' ? parent.scope.getBinding(parent.node.id.name) ?? null : null;
}

/** Uses of a class that make no object: a static member, `instanceof`, a subclass that only adds to it. */
function followClass(search: Search, source: Source, reference: NodePath, parent: NodePath): { found: UnfollowedUse | null } | null {
  if (parent.isMemberExpression() && parent.node.object === reference.node) return { found: null };
  if (parent.isBinaryExpression({ operator: 'instanceof' })) return { found: null };
  if (!parent.isClass() || parent.node.superClass !== reference.node) return null;
  const fields = parent.node.body.body.find((member) => (member.type === 'ClassProperty' || member.type === 'ClassPrivateProperty') && !member.static && member.value);
  if (fields) return { found: problem(search, source, fields, 'a subclass sets fields, which would happen before it instead of after') };
  const name = parent.isClassDeclaration() ? parent.node.id?.name : undefined;
  const binding = name === undefined ? undefined : parent.parentPath?.scope.getBinding(name);
  return { found: binding ? followBinding(search, source, binding) : problem(search, source, parent.node, 'a subclass without a name extends it') };
}

/** The name that a declaration or a constant gives to the function. */
function bindingOf(path: NodePath): Binding | null {
  if (path.isFunctionDeclaration() && path.node.id) return path.parentPath.scope.getBinding(path.node.id.name) ?? null;
  const parent = path.parentPath;
  return parent?.isVariableDeclarator() && parent.node.id.type === 'Identifier' ? parent.scope.getBinding(parent.node.id.name) ?? null : null;
}

function followBinding(search: Search, source: Source, binding: Binding): UnfollowedUse | null {
  if (binding.path.parentPath?.parentPath?.isExportNamedDeclaration() || binding.path.parentPath?.isExportNamedDeclaration()) {
    const found = followExport(search, source.file, binding.identifier.name);
    if (found) return found;
  }
  if (binding.path.parentPath?.isExportDefaultDeclaration()) {
    const found = followExport(search, source.file, 'default');
    if (found) return found;
  }
  for (const reference of binding.referencePaths) {
    // The export around a declaration counts as a use of it, and was looked at above.
    const found = reference.isExportDeclaration() ? null : followReference(search, source, reference);
    if (found) return found;
  }
  return null;
}

const problem = (search: Search, source: Source, node: unknown, text: string): UnfollowedUse => {
  const [start, end] = rangeOf(node);
  return { fn: search.fn, text, at: placeAt(source.file, lineStarts(source.text), start, end) };
};

/** One use of the name (or of `module.name`). */
function followReference(search: Search, source: Source, reference: NodePath): UnfollowedUse | null {
  const parent = reference.parentPath;
  if (!parent) return null;
  // `(0, store.load)(app)`, as compilers call what they import.
  if (parent.isSequenceExpression() && parent.node.expressions.at(-1) === reference.node && parent.parentPath.isCallExpression()) return followReference(search, source, parent);
  const asClass = search.fn.kind === 'constructor' || (!parent.isClass() && isMade(search.program, search.fn)) ? followClass(search, source, reference, parent) : null;
  if (parent.isClass() && parent.node.superClass === reference.node && search.fn.kind !== 'constructor') return problem(search, source, reference.node, 'a class extends it');
  if (asClass) return asClass.found;
  if (parent.isCallExpression() || parent.isOptionalCallExpression() || parent.isNewExpression()) {
    if (search.known.has(keyOf(source.file, parent.node))) return null;
    const handed = parent.node.callee === reference.node ? null : followHanded(search, source, parent, reference);
    if (handed) return handed.found;
    const how = parent.node.callee === reference.node ? 'a call of it that was not followed' : `it is handed to ${source.text.slice(...rangeOf(parent.node.callee)).slice(0, 40)}`;
    return problem(search, source, reference.node, how);
  }
  if (parent.isArrayExpression() && parent.parentPath.isCallExpression() && search.known.has(keyOf(source.file, parent.parentPath.node))) return null;
  if (parent.isMemberExpression() && parent.node.object === reference.node) return followMember(search, source, parent);
  if (parent.isExportSpecifier()) return followExport(search, source.file, parent.node.exported.type === 'Identifier' ? parent.node.exported.name : parent.node.exported.value);
  if (parent.isExportDefaultDeclaration()) return followExport(search, source.file, 'default');
  if (parent.isVariableDeclarator() && parent.node.init === reference.node && parent.node.id.type === 'Identifier') {
    const alias = parent.scope.getBinding(parent.node.id.name);
    return alias ? followBinding(search, source, alias) : null;
  }
  if (isOnlyAskedFor(reference, parent)) return null;
  const given = givenByGetter(parent);
  if (given !== null) return followExport(search, source.file, given);
  if (parent.isUnaryExpression() || parent.isTSTypeQuery() || parent.isTSQualifiedName()) return null;
  return followCommonExport(search, source, reference, parent);
}

/** Handed to functions of the program alone, which may call it, ask for it and hand it on; null where it is not known to whom. */
function followHanded(search: Search, source: Source, call: NodePath, argument: NodePath): { found: UnfollowedUse | null } | null {
  const parameters = parametersFor(search.program, { sourceOf: (file) => sourceOf(search, file), read: search.read }, { file: source.file, call, argument });
  if (!parameters) return null;
  for (const { fn, source: where, binding } of parameters) {
    const key = `parameter ${fn.id} ${binding?.identifier.name}`;
    if (!binding || search.seen.has(key)) continue;
    search.seen.add(key);
    const found = followBinding(search, where, binding);
    if (found) return { found };
  }
  return { found: null };
}

/** `load.call(this)` is a call; `load.name` is none. */
function followMember(search: Search, source: Source, member: NodePath): UnfollowedUse | null {
  const call = member.parentPath;
  if (!call?.isCallExpression() || call.node.callee !== member.node) return null;
  return search.known.has(keyOf(source.file, call.node)) ? null : problem(search, source, member.node, 'it is called in a way that was not followed');
}

/** `module.exports = load`, `module.exports = { load }`, `exports.x = load`; anything else is a use nobody followed. */
function followCommonExport(search: Search, source: Source, reference: NodePath, parent: NodePath): UnfollowedUse | null {
  const property = parent.isObjectProperty() ? parent : null;
  const holder = property ? property.parentPath?.parentPath : parent;
  const key = property && property.node.key.type === 'Identifier' && !property.node.computed ? property.node.key.name : null;
  const whole = holder?.isAssignmentExpression() ? holder.get('left').toString() : holder?.isExportDefaultDeclaration() ? 'export default' : '';
  if (property && key !== null && /^(?:module\.exports|export default|(?:module\.)?exports\.default)$/.test(whole)) return followExport(search, source.file, key);
  if (!property && whole === 'module.exports') return followExport(search, source.file, 'default');
  const name = /^(?:module\.)?exports\.(\w+)$/.exec(whole)?.[1];
  if (!property && name) return followExport(search, source.file, name);
  if (liesInThing(reference, parent)) return null;
  return problem(search, source, reference.node, 'its value is kept, and who calls it there is not known');
}

/** A property of an object, an item of a list: the plan knows who may call what lies there, as it does of a function that is written in that place. */
function liesInThing(reference: NodePath, parent: NodePath): boolean {
  if (parent.isArrayExpression()) return true;
  return parent.isObjectProperty() && parent.node.value === reference.node && parent.parentPath.isObjectExpression();
}

/** Uses of an exported name in every module that loads the file. */
function followExport(search: Search, file: string, name: string): UnfollowedUse | null {
  if (search.seen.has(`${file} ${name}`)) return null;
  search.seen.add(`${file} ${name}`);
  for (const module of search.program.modules) {
    const specifiers = new Set(module.imports.filter((one) => one.to === file && !one.typeOnly).map((one) => one.specifier));
    const source = specifiers.size > 0 ? sourceOf(search, module.file) : null;
    const found = source ? inImporter(search, source, specifiers, name) : null;
    if (found) return found;
  }
  return null;
}

function inImporter(search: Search, source: Source, specifiers: ReadonlySet<string>, name: string): UnfollowedUse | null {
  let found: UnfollowedUse | null = null;
  const look = (next: () => UnfollowedUse | null): void => {
    found ??= next();
  };
  traverse(source.ast, {
    ImportDeclaration(path) {
      if (!specifiers.has(path.node.source.value)) return;
      for (const specifier of path.node.specifiers) {
        const binding = path.scope.getBinding(specifier.local.name);
        if (!binding) continue;
        const imported = specifier.type === 'ImportSpecifier' ? (specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value) : specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
        if (imported === name) look(() => followBinding(search, source, binding));
        else if (imported === '*' || imported === 'default') look(() => followNamespace(search, source, binding, name));
      }
    },
    ExportNamedDeclaration(path) {
      if (!path.node.source || !specifiers.has(path.node.source.value)) return;
      for (const specifier of path.node.specifiers) {
        if (specifier.type !== 'ExportSpecifier' || specifier.local.name !== name) continue;
        const exported = specifier.exported;
        look(() => followExport(search, source.file, exported.type === 'Identifier' ? exported.name : exported.value));
      }
    },
    ExportAllDeclaration(path) {
      if (specifiers.has(path.node.source.value)) look(() => followExport(search, source.file, name));
    },
    CallExpression(path) {
      const first = path.node.arguments[0];
      const loads = path.node.callee.type === 'Import' || (path.node.callee.type === 'Identifier' && path.node.callee.name === 'require');
      if (loads && first?.type === 'StringLiteral' && specifiers.has(first.value)) look(() => followRequired(search, source, path, name));
    },
  });
  return found;
}

/** Uses of `module.name` where the whole module has a name. */
function followNamespace(search: Search, source: Source, binding: Binding, name: string): UnfollowedUse | null {
  for (const reference of binding.referencePaths) {
    const member = reference.parentPath;
    const isMember = (member?.isMemberExpression() || member?.isOptionalMemberExpression()) && member.node.object === reference.node;
    if (!isMember) continue; // The module as a whole: what is called through it was followed by the linker, or is an unknown call that it reports.
    const property = member.node.property;
    const called = property.type === 'Identifier' && !member.node.computed ? property.name : property.type === 'StringLiteral' ? property.value : null;
    const inDefault = called === 'default' && member.parentPath?.isMemberExpression() && member.parentPath.node.object === member.node ? member.parentPath : null;
    if (inDefault && !inDefault.node.computed && inDefault.node.property.type === 'Identifier' && inDefault.node.property.name === name) {
      const found = followReference(search, source, inDefault);
      if (found) return found;
    } else if (called === name) {
      const found = followReference(search, source, member);
      if (found) return found;
    } else if (called === null) return problem(search, source, member.node, 'a member of its module is chosen by a computed name');
  }
  return null;
}

/** `require('./store')` and `await import('./store')`: named, taken apart, or used in place. */
function followRequired(search: Search, source: Source, path: NodePath, name: string): UnfollowedUse | null {
  const wraps = path.parentPath?.isAwaitExpression() || (path.parentPath?.isCallExpression() && path.parentPath.node.callee.type === 'Identifier' && INTEROP.test(path.parentPath.node.callee.name));
  const outer = wraps && path.parentPath ? path.parentPath : path;
  const parent = outer.parentPath;
  if (parent?.isMemberExpression() && parent.node.object === outer.node) {
    return parent.node.property.type === 'Identifier' && parent.node.property.name === name ? followReference(search, source, parent) : null;
  }
  if (!parent?.isVariableDeclarator()) return parent?.isSpreadElement() || parent?.isAssignmentExpression() || (parent && passesAllOn(parent)) ? followExport(search, source.file, name) : null;
  const { id } = parent.node;
  if (id.type === 'Identifier') {
    const binding = parent.scope.getBinding(id.name);
    return binding ? followNamespace(search, source, binding, name) ?? (name === 'default' ? followBinding(search, source, binding) : null) : null;
  }
  if (id.type !== 'ObjectPattern') return null;
  for (const property of id.properties) {
    if (property.type !== 'ObjectProperty' || property.key.type !== 'Identifier' || property.key.name !== name || property.value.type !== 'Identifier') continue;
    const binding = parent.scope.getBinding(property.value.name);
    const found = binding ? followBinding(search, source, binding) : null;
    if (found) return found;
  }
  return null;
}
