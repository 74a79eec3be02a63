/** What is done with the result of a call, where a store knows less than a disk: a field of `stat` that it has not, a path that a package gives back. */
import type { ASTPath } from 'jscodeshift';
import type { PlannedSeed } from '../../core/plan.js';
import { methodOf } from '../../core/open-files.js';
import { namedCall } from '../../core/storage-calls.js';
import { functionAround } from '../shared/awaits.js';
import type { Source } from '../shared/source.js';

export interface Node {
  type: string;
  name?: string;
  computed?: boolean;
  [field: string]: unknown;
}

/** Fields of fs.Stats that no store can tell. */
const ONLY_ON_DISK = /^(?:mode|ino|dev|nlink|rdev|blksize|blocks|atime|atimeMs|ctime|ctimeMs|birthtime|birthtimeMs|isFIFO|isSocket|isBlockDevice|isCharacterDevice)$/;

/** Members of streams of fs that one over a store has not. */
const OF_A_FILE = /^(?:fd|bytesRead|pending|path|autoClose)$/;

/** Why the call cannot be taken over for what is done with its result; null when it can. */
export function refusedResult(source: Source, path: ASTPath, seed: PlannedSeed): string | null {
  if (/stat/.test(seed.operation) || (seed.operation === 'handle' && methodOf(seed.origin) === 'stat')) {
    const field = fieldsOf(source, path).find((name) => ONLY_ON_DISK.test(name));
    return field ? `${field} of the result, which a store does not know` : null;
  }
  if (/-stream$/.test(seed.operation)) {
    const field = fieldsOf(source, path).find((name) => OF_A_FILE.test(name));
    if (field) return `${field} of the stream, which only a file has`;
    return seed.operation === 'read-stream' && asksForDescriptor(source, path) ? 'the file descriptor that an open stream tells, which only a file has' : null;
  }
  if (seed.operation === 'serve') return refusedHeaders(source, path);
  return namedCall(seed.origin)?.name === 'makeDir' && isUsed(path) ? 'the path that make-dir gives back' : null;
}

/** A listener that is written elsewhere may look at the descriptor as well. */
const asksForDescriptor = (source: Source, path: ASTPath): boolean => openListeners(source, path).some((listener) => !/^(?:Arrow)?FunctionExpression$/.test(listener.type) || (listener.params as Node[]).length > 0);

/** What listens to `open` of a stream, by chain or by the variable that holds it. */
export function openListeners(source: Source, path: ASTPath): Node[] {
  const names = new Set(namesOfResult(path));
  const isStream = (object: Node): boolean => object === (path.node as unknown as Node) || names.has(object.name ?? '') || (object.type === 'CallExpression' && /MemberExpression$/.test((object.callee as Node).type) && isStream((object.callee as Node).object as Node));
  const found: Node[] = [];
  eachNode(scopeOf(source, path), (node) => {
    const callee = node.type === 'CallExpression' ? (node.callee as Node) : null;
    const [event, listener] = callee ? (node.arguments as Node[]) : [];
    if (callee && event && listener && /MemberExpression$/.test(callee.type) && /^(?:on|once|addListener|prependListener)$/.test(nameOf(callee)) && event.value === 'open' && isStream(callee.object as Node)) found.push(listener);
  });
  return found;
}

/** The variable that the result is put into. */
function namesOfResult(path: ASTPath): string[] {
  const node = (awaited(path).parent as ASTPath | null)?.node as unknown as Node | undefined;
  const target = node?.type === 'VariableDeclarator' ? (node.id as Node) : node?.type === 'AssignmentExpression' ? (node.left as Node) : null;
  return target?.type === 'Identifier' && target.name !== undefined ? [target.name] : [];
}

export function eachNode(at: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(at)) for (const item of at) eachNode(item, visit);
  if (typeof at !== 'object' || at === null || typeof (at as Node).type !== 'string') return;
  visit(at as Node);
  for (const [key, value] of Object.entries(at)) if (!/^(?:loc|extra|tokens|comments|\w+Comments|original)$/.test(key)) eachNode(value, visit);
}

