/** Makes the new text of an edited file: imports added and those left unused taken out, edits applied, the result parsed and compared with the plan. */
import type { EditedFile } from './component.js';
import { unplannedDifference } from './compare.js';
import { type TextEdit, applyEdits, conflict, replaceRange, tidy } from './edits.js';
import { GATHERED, gatheredHelper } from './generators.js';
import { insertImport, namedImport, namespaceImport } from './imports.js';
import { loadedNames, usesOf } from './loaded-names.js';
import { FORWARD_ERRORS } from './repairs.js';
import { parseSource, rangeOf } from './source.js';
import { AS_STEP, stepHelper } from './steps.js';
import { IN_TURN, inTurnHelper } from './turns.js';
import { HEARD_LATER, heardHelper } from './unheard-promises.js';
import { originOf } from './top-of-module.js';
import { removal } from './unused-imports.js';

export interface FinishOptions {
  /** Import specifier of the seam, when the file uses it. */
  seam: string | null;
}

export type Finished = { after: string; edits: TextEdit[] } | { refused: string; at: number };

export function finishFile(file: EditedFile, options: FinishOptions): Finished {
  const { source } = file;
  const added = tidy([...file.edits, ...newImports(file, options)]);
  const crossing = conflict(added);
  if (crossing) return { refused: 'two edits cross here', at: crossing[1].start };
  const draft = applyEdits(source.text, added);
  const unused = leftUnused(file, draft);
  const { edits: kept, replaced } = inPlaceOfUnused(file, added, unused);
  const gone = new Set([...unused].filter((name) => !replaced.has(name)));
  const removed = removal(source, gone);
  const edits = tidy(intoRemoved(source.text, kept, removed.edits, file.style.endOfLine));
  const again = conflict(edits);
  if (again) return { refused: 'two edits cross here', at: again[1].start };
  const after = applyEdits(source.text, edits);
  const parsed = parseSource(source.file, after);
  const pristine = parseSource(source.file, source.text); // Searching with jscodeshift writes default fields into the nodes it visits.
  if (!parsed || !pristine) return { refused: 'the edited file could not be parsed', at: 0 };
  const difference = unplannedDifference(pristine, parsed, { planned: [...file.planned, ...replaced.values()], reshaped: file.reshaped, wrapped: file.wrapped, moved: file.moved, removed: [...file.removed, ...removed.nodes], inserted: insertedRanges(edits) });
  return difference ? { refused: `the edit would have changed what was not planned: ${difference.text}`, at: difference.at } : { after, edits };
}

function newImports(file: EditedFile, options: FinishOptions): TextEdit[] {
  const { source, style } = file;
  const taken = new Set(loadedNames(source).map(({ name }) => name));
  const builtins = [...new Map(file.builtins.map((one) => [`${one.from} ${one.name}`, one])).values()].filter((one) => !taken.has(one.name));
  return [
    ...(options.seam === null ? [] : [namespaceImport(source, style, file.alias, options.seam)]),
    ...builtins.map((one) => namedImport(source, style, one.name, one.from)),
    ...(file.forwardsErrors && !source.text.includes(`const ${FORWARD_ERRORS} =`) ? [insertImport(source, style, forwardErrors(file))] : []),
    ...(file.hasSteps && !source.text.includes(`const ${AS_STEP} =`) ? [insertImport(source, style, stepHelper(source, style))] : []),
    ...(file.hearsLater && !source.text.includes(`const ${HEARD_LATER} =`) ? [insertImport(source, style, heardHelper(source, style))] : []),
    ...(file.gathers && !source.text.includes(`async function ${GATHERED}`) ? [insertImport(source, style, gatheredHelper(source, style))] : []),
    ...(file.takesTurns && !source.text.includes(`const ${IN_TURN} =`) ? [insertImport(source, style, inTurnHelper(source, style))] : []),
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

/** Names of modules that were used before the edit and are not any more, and those that only the declarations of such names used. */
function leftUnused(file: EditedFile, draft: string): Set<string> {
  // What eval runs may use any of them.
  if (/(?<![\w$.])eval\s*\(/.test(draft)) return new Set();
  const used = new Set(loadedNames(file.source).filter((one) => usesOf(file.source, one) > 0).map(({ name }) => name));
  const unused = new Set<string>();
  for (let after = parseSource(file.source.file, draft); after;) {
    const source = after;
    const found = loadedNames(source).filter((one) => used.has(one.name) && !unused.has(one.name) && usesOf(source, one) === 0);
    if (found.length === 0) break;
    for (const { name } of found) unused.add(name);
    const edits = tidy(removal(source, new Set(found.map(({ name }) => name))).edits);
    after = conflict(edits) ? null : parseSource(source.file, applyEdits(source.text, edits));
  }
  return unused;
}

/** Neighbouring removals become one, and take the blank line after them along when one stands before. */
function withoutDoubleGaps(text: string, removals: readonly TextEdit[]): TextEdit[] {
  const merged: TextEdit[] = [];
  for (const removal of tidy(removals)) {
    const last = merged[merged.length - 1];
    if (last && removal.start <= last.end && last.text === '' && removal.text === '') merged[merged.length - 1] = { ...last, end: Math.max(last.end, removal.end) };
    else merged.push(removal);
  }
  return merged.map((removal) => {
    const lines = removal.text === '' && /(?:^|\n)$/.test(text.slice(0, removal.start)) && text[removal.end - 1] === '\n';
    const gap = lines && /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(0, removal.start)) ? /^[ \t]*\r?\n/.exec(text.slice(removal.end))?.[0].length ?? 0 : 0;
    return { ...removal, end: removal.end + gap };
  });
}

/** A new import after one that goes stands in its place. */
function intoRemoved(text: string, edits: readonly TextEdit[], lines: readonly TextEdit[], endOfLine: string): TextEdit[] {
  const removals = withoutDoubleGaps(text, lines);
  const inside = (removal: TextEdit, edit: TextEdit): boolean => edit.start === edit.end && removal.start < edit.start && edit.start < removal.end;
  const moved = removals.map((removal): TextEdit => {
    const lines = tidy(edits.filter((edit) => inside(removal, edit))).map((edit) => edit.text).join('');
    return lines === '' ? removal : { ...removal, text: lines.replace(/^\r?\n/, '') + endOfLine, statements: true };
  });
  return [...edits.filter((edit) => !removals.some((removal) => inside(removal, edit))), ...moved];
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

/** Where inserted text stands in the result. */
function insertedRanges(edits: readonly TextEdit[]): [number, number][] {
  const ranges: [number, number][] = [];
  let shift = 0;
  for (const edit of edits) {
    const start = edit.start + shift;
    if (edit.statements || (edit.start === edit.end && edit.side === undefined)) ranges.push([start, start + edit.text.length]);
    shift += edit.text.length - (edit.end - edit.start);
  }
  return ranges;
}
