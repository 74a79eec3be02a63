/**
 * Whether what a name calls can come to be another function while the program runs, by a way that no call edge shows: a name that is assigned to, a member that
 * is put in its place by name, or members that are put there without being named (`Object.assign(this, options)`). Looks only; when in doubt it says yes.
 */
import type { NodePath } from '@babel/traverse';
import type { FunctionNode, Program } from '../../core/program.js';
import type { Source } from './source.js';
import { traverse } from './traverse.js';

export interface Called {
  program: Program;
  sourceOf: (file: string) => Source | null;
  read: (file: string) => string | null;
  /** Where the call stands. */
  file: string;
  callee: NodePath;
  /** What it certainly reaches. */
  targets: readonly { fn: FunctionNode; path: NodePath }[];
}

export function mayBeReplaced({ program, sourceOf, read, file, callee, targets }: Called): boolean {
  if (targets.some(({ path }) => hasOtherValues(path))) return true;
  const named = callee.isSequenceExpression() ? callee.get('expressions').at(-1) : callee;
  const property = named?.isMemberExpression() ? named.node.property : null;
  const files = new Set(targets.map(({ fn }) => fn.file));
  const names = new Set(targets.map(({ fn }) => fn.name));
  if (property?.type === 'Identifier') names.add(property.name);
  if (program.modules.some((module) => [...names].some((name) => isPut(read(module.file), name, files.has(module.file))))) return true;
  const near = program.modules.filter((module) => module.file === file || files.has(module.file) || module.imports.some(({ to }) => files.has(to)));
  return near.some((module) => putsUnnamed(sourceOf(module.file)));
}

/** `export let run = …; run = other`. */
function hasOtherValues(path: NodePath): boolean {
  const parent = path.parentPath;
  const name = path.isFunctionDeclaration() || path.isFunctionExpression() ? path.node.id?.name : undefined;
  if (path.isFunctionDeclaration()) return name !== undefined && parent?.scope.getBinding(name)?.constant === false;
  return parent?.isVariableDeclarator() === true && parent.node.id.type === 'Identifier' && parent.scope.getBinding(parent.node.id.name)?.constant !== true;
}

/** `lib.each = …`, in whichever file; what a module says of its own exports is where the call leads, and `this.each = this.each.bind(this)` is the same. */
function isPut(text: string | null, name: string, isOwn: boolean): boolean {
  if (text === null || !/^[\w$]+$/.test(name) || !text.includes(`.${name}`)) return false;
  const escaped = name.replaceAll('$', String.raw`\$`);
  const places = text.matchAll(new RegExp(String.raw`([\w$]+)\s*\.${escaped}\s*=(?![=>])\s*(this\.${escaped}\.bind\()?`, 'g'));
  return [...places].some(([, object, bound]) => bound === undefined && !(isOwn && object === 'exports'));
}

/** Members that are set on `this`, on a prototype or on a loaded module under names that are not written there. */
function putsUnnamed(source: Source | null): boolean {
  if (!source) return true;
  let found = false;
  traverse(source.ast, {
    CallExpression(path) {
      const into = path.get('arguments')[0];
      const puts = /assign|defin|extend|mix|merge|default/i.test(nameOf(path.get('callee')));
      if (into && (isPrototype(into) || (puts && isShared(into)))) found = true;
    },
    AssignmentExpression(path) {
      const left = path.get('left');
      if (left.isMemberExpression() && left.node.computed && left.node.property.type !== 'NumericLiteral' && isShared(left.get('object'))) found = true;
    },
  });
  return found;
}

const nameOf = (callee: NodePath): string => (callee.isMemberExpression() && callee.node.property.type === 'Identifier' ? callee.node.property.name : callee.isIdentifier() ? callee.node.name : '');

const isPrototype = (path: NodePath): boolean => path.isMemberExpression() && !path.node.computed && path.node.property.type === 'Identifier' && path.node.property.name === 'prototype';

function isShared(path: NodePath): boolean {
  if (path.isThisExpression() || isPrototype(path)) return true;
  const binding = path.isIdentifier() ? path.scope.getBinding(path.node.name) : undefined;
  return binding?.path.isVariableDeclarator() === true && /\brequire\(/.test(binding.path.get('init').toString());
}
