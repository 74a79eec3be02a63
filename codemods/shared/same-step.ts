/** What is done in the same step as a call: before it, and after it until something is waited for that was waited for before. Looks into the functions that are called there, and into their callers. */
import type { NodePath } from '@babel/traverse';
import type * as t from '@babel/types';
import type { CallEdge, FunctionNode } from '../../core/program.js';
import { bodyOf, children, endOf, functionPathAt, nodePathAt, startOf, traverseOwn } from './node-paths.js';
import type { Source } from './source.js';
import { traverse } from './traverse.js';
import type { Work } from './work.js';

/** A stretch of a function, a module or a class field: what stands between two offsets. */
export interface Part {
  file: string;
  body: NodePath;
  from: number;
  to: number;
  /** What this call does is looked at apart. */
  without?: NodePath;
}

export interface Step {
  before: Part[];
  after: Part[];
}

/** Beyond that nobody who reads the code could follow it either. */
const MOST_FUNCTIONS = 200;
const MOST_CALLERS = 4;

interface Index {
  /** What is called at a place, and from where a function is called. */
  at: Map<string, CallEdge[]>;
  to: Map<string, CallEdge[]>;
  functions: Map<string, FunctionNode>;
  /** Calls of the plan, which are no waits of old. */
  planned: Set<string>;
}

const indexes = new WeakMap<Work, Index>();

const keyOf = (file: string, [start, end]: readonly [number, number]): string => `${file} ${start}-${end}`;

/** A list calls at once what it is handed. */
const isAtOnce = ({ kind, via, kept, lookedAt }: CallEdge): boolean => kind !== 'callback' || (/^Array\./.test(via ?? '') && !kept && !lookedAt);

function indexOf(work: Work): Index {
  const known = indexes.get(work);
  if (known) return known;
  const index: Index = { at: new Map(), to: new Map(), functions: new Map(work.program.functions.map((fn) => [`${fn.file} ${fn.place.end}`, fn])), planned: new Set(work.component.calls.map((one) => keyOf(one.at.file, one.range))) };
  for (const edge of work.program.edges.filter(isAtOnce)) {
    const key = keyOf(edge.at.file, edge.range);
    index.at.set(key, [...(index.at.get(key) ?? []), edge]);
    index.to.set(edge.to, [...(index.to.get(edge.to) ?? []), edge]);
  }
  indexes.set(work, index);
  return index;
}

/** Functions that a call of a file reaches. */
export const calledAt = (work: Work, file: string, call: NodePath): string[] => (indexOf(work).at.get(keyOf(file, [startOf(call), endOf(call)])) ?? []).flatMap((edge) => (edge.kind === 'callback' ? [] : [edge.to]));

/** Whenever the one is done, so is the other: nothing between it and what is around both may be left out. */
function isSure(path: NodePath, around: NodePath): boolean {
  for (let up = path.parentPath; up && up !== around; up = up.parentPath) {
    if (startOf(up) <= startOf(around) && endOf(up) >= endOf(around)) return true;
    if (/^(?:If|For|ForIn|ForOf|While|DoWhile|Switch)Statement$|^(?:Conditional|Logical)Expression$|^(?:SwitchCase|CatchClause)$/.test(up.node.type)) return false;
  }
  return true;
}

/** Where a function waits for something that it waited for before. */
function waitsIn(work: Work, file: string, body: NodePath): NodePath[] {
  const found: NodePath[] = [];
  traverseOwn(body, {
    AwaitExpression(path) {
      const { start, end } = path.node.argument;
      if (!indexOf(work).planned.has(keyOf(file, [start ?? -1, end ?? -1]))) found.push(path);
    },
  });
  return found;
}

const whole = (work: Work, file: string, body: NodePath): Part => ({ file, body, from: startOf(body), to: Math.min(Infinity, ...waitsIn(work, file, body).filter((one) => isSure(one, body)).map(endOf)) });

export function stepAround(work: Work, source: Source, call: NodePath): Step {
  const step: Step = { before: [], after: [] };
  climb(work, source.file, call, step, new Set(), 0);
  return withReached(work, step);
}

/** The step in which a function is called, seen from where it begins. */
export function stepAtStart(work: Work, source: Source, fn: NodePath): Step {
  const step: Step = { before: [], after: [whole(work, source.file, fn)] };
  climbCallers(work, source.file, fn, step, new Set(), 0);
  return withReached(work, step);
}

