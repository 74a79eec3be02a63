/** Which types a file declares, gives away and writes on its values: as much as is needed to know which methods have to agree with each other. */
import type { ReturnTypeFact, SignatureFact, TypeFact, TypesFact } from '../core/facts.js';
import type { SyntaxNode } from '../core/parse.js';
import { isNode, keyOf, literalText, nameOf, nodesOf, unwrap } from '../core/syntax.js';
import { type Analyzer, type Context, lookup } from './context.js';
import { classIndex, expr } from './expressions.js';
import { declaredIdentifier } from './types.js';

const typesOf = (context: Context): TypesFact => (context.facts.types ??= { declared: [], exported: [], held: [] });

/** `Reader`, `storage.Reader`; null for what is no plain name. */
function dotted(node: unknown): string | null {
  const plain = nameOf(node);
  if (plain !== null || !isNode(node)) return plain;
  const [object, right] = node.type === 'TSQualifiedName' ? [node.left, node.right] : node.type === 'MemberExpression' ? [node.object, node.property] : [null, null];
  const [before, after] = [dotted(object), nameOf(right)];
  return before === null || after === null ? null : `${before}.${after}`;
}

const argumentsOf = (node: SyntaxNode): SyntaxNode[] => [node.typeArguments, node.typeParameters].flatMap((list) => (isNode(list) ? nodesOf(list.params) : []));

/** Types of which the members are those of what they are given, or some of them. */
const OF_MEMBERS = /^(?:Partial|Required|Readonly|NonNullable|Pick|Omit)$/;

/** The type without parentheses, without `null` and `undefined` beside it, and without `Partial` and the like around it. */
function bare(type: SyntaxNode): SyntaxNode {
  if (type.type === 'TSParenthesizedType' && isNode(type.typeAnnotation)) return bare(type.typeAnnotation);
  const [given] = type.type === 'TSTypeReference' && OF_MEMBERS.test(nameOf(type.typeName) ?? '') ? argumentsOf(type) : [];
  if (given) return bare(given);
  const [only, ...others] = type.type === 'TSUnionType' ? nodesOf(type.types).filter((one) => !/^TS(?:Null|Undefined)Keyword$/.test(one.type)) : [];
  return only && others.length === 0 ? bare(only) : type;
}

/** The type behind a colon. */
function annotationOf(node: unknown): SyntaxNode | null {
  const outer = isNode(node) ? node.typeAnnotation : null;
  if (!isNode(outer)) return null;
  return outer.type === 'TSTypeAnnotation' ? (isNode(outer.typeAnnotation) ? outer.typeAnnotation : null) : outer;
}

function returnAnnotation(node: SyntaxNode): SyntaxNode | null {
  const outer = isNode(node.returnType) ? node.returnType : isNode(node.typeAnnotation) ? node.typeAnnotation : null;
  return outer && isNode(outer.typeAnnotation) ? outer.typeAnnotation : null;
}

const PROMISE = /\b(?:Promise|PromiseLike|Thenable|Awaitable|MaybePromise|Async\w*)\b/;

function kindOf(context: Context, type: SyntaxNode): ReturnTypeFact['kind'] {
  if (/^TS(?:TypePredicate|ThisType)$/.test(type.type)) return 'fixed';
  if (/^TS(?:Any|Unknown)Keyword$/.test(type.type)) return 'open';
  const outermost = type.type === 'TSUnionType' ? nodesOf(type.types) : [type];
  return outermost.some((one) => one.type === 'TSTypeReference' && PROMISE.test(context.text.slice(one.start, isNode(one.typeName) ? one.typeName.end : one.end))) ? 'promise' : 'plain';
}

function returnType(context: Context, node: SyntaxNode): { returns?: ReturnTypeFact } {
  const type = returnAnnotation(node);
  if (!type) return {};
  const name = nameOfType(context, type, false);
  return { returns: { kind: kindOf(context, type), range: [type.start, type.end], ...(name === null ? {} : { name }) } };
}