/** `setHeaders(response, file, stat)` of a served folder: what it is may stand in place or at the top of the file. */
function refusedHeaders(source: Source, path: ASTPath): string | null {
  const options = (path.node as unknown as { arguments: Node[] }).arguments[1];
  const property = options?.type === 'ObjectExpression' ? (options.properties as Node[]).find((one) => (one.key as Node | undefined)?.name === 'setHeaders') : undefined;
  if (!property) return null;
  const value = property.type === 'ObjectMethod' ? property : (property.value as Node);
  const written = value.type === 'Identifier' ? functionNamed(source, value.name ?? '') : value;
  const parameters = written?.params as Node[] | undefined;
  if (!written || !parameters) return 'setHeaders that is written elsewhere: it may look at what only a disk knows of a file';
  const field = parameters[2] ? fieldsOfPattern(parameters[2], written).find((name) => ONLY_ON_DISK.test(name)) : undefined;
  return field ? `${field} of the file in setHeaders, which a store does not know` : null;
}

/** A function that the top of the file declares by this name. */
function functionNamed(source: Source, name: string): Node | undefined {
  const body = (source.ast.program as unknown as { body: Node[] }).body.map((node) => (/^Export(?:Named|Default)/.test(node.type) && node.declaration ? (node.declaration as Node) : node));
  return body.flatMap((node): Node[] => {
    if (node.type === 'FunctionDeclaration' && (node.id as Node | null)?.name === name) return [node];
    return node.type === 'VariableDeclaration' ? (node.declarations as Node[]).flatMap((one) => ((one.id as Node).name === name && one.init ? [one.init as Node] : [])) : [];
  })[0];
}

/** The expression with the `await` around it. */
const awaited = (path: ASTPath): ASTPath => {
  const parent = path.parent as ASTPath | null;
  return parent?.node.type === 'AwaitExpression' ? parent : path;
};

const isUsed = (path: ASTPath): boolean => (awaited(path).parent as ASTPath | null)?.node.type !== 'ExpressionStatement';

/** Fields that are read of the result where it is made, in the variable it is put into, or in the callback it is handed to. */
function fieldsOf(source: Source, path: ASTPath): string[] {
  const whole = awaited(path);
  const parent = whole.parent as ASTPath | null;
  const node = parent?.node as unknown as Node | undefined;
  if (!parent || !node) return [];
  if (/MemberExpression$/.test(node.type) && node.object === whole.node) {
    const then = nameOf(node) === 'then' ? ((parent.parent as ASTPath | null)?.node as unknown as { arguments?: Node[] })?.arguments?.[0] : undefined;
    return then ? fieldsOfParameter(then, 0) : [nameOf(node)];
  }
  if (node.type === 'VariableDeclarator') return fieldsOfPattern(node.id as Node, scopeOf(source, path));
  if (node.type === 'AssignmentExpression' && (node.left as Node).type === 'Identifier') return fieldsOfPattern(node.left as Node, scopeOf(source, path));
  const callback = (path.node as unknown as { arguments: Node[] }).arguments.at(-1);
  return callback ? fieldsOfParameter(callback, 1) : [];
}

const scopeOf = (source: Source, path: ASTPath): Node => (functionAround(path)?.node ?? source.ast.program) as unknown as Node;

const nameOf = (member: Node): string => (member.computed ? '' : (member.property as Node).name ?? '');

/** Of what a function written in place gets as its first or second argument. */
function fieldsOfParameter(callback: Node, index: number): string[] {
  if (!/^(?:Arrow)?FunctionExpression$/.test(callback.type)) return [];
  const parameter = (callback.params as Node[])[index];
  return parameter ? fieldsOfPattern(parameter, callback) : [];
}

function fieldsOfPattern(pattern: Node, scope: Node): string[] {
  if (pattern.type === 'ObjectPattern') return (pattern.properties as Node[]).flatMap((property) => (property.key as Node | undefined)?.name ?? []);
  if (pattern.type !== 'Identifier') return [];
  const found: string[] = [];
  eachNode(scope, (node) => {
    if (/MemberExpression$/.test(node.type) && (node.object as Node).name === pattern.name) found.push(nameOf(node));
  });
  return found;
}
