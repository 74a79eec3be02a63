/** Callers of local wrappers: sites of their own where the path or the command is known only there. The site inside then speaks for all of them. */
import type { ExprId, Place } from '../core/facts.js';
import type { LinkedCall } from './edges.js';
import { isMove } from './families.js';
import { type Part, type PathText, plainText, startsWithParameter } from './path-text.js';
import { type SiteDraft, commandText, emptyStorage, pathsAt, textValue, touchedAt, unique } from './sites.js';
import { tellingUse } from './telling-use.js';
import { type Frame, textsOf } from './text.js';
import { branchOf, waysOf } from './ways.js';
import { type World, functionId } from './world.js';

const MAX_DERIVED = 250;

/** Calls by the function they reach: `file#fn` → calls. */
export function callersIndex(linked: readonly LinkedCall[]): Map<string, LinkedCall[]> {
  const index = new Map<string, LinkedCall[]>();
  for (const call of linked) {
    for (const target of call.targets) {
      const key = functionId(target.file, target.fn);
      const list = index.get(key);
      if (list) list.push(call);
      else index.set(key, [call]);
    }
  }
  return index;
}

interface Derivation {
  draft: SiteDraft;
  callers: Map<string, LinkedCall[]>;
  world: World;
}

/** The same site seen from a caller: its place, and the path or command that only it knows. */
function seenFrom(derivation: Derivation, call: LinkedCall, frame: Frame): SiteDraft {
  const { draft, world } = derivation;
  const paths = draft.pathAt ? touchedAt(world, draft.api, draft.pathAt, frame) : [];
  const command = draft.commandAt ? commandText(world, draft.commandAt, frame) : undefined;
  const target = call.targets[0];
  const asynchronous = target ? world.files.get(target.file)?.facts.functions[target.fn]?.async === true : false;
  const style = asynchronous ? 'promise' : draft.site.style;
  const use = tellingUse(world, call);
  const ways = waysOf(world, call);
  const { branch: _branch, ...inner } = draft.site;
  return {
    ...draft,
    ...(use ? { use } : {}),
    linked: call,
    ways,
    paths,
    otherPaths: unique(draft.othersAt.flatMap((at) => pathsAt(world, at, frame))),
    site: {
      ...inner,
      id: `${call.file}:${call.fact.at.start}`,
      at: call.fact.at,
      range: call.fact.range,
      fn: `${call.file}#${call.fact.fn}`,
      kind: call.fact.kind,
      ...(style ? { style } : {}),
      ...(inner.storage ? { storage: emptyStorage(paths, inner.storage.access) } : {}),
      ...(command ? { command: textValue(command) } : {}),
      wraps: [inner.id],
      callers: [],
      result: call.fact.result,
      topLevel: call.fact.fn === 0,
      loops: call.fact.loops,
      conditional: call.fact.conditional,
      ...branchOf(ways, call.fact),
      guards: [...inner.guards, ...call.fact.guards],
      tried: inner.tried || call.fact.tried,
      ...(inner.caught || call.fact.caught ? { caught: true as const } : {}),
    },
  };
}

/** Parameters that the path or the command starts with: where it leads is known to callers only. A parameter further on (an id in a known folder) leaves the family known. */
function parametersOf(draft: SiteDraft, world: World, frame?: Frame): PathText['parameters'] {
  const words = draft.commandAt ? [draft.commandAt.expr, ...draft.commandAt.rest.slice(0, 1)].map((expr) => ({ file: draft.commandAt?.file ?? '', expr })) : [];
  const texts = [
    ...(draft.pathAt ? textsOf(world, draft.pathAt.file, draft.pathAt.expr, frame) : []),
    ...words.flatMap((at) => textsOf(world, at.file, at.expr, frame).map(withoutScript)),
  ];
  return texts.filter(startsWithParameter).flatMap((parts) => plainText(parts.slice(0, 1)).parameters);
}

/** `[script, command, …]` handed to an interpreter: the words after a script of a package or of the program are what it is asked to do. */
function withoutScript(parts: Part[]): Part[] {
  const [script, space, ...words] = parts;
  return typeof script === 'object' && (script.kind === 'package' || script.kind === 'module') && space === ' ' ? words : parts;
}

