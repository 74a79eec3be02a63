/** A step that tells by a callback when it is done may wait: wrapped where it is handed over, so that whoever takes it still sees a function that calls back and gives nothing. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import type { PlannedCall } from '../../core/plan.js';
import { isFunction } from './awaits.js';
import { wrapRange } from './edits.js';
import { changedOutside } from './effects.js';
import type { InlineCallback } from './list-call.js';
import { type Source, rangeOf } from './source.js';
import type { Style } from './style.js';
import { type Step, type Work, refusal, runsInTurn } from './work.js';

/** Name of the helper that wraps a step. */
export const AS_STEP = 'asStep';

interface Shape {
  type: string;
  start: number;
  end: number;
  name?: string;
  computed?: boolean;
  object?: Shape;
  property?: { name?: string };
  callee?: Shape;
  arguments?: Shape[];
  elements?: (Shape | null)[];
  properties?: Shape[];
  value?: Shape;
  params?: Shape[];
  body?: Shape;
}

export function step(work: Work, call: PlannedCall, { source, path }: { source: Source; path: ASTPath }): Step {
  const stop = (text: string): Step => refusal(work, 'shape-unknown', text, call.at.file, ...call.range);
  const fn = work.functions.get(call.to);
  const handed = ((path.node as unknown as Shape).arguments ?? []).flatMap(stepsIn);
  const isWrittenHere = ({ start, end }: Shape): boolean => fn !== undefined && fn.file === call.at.file && start === fn.place.start && end === fn.place.end;
  const inline = handed.filter((node) => isWrittenHere(unbound(node)));
  const steps = inline.length > 0 ? inline : handed.filter((node) => fn !== undefined && fn.name !== '' && nameOf(unbound(node)) === fn.name);
  if (steps.length === 0) return stop('the step that turns async is not written where it is handed over');
  if (inline.some((node) => !callsBack(unbound(node)))) return stop('a step that does not call its last parameter');
  const later = askedTooEarly(work, call, path);
  if (later) return stop(later);
  if (new RegExp(`\\b${AS_STEP}\\b`).test(source.text) && !source.text.includes(`const ${AS_STEP} =`)) return stop(`the name ${AS_STEP} is taken in this file`);
  const edits = steps.flatMap((node) => wrapRange(rangeOf(node), `${AS_STEP}(`, ')').map((edit) => ({ ...edit, size: (edit.size ?? 0) + 1 })));
  return [{ file: call.at.file, edits, variant: call.variant, reshaped: steps.map((node) => rangeOf(node)), hasSteps: true }];
}

/** Why somebody would notice that the step is done later than it was: it was done, or begun, before the call returned. */
function askedTooEarly(work: Work, call: PlannedCall, path: ASTPath): string | null {
  const written = jscodeshift(path).find(jscodeshift.Function).paths().map(({ node }) => changedOutside(node as unknown as InlineCallback));
  const changed = new Set(written.flatMap((names) => [...names]));
  if (call.inTurn && runsInTurn(work, { ...call, inTurn: false })) return 'a step that is begun together with others changes what they all see, and would do so in another order';
  const used = usedAfter(path, changed);
  if (used !== null) return `${used} is changed by a step, and used once the call has returned`;
  return isTried(path) ? 'what a step throws is caught around the call, which returns before the step is done' : null;
}

/** The first of these names that is used behind the call in the same function; what functions there do is done later. In a loop, what stands before it is behind it as well. */
function usedAfter(path: ASTPath, names: ReadonlySet<string>): string | null {
  const call = path.node as unknown as Shape;
  let [holder, from] = [path, call.end];
  for (let up = path.parent as ASTPath | null; up && !isFunction(up.node); up = up.parent as ASTPath | null) {
    holder = up;
    if (/^(?:For|While|DoWhile)\w*Statement$/.test(up.node.type)) from = (up.node as unknown as Shape).start;
  }
  const found = jscodeshift(holder).find(jscodeshift.Identifier).paths().find((at) => {
    const { start, end, name } = at.node as unknown as Shape;
    return start >= from && !(call.start <= start && end <= call.end) && names.has(name ?? '') && isDoneWith(at, holder);
  });
  return found?.node.name ?? null;
}

/** It belongs to the function itself, and to none that stands in it. */
function isDoneWith(at: ASTPath, holder: ASTPath): boolean {
  for (let up = at.parent as ASTPath | null; up && up.node !== holder.node; up = up.parent as ASTPath | null) if (isFunction(up.node)) return false;
  return true;
}

function isTried(path: ASTPath): boolean {
  for (let at = path, up = path.parent as ASTPath | null; up && !isFunction(up.node); at = up, up = up.parent as ASTPath | null) {
    const { block, handler } = up.node as unknown as { block?: unknown; handler?: unknown };
    if (up.node.type === 'TryStatement' && block === at.node && handler) return true;
  }
  return false;
}

/** What a call is handed as a step: arguments, and what lies in a list or an object that is written there. */
function stepsIn(node: Shape): Shape[] {
  if (node.type === 'ArrayExpression') return (node.elements ?? []).flatMap((item) => (item ? stepsIn(item) : []));
  if (node.type === 'ObjectExpression') return (node.properties ?? []).flatMap((property) => (property.type === 'ObjectProperty' && property.value ? stepsIn(property.value) : []));
  return [node];
}

/** `step` of `step.bind(this)`. */
const unbound = (node: Shape): Shape => (node.type === 'CallExpression' && node.callee?.type === 'MemberExpression' && node.callee.property?.name === 'bind' && node.callee.object ? node.callee.object : node);

const nameOf = (node: Shape): string | undefined => (node.type === 'MemberExpression' && !node.computed ? node.property?.name : node.type === 'Identifier' ? node.name : undefined);

/** The last parameter is a name that the body uses. */
function callsBack({ params, body }: Shape): boolean {
  const last = params?.[params.length - 1];
  return last?.type === 'Identifier' && body !== undefined && jscodeshift(body as unknown as jscodeshift.ASTNode).find(jscodeshift.Identifier, { name: last.name ?? '' }).size() > 0;
}

/** The helper, which keeps the number of parameters: whoever takes a step may look at it. */
export function stepHelper(source: Source, style: Style): string {
  const end = style.semicolons ? ';' : '';
  const tab = style.indent;
  const [types, given, returns, asTold, unknowns, some, asGiven] = source.typescript
    ? ['<This, Given extends unknown[]>(step: (this: This, ...given: Given) => Promise<unknown>): ((this: This, ...given: Given) => void)', 'this: This, ...given: Given', ': void', ' as (...answer: unknown[]) => unknown', ': unknown[]', ': unknown', ' as unknown as Given']
    : ['(step)', '...given', '', '', '', '', ''];
  return [
    '',
    '// Called back when it is done, such a step may wait; what it throws before that goes to its callback.',
    `const ${AS_STEP} = ${types} => Object.defineProperty(function (${given})${returns} {`,
    `${tab}const tell = given.pop()${asTold}${end}`,
    `${tab}let isTold = false${end}`,
    `${tab}const told = Object.assign((...answer${unknowns}) => {`,
    `${tab}${tab}isTold = true${end}`,
    `${tab}${tab}return tell(...answer)${end}`,
    `${tab}}, tell)${end}`,
    `${tab}step.apply(this, [...given, told]${asGiven}).catch((error${some}) => {`,
    `${tab}${tab}if (isTold) process.nextTick(() => { throw error${end} })${end}`,
    `${tab}${tab}else tell(error)${end}`,
    `${tab}})${end}`,
    `}, 'length', { value: step.length })${end}`,
  ].join(style.endOfLine).replace(/'/g, style.quote);
}
