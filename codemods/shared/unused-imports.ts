/** Takes out of a file what brings names that nobody uses any more: specifiers, parts of patterns, declarators, statements. What loads a module that may do something when it is loaded stays. */
import { type TextEdit, replaceRange } from './edits.js';
import { type Pattern, isFree, isFreeImport, loadingDeclarators } from './loaded-names.js';
import { type Source, rangeOf } from './source.js';
import { type Declarator, type Specifier, type Statement, statements } from './top-of-module.js';

type Range = [number, number];

export interface Removal {
  edits: TextEdit[];
  /** The nodes that go. */
  nodes: Range[];
}

const NOTHING: Removal = { edits: [], nodes: [] };

const together = (parts: readonly Removal[]): Removal => ({ edits: parts.flatMap((part) => part.edits), nodes: parts.flatMap((part) => part.nodes) });

export function removal(source: Source, names: ReadonlySet<string>): Removal {
  if (names.size === 0) return NOTHING;
  return together(statements(source).map((statement) => {
    if (statement.type === 'ImportDeclaration') return removeSpecifiers(source, statement, names);
    return removeDeclarators(source, statement, names);
  }));
}

function wholeLine(source: Source, statement: Statement): Removal {
  const after = /^[ \t]*(?:\r?\n)?/.exec(source.text.slice(statement.end))?.[0].length ?? 0;
  const lineStart = source.text.lastIndexOf('\n', statement.start - 1) + 1;
  const start = /^[ \t]*$/.test(source.text.slice(lineStart, statement.start)) ? lineStart : statement.start;
  return { edits: [replaceRange([start, statement.end + after], '')], nodes: [rangeOf(statement)] };
}

function removeSpecifiers(source: Source, statement: Statement, names: ReadonlySet<string>): Removal {
  const all = statement.specifiers ?? [];
  const gone = all.filter((specifier) => names.has(specifier.local.name));
  const free = isFreeImport(statement);
  // TypeScript drops an import of which only types are left.
  if (gone.length === 0 || (!free && (source.typescript || gone.length === all.length))) return NOTHING;
  if (gone.length === all.length) return wholeLine(source, statement);
  if (!all.some((specifier) => specifier.type === 'ImportSpecifier')) return NOTHING; // Default beside namespace: an unused name is left.
  return { edits: specifierEdits(source, statement, all, gone), nodes: gone.map((specifier) => rangeOf(specifier)) };
}

function specifierEdits(source: Source, statement: Statement, all: readonly Specifier[], gone: readonly Specifier[]): TextEdit[] {
  const named = all.filter((specifier) => specifier.type === 'ImportSpecifier');
  const others = all.filter((specifier) => specifier.type !== 'ImportSpecifier');
  const goneNamed = named.filter((specifier) => gone.includes(specifier));
  const goneOthers = others.filter((specifier) => gone.includes(specifier));
  const open = source.text.indexOf('{', statement.start);
  const close = source.text.lastIndexOf('}', statement.source?.start ?? statement.end);
  const allNamedGone = named.length > 0 && goneNamed.length === named.length;
  return [
    ...(goneOthers[0] ? [replaceRange([goneOthers[0].start, open], '')] : []),
    ...(allNamedGone ? [replaceRange([others[others.length - 1]?.end ?? open, close + 1], '')] : removeFromList(named, goneNamed)),
  ];
}

interface Item {
  start: number;
  end: number;
}

/** Takes items out of a list, each with the comma that follows or precedes it. */
function removeFromList(items: readonly Item[], gone: readonly Item[]): TextEdit[] {
  return gone.map((item): TextEdit => {
    const index = items.indexOf(item);
    const next = items[index + 1];
    const before = items.slice(0, index).reverse().find((one) => !gone.includes(one));
    if (next) return replaceRange([item.start, next.start], '');
    return replaceRange([before?.end ?? item.start, item.end], '');
  });
}

function removeDeclarators(source: Source, statement: Statement, names: ReadonlySet<string>): Removal {
  const all = statement.declarations ?? [];
  const loading = loadingDeclarators(source, statement);
  const unused = loading.filter((one) => isGone(one.id as unknown as Pattern, names));
  const gone = unused.filter((one) => isFree(source, one));
  const parts = loading.filter((one) => !unused.includes(one)).map((one) => removeFromPattern(one.id as unknown as Pattern, names));
  if (gone.length > 0 && gone.length === all.length) return wholeLine(source, statement);
  return together([removeFromDeclarations(source, all, gone), ...parts]);
}

/** What stands between two declarators goes with the first of them; comments in between keep both. */
function removeFromDeclarations(source: Source, all: readonly Declarator[], gone: readonly Declarator[]): Removal {
  const edits = removeFromList(all, gone).filter((edit) => !gone.some((one) => edit.start <= one.start && one.end <= edit.end && /\/[/*]/.test(source.text.slice(edit.start, one.start) + source.text.slice(one.end, edit.end))));
  return { edits, nodes: gone.filter((one) => edits.some((edit) => edit.start <= one.start && one.end <= edit.end)).map((one) => rangeOf(one)) };
}

/** Every name of the pattern goes. Of a pattern with a rest nothing does, because the rest would hold more then. */
const isGone = (pattern: Pattern, names: ReadonlySet<string>): boolean =>
  pattern.type === 'Identifier' ? names.has(pattern.name ?? '') : pattern.type === 'ObjectPattern' && (pattern.properties ?? []).length > 0 && (pattern.properties ?? []).every(({ value }) => value !== undefined && isGone(value, names));

function removeFromPattern(pattern: Pattern, names: ReadonlySet<string>): Removal {
  const properties = pattern.properties ?? [];
  if (properties.some((property) => property.type !== 'ObjectProperty')) return NOTHING;
  const gone = properties.filter(({ value }) => value !== undefined && isGone(value, names));
  const inner = properties.filter((property) => !gone.includes(property)).map(({ value }) => (value?.type === 'ObjectPattern' ? removeFromPattern(value, names) : NOTHING));
  return together([{ edits: removeFromList(properties, gone), nodes: gone.map((property) => rangeOf(property)) }, ...inner]);
}
