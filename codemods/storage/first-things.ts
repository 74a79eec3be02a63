/** Whether an expression is the first thing that is done in what stands around it, and is done there in any case: then it can be done just before. Only values stand before it, no calls. */
import type { NodePath } from '@babel/traverse';
import type { Node } from '@babel/types';

/** Parts of a node that are always evaluated, in the order of its keys. */
const CERTAIN: Readonly<Record<string, RegExp>> = {
  AwaitExpression: /^argument$/,
  UnaryExpression: /^argument$/,
  SpreadElement: /^argument$/,
  TSAsExpression: /^expression$/,
  TSSatisfiesExpression: /^expression$/,
  TSNonNullExpression: /^expression$/,
  TypeCastExpression: /^expression$/,
  MemberExpression: /^(?:object|property)$/,
  OptionalMemberExpression: /^object$/,
  CallExpression: /^(?:callee|arguments)$/,
  NewExpression: /^(?:callee|arguments)$/,
  OptionalCallExpression: /^callee$/,
  BinaryExpression: /^(?:left|right)$/,
  LogicalExpression: /^left$/,
  ConditionalExpression: /^test$/,
  AssignmentExpression: /^right$/,
  SequenceExpression: /^expressions$/,
  TemplateLiteral: /^expressions$/,
  ArrayExpression: /^elements$/,
  ObjectExpression: /^properties$/,
  ObjectProperty: /^(?:key|value)$/,
  VariableDeclarator: /^init$/,
  VariableDeclaration: /^declarations$/,
  ExpressionStatement: /^expression$/,
  ReturnStatement: /^argument$/,
  ThrowStatement: /^argument$/,
  IfStatement: /^test$/,
  SwitchStatement: /^discriminant$/,
  ForOfStatement: /^right$/,
};

/** What is written before its value, and done after it. */
const DONE_AFTER = /^(?:VariableDeclarator\.id|ForOfStatement\.left)$/;

/** Values: nothing is called for them. */
const VALUE = /^(?:Identifier|PrivateName|ThisExpression|Super|MetaProperty|(?:String|Numeric|Boolean|Null|BigInt|RegExp)Literal|TemplateElement|(?:Arrow)?FunctionExpression)$/;
const MADE_OF_VALUES = /^(?:TemplateLiteral|(?:Optional)?MemberExpression|UnaryExpression|BinaryExpression|LogicalExpression|ConditionalExpression|SequenceExpression|ArrayExpression|ObjectExpression|ObjectProperty|TSAsExpression|TSSatisfiesExpression|TSNonNullExpression|TypeCastExpression)$/;
const TYPE = /^(?:TS|TypeAnnotation)/;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string' && typeof (value as Node).start === 'number';

/** In the order in which they are written. */
const childrenOf = (node: Node): { key: string; child: Node }[] =>
  Object.entries(node).filter(([key]) => !/^(?:loc|extra|tokens|comments|\w+Comments|original)$/.test(key)).flatMap(([key, value]) => [value].flat().filter(isNode).map((child) => ({ key, child }))).sort((a, b) => (a.child.start ?? 0) - (b.child.start ?? 0));

/** `isCalm`: a call that only makes a value. */
export function isValue(node: Node, isCalm: (call: Node) => boolean): boolean {
  if (VALUE.test(node.type) || (TYPE.test(node.type) && !MADE_OF_VALUES.test(node.type))) return true;
  if (node.type === 'UnaryExpression' && node.operator === 'delete') return false;
  return (MADE_OF_VALUES.test(node.type) || isCalm(node)) && childrenOf(node).every(({ child }) => isValue(child, isCalm));
}

function comesFirst(up: NodePath, at: NodePath, isCalm: (call: Node) => boolean): boolean {
  const key = at.listKey ?? String(at.key);
  if (CERTAIN[up.type]?.test(key) !== true) return false;
  if (up.isAssignmentExpression() && (/^(?:\|\||&&|\?\?)=$/.test(up.node.operator) || /Pattern$/.test(up.node.left.type))) return up.node.operator === '=';
  const all = childrenOf(up.node);
  return all.slice(0, all.findIndex(({ child }) => child === at.node)).every((before) => DONE_AFTER.test(`${up.type}.${before.key}`) || isValue(before.child, isCalm));
}

/** It is the first thing that is done in `around`, which stands around it or is it. */
export function beginsWith(path: NodePath, around: Node, isCalm: (call: Node) => boolean): boolean {
  for (let at = path; at.node !== around;) {
    const up = at.parentPath;
    if (!up || !comesFirst(up, at, isCalm)) return false;
    at = up;
  }
  return true;
}

/** The statement of a list of statements that begins with it; null where none does. */
export function statementThatBegins(path: NodePath, isCalm: (call: Node) => boolean): NodePath | null {
  let at = path;
  while (!at.isStatement()) {
    const up: NodePath | null = at.parentPath;
    if (!up || !comesFirst(up, at, isCalm)) return null;
    at = up;
  }
  const whole = at.parentPath?.isExportNamedDeclaration() ? at.parentPath : at;
  return whole.listKey === 'body' && (whole.parentPath?.isBlockStatement() === true || whole.parentPath?.isProgram() === true) ? whole : null;
}