const withReached = (work: Work, { before, after }: Step): Step => ({ before: [...before, ...reached(work, before)], after: [...after, ...reached(work, after)] });

function climb(work: Work, file: string, call: NodePath, step: Step, seen: Set<NodePath>, depth: number): void {
  if (seen.has(call) || seen.size > MOST_FUNCTIONS || depth > MOST_CALLERS) return;
  seen.add(call);
  const body = bodyOf(call);
  const waits = waitsIn(work, file, body).filter((one) => isSure(one, call) && (one.node as t.AwaitExpression).argument !== call.node);
  const last = waits.filter((one) => endOf(one) <= startOf(call)).map(endOf);
  const next = waits.filter((one) => endOf(one) > endOf(call)).map(endOf);
  const loop = last.length + next.length === 0 ? call.findParent((up) => up.isLoop() && bodyOf(up) === body) : null;
  step.before.push({ file, body, from: Math.max(0, ...last), to: loop ? endOf(loop) : depth > 0 ? endOf(call) : startOf(call), without: call });
  step.after.push({ file, body, from: loop ? startOf(loop) : endOf(call), to: Math.min(Infinity, ...next) });
  if (last.length === 0) climbCallers(work, file, body, step, seen, depth);
}

function climbCallers(work: Work, file: string, body: NodePath, step: Step, seen: Set<NodePath>, depth: number): void {
  const { to, functions } = indexOf(work);
  const fn = functions.get(`${file} ${endOf(body)}`);
  for (const edge of fn ? to.get(fn.id) ?? [] : []) {
    const source = work.open(edge.at.file);
    const around = source ? nodePathAt(source, edge.range) : null;
    if (source && around) climb(work, source.file, around, step, seen, depth + 1);
  }
}

/** The functions that are called in these parts, at once. */
function reached(work: Work, parts: readonly Part[]): Part[] {
  const found = new Map<string, Part>();
  const todo = [...parts];
  for (let part = todo.shift(); part && found.size < MOST_FUNCTIONS; part = todo.shift()) {
    for (const one of calledIn(work, part)) {
      const key = keyOf(one.file, [startOf(one.body), endOf(one.body)]);
      if (found.has(key)) continue;
      found.set(key, one);
      todo.push(one);
    }
  }
  return [...found.values()];
}

function calledIn(work: Work, { file, body, from, to, without }: Part): Part[] {
  const found: Part[] = [];
  const { at } = indexOf(work);
  const add = (path: NodePath): void => {
    if (endOf(path) <= from || startOf(path) >= to || path.node === without?.node) return;
    for (const edge of at.get(keyOf(file, [startOf(path), endOf(path)])) ?? []) {
      const fn = work.functions.get(edge.to);
      const source = fn ? work.open(fn.file) : null;
      const called = fn && source ? functionPathAt(source, fn.place) : null;
      if (fn && called) found.push(whole(work, fn.file, called));
    }
    if (path.isNewExpression() && path.node.callee.type === 'Identifier') found.push(...fieldsOf(work, path.node.callee.name));
  };
  traverseOwn(body, { CallExpression: add, OptionalCallExpression: add, NewExpression: add, MemberExpression: add });
  return found;
}

interface Made {
  fields: NodePath[];
  /** Name of the class that it extends. */
  base: string;
}

const classes = new WeakMap<Source, Map<string, Made>>();

/** The fields that an object of this class has from the start, by the names of classes. */
function fieldsOf(work: Work, className: string, asked: readonly string[] = []): Part[] {
  if (className === '' || asked.includes(className)) return [];
  const files = new Set(work.program.functions.filter((fn) => fn.className === className).map(({ file }) => file));
  return [...files].flatMap((file) => {
    const source = work.open(file);
    const made = source ? classesIn(source).get(className) : undefined;
    return made ? [...made.fields.map((body): Part => ({ file, body, from: 0, to: Infinity })), ...fieldsOf(work, made.base, [...asked, className])] : [];
  });
}

function classesIn(source: Source): Map<string, Made> {
  const known = classes.get(source);
  if (known) return known;
  const found = new Map<string, Made>();
  traverse(source.ast, {
    Class(path) {
      const { id, superClass } = path.node;
      const fields = children(path as NodePath, 'body.body').filter((one) => (one.isClassProperty() || one.isClassPrivateProperty()) && !one.node.static && one.node.value);
      found.set(id?.name ?? '', { fields, base: superClass?.type === 'Identifier' ? superClass.name : '' });
    },
  });
  classes.set(source, found);
  return found;
}