/** `Reader` of `Reader[]`, `readonly Reader[]`, `Array<Reader>` and `ReadonlyArray<Reader>`. */
function itemType(type: SyntaxNode): SyntaxNode | null {
  if (type.type === 'TSTypeOperator' && type.operator === 'readonly' && isNode(type.typeAnnotation)) return itemType(type.typeAnnotation);
  if (type.type === 'TSArrayType') return isNode(type.elementType) ? type.elementType : null;
  return type.type === 'TSTypeReference' && /^(?:Readonly)?Array$/.test(nameOf(type.typeName) ?? '') ? argumentsOf(type)[0] ?? null : null;
}

/** The name of a type, with `[]` behind it for lists; one that is written out gets its offset for a name, where it may be declared. */
function nameOfType(context: Context, written: SyntaxNode | null, declares: boolean): string | null {
  const type = written && bare(written);
  if (!type) return null;
  const items = itemType(type);
  const item = items && nameOfType(context, items, declares);
  if (item !== null) return `${item}[]`;
  if (type.type === 'TSTypeReference') return dotted(type.typeName);
  if (!declares || (type.type !== 'TSFunctionType' && type.type !== 'TSTypeLiteral')) return null;
  const name = String(type.start);
  const { declared } = typesOf(context);
  if (!declared.some((one) => one.name === name)) declared.push({ name, ...shapeOf(context, type) });
  return name;
}

function shapeOf(context: Context, written: SyntaxNode): Omit<TypeFact, 'name'> {
  const type = bare(written);
  if (type.type === 'TSFunctionType') return { extends: [], members: [calledFor(context, type)] };
  if (type.type === 'TSTypeLiteral') return { extends: [], members: nodesOf(type.members).flatMap((member) => signature(context, member)) };
  if (type.type === 'TSTypeReference') return { extends: [dotted(type.typeName)].filter((name) => name !== null), members: [] };
  const parts = type.type === 'TSIntersectionType' ? nodesOf(type.types).map((part) => shapeOf(context, part)) : [];
  return { extends: parts.flatMap((part) => part.extends), members: parts.flatMap((part) => part.members) };
}

/** A function type that gives nothing, or anything, takes functions that give a promise as well. */
function calledFor(context: Context, node: SyntaxNode): SignatureFact {
  const { returns } = returnType(context, node);
  return { name: '', ...(returns ? { returns: /^TS(?:Void|Any|Unknown)Keyword$/.test(returnAnnotation(node)?.type ?? '') ? { ...returns, kind: 'promise' } : returns } : {}) };
}

/** What a type, or a class without a body for it, says of a member. */
function signature(context: Context, node: SyntaxNode): SignatureFact[] {
  if (node.type === 'TSCallSignatureDeclaration') return [calledFor(context, node)];
  const name = keyOf(node);
  if (name === null) return [];
  const base = { name, ...(node.static === true ? { static: true as const } : {}) };
  const bodiless = isNode(node.value) && node.value.type === 'TSEmptyBodyFunctionExpression' ? node.value : null;
  if (node.type === 'TSMethodSignature' || node.type === 'TSDeclareMethod' || bodiless) return node.kind === 'get' || node.kind === 'set' || node.kind === 'constructor' ? [] : [{ ...base, ...returnType(context, bodiless ?? node) }];
  if (!/^(?:TSPropertySignature|PropertyDefinition|TSAbstractPropertyDefinition)$/.test(node.type)) return [];
  const written = annotationOf(node);
  const type = written && bare(written);
  if (type?.type === 'TSFunctionType') return [{ ...base, ...returnType(context, type) }];
  const given = nameOfType(context, type, true);
  return given === null ? [] : [{ ...base, type: given }];
}

