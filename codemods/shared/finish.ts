/** Makes the new text of an edited file: imports added and those left unused taken out, edits applied, the result parsed and compared with the plan. */
import type { EditedFile } from './component.js';
import { unplannedDifference } from './compare.js';
import { type TextEdit, applyEdits, conflict, replaceRange, tidy } from './edits.js';
import { importedNames, insertImport, namedImport, namespaceImport, originOf, removeImports, usesOf } from './imports.js';
import { FORWARD_ERRORS } from './repairs.js';
import { parseSource, rangeOf } from './source.js';

export interface FinishOptions {
  /** Import specifier of the seam, when the file uses it. */
  seam: string | null;
}

export type Finished = { after: string; edits: TextEdit[] } | { refused: string; at: number };

export function finishFile(file: EditedFile, options: FinishOptions): Finished {
  const { source } = file;
  const added = [...file.edits, ...newImports(file, options)];
  const crossing = conflict(tidy(added));
  if (crossing) return { refused: 'two edits cross here', at: crossing[1].start };
  const draft = applyEdits(source.text, added);
  const unused = leftUnused(file, draft);
  const { edits: kept, replaced } = inPlaceOfUnused(file, added, unused);
  const edits = tidy([...kept, ...removeImports(source, new Set([...unused].filter((name) => !replaced.has(name))))]);
  const again = conflict(edits);
  if (again) return { refused: 'two edits cross here', at: again[1].start };
  const after = applyEdits(source.text, edits);
  const parsed = parseSource(source.file, after);
  const pristine = parseSource(source.file, source.text); // Searching with jscodeshift writes default fields into the nodes it visits.
  if (!parsed || !pristine) return { refused: 'the edited file could not be parsed', at: 0 };
  const gone = new Set([...unused].filter((name) => !replaced.has(name)));
  const difference = unplannedDifference(pristine, parsed, { planned: [...file.planned, ...replaced.values()], removed: removedRanges(file, gone), inserted: insertedRanges(edits) });
  return difference ? { refused: `the edit would have changed what was not planned: ${difference.text}`, at: difference.at } : { after, edits };
}

function newImports(file: EditedFile, options: FinishOptions): TextEdit[] {
  const { source, style } = file;
  const builtins = [...new Map(file.builtins.map((one) => [`${one.from} ${one.name}`, one])).values()].filter((one) => !importedNames(source).includes(one.name));
  return [
    ...(options.seam === null ? [] : [namespaceImport(source, style, file.alias, options.seam)]),
    ...builtins.map((one) => namedImport(source, style, one.name, one.from)),
    ...(file.forwardsErrors && !source.text.includes(`const ${FORWARD_ERRORS} =`) ? [insertImport(source, style, forwardErrors(file))] : []),
  ];
}

/** The helper that hands rejections to Express 4. */
function forwardErrors({ source, style }: EditedFile): string {
  const end = style.semicolons ? ';' : '';
  const lines = [
    ...(source.typescript ? [`import type { RequestHandler } from ${style.quote}express${style.quote}${end}`] : []),
    '',
    '// Express 4 does not look at what an async handler rejects with; this hands it to the error middleware.',
    source.typescript
      ? `const ${FORWARD_ERRORS} = (handler: RequestHandler): RequestHandler => (req, res, next) => Promise.resolve(handler(req, res, next)).catch(next)${end}`
      : `const ${FORWARD_ERRORS} = (handler) => (req, res, next) => Promise.resolve(handler(req, res, next)).catch(next)${end}`,
  ];
  return lines.join(style.endOfLine);
}

/** Imported names that were used before the edit and are not any more. */
function leftUnused(file: EditedFile, draft: string): Set<string> {
  const after = parseSource(file.source.file, draft);
  if (!after) return new Set();
  return new Set(importedNames(file.source).filter((name) => usesOf(file.source, name) > 0 && usesOf(after, name) === 0));
}

/** A name that was added beside one that is now unused takes its place. */
function inPlaceOfUnused({ source }: EditedFile, edits: readonly TextEdit[], unused: ReadonlySet<string>): { edits: TextEdit[]; replaced: Map<string, [number, number]> } {
  const replaced = new Map<string, [number, number]>();
  const kept = edits.map((edit): TextEdit => {
    if (edit.start !== edit.end || !/^,\s/.test(edit.text)) return edit;
    const name = [...unused].find((candidate) => !replaced.has(candidate) && endOf(source, candidate) === edit.start);
    const origin = name === undefined ? null : originOf(source, name);
    if (name === undefined || !origin || origin.kind === 'local') return edit;
    replaced.set(name, rangeOf(origin.node));
    return replaceRange(rangeOf(origin.node), edit.text.replace(/^,\s+/, ''));
  });
  return { edits: kept, replaced };
}

function endOf(source: EditedFile['source'], name: string): number | null {
  const origin = originOf(source, name);
  return origin.kind === 'import' && origin.node.type === 'ImportSpecifier' ? origin.node.end : origin.kind === 'destructured' ? origin.node.end : null;
}

/** Specifiers of the removed names, and statements in which nothing is left. */
function removedRanges({ source }: EditedFile, unused: ReadonlySet<string>): [number, number][] {
  const specifiers = [...unused].flatMap((name): [number, number][] => {
    const origin = originOf(source, name);
    return origin.kind === 'local' ? [] : [rangeOf(origin.node)];
  });
  const inside = (statement: unknown): boolean => {
    const parts = statement as { type: string; specifiers?: { local: { name: string } }[]; declarations?: { id: { type: string; name?: string; properties?: { value?: { name?: string } }[] } }[] };
    const names = parts.type === 'ImportDeclaration' ? (parts.specifiers ?? []).map((one) => one.local.name) : (parts.declarations ?? []).flatMap((one) => (one.id.type === 'Identifier' ? [one.id.name ?? ''] : (one.id.properties ?? []).map((property) => property.value?.name ?? '')));
    return names.length > 0 && names.every((name) => unused.has(name));
  };
  return [...specifiers, ...source.ast.program.body.filter(inside).map((statement) => rangeOf(statement))];
}

/** Where inserted text stands in the result. */
function insertedRanges(edits: readonly TextEdit[]): [number, number][] {
  const ranges: [number, number][] = [];
  let shift = 0;
  for (const edit of edits) {
    const start = edit.start + shift;
    if (edit.start === edit.end && edit.side === undefined) ranges.push([start, start + edit.text.length]);
    shift += edit.text.length - (edit.end - edit.start);
  }
  return ranges;
}
