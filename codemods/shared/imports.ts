/** New imports in the file's own style: a namespace for the seam, a name from a builtin, one more name beside an imported one. */
import { type TextEdit, insertAt } from './edits.js';
import type { Ranged, Source } from './source.js';
import type { Style } from './style.js';
import { type Origin, type Statement, isModule, isRequire, statements } from './top-of-module.js';

/** Where a new import line goes, and whether it follows another one. */
function placeForImport(source: Source): { at: number; after: boolean } {
  const imports = statements(source).filter((statement) => statement.type === 'ImportDeclaration' || (!isModule(source) && isRequire(statement)));
  const run = isModule(source) ? imports : imports.filter((statement, i) => i === 0 || imports[i - 1] !== undefined && between(source, imports[i - 1] as Statement, statement));
  const last = run[run.length - 1];
  if (last) return { at: lineEnd(source, last.end), after: true };
  const directives = source.ast.program.directives;
  const directive = directives[directives.length - 1];
  if (directive) return { at: lineEnd(source, directive.end ?? 0), after: true };
  return { at: firstStatement(source), after: false };
}

/** Nothing but requires stands between the two. */
const between = (source: Source, before: Statement, after: Statement): boolean => !statements(source).some((statement) => statement.start > before.end && statement.end < after.start && !isRequire(statement));

/** End of the line's code: a comment at the end of the line stays with it. */
function lineEnd(source: Source, from: number): number {
  const rest = /^[ \t]*(?:\/\/[^\r\n]*)?/.exec(source.text.slice(from));
  return from + (rest?.[0].length ?? 0);
}

/** Before the first statement and the comment that belongs to it; after a licence, a hashbang and what stands alone. */
function firstStatement(source: Source): number {
  let at = statements(source)[0]?.start ?? source.text.length;
  for (const comment of [...(source.ast.comments ?? [])].reverse()) {
    const gap = source.text.slice(comment.end ?? 0, at);
    if ((comment.end ?? 0) > at || !/^\s*$/.test(gap) || (gap.match(/\n/g)?.length ?? 0) > 1) continue;
    if (/licen[cs]e|copyright|@ts-|eslint|@flow/i.test(comment.value)) break;
    at = comment.start ?? at;
  }
  return at;
}

/** A line of code at the place where imports stand. */
export function insertImport(source: Source, style: Style, line: string): TextEdit {
  const { at, after } = placeForImport(source);
  const eol = style.endOfLine;
  if (after) return insertAt(at, `${eol}${line}`);
  return insertAt(at, `${line}${eol}${eol}`);
}

const quoted = (style: Style, text: string): string => `${style.quote}${text}${style.quote}`;
const end = (style: Style): string => (style.semicolons ? ';' : '');

/** `import * as documents from '…'` or `const documents = require('…')`. */
export function namespaceImport(source: Source, style: Style, local: string, specifier: string): TextEdit {
  const line = isModule(source) ? `import * as ${local} from ${quoted(style, specifier)}${end(style)}` : `const ${local} = require(${quoted(style, specifier)})${end(style)}`;
  return insertImport(source, style, line);
}

/** `import { name } from '…'` or `const { name } = require('…')`. */
export function namedImport(source: Source, style: Style, name: string, specifier: string): TextEdit {
  const line = isModule(source) ? `import { ${name} } from ${quoted(style, specifier)}${end(style)}` : `const { ${name} } = require(${quoted(style, specifier)})${end(style)}`;
  return insertImport(source, style, line);
}

/** One more name beside `origin`, in the same braces; its text as it stands there. */
export function besideImport(source: Source, style: Style, origin: Origin, imported: string, local: string): TextEdit | null {
  if (origin.kind === 'destructured') return insertAt(origin.node.end, `, ${imported === local ? imported : `${imported}: ${local}`}`);
  if (origin.kind !== 'import') return null;
  const written = imported === local ? imported : `${imported} as ${local}`;
  if (origin.node.type === 'ImportSpecifier') return onOwnLine(source, origin.node) ?? insertAt(origin.node.end, `, ${written}`);
  const braces = (origin.declaration as unknown as Statement).specifiers?.find((one) => one.type === 'ImportSpecifier');
  if (braces) return insertAt(braces.end, `, ${written}`);
  if (origin.imported === 'default') return insertAt(origin.node.end, `, { ${written} }`);
  return namedImport(source, style, written, origin.specifier);

  function onOwnLine(where: Source, node: Ranged): TextEdit | null {
    const lead = /\n([ \t]+)$/.exec(where.text.slice(0, node.start))?.[1];
    return lead === undefined ? null : insertAt(node.end, `,${style.endOfLine}${lead}${written}`);
  }
}
