/**
 * Documents that are looked for and, where they are there, read by the same path: `if (existsSync(file)) … readFileSync(file)`. Finds the two calls that one read can stand for, which gives
 * nothing where there is nothing. Refuses whatever stands between the two, an answer that is used for more than this, and a path that may not be the same.
 */
import type { NodePath } from '@babel/traverse';
import type { CallExpression, Node } from '@babel/types';
import type { PlannedSeed } from '../../core/plan.js';
import { type Source } from '../shared/source.js';
import { loadOf, originOf, statements } from '../shared/top-of-module.js';
import { isSetOnce } from './drafts.js';
import { beginsWith, isValue, statementThatBegins } from './first-things.js';
import { traverse } from '../shared/traverse.js';

export interface Look {
  has: PlannedSeed;
  get: PlannedSeed;
  /** The call that looks, with what stands around it: `await`, `!`. */
  test: NodePath;
  /** Something is done where it is not there. */
  negated: boolean;
  /** The call that reads, with its `await`. */
  read: NodePath;
  /** What the call that reads is given. */
  given: Node[];
  /** Before this statement both can be done at once; null: only where they stand. */
  holder: NodePath | null;
}

/** `existsSync(file) ? readFileSync(file) : other`: the read is all that is done where it is there. */
export const isAlone = ({ test, read }: Pick<Look, 'test' | 'read'>): boolean => test.parentPath?.isConditionalExpression() === true && read.key === 'consequent' && read.parentPath === test.parentPath;

/** It is not the text that is read, but what it stands for. */
export const isJson = ({ operation }: PlannedSeed): boolean => operation !== 'get';

const known = new WeakMap<readonly PlannedSeed[], Map<Source, Look[]>>();

/** All of a file, in the order of its text. */
export function looksIn(source: Source, seeds: readonly PlannedSeed[]): Look[] {
  const before = known.get(seeds) ?? new Map<Source, Look[]>();
  const looks = before.get(source) ?? findLooks(source, seeds);
  known.set(seeds, before.set(source, looks));
  return looks;
}

const isIn = (seed: PlannedSeed, operations: RegExp): boolean => operations.test(seed.operation) && (seed.style === 'sync' || seed.style === 'promise');

function findLooks(source: Source, seeds: readonly PlannedSeed[]): Look[] {
  const own = seeds.filter((seed) => seed.at.file === source.file);
  const [asked, reads] = [own.filter((seed) => isIn(seed, /^has$/)), own.filter((seed) => isIn(seed, /^(?:get|read-json|load-json)$/))];
  if (asked.length === 0 || reads.length === 0) return [];
  const calls = callsIn(source);
  const at = (seed: PlannedSeed): NodePath<CallExpression> | undefined => calls.get(seed.range.join('-'));
  return asked.flatMap((has) => {
    const same = reads.filter((get) => get.in === has.in && get.variant === has.variant && get.range[0] > has.range[0]);
    return same.flatMap((get) => lookOf(source, { has, get, asking: at(has), reading: at(get) }) ?? []).slice(0, 1);
  }).sort((a, b) => a.has.range[0] - b.has.range[0]);
}

function callsIn(source: Source): Map<string, NodePath<CallExpression>> {
  const found = new Map<string, NodePath<CallExpression>>();
  traverse(source.ast, { CallExpression: (path) => void found.set(`${path.node.start}-${path.node.end}`, path) });
  return found;
}

interface Two {
  has: PlannedSeed;
  get: PlannedSeed;
  asking: NodePath<CallExpression> | undefined;
  reading: NodePath<CallExpression> | undefined;
}

function lookOf(source: Source, { has, get, asking, reading }: Two): Look | null {
  const [asked, read] = [asking && waited(asking, has), reading && waited(reading, get)];
  if (!asking || !reading || !asked || !read) return null;
  const negated = asked.parentPath?.isUnaryExpression({ operator: '!' }) === true;
  const test = negated ? (asked.parentPath as NodePath) : asked;
  const isCalm = (call: Node): boolean => isPathCall(source, call, asking);
  const branch = test.parentPath;
  const first = branch ? firstWhereThere(branch, test, negated) : null;
  if (!branch || !first || !beginsWith(read, first, isCalm) || !isSamePath(source, { has, asking, reading }, isCalm)) return null;
  const holder = statementThatBegins(branch, isCalm);
  // What is written as JSON may be null itself, and a function that is called for each value may leave nothing of it.
  if (isJson(get) && (!holder || !(reading.node.arguments.length === 1 || reading.node.arguments[1]?.type === 'StringLiteral'))) return null;
  return holder || isAlone({ test, read }) ? { has, get, test, negated, read, given: reading.node.arguments, holder } : null;
}

/** The call, or the `await` that it needs. */
function waited(call: NodePath, { style }: PlannedSeed): NodePath | null {
  const awaited = call.parentPath?.isAwaitExpression() === true;
  if (style === 'promise') return awaited ? call.parentPath : null;
  return awaited ? null : call;
}

