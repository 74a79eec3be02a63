/** Puts `await` before a call, with parentheses exactly where the surroundings need them (as prettier would write it). */
import type { ASTPath } from 'jscodeshift';
import { type TextEdit, wrapRange } from './edits.js';
import { rangeOf } from './source.js';

interface Parent {
  type: string;
  [field: string]: unknown;
}

/** In these places `await x` has to be parenthesised, or is easier to read so. */
function needsParentheses(path: ASTPath): boolean {
  const parent = path.parent?.node as Parent | undefined;
  if (!parent) return false;
  switch (parent.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression': return parent.object === path.node;
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression': return parent.callee === path.node;
    case 'TaggedTemplateExpression':
    case 'UnaryExpression':
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'SpreadElement':
    case 'JSXSpreadAttribute':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TypeCastExpression': return true;
    case 'ConditionalExpression': return parent.test === path.node;
    case 'ClassDeclaration':
    case 'ClassExpression': return parent.superClass === path.node;
    default: return false;
  }
}

/** The source already has parentheses around the expression. */
const isParenthesised = (node: unknown): boolean => (node as { extra?: { parenthesized?: boolean } }).extra?.parenthesized === true;

export const isFunction = (node: { type: string } | undefined): boolean => node !== undefined && /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|ClassMethod|ClassPrivateMethod)$/.test(node.type);

/** The innermost function around a path. */
export function functionAround(path: ASTPath): ASTPath | null {
  for (let at: ASTPath | null = path.parent as ASTPath | null; at; at = at.parent as ASTPath | null) if (isFunction(at.node)) return at;
  return null;
}

/** The innermost function around a path that has its own `this`. */
export function thisFunctionAround(path: ASTPath): ASTPath | null {
  const around = functionAround(path);
  return around?.node.type === 'ArrowFunctionExpression' ? thisFunctionAround(around) : around;
}

/** Callbacks that a repair turns into the body of a loop: what they return goes nowhere. */
export type Dissolved = ReadonlySet<unknown>;

/** What an async function returns is awaited by its caller; only inside of `try` does it matter who waits. */
function isHandedOn(path: ASTPath, dissolved: Dissolved): boolean {
  const parent = path.parent as ASTPath | null;
  const node = parent?.node as Parent | undefined;
  if (node?.type === 'ArrowFunctionExpression' && node.body === path.node) return !dissolved.has(node);
  if (node?.type !== 'ReturnStatement') return false;
  const around = functionAround(path);
  if (!around || dissolved.has(around.node) || (around.node as { generator?: boolean }).generator) return false;
  for (let at = parent; at && at !== around; at = at.parent as ASTPath | null) if (at.node.type === 'TryStatement') return false;
  return true;
}

/** Edits that make the surroundings of a call wait for it: none when they do already. `inner` wraps the call itself first. */
export function awaitEdits(path: ASTPath, dissolved: Dissolved, inner: { before: string; after: string } = { before: '', after: '' }): TextEdit[] {
  const range = rangeOf(path.node);
  const parent = path.parent?.node as Parent | undefined;
  const waited = parent?.type === 'AwaitExpression' || isHandedOn(path, dissolved);
  if (waited) return inner.before === '' && inner.after === '' ? [] : wrapRange(range, inner.before, inner.after);
  const parentheses = needsParentheses(path) && !isParenthesised(path.node);
  return wrapRange(range, `${parentheses ? '(' : ''}await ${inner.before}`, `${inner.after}${parentheses ? ')' : ''}`);
}
