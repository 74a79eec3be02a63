/** A file that is written and given its own name in one synchronous step: where that stays two calls, another request may write under the first name in between. It says where that is so, and edits nothing. */
import type { PlannedSeed } from '../../core/plan.js';
import type { Program, Site } from '../../core/program.js';
import { type Ranged, type Source, callAt, rangeOf } from '../shared/source.js';
import { type DraftContext, draftEdits } from './drafts.js';

/** Each call gets a name of its own. */
const OF_ITS_OWN = /\b(?:random\w*|uuid\w*|v[14]|nanoid|ulid|cuid\w*|mkdtemp\w*|tmpName\w*)\b|\+\+/i;

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
  const write = written.find((site) => !isOne(context, site));
  if (!write || isNamedAnew(source, [write.range, seed.range])) return null;
  return `the renaming of what line ${write.at.line} wrote in the same synchronous step: from now on another request could write under that name in between, and its content would be renamed, or nothing be there. Name each draft anew (randomUUID), or write and rename it side by side`;
}

/** What a call is given, as it is written. */
const givenAt = (source: Source, range: readonly [number, number]): string[] => ((callAt(source, range)?.node as unknown as { arguments?: Ranged[] } | undefined)?.arguments ?? []).map((one) => source.text.slice(...rangeOf(one)));

const isAt = (site: Site, { at, range }: Pick<PlannedSeed, 'at' | 'range'>): boolean => site.at.file === at.file && site.range[0] === range[0] && site.range[1] === range[1];

/** The call becomes one with the renaming, or is the renaming itself. */
function isOne(context: DraftContext, site: Site): boolean {
  const seed = context.seeds.find((one) => isAt(site, one));
  const path = seed ? callAt(context.source, seed.range) : null;
  return seed !== undefined && path !== null && (seed.operation === 'rename' || draftEdits(context, path, seed) !== null);
}

/** The name of the draft is made in the function, of what is another one each time. */
function isNamedAnew(source: Source, ranges: readonly (readonly [number, number])[]): boolean {
  const name = givenAt(source, ranges[0] ?? [0, 0])[0] ?? '';
  const declared = !/^[\w$]+$/.test(name) ? '' : new RegExp(`\\b(?:const|let|var)\\s+${name.replace(/\$/g, '\\$')}\\s*=([^;\\n]*)`).exec(source.text)?.[1] ?? '';
  return OF_ITS_OWN.test(declared) || ranges.some((range) => OF_ITS_OWN.test(source.text.slice(...range)));
}
