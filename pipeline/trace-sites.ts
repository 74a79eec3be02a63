/** The calls that a recording counts: nobody looks at what they give, and the code does not say for sure whom they reach. For these it matters whether they ever reach anything else. */
import type { CallFact, FileFacts } from '../core/facts.js';
import type { CallEdge, Program } from '../core/program.js';
import type { TracePosition, WatchedFunction, WatchedSite } from '../core/trace.js';

/** Functions of a file that can be watched, each with its name. */
export interface NamedFunctions {
  file: string;
  functions: readonly (WatchedFunction & { name: string })[];
}

const isDiscarded = ({ result }: CallFact): boolean => result === 'discarded' || result === 'void';

/** Where V8 places a call: at the last name of its callee; where that is computed, at the parenthesis after it. */
function sitePlace(facts: FileFacts, fact: CallFact, text: string): number | null {
  if (facts.exprs[fact.callee]?.k !== 'index') return fact.at.start;
  const after = /^[^()]*?\]\s*(?:\?\.\s*)?\(/.exec(text.slice(fact.at.end - 1, fact.at.end + 200));
  return after ? fact.at.end - 1 + after[0].length - 1 : null;
}

/** What a call of this name may reach: all functions so named; nothing that can be listed where the callee is computed, or is itself handed in. */
function candidatesOf(facts: FileFacts, fact: CallFact, text: string, byName: ReadonlyMap<string, WatchedSite['candidates']>): WatchedSite['candidates'] | null {
  const callee = facts.exprs[fact.callee];
  if (callee?.k === 'index') return [];
  if (callee?.k === 'binding') return facts.bindings[callee.binding]?.kind === 'param' ? [] : null;
  if (callee?.k !== 'member') return null;
  return byName.get(text.slice(fact.at.start, fact.at.end)) ?? null;
}

export interface OpenCalls {
  /** `position` turns an offset of the file into a line and a column. */
  of(facts: FileFacts, text: string, position: (offset: number) => TracePosition): WatchedSite[];
}

/** Made once for a program, asked for each file. */
export function openCalls(program: Program, named: readonly NamedFunctions[]): OpenCalls {
  const byName = namesOf(named);
  const sure = new Set(program.edges.flatMap((edge) => (isSure(edge) ? [`${edge.at.file}:${edge.range.join('-')}`] : [])));
  return {
    of: (facts, text, position) => facts.calls.flatMap((fact): WatchedSite[] => {
      if (fact.callee < 0 || fact.kind !== 'call' || !isDiscarded(fact) || sure.has(`${facts.file}:${fact.range.join('-')}`)) return [];
      const candidates = candidatesOf(facts, fact, text, byName);
      const at = candidates === null ? null : sitePlace(facts, fact, text);
      return candidates === null || at === null ? [] : [{ at: position(at), candidates: candidates.length > MOST_CANDIDATES ? [] : candidates }];
    }),
  };
}

/** Of a name that so many have, those that were seen at the call are watched, and not all. */
const MOST_CANDIDATES = 12;

const isSure = ({ confidence, kind }: CallEdge): boolean => confidence === 'certain' && kind !== 'callback';

function namesOf(named: readonly NamedFunctions[]): Map<string, WatchedSite['candidates']> {
  const byName = new Map<string, WatchedSite['candidates']>();
  for (const { file, functions } of named) {
    for (const [fn, { name }] of functions.entries()) {
      const known = byName.get(name);
      if (known) known.push([file, fn]);
      else if (name !== '') byName.set(name, [[file, fn]]);
    }
  }
  return byName;
}
