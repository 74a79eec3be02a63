/** Turns a function async: the keyword, its TypeScript return type, its JSDoc. The body is somebody else's. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import type { PlannedFunction } from '../../core/plan.js';
import type { BlockCode } from '../../core/repairs.js';
import { type TextEdit, replaceRange, wrapRange } from './edits.js';
import { generatorType } from './generator-types.js';
import { type Ranged, type Source, rangeOf } from './source.js';

/** Edits, or why the source does not allow them. */
export type Edited = { edits: TextEdit[] } | { refused: { code: BlockCode; text: string; at: number } };

export const refuse = (node: unknown, text: string, code: BlockCode = 'shape-unknown'): Edited => ({ refused: { code, text, at: rangeOf(node)[0] } });

interface FunctionShape {
  type: string;
  async?: boolean;
  generator?: boolean;
  kind?: string;
  key?: unknown;
  computed?: boolean;
  static?: boolean;
  decorators?: unknown[] | null;
  returnType?: { typeAnnotation?: { type: string } };
  start: number;
}

/** A function that gives back elements, under a capital: whoever draws it calls it by `<Name />`. */
function isComponent(path: ASTPath): boolean {
  const parent = path.parent?.node as { id?: { name?: string } } | undefined;
  const name = (path.node as { id?: { name?: string } | null }).id?.name ?? parent?.id?.name ?? (path.node as { key?: { name?: string } }).key?.name ?? '';
  return /^(?:[A-Z]|render$)/.test(name) && jscodeshift(path.node as jscodeshift.ASTNode).find(jscodeshift.JSXElement).length > 0;
}

/** Decorators of frameworks that take a promise; any other may look at what the method gives back. */
const TAKES_PROMISES = /^@(?:Get|Post|Put|Patch|Delete|All|Head|Options|Sse|Cron|Interval|Timeout|OnEvent|MessagePattern|EventPattern|Query|Mutation|Process|HttpCode|Header|Render|Redirect|UseGuards|UseInterceptors|UsePipes|UseFilters|Api\w+)\b/;

const isTakenOver = (source: Source, node: FunctionShape): boolean => (node.decorators ?? []).some((decorator) => !TAKES_PROMISES.test(source.text.slice(...rangeOf(decorator))));

/** Where `async` goes: before `function` or the parameters; in a method before its name, after its modifiers. */
function keywordAt(source: Source, node: FunctionShape): number {
  if (!/Method$/.test(node.type)) return node.start;
  const key = rangeOf(node.key)[0];
  if (node.generator) return source.text.lastIndexOf('*', key);
  if (!node.computed) return key;
  return source.text.lastIndexOf('[', key);
}

function keywordEdit(source: Source, node: FunctionShape): TextEdit {
  const at = keywordAt(source, node);
  return { start: at, end: at, text: 'async ', side: 'open', size: rangeOf(node)[1] - at };
}

/** A getter becomes an async method: the one word stands where the other did. */
function insteadOfGet(source: Source, node: FunctionShape): TextEdit | null {
  const key = rangeOf(node.key)[0];
  const word = node.computed ? null : /\bget\s+$/.exec(source.text.slice(node.start, key));
  return word ? replaceRange([node.start + word.index, node.start + word.index + 'get'.length], 'async') : null;
}

export function asyncEdits(source: Source, path: ASTPath, agrees?: PlannedFunction['agrees']): Edited {
  const node = path.node as unknown as FunctionShape;
  if (node.async) return { edits: [] };
  if (node.computed && /^Symbol\./.test(source.text.slice(...rangeOf(node.key)))) return refuse(node, `a ${node.generator ? 'generator' : 'method'} that is called by the language itself`, node.generator ? 'generator' : 'escapes');
  if (node.kind === 'set' || node.kind === 'constructor') return refuse(node, `a ${node.kind === 'constructor' ? 'constructor' : 'setter'}`);
  if (isComponent(path)) return refuse(node, 'a component, which is drawn without waiting for it', 'escapes');
  if (isTakenOver(source, node)) return refuse(node, `a ${node.kind === 'get' ? 'getter' : 'method'} that a decorator takes over`, 'unknown-callee');
  if (hasOverloads(source, path) && (agrees !== 'turning' || path.node.type !== 'ClassMethod')) return refuse(node, 'a function with overload signatures, which would all have to change');
  if (!agrees && implementsInterface(path)) return refuse(node, `a ${node.kind === 'get' ? 'getter' : 'method'} of a class that implements an interface, which would have to change too`);
  const type = node.generator ? generatorTypeEdits(source, node) : typeEdits(source, node);
  if (!type) return refuse(node, 'a return type that says more than which value comes back');
  const keyword = node.kind === 'get' ? insteadOfGet(source, node) : keywordEdit(source, node);
  return keyword ? { edits: [keyword, ...type, ...documentationEdits(source, path)] } : refuse(node, 'a getter that is written in an unusual way');
}

