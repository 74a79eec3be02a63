/**
 * Reads of members, for plans that ask for some names: where a getter would have to wait, every place counts at which it is read. Notes them when the walk is
 * over, so that what is noted without them keeps its numbers.
 */
import type { ExprId, MemberRead } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { isFunction, isNode, isOptional, isWrapper, keyOf, literalText, nodesOf } from '../core/syntax.js';
import { resultOf } from './calls.js';
import { type Analyzer, type Context, addExpr, parentOf, place } from './context.js';
import { expr } from './expressions.js';

type Form = MemberRead['form'];

const isWanted = ({ wanted }: Context, name: string | null): boolean => wanted !== null && (name === null ? wanted.computed : wanted.names.has(name));

/** Does it once the walk is over, as if the walk were here. */
function later(context: Context, note: () => void): void {
  const { scope, fn, thisFn, around, parents } = context;
  const here = { scope, fn, thisFn, around, parents: [...parents] };
  context.later.push(() => {
    Object.assign(context, here);
    note();
  });
}

function noteRead(context: Context, node: SyntaxNode, read: Pick<MemberRead, 'name' | 'form'> & { at: SyntaxNode; source: () => { member: ExprId; object: ExprId } }): void {
  const { position } = context.around;
  const facts: Omit<MemberRead, 'member' | 'object'> = {
    name: read.name,
    form: read.form,
    fn: context.fn,
    at: place(context, read.at),
    range: [node.start, node.end],
    position: position === 'body' && context.facts.functions[context.fn]?.kind === 'field' ? 'field-initialiser' : position,
    result: resultOf(context, node),
    loops: context.around.loops,
    conditional: context.around.conditional,
  };
  later(context, () => context.facts.members?.reads.push({ ...facts, ...read.source() }));
}

/** The node above, past casts and the marks of optional chains. */
function above(context: Context, node: SyntaxNode): { parent: SyntaxNode | undefined; child: SyntaxNode } {
  let [up, child] = [1, node];
  for (let parent = parentOf(context, up); parent && isWrapper(parent); parent = parentOf(context, ++up)) child = parent;
  return { parent: parentOf(context, up), child };
}

const PATTERNS = new Set(['ArrayPattern', 'RestElement']);
const LOOPED = new Set(['ForOfStatement', 'ForInStatement']);

function formOf(context: Context, node: SyntaxNode): Form {
  const { parent, child } = above(context, node);
  if (!parent) return 'value';
  if (parent.type === 'CallExpression' || parent.type === 'NewExpression') return parent.callee === child ? 'called' : 'value';
  if (parent.type === 'TaggedTemplateExpression') return parent.tag === child ? 'called' : 'value';
  if (parent.type === 'UpdateExpression' || PATTERNS.has(parent.type)) return 'written';
  if ((parent.type === 'AssignmentExpression' || parent.type === 'AssignmentPattern' || LOOPED.has(parent.type)) && parent.left === child) return 'written';
  if (parent.type === 'Property' && parent.value === child && parentOf(context, 2)?.type === 'ObjectPattern') return 'written';
  if (parent.type === 'UnaryExpression' && parent.operator === 'delete') return 'deleted';
  // `a?.all.title`: what follows is left out along with the member.
  return parent === parentOf(context) && parent.type === 'MemberExpression' && parent.object === child && parent.optional !== true && isOptional(node) ? 'chained' : 'value';
}

/** What a pattern takes apart. */
function sourceOf(context: Context, pattern: SyntaxNode, parents: readonly SyntaxNode[]): ExprId {
  const parent = parents.at(-1);
  const around = parents.slice(0, -1);
  const unknown = (): ExprId => addExpr(context, { k: 'unknown' });
  if (parent?.type === 'VariableDeclarator') return isNode(parent.init) ? expr(context, parent.init) : elementOf(context, around);
  if (parent?.type === 'AssignmentExpression') return expr(context, parent.right);
  if (parent?.type === 'AssignmentPattern') return addExpr(context, { k: 'any', of: [sourceOf(context, parent, around), expr(context, parent.right)] });
  const holder = around.at(-1);
  if (parent?.type === 'Property' && holder?.type === 'ObjectPattern') {
    const name = keyOf(parent);
    return name === null ? unknown() : addExpr(context, { k: 'member', object: sourceOf(context, holder, around.slice(0, -1)), name });
  }
  return parent && isFunction(parent) ? parameterOf(context, parent, pattern) : unknown();
}

