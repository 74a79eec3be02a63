/** How a handler reads what it is sent: follows the body (or the query) through names, patterns, loops and calls into the program's own functions. */
import type { SyntaxNode } from '../core/parse.js';
import { isFunction, isNode, keyOf, nameOf, nodesOf, unwrap } from '../core/syntax.js';
import type { Reading } from './readings.js';
import { type Sources, chainText, constantOf, declaredAs, descend, functionNode, nodesBelow } from './sources.js';
import { LIST_METHODS, methodOn, useOf } from './uses.js';

type Path = readonly string[];

/** A name that stands for a part of what is followed. */
interface Alias {
  name: string;
  path: Path;
}

/** Where to look, and under which names. */
interface Search {
  sources: Sources;
  file: string;
  /** Chains that are the whole: `req.body`, `c.req.json()`. */
  roots: readonly string[];
  depth: number;
}

/** Names of a loop over constants: `for (const name of ['title', 'date'])`. */
type Looped = ReadonlyMap<string, readonly string[]>;

interface Known {
  aliases: readonly Alias[];
  looped: Looped;
}

const DEEPEST_CALL = 4;
const DEEPEST_PATH = 4;

/** The parts of the whole that an expression can be; none when it is something else. */
function partsOf(node: unknown, search: Search, known: Known): Path[] {
  if (!isNode(node)) return [];
  const inner = unwrap(node);
  if (inner.type === 'AwaitExpression') return partsOf(inner.argument, search, known);
  // `req.body ?? {}`, `req.body && req.body.title`
  if (inner.type === 'LogicalExpression') return partsOf(inner.operator === '&&' ? inner.right : inner.left, search, known);
  const chain = chainText(inner);
  if (chain !== null && search.roots.includes(chain)) return [[]];
  if (inner.type === 'Identifier') return known.aliases.filter(({ name }) => name === inner.name).map(({ path }) => path);
  if (inner.type !== 'MemberExpression') return [];
  const keys = inner.computed ? known.looped.get(nameOf(inner.property) ?? '') ?? [] : [];
  const names = keys.length > 0 ? keys : [keyOf(inner)].filter((key): key is string => key !== null);
  return partsOf(inner.object, search, known).flatMap((path) => (path.length >= DEEPEST_PATH ? [] : names.map((name) => [...path, name])));
}

/** Names and readings of a pattern such as `{ title, tags = [] }`. */
function ofPattern(pattern: SyntaxNode, path: Path): { aliases: Alias[]; readings: Reading[] } {
  if (pattern.type === 'Identifier') return { aliases: [{ name: pattern.name as string, path }], readings: path.length > 0 ? [{ path }] : [] };
  if (pattern.type === 'AssignmentPattern') {
    const inner = ofPattern(pattern.left as SyntaxNode, path);
    const example = constantOf(pattern.right);
    return { ...inner, readings: path.length > 0 && example !== undefined && example !== null && example !== '' ? [...inner.readings, { path, example }] : inner.readings };
  }
  if (pattern.type !== 'ObjectPattern') return { aliases: [], readings: [] };
  const inner = nodesOf(pattern.properties).flatMap((property) => {
    const key = property.type === 'Property' ? keyOf(property) : null;
    return key !== null && isNode(property.value) ? [ofPattern(property.value, [...path, key])] : [];
  });
  return { aliases: inner.flatMap(({ aliases }) => aliases), readings: inner.flatMap(({ readings }) => readings) };
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []);

function loopsIn(fn: SyntaxNode): Looped {
  return new Map(nodesBelow(fn, 'ForOfStatement').flatMap((loop): [string, string[]][] => {
    const name = nameOf(nodesOf((loop.left as SyntaxNode).declarations)[0]?.id);
    const list = texts(constantOf(loop.right));
    return name !== null && list.length > 0 ? [[name, list]] : [];
  }));
}

/** Aliases of a function's body, in the order in which they are made. */
function aliased(fn: SyntaxNode, search: Search, given: readonly Alias[]): Known & { readings: Reading[] } {
  const looped = loopsIn(fn);
  let known: Known = { aliases: given, looped };
  let readings: Reading[] = [];
  const add = (pattern: unknown, paths: Path[]): void => {
    if (!isNode(pattern)) return;
    for (const path of paths) {
      const found = ofPattern(pattern, path);
      known = { aliases: [...known.aliases, ...found.aliases], looped };
      readings = [...readings, ...found.readings];
    }
  };
  descend(fn, (node, around) => {
    if (node.type === 'VariableDeclarator') add(node.id, partsOf(node.init, search, known));
    // `body.tags.map((tag) => …)`: each item.
    const method = methodOn(node, around);
    const callback = method && LIST_METHODS.test(method.name) ? nodesOf(method.call.arguments)[0] : undefined;
    if (callback && isFunction(callback)) add(nodesOf(callback.params)[0], partsOf(node, search, known).map((path) => [...path, '[]']));
  });
  return { ...known, readings };
}

