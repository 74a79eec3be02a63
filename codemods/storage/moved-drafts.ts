/** A file that is written and given its own name in one synchronous step: where that stays two calls, another request may write under the first name in between. It says where that is so, and edits nothing. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import type { PlannedSeed } from '../../core/plan.js';
import type { FunctionId, Program, Site } from '../../core/program.js';
import { functionAround } from '../shared/awaits.js';
import { type Ranged, type Source, callAt, rangeOf } from '../shared/source.js';
import { type DraftContext, draftEdits } from './drafts.js';

/** Each call gets a name of its own. */
const OF_ITS_OWN = /\b(?:random\w*|uuid\w*|v[14]|nanoid|ulid|cuid\w*|mkdtemp\w*|tmpName\w*)(?:\.\w+)*\(|\+\+/i;

const startsOnly = ({ reachedBy }: Program['functions'][number], { entryPoints }: Program): boolean =>
  reachedBy.length > 0 && reachedBy.every(({ entryPoint, calls }) => calls[1] === 1 && /^(?:start|bin|script)$/.test(entryPoints.find(({ id }) => id === entryPoint)?.kind ?? ''));

/** Where the file that is moved was written in the same step; null where nobody can come in between. */
export function movedDraft(context: DraftContext, seed: PlannedSeed): string | null {
  const { source, program } = context;
  const fn = program.functions.find(({ id }) => id === seed.in);
  if (!/^(?:rename|move)$/.test(seed.operation) || seed.style !== 'sync' || !fn || startsOnly(fn, program)) return null;
  const [from] = givenAt(source, seed.range);
  const isIt = (site: Site): boolean => (from !== undefined && givenAt(source, site.range)[0] === from) || (site.storage?.resource === seed.resource && !seed.resource.includes('*'));
  const written = program.sites.filter((site) => site.fn === fn.id && site.style !== 'promise' && site.range[1] <= seed.range[0] && /^(?:write|create|open)$/.test(site.storage?.access ?? '') && isIt(site));
  const write = written.find((site) => !isOne(context, site)) ?? writtenElsewhere(context, seed, fn.id);
  if (!write || isNamedAnew(source, [write.range, seed.range])) return null;
  return `the renaming of what line ${write.at.line} wrote in the same synchronous step: from now on another request could write under that name in between, and its content would be renamed, or nothing be there. Name each draft anew (randomUUID), or write and rename it side by side`;
}

/** The function that writes it is called by the one that renames it, or the other way round, or one function calls both; its name is the same each time. */
function writtenElsewhere({ source, program }: DraftContext, seed: PlannedSeed, fn: FunctionId): Site | undefined {
  const call = callAt(source, seed.range);
  const [from] = givenAt(source, seed.range);
  const [given] = argumentsOf(call);
  if (!call || !given || from === undefined) return undefined;
  const scope = call.scope as { lookup(name: string): { isGlobal: boolean } | null } | null;
  if (OF_ITS_OWN.test(from) || namesIn(given).some((name) => scope?.lookup(name)?.isGlobal === false)) return undefined;
  const callers = (to: FunctionId): FunctionId[] => program.edges.flatMap((edge) => (edge.to === to ? [edge.from] : []));
  const near = new Set([fn, ...callers(fn)]);
  const isNear = (other: FunctionId): boolean => near.has(other) || callers(other).some((one) => near.has(one));
  return program.sites.find((site) => site.at.file === seed.at.file && site.fn !== fn && site.style === 'sync' && /^(?:write|create|open)$/.test(site.storage?.access ?? '') && !/rename|move/i.test(site.origin) && givenAt(source, site.range)[0] === from && isNear(site.fn));
}

const argumentsOf = (call: ASTPath | null): Ranged[] => (call?.node as unknown as { arguments?: Ranged[] } | undefined)?.arguments ?? [];

/** What a call is given, as it is written. */
const givenAt = (source: Source, range: readonly [number, number]): string[] => argumentsOf(callAt(source, range)).map((one) => source.text.slice(...rangeOf(one)));

/** The names that an expression asks for. */
const namesIn = (given: Ranged): string[] => [...(given.type === 'Identifier' ? [given.name] : []), ...jscodeshift(given as unknown as jscodeshift.ASTNode).find(jscodeshift.Identifier).nodes().map(({ name }) => name)];

const isAt = (site: Site, { at, range }: Pick<PlannedSeed, 'at' | 'range'>): boolean => site.at.file === at.file && site.range[0] === range[0] && site.range[1] === range[1];

/** The call becomes one with the renaming, or is the renaming itself. */
function isOne(context: DraftContext, site: Site): boolean {
  const seed = context.seeds.find((one) => isAt(site, one));
  const path = seed ? callAt(context.source, seed.range) : null;
  return seed !== undefined && path !== null && (seed.operation === 'rename' || draftEdits(context, path, seed) !== null);
}

/** The name of the draft is made in the function, of what is another one each time. */
function isNamedAnew(source: Source, ranges: readonly (readonly [number, number])[]): boolean {
  return ranges.some((range) => {
    const call = callAt(source, range);
    const [given] = argumentsOf(call);
    return call !== null && given !== undefined && isOfItsOwn(source, call, given, 0);
  });
}

/** What is computed anew, or a name that the same turn of the function gave such a value. */
function isOfItsOwn(source: Source, call: ASTPath, given: Ranged, depth: number): boolean {
  if (OF_ITS_OWN.test(source.text.slice(...rangeOf(given)))) return true;
  if (depth > 3) return false;
  return namesIn(given).some((name) => {
    const [declared, another] = (source.root.find(jscodeshift.VariableDeclarator, { id: { name } }).paths() as unknown as ASTPath[]).filter((one) => isSameTurn(one, call));
    const init = another ? null : (declared?.node as unknown as { init?: Ranged | null } | undefined)?.init;
    return init ? isOfItsOwn(source, call, init, depth + 1) : false;
  });
}

/** Both stand in one function, or only functions that are handed to a call in place lie between them. */
function isSameTurn(declared: ASTPath, call: ASTPath): boolean {
  const around = functionAround(declared);
  if (!around) return false;
  for (let at = functionAround(call); at; at = functionAround(at)) {
    if (at.node === around.node) return true;
    if (!/CallExpression$/.test((at.parent as ASTPath).node.type)) return false;
  }
  return false;
}
