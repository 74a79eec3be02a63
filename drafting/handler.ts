/** What a route's handler takes and gives: the body and the query that it reads, the uploads before it, the fields of its answer. */
import type { FunctionNode, Site } from '../core/program.js';
import type { SyntaxNode } from '../core/parse.js';
import { isFunction, isNode, keyOf, nameOf, nodesOf, unwrap } from '../core/syntax.js';
import { parameterReads, readsIn } from './reads.js';
import type { Reading } from './readings.js';
import { type Sources, chainText, constantOf, declaredAs, nodesBelow } from './sources.js';

/** Fields of uploads and how many files each takes at most. */
export interface Uploads {
  fields: { name: string; many: boolean }[];
}

export interface Answered {
  /** Names at the top of the object that it answers with, with the object's name below it when that is all that is known. */
  keys: { name: string; isName: boolean }[];
  /** Beginnings of paths that the answer names: `/jobs/`. */
  links: string[];
}

export interface Handler {
  body: Reading[];
  query: Reading[];
  answer: Answered;
}

const BODY = ['body', 'request.body', 'req.json()', 'req.parseBody()', 'req.valid()', 'request.json()', 'json()'];
const QUERY = ['query', 'request.query', 'req.query()'];

const parameterName = (node: SyntaxNode | undefined): string | null => nameOf(node?.type === 'AssignmentPattern' ? node.left : node);

/** `handler({ body, query }, reply)` and `handler(req, res)`. */
function ofParameters(sources: Sources, file: string, fn: SyntaxNode, names: readonly string[]): Reading[] {
  const parameters = nodesOf(fn.params);
  const roots = parameters.slice(0, 2).flatMap((parameter) => {
    const name = parameterName(parameter);
    return name === null ? [] : names.map((rest) => `${name}.${rest}`);
  });
  const [first] = parameters;
  const key = names[0] ?? '';
  const destructured = first?.type === 'ObjectPattern' ? parameterReads(sources, file, fn, { index: 0, path: [] }).filter(({ path }) => path[0] === key) : [];
  return [...readsIn(fn, { sources, file, roots, depth: 0 }), ...destructured.map((reading) => ({ ...reading, path: reading.path.slice(1) }))];
}

/** Name and argument of a decorator: `@Body('title')` is `['Body', 'title']`. */
function decoratorOf(node: SyntaxNode): [string, string | null] | null {
  const expression = isNode(node.expression) ? unwrap(node.expression) : null;
  const call = expression?.type === 'CallExpression' ? expression : null;
  const name = expression ? nameOf(call ? call.callee : expression) : null;
  const argument = call ? constantOf(nodesOf(call.arguments)[0]) : undefined;
  return name === null ? null : [name, typeof argument === 'string' ? argument : null];
}

/** `create(@Body() dto: CreatePrint)`: what the method reads, and what its class says. */
function ofDecorated(sources: Sources, file: string, fn: SyntaxNode, role: string): Reading[] {
  return nodesOf(fn.params).flatMap((parameter, index) => {
    const inner = parameter.type === 'TSParameterProperty' && isNode(parameter.parameter) ? parameter.parameter : parameter;
    const found = nodesOf(inner.decorators).map(decoratorOf).find((decorator) => decorator?.[0] === role);
    if (!found) return [];
    const path = found[1] === null ? [] : [found[1]];
    return [...(path.length > 0 ? [{ path }] : []), ...typeReadings(sources, file, inner).map((reading) => ({ ...reading, path: [...path, ...reading.path] })), ...parameterReads(sources, file, fn, { index, path })];
  });
}

const TYPES: Record<string, Reading['kind']> = { TSStringKeyword: 'string', TSNumberKeyword: 'number', TSBooleanKeyword: 'boolean', TSArrayType: 'array' };

/** Fields of a parameter's class or interface, as far as a file of the program declares it. */
function typeReadings(sources: Sources, file: string, parameter: SyntaxNode): Reading[] {
  const annotation = isNode(parameter.typeAnnotation) ? (parameter.typeAnnotation.typeAnnotation as SyntaxNode) : null;
  if (annotation?.type === 'TSTypeLiteral') return fieldsOf(nodesOf(annotation.members));
  const name = annotation?.type === 'TSTypeReference' ? nameOf(annotation.typeName) : null;
  if (name === null) return annotation && TYPES[annotation.type] ? [{ path: [], kind: TYPES[annotation.type] as NonNullable<Reading['kind']> }] : [];
  const imported = sources.program.modules.find((module) => module.file === file)?.imports.map(({ to }) => to) ?? [];
  for (const place of [file, ...imported]) {
    const tree = sources.tree(place);
    const declared = tree ? ['ClassDeclaration', 'TSInterfaceDeclaration'].flatMap((type) => nodesBelow(tree, type)).find((node) => nameOf(node.id) === name) : undefined;
    if (declared) return fieldsOf(nodesOf((declared.body as SyntaxNode).body));
  }
  return [];
}

function fieldsOf(members: SyntaxNode[]): Reading[] {
  return members.flatMap((member): Reading[] => {
    const key = member.type === 'PropertyDefinition' || member.type === 'TSPropertySignature' ? keyOf(member) : null;
    if (key === null || member.optional === true) return [];
    const type = isNode(member.typeAnnotation) ? (member.typeAnnotation.typeAnnotation as SyntaxNode).type : '';
    const kind = TYPES[type];
    return [{ path: [key], ...(kind ? { kind } : {}) }];
  });
}