/** `for (const [name, value] of Object.entries(body))` with `name in KNOWN`: the names are those of KNOWN. */
function listedNames(fn: SyntaxNode, search: Search, known: Known): Reading[] {
  return nodesBelow(fn, 'ForOfStatement').flatMap((loop) => {
    const over = isNode(loop.right) ? unwrap(loop.right) : null;
    const isOver = over?.type === 'CallExpression' && /^Object\.(?:entries|keys)$/.test(chainText(over.callee as SyntaxNode) ?? '');
    const [path] = isOver ? partsOf(nodesOf(over.arguments)[0], search, known) : [];
    const pattern = nodesOf((loop.left as SyntaxNode).declarations)[0]?.id;
    const name = isNode(pattern) ? nameOf(pattern.type === 'ArrayPattern' ? nodesOf(pattern.elements)[0] : pattern) : null;
    return path && name !== null && isNode(loop.body) ? namesAsked(loop.body, name, search).map((reading) => ({ ...reading, path: [...path, ...reading.path] })) : [];
  });
}

function namesAsked(body: SyntaxNode, name: string, { sources, file }: Search): Reading[] {
  const asked = [
    ...nodesBelow(body, 'BinaryExpression').filter((node) => node.operator === 'in' && nameOf(node.left) === name).map((node) => nameOf(node.right)),
    ...nodesBelow(body, 'CallExpression').filter((node) => nameOf(nodesOf(node.arguments)[0]) === name).map((node) => /^(\w+)\.(?:includes|has|hasOwn)$/.exec(chainText(node.callee as SyntaxNode) ?? '')?.[1] ?? null),
    ...nodesBelow(body, 'MemberExpression').filter((node) => node.computed && nameOf(node.property) === name).map((node) => nameOf(node.object)),
  ];
  return [...new Set(asked)].flatMap((list) => (list === null ? [] : namesOf(declaredAs(sources, file, list))));
}

/** The names that a constant list, set or object holds; of an object, with its values as examples. */
function namesOf(declared: SyntaxNode | null): Reading[] {
  if (!declared) return [];
  const inside = declared.type === 'NewExpression' || (declared.type === 'CallExpression' && /^Object\.freeze$/.test(chainText(declared.callee as SyntaxNode) ?? '')) ? nodesOf(declared.arguments)[0] : declared;
  if (inside?.type === 'ArrayExpression') return texts(constantOf(inside)).map((name) => ({ path: [name] }));
  if (inside?.type !== 'ObjectExpression') return [];
  return nodesOf(inside.properties).flatMap((property) => {
    const key = keyOf(property);
    const example = constantOf(property.value);
    return key === null ? [] : [{ path: [key], ...(example === undefined || example === null ? {} : { example }) }];
  });
}

/** Readings by the program's own functions that a part is handed to. */
function handedOn(call: SyntaxNode, search: Search, known: Known): Reading[] {
  if (search.depth >= DEEPEST_CALL) return [];
  const { sources, file } = search;
  const handed = nodesOf(call.arguments).flatMap((argument, index) => partsOf(argument, search, known).map((path) => ({ index, path })));
  if (handed.length === 0) return [];
  const targets = sources.program.edges.filter((edge) => edge.range[0] === call.start && edge.range[1] === call.end && edge.kind !== 'callback' && edge.from.startsWith(`${file}#`));
  return targets.flatMap(({ to }) => {
    const fn = sources.program.functions.find(({ id }) => id === to);
    const node = fn ? functionNode(sources, fn) : null;
    return fn && node ? handed.flatMap(({ index, path }) => parameterReads(sources, fn.file, node, { index, path, depth: search.depth + 1 })) : [];
  });
}

/** How a function reads one of its parameters, which is the part `path` of the whole. */
export function parameterReads(sources: Sources, file: string, fn: SyntaxNode, at: { index: number; path: Path; depth?: number }): Reading[] {
  const parameter = nodesOf(fn.params)[at.index];
  if (!parameter) return [];
  const { aliases, readings } = ofPattern(parameter, at.path);
  return [...readings, ...readsIn(fn, { sources, file, roots: [], depth: at.depth ?? 0 }, aliases)];
}

/** Everything that a function's code says of the parts of the whole. */
export function readsIn(fn: SyntaxNode, search: Search, given: readonly Alias[] = []): Reading[] {
  const known = aliased(fn, search, given);
  const found: Reading[] = [...known.readings, ...listedNames(fn, search, known)];
  descend(fn, (node, around) => {
    if (node.type === 'CallExpression') found.push(...handedOn(node, search, known));
    if (node.type === 'BinaryExpression' && node.operator === 'in') found.push(...partsOf(node.right, search, known).flatMap((path) => wordsOf(node.left, known).map((name) => ({ path: [...path, name] }))));
    if (node.type !== 'MemberExpression' && node.type !== 'Identifier') return;
    // The method of a part is no part of it, nor is the length of a list.
    if (node.type === 'MemberExpression' && (isCalled(node, around) || keyOf(node) === 'length')) return;
    found.push(...partsOf(node, search, known).filter((path) => path.length > 0).map((path) => ({ path, ...useOf(node, around) })));
  });
  return found;
}

const wordsOf = (node: unknown, { looped }: Known): readonly string[] => {
  const text = constantOf(node);
  return typeof text === 'string' ? [text] : looped.get(nameOf(node) ?? '') ?? [];
};

function isCalled(node: SyntaxNode, around: readonly SyntaxNode[]): boolean {
  const near = around[around.length - 1];
  return near?.type === 'CallExpression' && unwrap(near.callee as SyntaxNode) === node;
}
