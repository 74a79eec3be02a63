/** The component that is being edited: its sources, opened once, and what each step contributes to them. Steps return contributions; nothing is edited here. */
import type { ASTPath } from 'jscodeshift';
import type { PlanComponent, PlannedCall, PlannedSeed } from '../../core/plan.js';
import type { FunctionId, FunctionNode, Program } from '../../core/program.js';
import type { BlockCode } from '../../core/repairs.js';
import { lineStarts, placeAt } from '../../core/text.js';
import type { Refused } from '../define.js';
import type { Edited } from './asynchronous.js';
import type { Dissolved } from './awaits.js';
import type { TextEdit } from './edits.js';
import { changedOutside, changesTheOutside } from './effects.js';
import { isMade } from './made-functions.js';
import { type InlineCallback, callbackOf, dissolves, inlineCallback } from './list-call.js';
import { type Ranged, type Source, callAt, functionAt, parseSource, rangeOf, readAt } from './source.js';

export interface Work {
  component: PlanComponent;
  program: Program;
  read(file: string): string | null;
  /** Parsed once; null when the file is not there, is no UTF-8, or does not parse. */
  open(file: string): Source | null;
  functions: ReadonlyMap<FunctionId, FunctionNode>;
  /** Callbacks that become the body of a loop. */
  dissolved(file: string): Dissolved;
}

/** What one planned item asks of one file. */
export interface Contribution {
  file: string;
  edits: TextEdit[];
  /** The edits go to the second version of this wrapper instead of the file. */
  variant?: FunctionId | undefined;
  /** Ranges of nodes that the plan changes: calls, functions. */
  planned?: [number, number][];
  /** Calls that a repair gives another shape. */
  reshaped?: [number, number][];
  /** Text that goes: what others would change in there is left out. */
  drops?: [number, number][];
  /** Functions whose body becomes that of a function handed to the seam. */
  wrapped?: [number, number][];
  /** Statements at the top of the module that become the body of a function there. */
  moved?: [number, number][];
  /** Statements that go elsewhere. */
  removed?: [number, number][];
  /** Operation of the seam that is used. */
  operation?: string;
  /** What else of the seam it needs. */
  also?: string[];
  /** Names to import from builtins. */
  builtins?: { name: string; from: string }[];
  forwardsErrors?: boolean;
  takesTurns?: boolean;
  hasSteps?: boolean;
  hearsLater?: boolean;
  /** Lists are made of what async generators give. */
  gathers?: boolean;
  /** What a person should know about it. */
  notes?: string[];
}

export type Step = Contribution[] | Refused;

export const isRefused = (value: object): value is Refused => 'chain' in value && 'component' in value;

/** One contribution per item, or the first refusal. */
export function collect<T>(items: readonly T[], contribute: (item: T) => Step): Step {
  const all: Contribution[] = [];
  for (const item of items) {
    const step = contribute(item);
    if (isRefused(step)) return step;
    all.push(...step);
  }
  return all;
}

export function refusal(work: Work, code: BlockCode, text: string, file: string, start: number, end = start): Refused {
  const source = work.open(file);
  const at = source ? placeAt(file, lineStarts(source.text), start, end) : { file, line: 1, column: 1, start, end };
  return { component: work.component.id, code, chain: [{ text, at }] };
}

/** Turns a refusal of a syntax step into one of the component. */
export function accepted(work: Work, file: string, edited: Edited, code?: BlockCode): TextEdit[] | Refused {
  return 'refused' in edited ? refusal(work, code ?? edited.refused.code, edited.refused.text, file, edited.refused.at) : edited.edits;
}

export function sourceOf(work: Work, file: string): Source | Refused {
  const source = work.open(file);
  if (source) return source;
  const text = work.read(file);
  const why = text === null ? 'is not there' : text.includes('\uFFFD') ? 'is no UTF-8 text' : 'could not be parsed';
  return refusal(work, 'not-found', `${file} ${why}`, file, 0);
}

export function findCall(work: Work, item: Pick<PlannedCall, 'at' | 'range' | 'repair'> | PlannedSeed): { source: Source; path: ASTPath } | Refused {
  const source = sourceOf(work, item.at.file);
  if (isRefused(source)) return source;
  const repair = 'repair' in item ? item.repair : undefined;
  const path = repair === 'read' || repair === 'take' ? readAt(source, item.range, repair === 'take') : callAt(source, item.range) ?? (repair === 'default-value' ? readAt(source, item.range, false) : null);
  return path ? { source, path } : refusal(work, 'not-found', 'the call that was planned for is not there', item.at.file, ...item.range);
}

