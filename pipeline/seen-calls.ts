/** Joins a recording to the linked program: edges that were seen, edges that only the recording knows, and functions that somebody calls of whom the code says nothing. Judges none of it. */
import type { CallFact, FileFacts } from '../core/facts.js';
import type { CallEdge, FunctionNode, Program, SeenCalls, Stranger } from '../core/program.js';
import type { Trace, TracePosition, TracedCall } from '../core/trace.js';
import { callGraph } from '../planning/call-graph.js';
import { AT_ONCE, type Sighting, type SourceText, placeOf, sourceText } from './seen-places.js';

export interface SeenProgram {
  program: Program;
  /** Edges that the recording confirms, and those that it adds. */
  confirmed: number;
  added: number;
  /** Files whose records were dropped: they are no longer what ran. */
  stale: string[];
}

export interface Sources {
  facts: readonly FileFacts[];
  /** Text of a file as it is now; null when it is gone. */
  read(file: string): string | null;
  hash(text: string): string;
  /** The user accepts that a wait may rest on what was seen alone. */
  accepted: boolean;
}

const total = (sightings: readonly Sighting[]): number => sightings.reduce((sum, { call }) => sum + call.calls, 0);

const startKey = (file: string, [line, column]: TracePosition): string => `${file}:${line}:${column}`;

/** Joins `trace` to `program`. */
export function withSeen(program: Program, trace: Trace, sources: Sources): SeenProgram {
  const texts = new Map(Object.keys(trace.files).map((file) => [file, sources.read(file)]));
  const stale = Object.entries(trace.files).flatMap(([file, { sha256 }]) => (sources.hash(texts.get(file) ?? '') === sha256 ? [] : [file]));
  const sourceOf = new Map(sources.facts.flatMap((facts): [string, SourceText][] => {
    const text = stale.includes(facts.file) ? null : texts.get(facts.file);
    return typeof text === 'string' ? [[facts.file, sourceText(facts, text)]] : [];
  }));
  const { into } = callGraph(program);
  const found = sort(sightingsOf(program, trace, sourceOf), into, new Set(program.entryPoints.flatMap(({ fn }) => fn ?? [])));
  const always = onlyOnes(trace, sourceOf);
  const seen = (calls: number, sightings: readonly Sighting[]): SeenCalls => (sightings.some(({ call }) => always.has(call)) ? { calls, only: true, ...(sources.accepted ? { accepted: true as const } : {}) } : { calls });
  const edges = program.edges.map((edge): CallEdge => {
    const sightings = found.confirmed.get(edge);
    return sightings ? seenEdge(edge, seen(total(sightings), sightings)) : edge;
  });
  return {
    program: {
      ...program,
      functions: program.functions.map((fn) => (found.strangers.has(fn.id) ? { ...fn, stranger: found.strangers.get(fn.id) } : fn)),
      edges: [...edges, ...[...found.added.values()].map(({ fact, sightings }) => newEdge(fact, sightings[0] as Sighting, seen(total(sightings), sightings)))],
    },
    confirmed: found.confirmed.size,
    added: found.added.size,
    stale,
  };
}

function sightingsOf(program: Program, trace: Trace, sourceOf: ReadonlyMap<string, SourceText>): Sighting[] {
  const nodes = new Map(program.functions.map((fn) => [startKey(fn.file, [fn.place.line, fn.place.column]), fn]));
  return trace.calls.flatMap((call): Sighting[] => {
    const callee = sourceOf.has(call.to.file) ? nodes.get(startKey(call.to.file, call.to.start)) : undefined;
    if (!callee || callee.kind === 'module') return [];
    const source = call.at === null ? null : sourceOf.get(call.at.file);
    return source === undefined ? [] : [{ call, callee, source }];
  });
}

interface Sorted {
  confirmed: Map<CallEdge, Sighting[]>;
  added: Map<string, { fact: CallFact; sightings: Sighting[] }>;
  strangers: Map<string, Stranger>;
}

function sort(sightings: readonly Sighting[], into: ReadonlyMap<string, CallEdge[]>, entries: ReadonlySet<string>): Sorted {
  const found: Sorted = { confirmed: new Map(), added: new Map(), strangers: new Map() };
  for (const sighting of sightings) {
    const { callee } = sighting;
    const edges = into.get(callee.id) ?? [];
    const place = placeOf(sighting, edges);
    if (place === null) {
      if (!found.strangers.has(callee.id) && !isExplained(callee, edges, entries)) found.strangers.set(callee.id, strangerOf(sighting));
    } else if ('edge' in place) found.confirmed.set(place.edge, [...(found.confirmed.get(place.edge) ?? []), sighting]);
    else {
      const key = `${place.fact.at.file} ${place.fact.range[0]} ${callee.id}`;
      found.added.set(key, { fact: place.fact, sightings: [...(found.added.get(key)?.sightings ?? []), sighting] });
    }
  }
  return found;
}

/** Whoever is known to hand the function on, or to be called by others, explains a caller of whom the code says nothing. What keeps the function from waiting in any case does too. */
function isExplained(callee: FunctionNode, into: readonly CallEdge[], entries: ReadonlySet<string>): boolean {
  if (callee.async || callee.reach === 'test' || callee.escapes || callee.public || callee.foreignBase !== undefined || entries.has(callee.id)) return true;
  return callee.kind === 'getter' || callee.kind === 'setter' || callee.usage === 'argument' || into.some((edge) => edge.kind === 'callback');
}

function strangerOf({ call }: Sighting): Stranger {
  const by = call.via ?? 'the language itself';
  return { by, calls: call.calls, ...(call.at ? { file: call.at.file, line: call.at.position[0] } : {}) };
}

/** What the code leaves open becomes seen; what it is sure of stays certain. */
const seenEdge = (edge: CallEdge, seen: SeenCalls): CallEdge => (edge.confidence === 'possible' ? { ...edge, confidence: 'seen', seen: { ...seen, possible: true } } : { ...edge, seen });

const newEdge = (fact: CallFact, { call, callee }: Sighting, seen: SeenCalls): CallEdge => ({
  from: `${fact.at.file}#${fact.fn}`,
  to: callee.id,
  at: fact.at,
  range: fact.range,
  position: fact.position,
  result: fact.result,
  loops: fact.loops,
  conditional: fact.conditional,
  ...(call.via !== null && AT_ONCE.test(call.via) ? { kind: 'callback' as const, via: call.via } : { kind: fact.kind === 'new' ? ('new' as const) : ('call' as const) }),
  confidence: 'seen',
  seen,
});

/** Calls that, as often as they were watched, reached one function of the program and nothing else. */
function onlyOnes(trace: Trace, sourceOf: ReadonlyMap<string, SourceText>): Set<TracedCall> {
  const sites = new Map(trace.sites.filter(({ file, observed, ours }) => sourceOf.has(file) && observed > 0 && observed === ours).map(({ file, at }) => [startKey(file, at), new Set<TracedCall>()]));
  for (const call of trace.calls) if (call.at) sites.get(startKey(call.at.file, call.at.position))?.add(call);
  return new Set([...sites.values()].flatMap((calls) => (calls.size === 1 ? [...calls] : [])));
}
