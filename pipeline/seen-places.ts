/** Finds the call of the source text that a recorded place belongs to. Where it cannot be told for sure, there is none. */
import type { CallFact, FileFacts } from '../core/facts.js';
import type { CallEdge, FunctionNode } from '../core/program.js';
import { lineStarts } from '../core/text.js';
import type { TracePosition, TracedCall } from '../core/trace.js';

export interface SourceText {
  facts: FileFacts;
  text: string;
  offset(position: TracePosition): number;
}

export function sourceText(facts: FileFacts, text: string): SourceText {
  const starts = lineStarts(text);
  return { facts, text, offset: ([line, column]) => (starts[line - 1] ?? text.length) + column - 1 };
}

/** What the recording says of one callee, and of one place where the program has code. */
export interface Sighting {
  call: TracedCall;
  callee: FunctionNode;
  /** null: nothing of the program was on the stack. */
  source: SourceText | null;
}

/** An edge that is there already, or a call without an edge to the callee. */
export type SightingPlace = { edge: CallEdge } | { fact: CallFact } | null;

/** Stand-ins of test libraries, which hand the call on to what they stand for. */
const DOUBLES = /^(?:@vitest\/spy|tinyspy|jest-mock|sinon|testdouble|nyc)$/;
/** Built-in methods that call their argument at once, on behalf of who calls them. */
export const AT_ONCE = /^(?:Array|Set|Map|String)\.\w+$/;

const NAMED = new Set(['member', 'binding', 'import', 'global', 'this', 'super']);

/** No parenthesis between the start of a call and the place is left open: it is the callee, and no argument. */
function isInCallee(text: string, start: number, offset: number): boolean {
  let open = 0;
  for (const character of text.slice(start, offset)) {
    if (character === '(') open += 1;
    else if (character === ')') open -= 1;
  }
  return open <= 0;
}

/**
 * V8 names a call by the last name of its callee, or by `new`; a source map may only know where the callee begins, and a computed callee has no name.
 * A place that fits neither is something else: a getter, an iterator, a conversion.
 */
function fits({ facts, text }: SourceText, fact: CallFact, offset: number, callee: FunctionNode): boolean {
  if (fact.at.start === offset || (fact.kind === 'new' && fact.range[0] === offset)) return true;
  if (offset < fact.range[0] || offset >= fact.range[1] || !isInCallee(text, fact.range[0], offset)) return false;
  const isNamed = NAMED.has(facts.exprs[fact.callee]?.k ?? '');
  return isNamed ? offset < fact.at.end && text.slice(fact.at.start, fact.at.end) === callee.name : true;
}

/** Innermost first. */
function callsAt(source: SourceText, offset: number, callee: FunctionNode): CallFact[] {
  const fitting = source.facts.calls.filter((fact) => fact.callee >= 0 && fits(source, fact, offset, callee));
  return fitting.sort((a, b) => a.range[1] - a.range[0] - (b.range[1] - b.range[0]));
}

/** The language calls these: getters where a property is read, methods named by a symbol where something is iterated. */
const isCalledUnwritten = ({ kind, name }: FunctionNode): boolean => kind === 'getter' || kind === 'setter' || (kind === 'method' && name === '');

export function placeOf({ call, callee, source }: Sighting, into: readonly CallEdge[]): SightingPlace {
  if (call.at === null || source === null || isCalledUnwritten(callee)) return null;
  const facts = callsAt(source, source.offset(call.at.position), callee);
  const { file } = call.at;
  for (const fact of facts) {
    const edge = into.find(({ at, range }) => at.file === file && range[0] === fact.range[0] && range[1] === fact.range[1]);
    if (edge) return { edge };
  }
  const direct = call.via === null || DOUBLES.test(call.via) || AT_ONCE.test(call.via);
  return direct && facts[0] ? { fact: facts[0] } : null;
}