const generatorTypeEdits = (source: Source, node: FunctionShape): TextEdit[] | null => (node.returnType?.typeAnnotation ? generatorType(source, node.returnType.typeAnnotation as unknown as Ranged) : []);

/** `: Settings` becomes `: Promise<Settings>`. Null for type predicates. */
function typeEdits(source: Source, node: FunctionShape): TextEdit[] | null {
  const annotation = node.returnType?.typeAnnotation;
  if (!annotation) return [];
  if (annotation.type === 'TSTypePredicate' || annotation.type === 'TSThisType') return null;
  const range = rangeOf(annotation);
  return /^Promise\s*</.test(source.text.slice(...range)) ? [] : wrapRange(range, 'Promise<', '>');
}

function hasOverloads(source: Source, path: ASTPath): boolean {
  const name = (path.node as { id?: { name?: string } }).id?.name ?? ((path.node as { key?: { name?: string } }).key?.name);
  const siblings = (path.parent?.node as { body?: unknown })?.body;
  const list = Array.isArray(siblings) ? siblings : source.ast.program.body;
  return list.some((statement) => {
    const item = statement as { type: string; id?: { name?: string }; key?: { name?: string }; declaration?: { type: string; id?: { name?: string } } };
    const declared = /^TSDeclare/.test(item.type) ? item : item.declaration && /^TSDeclare/.test(item.declaration.type) ? item.declaration : null;
    return declared !== null && name !== undefined && (declared.id?.name === name || (declared as { key?: { name?: string } }).key?.name === name);
  });
}

function implementsInterface(path: ASTPath): boolean {
  if (path.node.type !== 'ClassMethod') return false;
  const owner = path.parent?.parent?.node as { implements?: unknown[] } | undefined;
  return (owner?.implements?.length ?? 0) > 0;
}

/** `@returns {Settings}` of the comment right above becomes `@returns {Promise<Settings>}`. */
function documentationEdits(source: Source, path: ASTPath): TextEdit[] {
  if (!isDocumented(path)) return [];
  const start = statementStart(path);
  const comment = (source.ast.comments ?? []).find((one) => one.type === 'CommentBlock' && one.value.startsWith('*') && /^\s*$/.test(source.text.slice(one.end ?? 0, start)) && (one.end ?? 0) <= start);
  if (!comment) return [];
  const text = source.text.slice(comment.start ?? 0, comment.end ?? 0);
  const isGetter = (path.node as { kind?: string }).kind === 'get';
  const tag = (isGetter ? /@(?:returns?|type)\s*\{/ : /@returns?\s*\{/).exec(text);
  if (!tag || (path.node as { generator?: boolean }).generator) return [];
  const open = (comment.start ?? 0) + tag.index + tag[0].length;
  const close = closingBrace(source.text, open);
  const type = source.text.slice(open, close);
  if (close < 0) return [];
  // The type of a getter is what its method returns.
  const begin = (comment.start ?? 0) + tag.index;
  const word = tag[0].startsWith('@type') ? [replaceRange([begin, begin + '@type'.length], '@returns')] : [];
  return /^\s*(?:Promise\b|!Promise\b)/.test(type) ? word : [...word, replaceRange([open, close], `Promise<${type}>`)];
}

/** The function is what the statement or member declares, not something inside of it. */
function isDocumented(path: ASTPath): boolean {
  if (/Method$|Declaration$/.test(path.node.type)) return true;
  const parent = path.parent?.node as { type: string; init?: unknown; right?: unknown; value?: unknown; declaration?: unknown } | undefined;
  return parent !== undefined && [parent.init, parent.right, parent.value, parent.declaration].includes(path.node);
}

function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

/** Start of the statement or member that a comment above would stand before. */
function statementStart(path: ASTPath): number {
  let at: ASTPath = path;
  while (at.parent && !['Program', 'BlockStatement', 'ClassBody', 'ObjectExpression', 'SwitchCase', 'File'].includes(at.parent.node.type)) at = at.parent as ASTPath;
  return rangeOf(at.node)[0];
}
