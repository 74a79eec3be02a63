/** Rewrites one file of an app so that calls nobody awaits on the spot are followed at run time. Lines stay where they are; what the code does stays too. */
import MagicString from 'magic-string';
import { lineColumn, lineStarts } from '../core/text.js';
import { parseSource, type SyntaxNode } from '../core/parse.js';
import { isFunction, isNode } from '../core/syntax.js';
import { separator, shortened } from './call-text.js';
import { functionsOf, isAsync, walkWithParents, type Step } from './syntax-walk.js';
import { TRIPWIRE } from './tripwire-runtime.js';

export type PromiseUse = 'dropped' | 'void' | 'condition' | 'compared' | 'text' | 'spread' | 'property' | 'returned' | 'argument' | 'kept';

export interface CallSite {
  file: string;
  line: number;
  /** The call as it is written, cut. */
  call: string;
  use: PromiseUse;
  /** What it is an argument of. */
  of?: string;
}

const TRANSPARENT = new Set(['ChainExpression', 'ParenthesizedExpression', 'TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression', 'TSTypeAssertion']);
const HANDLING = new Set(['then', 'catch', 'finally']);
const COMPARING = new Set(['==', '===', '!=', '!==', '<', '<=', '>', '>=', 'in', 'instanceof']);

const nameOf = (node: unknown): string => (isNode(node) ? String(node['name'] ?? '') : '');
const lastName = (callee: SyntaxNode): string => (callee.type === 'MemberExpression' ? nameOf(callee['property']) : nameOf(callee));
const argumentsOf = (call: SyntaxNode): SyntaxNode[] => (call['arguments'] as SyntaxNode[] | undefined) ?? [];
const isWaitUntil = (node: SyntaxNode): boolean => node.type === 'CallExpression' && lastName(node['callee'] as SyntaxNode) === 'waitUntil';

/** The step in which the value of an expression is used. */
function using(step: Step): { parent: Step; key: string } | null {
  let at = step;
  while (at.parent && TRANSPARENT.has(at.parent.node.type)) at = at.parent;
  return at.parent ? { parent: at.parent, key: at.key } : null;
}

/** Calls that bundlers and module lexers read as text, and those of the language itself. */
function isLeftAlone(call: SyntaxNode): boolean {
  const callee = call['callee'] as SyntaxNode;
  if (callee.type === 'Super' || callee.type === 'Import') return true;
  const root = callee.type === 'MemberExpression' ? nameOf(callee['object']) : nameOf(callee);
  if (['require', 'eval', 'Object', 'module'].includes(root)) return true;
  return argumentsOf(call).some((argument) => nameOf(argument) === 'exports' || (argument.type === 'CallExpression' && nameOf(argument['callee']) === 'require'));
}

/** A call in the middle of an optional chain cannot be taken out of it. */
function isInsideChain(step: Step): boolean {
  for (let at = step; at.parent; at = at.parent) {
    if (at.parent.node.type === 'ChainExpression') return at !== step;
    if (at.key !== 'object' && at.key !== 'callee') return false;
  }
  return false;
}

function useOf(step: Step, text: string): { use: PromiseUse; of?: string } | null {
  const found = using(step);
  if (!found) return null;
  const { parent, key } = found;
  const { node } = parent;
  if (node.type === 'AwaitExpression') return null;
  if (node.type === 'MemberExpression' && key === 'object') return HANDLING.has(nameOf(node['property'])) ? null : { use: 'property' };
  if (node.type === 'ExpressionStatement') return { use: 'dropped' };
  if (node.type === 'UnaryExpression') return { use: node['operator'] === 'void' ? 'void' : 'condition' };
  if (key === 'test' || node.type === 'LogicalExpression') return { use: 'condition' };
  if (node.type === 'TemplateLiteral') return { use: 'text' };
  if (node.type === 'BinaryExpression') return { use: COMPARING.has(String(node['operator'])) ? 'compared' : 'text' };
  if (node.type === 'SpreadElement') return { use: 'spread' };
  if (node.type === 'ReturnStatement' || (isFunction(node) && key === 'body')) return { use: 'returned' };
  if (key === 'arguments' && isWaitUntil(node)) return null;
  if (key === 'arguments') return { use: 'argument', of: shortened(text.slice((node['callee'] as SyntaxNode).start, (node['callee'] as SyntaxNode).end)) };
  return { use: 'kept' };
}

/** Where the hook of an async function goes: after its directives. */
function bodyStart(body: SyntaxNode): number {
  const directives = (body['body'] as SyntaxNode[]).filter((statement) => typeof statement['directive'] === 'string');
  return directives.at(-1)?.end ?? body.start + 1;
}

export interface Instrumented {
  code: string;
  sites: CallSite[];
}

/**
 * `isConverted` says of an async function, by its name in `functionsOf`, whether the migration made it so. Sites are numbered
 * from `first` on. A file that cannot be parsed is null: it runs as it is.
 */
export function followCalls(file: string, text: string, isConverted: (name: string) => boolean, first: number): Instrumented | null {
  const parsed = parseSource(file, text);
  if (!parsed.ok) return null;
  const converted = new Map([...functionsOf(parsed.file.ast)].map(([name, node]) => [node, isConverted(name)]));
  const output = new MagicString(text);
  const starts = lineStarts(text);
  const sites: CallSite[] = [];
  const numbers = new Map<SyntaxNode, number>();

  const enter = (step: Step): boolean => {
    const { node } = step;
    if (node.type === 'Decorator' || node.type.startsWith('TSType')) return false;
    if (isAsync(node)) enterFunction(node);
    if (node.type === 'CallExpression') enterCall(step);
    return true;
  };
  const enterFunction = (node: SyntaxNode): void => {
    const body = node['body'] as SyntaxNode;
    const hook = `${TRIPWIRE}.entered(${converted.get(node) === true})`;
    if (body.type === 'BlockStatement') output.appendLeft(bodyStart(body), `;${hook};`);
    else output.appendLeft(body.start, `(${hook}, `);
  };
  const enterCall = (step: Step): void => {
    const { node } = step;
    const [background] = isWaitUntil(node) ? argumentsOf(node) : [];
    if (background && background.type !== 'SpreadElement') output.appendLeft(background.start, `${TRIPWIRE}.kept(`);
    if (isLeftAlone(node) || isInsideChain(step)) return;
    const use = useOf(step, text);
    if (!use) return;
    numbers.set(node, first + sites.length);
    sites.push({ file, line: lineColumn(starts, node.start).line, call: shortened(text.slice(node.start, node.end)), ...use });
    output.appendLeft(node.start, `${TRIPWIRE}.after(`);
  };
  const leave = ({ node, key, parent }: Step): void => {
    const number = numbers.get(node);
    if (number !== undefined) {
      output.appendLeft(node.end - 1, `${separator(node, text)}...${TRIPWIRE}.before(${number})`);
      output.appendLeft(node.end, `, ${number})`);
    }
    if (parent && key === 'arguments' && isWaitUntil(parent.node) && argumentsOf(parent.node)[0] === node && node.type !== 'SpreadElement') output.appendLeft(node.end, ')');
    if (parent && key === 'body' && isAsync(parent.node) && node.type !== 'BlockStatement') output.appendLeft(node.end, ')');
  };
  walkWithParents({ node: parsed.file.ast, key: '', parent: null }, enter, leave);
  return { code: output.toString(), sites };
}
