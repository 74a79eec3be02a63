/** Matches paths against the patterns of the storage record: `*` within a segment, `**` for any depth, everything else as it is written. */

const WILD = /(\*\*\/|\*\*|\*|<(?:[^<>]|<[^<>]*>)*>)/;

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

/** `<postsFolder>` stands for what only the running program knows: any name. */
function piece(part: string): string {
  if (part === '**/') return '(?:[^]*/)?';
  if (part === '**') return '[^]*';
  if (part === '*' || (part.startsWith('<') && part.endsWith('>'))) return '[^/]*';
  return escaped(part);
}

const toExpression = (pattern: string): RegExp => new RegExp(`^${pattern.split(WILD).map(piece).join('')}$`);

/** Whether a path below the folder, forward slashes, is a document. */
export function matcher(include: readonly string[]): (path: string) => boolean {
  const expressions = include.filter((pattern) => pattern !== '').map(toExpression);
  return (path) => expressions.some((expression) => expression.test(path));
}