/** Fields of an error are no fields of a thing that was made. */
const isError = (node: SyntaxNode): boolean => nodesOf(node.properties).some((property) => property.type === 'Property' && /^(?:error|errors|problems?)$/.test(keyOf(property) ?? ''));

function objectsGiven(fn: SyntaxNode): SyntaxNode[] {
  const sent = nodesBelow(fn, 'CallExpression').filter((node) => /(?:^|\.)(?:json|send|jsonp|end)$/.test(chainText(node.callee as SyntaxNode) ?? '')).map((node) => nodesOf(node.arguments)[0]);
  const returned = nodesBelow(fn, 'ReturnStatement').map((node) => node.argument as SyntaxNode | undefined);
  const assigned = nodesBelow(fn, 'AssignmentExpression').filter((node) => /\.body$/.test(chainText(node.left as SyntaxNode) ?? '')).map((node) => node.right as SyntaxNode);
  const body = isFunction(fn) && isNode(fn.body) && fn.body.type === 'ObjectExpression' ? [fn.body] : [];
  return [...sent, ...assigned, ...returned, ...body].flatMap((node) => (isNode(node) && unwrap(node).type === 'ObjectExpression' ? [unwrap(node)] : [])).filter((node) => !isError(node));
}

function answerOf(fn: SyntaxNode): Answered {
  const [object] = objectsGiven(fn);
  const properties = object ? nodesOf(object.properties).filter((property) => property.type === 'Property') : [];
  const links = properties.flatMap((property) => {
    const value = property.value as SyntaxNode;
    const first = value.type === 'TemplateLiteral' ? (nodesOf(value.quasis)[0]?.value as { cooked?: string } | undefined)?.cooked : undefined;
    return first?.startsWith('/') ? [first] : [];
  });
  return { keys: properties.flatMap((property) => (keyOf(property) === null ? [] : [{ name: keyOf(property) as string, isName: nameOf(property.value) !== null }])), links };
}

/** What the handler reads and answers; JSON of the raw stream counts as the body where there is no framework. */
export function handlerOf(sources: Sources, fn: FunctionNode, node: SyntaxNode): Handler {
  const body = [...ofParameters(sources, fn.file, node, BODY), ...ofDecorated(sources, fn.file, node, 'Body'), ...readsIn(node, { sources, file: fn.file, roots: ['JSON.parse()'], depth: 0 })];
  const query = [...ofParameters(sources, fn.file, node, QUERY), ...ofDecorated(sources, fn.file, node, 'Query'), ...queryCalls(node)];
  return { body, query, answer: answerOf(node) };
}

/** Hono: `c.req.query('q')`; a URL: `url.searchParams.get('q')`. */
function queryCalls(fn: SyntaxNode): Reading[] {
  return nodesBelow(fn, 'CallExpression').flatMap((node) => {
    const name = /\.(?:req\.query|searchParams\.get)$/.test(chainText(node.callee as SyntaxNode) ?? '') ? constantOf(nodesOf(node.arguments)[0]) : undefined;
    return typeof name === 'string' ? [{ path: [name] }] : [];
  });
}

/** Fields of `upload.single('file')` and its like, in the route itself or under a name that the route uses. */
export function uploadsOf(sources: Sources, file: string, route: SyntaxNode): Uploads | null {
  const spans = nodesOf(route.arguments).flatMap((argument) => {
    const name = nameOf(argument);
    const declared = name === null ? null : declaredAs(sources, file, name);
    return declared ? [declared] : isFunction(argument) ? [] : [argument];
  });
  const inside = (site: Site): boolean => site.at.file === file && spans.some((span) => span.start <= site.range[0] && site.range[1] <= span.end);
  const [node] = spans.flatMap((span) => [...nodesBelow(span, 'CallExpression')]).filter((call) => /\.(?:single|array|fields|any)$/.test(chainText(call.callee as SyntaxNode) ?? '') && isUpload(sources, file, call, inside));
  return node ? { fields: fieldsTaken(node) } : null;
}

/** The receiver was made by multer. */
function isUpload(sources: Sources, file: string, call: SyntaxNode, inside: (site: Site) => boolean): boolean {
  const receiver = (unwrap(call.callee as SyntaxNode).object ?? null) as SyntaxNode | null;
  const declared = receiver ? declaredAs(sources, file, nameOf(receiver) ?? '') ?? receiver : null;
  const makes = sources.program.sites.filter((site) => /^(?:multer|@nestjs\/platform-express|@koa\/multer|fastify-multer|@fastify\/multer)\b/.test(site.origin));
  return makes.some((site) => inside(site) || (declared !== null && site.at.file === file && declared.start <= site.range[0] && site.range[1] <= declared.end));
}

function fieldsTaken(call: SyntaxNode): Uploads['fields'] {
  const method = keyOf(unwrap(call.callee as SyntaxNode));
  const first = constantOf(nodesOf(call.arguments)[0]);
  if (method === 'fields' && Array.isArray(first)) return first.flatMap((field: { name?: unknown }) => (typeof field.name === 'string' ? [{ name: field.name, many: false }] : []));
  return [{ name: typeof first === 'string' ? first : 'file', many: method === 'array' }];
}
