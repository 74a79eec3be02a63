/** Texts put together of parts that may each be several, taken apart as paths are, and held against each other. Follows nothing. */
import { BESIDE, type Hole, type Part, pathText, saidOf } from './path-text.js';

/** Texts of one expression that are followed. */
export const LIMIT = 6;

/** Every combination of the alternatives, in order. */
export function product(alternatives: Part[][][], between = ''): Part[][] {
  let result: Part[][] = [[]];
  alternatives.forEach((choices, i) => {
    const grown = result.flatMap((head) => choices.map((tail) => [...head, ...(i > 0 && between !== '' ? [between] : []), ...tail]));
    result = grown.slice(0, LIMIT);
  });
  return result;
}

/** `path.join`: an absolute later part starts anew only for `path.resolve`. */
export function joined(parts: Part[][][], resolving: boolean): Part[][] {
  const joinedParts = product(parts, '/').map((list) => (list[0] === '' && list[1] === '/' ? list.slice(2) : list));
  if (!resolving) return joinedParts;
  return joinedParts.map((list) => {
    let start = 0;
    list.forEach((part, i) => {
      const first = typeof part === 'object' && (part.kind === 'tmp' || part.kind === 'module' || part.kind === 'cwd' || part.kind === 'home');
      if (first || (typeof part === 'string' && part.startsWith('/') && part.length > 1 && list[i - 1] === '/')) start = i;
    });
    return list.slice(start);
  });
}

export function parent(parts: Part[]): Part[] {
  const last = parts[parts.length - 1];
  if (typeof last === 'object' && last.kind === 'module') return [...parts.slice(0, -1), { kind: 'module', path: folderOf(last.path) }];
  return [...parts, '/..'];
}

export function lastName(parts: Part[]): Part[] {
  const last = parts[parts.length - 1];
  if (typeof last === 'string' && last.includes('/')) return [last.slice(last.lastIndexOf('/') + 1)];
  return last === undefined ? [] : [single(last)];
}

/** No slash is left in it. */
export const single = (part: Part): Part => (typeof part === 'string' ? part : { ...part, single: true });

/** What gives a number, or a name that fits into one folder. */
export const NAMING = /^(?:global\.(?:Number|parseInt|parseFloat)|sanitize-filename|filenamify|slugify|slug|@sindresorhus\/slugify)(?:$|\.)/;

export const ONE_NAME: Part[][] = [[{ kind: 'unknown', single: true }]];

const isSingle = (parts: Part[]): boolean => parts.every((part) => typeof part === 'object' && part.single === true);

function anything(part: Part): Part {
  if (typeof part === 'string' || !part.single) return part;
  const { single: _one, ...hole } = part;
  return hole;
}

/** The folder that a file lies in; '' for the root. */
export const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '');

const unknownText: Part[] = [{ kind: 'unknown' }];

export const UNKNOWN: Part[][] = [unknownText];

export const one = (hole: Hole): Part[][] => [[hole]];

export const isUnknown = (parts: Part[]): boolean => parts.length === 1 && typeof parts[0] === 'object' && parts[0].kind === 'unknown';

/** `process.env.X || 'data'` is one text with a fallback; unknown alternatives give way to known ones. */
export function either(alternatives: Part[][][]): Part[][] {
  const all = alternatives.flat();
  const unknown = all.some(isUnknown);
  // An empty text stands for a value that comes later, when there is one.
  const known = unknown ? all.filter((parts) => !isUnknown(parts) && parts.some((part) => part !== '')) : all;
  if (known.length === 0) {
    const said = all.find((parts) => isUnknown(parts) && saidOf(parts[0]) !== '') ?? unknownText;
    return [all.length > 0 && all.every(isSingle) ? said.map(single) : said.map(anything)];
  }
  const first = known[0];
  const variable = first?.length === 1 ? first[0] : undefined;
  if (typeof variable === 'object' && variable.kind === 'env' && known.length === 2) {
    const second = known[1] ?? [];
    const { text, roots } = pathText(second);
    return [[{ ...variable, fallback: text, ...(roots.some((root) => root === 'module' || root === BESIDE) ? { beside: true } : {}) }]];
  }
  return known.slice(0, LIMIT);
}

export const render = (parts: Part[]): string => pathText(parts).text;

export const isArgument = (part: Part): boolean => typeof part === 'object' && part.kind === 'argument';

/** Either nothing in it is left to callers, or the same is, and callers nearer to where it is asked give it. What is known without it is in it. */
export function saysMore(found: Part[][], texts: Part[][]): boolean {
  const rendered = new Set(found.map(render));
  if (found.some(isUnknown) || texts.some((parts) => !parts.some(isArgument) && !rendered.has(render(parts)))) return false;
  return !found.some((parts) => parts.some(isArgument)) || found.map(render).join('\n') === texts.map(render).join('\n');
}

/** Where a number is counted on, what it began with says nothing. */
export function counted(texts: Part[][], isChanged: () => boolean): Part[][] {
  const isNumber = (part: Part): boolean => (typeof part === 'string' ? /^-?\d+$/.test(part) : part.kind === 'unknown');
  if (!texts.every((parts) => parts.every(isNumber)) || texts.every(isUnknown)) return texts;
  return texts.some((parts) => parts.length > 1) || isChanged() ? UNKNOWN : texts;
}

/** `path = ''` of a field that is set later, by the constructor, to a place or to what nobody knows, stands for what comes; beside pieces of a name it is one. */
export function begun(texts: Part[][], isSetLater: () => boolean, isSetAtOnce: () => boolean): Part[][] {
  const filled = texts.filter((parts) => parts.some((part) => part !== ''));
  if (filled.length === texts.length) return texts;
  if (filled.length > 0) return filled.every(isPlace) || isSetAtOnce() ? filled : texts;
  return isSetLater() ? UNKNOWN : texts;
}

const isPlace = (parts: Part[]): boolean => typeof parts[0] === 'object' || parts.some((part) => typeof part === 'string' && part.includes('/'));