/** Walks up the callers of the function that `frame` stands in until the text depends on no parameter. */
function derive(derivation: Derivation, { file, fn, index }: PathText['parameters'][number], inner: Frame[], depth: number): SiteDraft[] {
  // A function that calls itself hands on what lies below what it was given.
  const calls = (derivation.callers.get(`${file}#${fn}`) ?? []).filter((call) => call.file !== file || !encloses(derivation.world, file, call.fact.fn, fn));
  return calls.flatMap((call): SiteDraft[] => {
    // A caller that leaves the argument out never comes to this access.
    if (!call.fact.spread && call.fact.args[index] === undefined) return [];
    const frames = [...inner, { file, fn, args: call.fact.args.map((expr) => ({ file: call.file, expr })) }];
    const frame = chainFrames(frames);
    const open = parametersOf(derivation.draft, derivation.world, frame).filter((p) => p.file !== file || p.fn !== fn);
    const next = open[0];
    if (!next) {
      const seen = seenFrom(derivation, call, frame);
      return tellsNothing(seen) ? [] : [seen];
    }
    const above = depth >= MAX_WRAPPERS ? [] : derive(derivation, next, frames, depth + 1);
    const passedOn = encloses(derivation.world, next.file, call.fact.fn, next.fn) && call.file === next.file;
    if (passedOn && !isMade(derivation.world, call, index)) return above;
    // Here the path takes its shape; where it begins is known further up, or nowhere.
    const seen = seenFrom(derivation, call, frame);
    const paths = unique(above.flatMap((d) => d.paths));
    const otherPaths = isMove(seen) ? unique(above.flatMap((d) => d.otherPaths)) : [];
    if (tellsNothing(seen)) return above;
    return [{ ...(paths.length > 0 ? withPaths(seen, paths) : seen), ...(otherPaths.length > 0 ? { otherPaths } : {}) }];
  });
}

const withPaths = (draft: SiteDraft, paths: PathText[]): SiteDraft =>
  ({ ...draft, paths, site: { ...draft.site, ...(draft.site.storage ? { storage: emptyStorage(paths, draft.site.storage.access) } : {}) } });

/** A command of which this call knows no word is decided somewhere else: the finding inside of the wrapper speaks for it. */
const tellsNothing = ({ site }: SiteDraft): boolean => site.command !== undefined && /^[*\s]*$/.test(site.command.text);

/** Wrappers in a row that are walked up. */
const MAX_WRAPPERS = 4;

/** The argument is put together at this call, or by the lines before it; a parameter that is handed on is not. */
function isMade(world: World, call: LinkedCall, index: number): boolean {
  const facts = world.files.get(call.file)?.facts;
  const made = (id: ExprId | undefined): boolean => /^(?:template|call|await|index)$/.test(facts?.exprs[id ?? -1]?.k ?? '');
  const given = call.fact.args[index];
  const expr = facts?.exprs[given ?? -1];
  if (expr?.k !== 'binding') return made(given);
  const binding = facts?.bindings[expr.binding];
  return binding !== undefined && !binding.param && binding.values.some(made);
}

export function chainFrames(frames: Frame[]): Frame {
  const [first, ...rest] = frames;
  return { ...(first as Frame), ...(rest.length > 0 ? { outer: chainFrames(rest) } : {}) };
}

/** `outer` is `fn` or one of the functions around it. */
function encloses(world: World, file: string, fn: number, outer: number): boolean {
  const functions = world.files.get(file)?.facts.functions ?? [];
  for (let at = fn; at !== 0; at = functions[at]?.parent ?? 0) if (at === outer) return true;
  return false;
}

/** Adds the callers of wrappers; the site inside then speaks for all of them and lists them. */
export function withWrappers(world: World, drafts: readonly SiteDraft[], callers: Map<string, LinkedCall[]>): SiteDraft[] {
  return drafts.flatMap((draft): SiteDraft[] => {
    const parameters = parametersOf(draft, world);
    const parameter = parameters.find((p) => p.file === draft.linked.file && encloses(world, p.file, draft.linked.fact.fn, p.fn));
    if (!parameter) return [draft.handle ? throughOpening(draft, world, callers, parameters[0]) : throughFields(draft, world, callers)];
    const derived = distinctPlaces(derive({ draft, callers, world }, parameter, [], 0)).slice(0, MAX_DERIVED);
    const places: Place[] = (callers.get(`${parameter.file}#${parameter.fn}`) ?? []).map((call) => call.fact.at);
    const known = unique(derived.flatMap((d) => d.paths));
    const others = unique(derived.flatMap((d) => d.otherPaths));
    return [{ ...draft, paths: known.length > 0 ? known : draft.paths, otherPaths: others.length > 0 ? others : draft.otherPaths, site: { ...draft.site, callers: places } }, ...(draft.handle ? [] : derived)];
  });
}

