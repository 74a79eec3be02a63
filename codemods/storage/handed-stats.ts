/** What of a file's `stat` is read by those that it is handed to: functions of the same file are followed; what a package or another module is handed, it may look at as a whole. */
import type { ASTPath } from 'jscodeshift';
import { type Source, rangeOf } from '../shared/source.js';
import { type Node, awaited, eachNode, fieldsOfPattern, functionNamed, namesOfResult, scopeOf } from './result-places.js';

export interface Handed {
  /** Fields that functions of the file read of it. */
  fields: string[];
  /** What takes it out of sight, as it is written. */
  unseen: string[];
}

const NOTHING: Handed = { fields: [], unseen: [] };
const MOST_CALLS = 4;

export function handedOn(source: Source, path: ASTPath): Handed {
  const direct = (awaited(path).parent as ASTPath | null)?.node as unknown as Node | undefined;
  const given = direct ? asArgument(source, direct, (argument) => (argument as unknown) === awaited(path).node, 0) : NOTHING;
  const callback = (path.node as unknown as { arguments: Node[] }).arguments.at(-1);
  const called = callback && isFunction(callback) ? inParameter(source, callback, 1, 0) : NOTHING;
  return joined([given, called, ...namesOfResult(path).map((name) => handedIn(source, scopeOf(source, path), name, 0))]);
}

/** What becomes of a variable in the calls of a function. */
function handedIn(source: Source, scope: Node, name: string, depth: number): Handed {
  const found: Handed[] = [];
  eachNode(scope, (node) => found.push(asArgument(source, node, (argument) => argument.type === 'Identifier' && argument.name === name, depth)));
  return joined(found);
}

function asArgument(source: Source, call: Node, isIt: (argument: Node) => boolean, depth: number): Handed {
  if (!/^(?:Optional)?(?:Call|New)Expression$/.test(call.type)) return NOTHING;
  const index = (call.arguments as Node[]).findIndex(isIt);
  if (index < 0) return NOTHING;
  const callee = call.callee as Node;
  const own = callee.type === 'Identifier' ? functionNamed(source, callee.name ?? '') : undefined;
  const isSeen = own !== undefined && isFunction(own);
  if (isSeen && depth < MOST_CALLS) return inParameter(source, own, index, depth + 1);
  return isSeen || isLoaded(source, rootOf(callee)) ? { fields: [], unseen: [source.text.slice(...rangeOf(callee))] } : NOTHING;
}

const isFunction = ({ type }: Node): boolean => /Function/.test(type);

function inParameter(source: Source, own: Node, index: number, depth: number): Handed {
  const parameter = (own.params as Node[])[index];
  if (!parameter) return NOTHING;
  const read = { fields: fieldsOfPattern(parameter, own), unseen: [] };
  return parameter.type === 'Identifier' ? joined([read, handedIn(source, own, parameter.name ?? '', depth)]) : read;
}

const joined = (all: readonly Handed[]): Handed => ({ fields: all.flatMap(({ fields }) => fields), unseen: all.flatMap(({ unseen }) => unseen) });

/** `files` of `files.tools.show`; of `(0, tools.show)` as well. */
function rootOf(callee: Node): string {
  if (/MemberExpression$/.test(callee.type)) return rootOf(callee.object as Node);
  if (callee.type === 'SequenceExpression') return rootOf((callee.expressions as Node[]).at(-1) as Node);
  if (callee.type === 'CallExpression') return rootOf(callee.callee as Node);
  return callee.type === 'Identifier' ? callee.name ?? '' : '';
}

/** The name is that of a package or of another module. */
function isLoaded(source: Source, name: string): boolean {
  if (name === 'require') return true;
  return (source.ast.program as unknown as { body: Node[] }).body.some((node) => {
    if (node.type === 'ImportDeclaration') return (node.specifiers as Node[]).some((one) => (one.local as Node).name === name);
    return node.type === 'VariableDeclaration' && (node.declarations as Node[]).some((one) => one.init && isLoad(one.init as Node) && bindsName(one.id as Node, name));
  });
}

/** `require('name')`, also through the helper of a compiler, or a member of it. */
function isLoad(value: Node): boolean {
  if (/MemberExpression$/.test(value.type)) return isLoad(value.object as Node);
  return value.type === 'CallExpression' && ((value.callee as Node).name === 'require' || (value.arguments as Node[]).some(isLoad));
}

const bindsName = (pattern: Node, name: string): boolean =>
  pattern.type === 'Identifier' ? pattern.name === name : pattern.type === 'ObjectPattern' && (pattern.properties as Node[]).some((one) => (one.value as Node | undefined)?.name === name);