function declareType(context: Context, node: SyntaxNode): void {
  const name = nameOf(node.id);
  if (name === null) return;
  if (node.type === 'TSInterfaceDeclaration') {
    const bases = nodesOf(node.extends).flatMap((base) => dotted(base.expression) ?? []);
    typesOf(context).declared.push({ name, extends: bases, members: nodesOf((node.body as SyntaxNode).body).flatMap((member) => signature(context, member)) });
  }
  const alias = node.type === 'TSTypeAliasDeclaration' && isNode(node.typeAnnotation) ? node.typeAnnotation : null;
  if (alias) typesOf(context).declared.push({ name, ...shapeOf(context, alias) });
}

const nameOrText = (node: unknown): string | null => nameOf(node) ?? (isNode(node) ? literalText(node) : null);

function exportTypes(context: Context, node: SyntaxNode): void {
  const { exported } = typesOf(context);
  const from = isNode(node.source) ? literalText(node.source) ?? '' : null;
  const declaration = isNode(node.declaration) ? node.declaration : null;
  if (declaration) declareType(context, declaration);
  if (node.type === 'ExportAllDeclaration' && from !== null) exported.push({ name: nameOrText(node.exported), from, imported: '*' });
  const own = declaration ? nameOf(declaration.id) ?? nameOf(declaration) : null;
  if (own !== null) exported.push({ name: node.type === 'ExportDefaultDeclaration' ? 'default' : own, local: own });
  for (const specifier of nodesOf(node.specifiers)) {
    const [local, name] = [nameOrText(specifier.local), nameOrText(specifier.exported)];
    if (local !== null && name !== null) exported.push(from === null ? { name, local } : { name, from, imported: local });
  }
}

function annotate(context: Context, identifier: SyntaxNode | null, declares: boolean): void {
  const type = nameOfType(context, annotationOf(identifier), declares);
  const binding = context.facts.bindings[lookup(context.scope, nameOf(identifier) ?? '') ?? -1];
  if (binding && type !== null) binding.annotated = type;
}

function functionTypes(node: SyntaxNode, context: Context): void {
  const fact = context.facts.functions[context.fn];
  const { returns } = isNode(node.returnType) ? returnType(context, node) : {};
  if (fact && returns) fact.returnType = returns;
  for (const parameter of nodesOf(node.params)) annotate(context, declaredIdentifier(parameter), true);
}

/** What a class implements, by name, or as it is written. */
function implemented(context: Context, node: SyntaxNode): string {
  const [given] = OF_MEMBERS.test(nameOf(node.expression) ?? '') ? argumentsOf(node) : [];
  return (given ? nameOfType(context, given, false) : dotted(node.expression)) ?? context.text.slice(node.start, node.end);
}

function classTypes(node: SyntaxNode, context: Context): void {
  const fact = context.facts.classes[classIndex(context, node)];
  const kept = nodesOf(node.implements).map((one) => implemented(context, one));
  const signatures = nodesOf((node.body as SyntaxNode).body).flatMap((member) => signature(context, member));
  if (fact && kept.length > 0) fact.implements = kept;
  if (fact && signatures.length > 0) fact.signatures = signatures;
}

function hold(context: Context, written: SyntaxNode | null, value: unknown): void {
  const type = isNode(value) ? nameOfType(context, written, true) : null;
  if (type !== null && isNode(value)) typesOf(context).held.push({ type, value: expr(context, unwrap(value)) });
}

export const typeFacts: Analyzer = {
  name: 'type-facts',
  visit: {
    Program(node, context) {
      if (!/\.[mc]?tsx?$/.test(context.file)) return;
      for (const statement of nodesOf(node.body)) {
        if (/^Export(?:Named|Default|All)Declaration$/.test(statement.type)) exportTypes(context, statement);
        else declareType(context, statement);
      }
    },
    FunctionDeclaration: functionTypes,
    FunctionExpression: functionTypes,
    ArrowFunctionExpression: functionTypes,
    ClassDeclaration: classTypes,
    ClassExpression: classTypes,
    VariableDeclarator: (node, context) => annotate(context, isNode(node.id) ? node.id : null, true),
    PropertyDefinition: (node, context) => hold(context, annotationOf(node), node.value),
    TSSatisfiesExpression: (node, context) => hold(context, annotationOf(node), node.expression),
  },
};
