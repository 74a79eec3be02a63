/** What one use of a value says of it: a typeof, a method called on it, a comparison, a default. Looks only at the nodes around. */
import type { SyntaxNode } from '../core/parse.js';
import { isNode, isWrapper, keyOf, literalText, unwrap } from '../core/syntax.js';
import type { Kind } from './plausible.js';
import { chainText, constantOf } from './sources.js';

export interface Use {
  kind?: Kind;
  example?: unknown;
}

const TEXT_METHODS = /^(?:trim|toLowerCase|toUpperCase|split|replace|replaceAll|match|startsWith|endsWith|substring|substr|padStart|padEnd|charAt|normalize|localeCompare)$/;
export const LIST_METHODS = /^(?:map|forEach|filter|every|some|reduce|find|join|push|sort|flatMap|reverse)$/;
const DATE_METHODS = /^(?:toISOString|getTime)$/;
const NUMBER_CALLS = /^(?:Number|parseInt|parseFloat|Math\.\w+|Number\.\w+|isNaN|isFinite)$/;

/** Nearest first, without casts, awaits and optional chains. */
export const surroundings = (around: readonly SyntaxNode[]): SyntaxNode[] => around.filter((node) => !isWrapper(node) && node.type !== 'AwaitExpression').reverse();

/** `trim` when the value's next name is a method that is called. */
export function methodOn(node: SyntaxNode, around: readonly SyntaxNode[]): { name: string; call: SyntaxNode } | null {
  const [member, call] = surroundings(around);
  if (member?.type !== 'MemberExpression' || unwrap(member.object as SyntaxNode) !== node || call?.type !== 'CallExpression' || unwrap(call.callee as SyntaxNode) !== member) return null;
  const name = keyOf(member);
  return name === null ? null : { name, call };
}

function ofMethod(name: string): Use {
  if (TEXT_METHODS.test(name)) return { kind: 'string' };
  if (LIST_METHODS.test(name)) return { kind: 'array' };
  return DATE_METHODS.test(name) ? { kind: 'date' } : {};
}

const KINDS = new Map<string, Kind>([['string', 'string'], ['number', 'number'], ['boolean', 'boolean'], ['object', 'object']]);

function ofComparison(node: SyntaxNode, comparison: SyntaxNode): Use {
  const other = unwrap((unwrap(comparison.left as SyntaxNode) === node ? comparison.right : comparison.left) as SyntaxNode);
  const value = constantOf(other);
  const operator = String(comparison.operator);
  if (/^[<>]=?$/.test(operator)) return typeof value === 'number' ? { kind: 'number' } : {};
  if (!/^[!=]==?$/.test(operator) || value === undefined || value === null || value === '') return {};
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? { example: value } : {};
}

function ofCall(node: SyntaxNode, call: SyntaxNode): Use {
  const callee = isNode(call.callee) ? unwrap(call.callee) : null;
  if (!callee || callee === node) return {};
  const name = chainText(callee) ?? '';
  if (name === 'Array.isArray') return { kind: 'array' };
  if (NUMBER_CALLS.test(name)) return { kind: 'number' };
  if (call.type === 'NewExpression' && name === 'Date') return { kind: 'date' };
  // `['open', 'closed'].includes(body.state)`
  const list = callee.type === 'MemberExpression' && keyOf(callee) === 'includes' ? constantOf(callee.object) : undefined;
  return Array.isArray(list) && list.length > 0 ? { example: list[0] as unknown } : {};
}

/** Empty when the use tells nothing. */
export function useOf(node: SyntaxNode, around: readonly SyntaxNode[]): Use {
  const method = methodOn(node, around);
  if (method) return ofMethod(method.name);
  const [near, next] = surroundings(around);
  if (near?.type === 'UnaryExpression' && near.operator === 'typeof' && next?.type === 'BinaryExpression') {
    const kind = [next.left, next.right].flatMap((side) => (isNode(side) ? [KINDS.get(literalText(side) ?? '')] : [])).find((each) => each !== undefined);
    return kind ? { kind } : {};
  }
  if (near?.type === 'UnaryExpression' && near.operator === '+') return { kind: 'number' };
  if (near?.type === 'BinaryExpression') return ofComparison(node, near);
  if (near?.type === 'CallExpression' || near?.type === 'NewExpression') return ofCall(node, near);
  if (near?.type === 'LogicalExpression' && near.operator !== '&&' && unwrap(near.left as SyntaxNode) === node) {
    const value = constantOf(near.right);
    return value === undefined || value === null || value === '' ? {} : { example: value };
  }
  return {};
}