/** What is done first where the document is there. */
function firstWhereThere(branch: NodePath, test: NodePath, negated: boolean): Node | null {
  if (branch.isConditionalExpression() && test.key === 'test') return negated ? branch.node.alternate : branch.node.consequent;
  if (branch.isLogicalExpression() && test.key === 'left') return branch.node.operator === (negated ? '||' : '&&') ? branch.node.right : null;
  if (!branch.isIfStatement() || test.key !== 'test') return null;
  if (!negated) return firstOf(branch.node.consequent);
  if (branch.node.alternate) return firstOf(branch.node.alternate);
  const next = branch.listKey !== undefined && leaves(branch.node.consequent) ? branch.getSibling((branch.key as number) + 1) : null;
  return (next?.node as Node | null | undefined) ?? null;
}

const firstOf = (statement: Node): Node | null => (statement.type === 'BlockStatement' ? statement.body[0] ?? null : statement);

/** What follows it in the list is not reached. */
const leaves = (statement: Node): boolean => /^(?:Return|Throw|Break|Continue)Statement$/.test((statement.type === 'BlockStatement' ? statement.body.at(-1)?.type : statement.type) ?? '');

const MAKES_PATHS = /^(?:join|resolve|normalize|relative|dirname|basename|extname)$/;
const OF_PATHS = /^(?:node:)?path(?:\/posix)?$/;

interface Named {
  type: string;
  name?: string;
  computed?: boolean;
  object?: Named;
  property?: Named;
  expressions?: Named[];
}

/** A call of node:path, also as compilers write it. */
function isPathCall(source: Source, call: Node, near: NodePath): boolean {
  if (call.type !== 'CallExpression') return false;
  const written = call.callee as Named;
  const callee = written.type === 'SequenceExpression' ? written.expressions?.at(-1) : written;
  const names = callee ? namesOf(callee) : [];
  const [root, last] = [names[0] ?? '', names.at(-1) ?? ''];
  if (near.scope.getBinding(root)?.scope.path.isProgram() !== true) return false;
  const origin = originOf(source, root);
  const from = origin.kind === 'local' ? loadedAs(source, root) : origin.specifier;
  const imported = names.length > 1 || origin.kind === 'local' || origin.kind === 'required' ? last : origin.imported;
  return from !== null && OF_PATHS.test(from) && MAKES_PATHS.test(imported);
}

const namesOf = (callee: Named): string[] => (callee.type === 'Identifier' ? [callee.name ?? ''] : callee.type === 'MemberExpression' && !callee.computed && callee.object ? [...namesOf(callee.object), callee.property?.name ?? ''] : ['']);

const loadedAs = (source: Source, name: string): string | null => statements(source).flatMap(({ declarations }) => declarations ?? []).map(({ id, init }) => ((id as { name?: string }).name === name ? loadOf(init) : null)).find((specifier) => specifier !== null) ?? null;

interface Asked {
  has: PlannedSeed;
  asking: NodePath<CallExpression>;
  reading: NodePath<CallExpression>;
}

/** Both are given the same path, which is a value that nobody changes in between; what else the read is given can be made before as well. */
function isSamePath(source: Source, { has, asking, reading }: Asked, isCalm: (call: Node) => boolean): boolean {
  const [asked, ...more] = asking.node.arguments;
  const given = reading.node.arguments;
  const textOf = (node: Node | undefined): string => (node ? source.text.slice(node.start ?? 0, node.end ?? 0) : '');
  if (!asked || more.length > 0 || textOf(asked) !== textOf(given[0]) || /[\r\n]/.test(given.map(textOf).join())) return false;
  if ([asking.node, reading.node].some((call) => /\/[/*]/.test(textOf(call)))) return false;
  if (!given.every((node) => isValue(node, isCalm))) return false;
  // While the first call is waited for, somebody else can change what is not constant.
  return partsOf(reading, 'Identifier').filter((path) => path.isReferencedIdentifier()).every((path) => {
    const { name } = path.node as Node & { name: string };
    const binding = path.scope.getBinding(name);
    if (binding !== asking.scope.getBinding(name)) return false;
    return has.style === 'sync' || (binding?.constant ?? true);
  }) && (has.style === 'sync' || partsOf(reading, 'MemberExpression').every(({ node }) => !(node as { computed?: boolean }).computed && isSetOnce(source, node as unknown as Parameters<typeof isSetOnce>[1])));
}

/** What a call is given, and the parts of it. */
function partsOf(call: NodePath<CallExpression>, type: 'Identifier' | 'MemberExpression'): NodePath[] {
  const found: NodePath[] = [];
  for (const argument of call.get('arguments')) {
    if (argument.type === type) found.push(argument);
    argument.traverse({ [type]: (path: NodePath) => void found.push(path) });
  }
  return found;
}