/** Whether the plan moves this default value into the body of its function. */
export const movesDefault = ({ component }: Work, file: string): ((node: Ranged) => boolean) => {
  const moving = [...component.calls.filter(({ repair }) => repair === 'default-value'), ...component.seeds.filter(({ style }) => style === 'sync')];
  const ranges = new Set(moving.flatMap((one) => (one.at.file === file ? [one.range.join('-')] : [])));
  return (node) => ranges.has(rangeOf(node).join('-'));
};

export function findFunction(work: Work, place: { file: string; start: number; end: number }): { source: Source; path: ASTPath } | Refused {
  const source = sourceOf(work, place.file);
  if (isRefused(source)) return source;
  const path = functionAt(source, place);
  return path ? { source, path } : refusal(work, 'not-found', 'the function that was planned for is not there', place.file, place.start, place.end);
}

/** A turn writes, or changes something outside of itself: the next one must wait for it. */
export function runsInTurn(work: Work, call: PlannedCall): boolean {
  if (call.inTurn) return true;
  const place = work.functions.get(call.to)?.place;
  const source = place ? work.open(place.file) : null;
  const callback = place && source ? functionAt(source, place) : null;
  return (callback !== null && changesTheOutside(callback.node as unknown as InlineCallback)) || calledBelow(work, call.to).some((id) => changesMore(work, id));
}

const below = new WeakMap<Work, Map<FunctionId, readonly FunctionId[]>>();

/** Functions that a turn calls for certain: what they do after it has waited would come in any order. */
function calledBelow(work: Work, from: FunctionId): readonly FunctionId[] {
  const known = below.get(work) ?? new Map<FunctionId, readonly FunctionId[]>();
  below.set(work, known);
  const found = known.get(from) ?? reached(callsFrom(work.program), from);
  known.set(from, found);
  return found;
}

function reached(calls: ReadonlyMap<FunctionId, readonly FunctionId[]>, from: FunctionId): FunctionId[] {
  const found = new Set<FunctionId>([from]);
  for (const id of found) for (const to of calls.get(id) ?? []) found.add(to);
  found.delete(from);
  return [...found];
}

const certain = new WeakMap<Program, ReadonlyMap<FunctionId, readonly FunctionId[]>>();

function callsFrom(program: Program): ReadonlyMap<FunctionId, readonly FunctionId[]> {
  const known = certain.get(program);
  if (known) return known;
  const found = new Map<FunctionId, FunctionId[]>();
  for (const edge of program.edges) if (edge.confidence === 'certain' && (edge.kind === 'call' || edge.kind === 'new')) found.set(edge.from, [...(found.get(edge.from) ?? []), edge.to]);
  certain.set(program, found);
  return found;
}

/** What a constructor sets is of its own object. */
function changesMore(work: Work, id: FunctionId): boolean {
  const fn = work.functions.get(id);
  const source = fn ? work.open(fn.place.file) : null;
  const node = fn && source ? functionAt(source, fn.place)?.node : undefined;
  if (!fn || !node) return false;
  const changed = changedOutside(node as unknown as InlineCallback);
  return changed.size > (changed.has('this') && (fn.kind === 'constructor' || isMade(work.program, fn)) ? 1 : 0);
}

export function startWork(component: PlanComponent, program: Program, read: (file: string) => string | null): Work {
  const sources = new Map<string, Source | null>();
  const gone = new Map<string, Dissolved>();
  const work: Work = {
    component,
    program,
    read,
    functions: new Map(program.functions.map((fn) => [fn.id, fn])),
    open(file) {
      if (!sources.has(file)) {
        const text = read(file);
        sources.set(file, text === null || text.includes('\uFFFD') ? null : parseSource(file, text));
      }
      return sources.get(file) ?? null;
    },
    dissolved(file) {
      const known = gone.get(file) ?? dissolvedIn(work, file);
      gone.set(file, known);
      return known;
    },
  };
  return work;
}

function dissolvedIn(work: Work, file: string): Dissolved {
  const source = work.open(file);
  const calls = source ? work.component.calls.filter((call) => call.change === 'repair' && call.at.file === file) : [];
  return new Set(calls.flatMap((call) => {
    const node = source ? callAt(source, call.range)?.node : undefined;
    const callback = inlineCallback(callbackOf(node, call.handsList !== undefined));
    return callback && dissolves(call.repair ?? '', runsInTurn(work, call), callback) ? [callback as unknown] : [];
  }));
}