/** A handle that was opened by another function: its path is what the callers of that one pass. */
function throughOpening(draft: SiteDraft, world: World, callers: Map<string, LinkedCall[]>, parameter: PathText['parameters'][number] | undefined): SiteDraft {
  const paths = parameter ? unique(derive({ draft, callers, world }, parameter, [], 0).flatMap((d) => d.paths)) : [];
  return paths.length > 0 ? { ...draft, paths } : throughFields(draft, world, callers);
}

/** A path kept on `this` by a constructor: what the constructions pass is what it can be, or whoever calls the functions around them. */
function throughFields(draft: SiteDraft, world: World, callers: Map<string, LinkedCall[]>): SiteDraft {
  const at = draft.pathAt;
  if (!at) return draft;
  const { paths, all } = asGiven(callers, draft.paths, (frame) => touchedAt(world, draft.api, at, frame));
  const known = isMove(draft) ? { ...draft, otherPaths: unique(draft.othersAt.flatMap((other) => movedFrom(other, world, callers))) } : draft;
  if (all && paths.length === 1) return withPaths(known, paths);
  return paths.length > 0 ? { ...known, paths } : known;
}

/** What a move takes away is the same file under another name: it is looked at from as far away. */
function movedFrom(at: { file: string; expr: ExprId }, world: World, callers: Map<string, LinkedCall[]>): PathText[] {
  const written = pathsAt(world, at);
  const { paths } = asGiven(callers, written, (frame) => pathsAt(world, at, frame));
  return paths.length > 0 ? paths : written;
}

/** It begins with a parameter: where it leads is not known. */
const isLedByParameter = ({ roots }: PathText): boolean => roots[0] === 'argument';

type Parameter = PathText['parameters'][number];

const isSame = (a: Parameter, b: Parameter): boolean => a.file === b.file && a.fn === b.fn && a.index === b.index;

/**
 * What paths are for each call that gives the parameter that they begin with, or else the first one in them, and while that is given another one, for each call that gives that; those that are not known are
 * left out, and `all` is false then. A name further on, in a folder that is known by then, stays what it is.
 */
export function asGiven(callers: Map<string, LinkedCall[]>, paths: readonly PathText[], read: (frame: Frame) => PathText[]): { paths: PathText[]; all: boolean } {
  const led = paths.find(isLedByParameter)?.parameters[0];
  const first = led ?? paths.flatMap((path) => path.parameters)[0];
  const others = paths.flatMap((path) => path.parameters).filter((parameter) => !led && first && !isSame(parameter, first));
  /** What has come in the place of the parameter, and is not known either. */
  const openIn = (path: PathText): Parameter | undefined => (led ? (isLedByParameter(path) ? path.parameters[0] : undefined) : path.parameters.find((parameter) => !others.some((other) => isSame(other, parameter))));
  const budget = { left: MOST_READS, isCut: false };
  const seenFromCalls = ({ file, fn }: Parameter, inner: readonly Frame[]): PathText[] => {
    const calls = callers.get(`${file}#${fn}`) ?? [];
    budget.left -= calls.length;
    if (budget.left < 0) budget.isCut = true;
    return budget.isCut ? [] : calls.flatMap((call): PathText[] => {
      const frames = [...inner, { file, fn, args: call.fact.args.map((expr) => ({ file: call.file, expr })) }];
      return read(chainFrames(frames)).flatMap((path) => {
        const next = frames.length < MAX_WRAPPERS ? openIn(path) : undefined;
        const isNew = next && !frames.some((frame) => frame.file === next.file && frame.fn === next.fn);
        const above = isNew ? seenFromCalls(next, frames) : [];
        return above.length > 0 || (isNew && led) ? above : [path];
      });
    });
  };
  const found = first ? unique(seenFromCalls(first, [])) : [];
  const known = budget.isCut ? [] : found.filter((path) => openIn(path) === undefined);
  const all = known.length === found.length;
  // With its folder known, a path that is not said by all who give the parameter takes in those that are.
  return { paths: all || led ? known : [], all };
}

/** Calls from which one path is looked at; where there are more, it stays what it is. */
const MOST_READS = 96;

function distinctPlaces(drafts: SiteDraft[]): SiteDraft[] {
  return [...new Map(drafts.map((draft) => [draft.site.id, draft])).values()];
}
