/** Texts put together of parts that may each be several, and taken apart as paths are. Follows nothing. */
import type { Part } from './path-text.js';

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
  const joinedParts = product(parts, '/');
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
  return last === undefined ? [] : [last];
}

/** The folder that a file lies in; '' for the root. */
export const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '');