function elementOf(context: Context, parents: readonly SyntaxNode[]): ExprId {
  const loop = parents.at(-2);
  return loop?.type === 'ForOfStatement' ? addExpr(context, { k: 'element', of: expr(context, loop.right) }) : addExpr(context, { k: 'unknown' });
}

/** A name for what has none: the parameter that a pattern takes apart. */
function parameterOf(context: Context, fn: SyntaxNode, pattern: SyntaxNode): ExprId {
  const index = nodesOf(fn.params).indexOf(pattern);
  const owner = context.functions.get(fn);
  if (index < 0 || owner === undefined) return addExpr(context, { k: 'unknown' });
  const binding = context.facts.bindings.push({ name: '', kind: 'param', fn: owner, values: [], param: { index, path: [], rest: false }, place: place(context, pattern) }) - 1;
  return addExpr(context, { k: 'binding', binding });
}

/** `const { all } = settings`, of which nothing else becomes of the object. */
function isAlone(context: Context, property: SyntaxNode, pattern: SyntaxNode): boolean {
  const declarator = parentOf(context);
  return declarator?.type === 'VariableDeclarator' && isNode(declarator.init) && !pattern.typeAnnotation && nodesOf(pattern.properties).length === 1 && (property.value as SyntaxNode).type === 'Identifier';
}

function spell(context: Context, name: string | null): void {
  const spelled = context.facts.members?.spelled;
  if (name !== null && context.wanted?.names.has(name) && !spelled?.includes(name)) spelled?.push(name);
}

export const memberReads: Analyzer = {
  name: 'member-reads',
  visit: {
    MemberExpression(node, context) {
      const name = keyOf(node);
      if (!isWanted(context, name)) return;
      noteRead(context, node, { name, form: formOf(context, node), at: node.property as SyntaxNode, source: () => {
        const member = expr(context, node);
        const made = context.facts.exprs[member];
        return { member, object: made?.k === 'member' || made?.k === 'index' ? made.object : member };
      } });
    },
    ObjectPattern(node, context) {
      for (const property of nodesOf(node.properties)) {
        const isRest = property.type === 'RestElement';
        const name = isRest ? null : keyOf(property);
        if (!isWanted(context, name)) continue;
        const isAll = !isRest && name !== null && isAlone(context, property, node);
        const parents = [...context.parents];
        noteRead(context, isAll ? (parentOf(context) as SyntaxNode) : property, { name, form: isRest ? 'rest' : isAll ? 'alone' : 'apart', at: property, source: () => {
          const object = sourceOf(context, node, parents);
          return { object, member: addExpr(context, name === null ? { k: 'index', object, index: addExpr(context, { k: 'unknown' }) } : { k: 'member', object, name }) };
        } });
      }
    },
    JSXSpreadAttribute(node, context) {
      if (!isWanted(context, null)) return;
      noteRead(context, node, { name: null, form: 'rest', at: node, source: () => {
        const object = expr(context, node.argument);
        return { object, member: addExpr(context, { k: 'index', object, index: addExpr(context, { k: 'unknown' }) }) };
      } });
    },
    BinaryExpression(node, context) {
      if (node.operator !== 'in') return;
      const name = literalText(node.left as SyntaxNode);
      if (name === null || !isWanted(context, name)) return;
      noteRead(context, node, { name, form: 'asked', at: node.left as SyntaxNode, source: () => {
        const object = expr(context, node.right);
        return { object, member: addExpr(context, { k: 'member', object, name }) };
      } });
    },
    Literal(node, context) {
      const text = literalText(node);
      const parent = parentOf(context);
      // The key of a member that is written out is noted as its name; so is that of `in`.
      const isKey = (parent?.type === 'MemberExpression' && parent.property === node) || (parent?.type === 'BinaryExpression' && parent.operator === 'in');
      if (!isKey) spell(context, text);
    },
    TemplateLiteral(node, context) {
      spell(context, literalText(node));
    },
    Property(node, context) {
      if (node.kind === 'init' && parentOf(context)?.type === 'ObjectExpression') spell(context, keyOf(node));
    },
  },
};
