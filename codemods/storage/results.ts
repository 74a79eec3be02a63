/** What is handed to a call and done with its result, where a store knows less than a disk: a stream that is written whole, a field of `stat` that it has not, a path that a package gives back. */
import type { ASTPath } from 'jscodeshift';
import type { PlannedSeed } from '../../core/plan.js';
import { methodOf } from '../../core/open-files.js';
import { namedCall } from '../../core/storage-calls.js';
import type { Source } from '../shared/source.js';
import { handedOn } from './handed-stats.js';
import { mayBeStream } from './stream-data.js';
import { type Node, awaited, eachNode, fieldsOfPattern, functionNamed, nameOf, namesOfResult, scopeOf } from './result-places.js';

/** Fields of fs.Stats that no store can tell. */
const ONLY_ON_DISK = /^(?:mode|ino|dev|nlink|rdev|blksize|blocks|atime|atimeMs|ctime|ctimeMs|birthtime|birthtimeMs|isFIFO|isSocket|isBlockDevice|isCharacterDevice)$/;

/** Members of streams of fs that one over a store has not. */
const OF_A_FILE = /^(?:fd|bytesRead|pending|path|autoClose)$/;

/** Why the call cannot be taken over for what is done with its result; null when it can. */
export function refusedResult(source: Source, path: ASTPath, seed: PlannedSeed): string | null {
  if (/stat/.test(seed.operation) || (seed.operation === 'handle' && methodOf(seed.origin) === 'stat')) {
    const handed = handedOn(source, path);
    const field = [...fieldsOf(source, path), ...handed.fields].find((name) => ONLY_ON_DISK.test(name));
    if (!field && handed.unseen[0]) return `the result as a whole, which ${handed.unseen[0]} is handed and may ask for what a store does not know, such as its mode`;
    return field ? `${field} of the result, which a store does not know` : null;
  }
  if (/-stream$/.test(seed.operation)) {
    const field = fieldsOf(source, path).find((name) => OF_A_FILE.test(name));
    if (field) return `${field} of the stream, which only a file has`;
    return seed.operation === 'read-stream' && asksForDescriptor(source, path) ? 'the file descriptor that an open stream tells, which only a file has' : null;
  }
  if (seed.operation === 'serve') return refusedHeaders(source, path);
  if (/^node:fs\.promises\.(?:write|append)File$/.test(seed.origin) && mayBeStream(path, (path.node as unknown as { arguments: Node[] }).arguments[1])) return 'what may be a stream, which a disk takes piece after piece and a store only as a whole';
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

/** Of what a function written in place gets as its first or second argument. */
function fieldsOfParameter(callback: Node, index: number): string[] {
  if (!/^(?:Arrow)?FunctionExpression$/.test(callback.type)) return [];
  const parameter = (callback.params as Node[])[index];
  return parameter ? fieldsOfPattern(parameter, callback) : [];
}
