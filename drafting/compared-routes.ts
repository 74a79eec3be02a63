/** Routes of a server without a framework: constant paths that its handler compares the address with. Reads comparisons only. */
import type { FunctionNode } from '../core/program.js';
import type { SyntaxNode } from '../core/parse.js';
import { isNode, nameOf, nodesOf, unwrap } from '../core/syntax.js';
import { lineColumn, lineStarts } from '../core/text.js';
import { type Handler, handlerOf } from './handler.js';
import { type Sources, chainText, constantOf, descend, functionNode, nodesBelow } from './sources.js';

export interface ComparedRoute {
  method: string;
  route: string;
  at: string;
  file: string;
  handler: Handler;
}

const METHODS = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
const DEEPEST = 3;

/** `req.url`, `url.pathname`, or a name that was made of one. */
function isAddress(node: SyntaxNode, names: ReadonlySet<string>): boolean {
  const inner = unwrap(node);
  const chain = chainText(inner) ?? '';
  return /\.(?:url|pathname|path)$/.test(chain) || names.has(nameOf(inner) ?? '');
}

function addressNames(fn: SyntaxNode): Set<string> {
  return new Set(nodesBelow(fn, 'VariableDeclarator').flatMap((node) => {
    const init = isNode(node.init) ? unwrap(node.init) : null;
    if (!init) return [];
    if (isNode(node.id) && node.id.type === 'ObjectPattern') return nodesOf(node.id.properties).flatMap((property) => (nameOf(property.key) === 'pathname' || nameOf(property.key) === 'url' ? [nameOf(property.value) ?? ''] : []));
    return /(?:\.url|\.pathname)(?:\.split\(\))?$/.test(chainText(init) ?? '') || init.type === 'MemberExpression' && /\.url\.split\(\)$/.test(chainText(init.object as SyntaxNode) ?? '') ? [nameOf(node.id) ?? ''] : [];
  }));
}

function pathsCompared(node: SyntaxNode, names: ReadonlySet<string>): string[] {
  const sides = node.type === 'BinaryExpression' && /^===?$/.test(String(node.operator)) ? [node.left, node.right] : [];
  const call = node.type === 'CallExpression' && isNode(node.callee) ? unwrap(node.callee) : null;
  const prefix = call?.type === 'MemberExpression' && nameOf(call.property) === 'startsWith' && isAddress(call.object as SyntaxNode, names) ? constantOf(nodesOf(node.arguments)[0]) : undefined;
  const texts = sides.some((side) => isAddress(side as SyntaxNode, names)) ? sides.map(constantOf) : node.type === 'SwitchCase' ? [constantOf(node.test)] : [];
  return [...texts, ...(typeof prefix === 'string' ? [`${prefix.replace(/\/$/, '')}/example`] : [])].filter((text): text is string => typeof text === 'string' && text.startsWith('/'));
}

/** The method that the tests around ask for. */
function methodAsked(around: readonly SyntaxNode[]): string {
  const tests = around.toReversed().flatMap((node) => (node.type === 'LogicalExpression' ? [node] : node.type === 'IfStatement' || node.type === 'ConditionalExpression' ? [node.test as SyntaxNode] : []));
  for (const test of tests) {
    for (const comparison of [test, ...nodesBelow(test, 'BinaryExpression')]) {
      const method = [constantOf(comparison.left), constantOf(comparison.right)].find((value) => typeof value === 'string' && METHODS.test(value));
      if (method !== undefined && /^===?$/.test(String(comparison.operator))) return String(method);
    }
  }
  return 'GET';
}

/** What is done when the comparison holds: the branch of the nearest test. */
function branchOf(node: SyntaxNode, around: readonly SyntaxNode[]): SyntaxNode {
  if (node.type === 'SwitchCase') return node;
  const test = around.findLast((each) => each.type === 'IfStatement' && (each.test as SyntaxNode).start <= node.start && node.end <= (each.test as SyntaxNode).end);
  return test ? (test.consequent as SyntaxNode) : node;
}

export function comparedRoutes(sources: Sources, fn: FunctionNode, node: SyntaxNode, depth = 0): ComparedRoute[] {
  const names = addressNames(node);
  const found: ComparedRoute[] = [];
  const switches = nodesBelow(node, 'SwitchStatement').filter((each) => isAddress(each.discriminant as SyntaxNode, names));
  const starts = fileLines(sources, fn.file);
  descend(node, (each, around) => {
    if (each.type === 'SwitchCase' && !switches.includes(around[around.length - 1] as SyntaxNode)) return;
    for (const route of pathsCompared(each, names)) {
      const line = starts(each.start);
      const branch = branchOf(each, around);
      const { body } = handlerOf(sources, fn, node);
      found.push({ method: methodAsked(around), route, at: `${fn.file}:${line}`, file: fn.file, handler: { body: /^(?:POST|PUT|PATCH)$/.test(methodAsked(around)) ? body : [], query: [], answer: handlerOf(sources, fn, branch).answer } });
    }
  });
  if (found.length > 0 || depth >= DEEPEST) return found;
  const called = sources.program.edges.filter((edge) => edge.from === fn.id && edge.kind === 'call');
  return called.flatMap(({ to }) => {
    const target = sources.program.functions.find(({ id }) => id === to);
    const inner = target ? functionNode(sources, target) : null;
    return target && inner ? comparedRoutes(sources, target, inner, depth + 1) : [];
  });
}

function fileLines(sources: Sources, file: string): (offset: number) => number {
  const starts = lineStarts(sources.text(file));
  return (offset) => lineColumn(starts, offset).line;
}
