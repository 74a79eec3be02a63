/**
 * A script waits for storage while it starts: what stands from the first wait to its end becomes the body of `main`, which is called at once. What `main` throws ends
 * the program as an uncaught exception, which it was before, whether or not the program listens to unhandled rejections.
 */
import type { PlannedStart } from '../../core/plan.js';
import { deeper } from './deeper.js';
import { type TextEdit, insertAt } from './edits.js';
import { type Source, namesIn, rangeOf } from './source.js';
import { type Style, restyle, styleOf } from './style.js';
import { type Step, type Work, isRefused, refusal, sourceOf } from './work.js';

const NAMES = ['main', 'run', 'start', 'begin', 'runMain', 'startAll'];

export function startStep(work: Work, start: PlannedStart): Step {
  const source = sourceOf(work, start.file);
  if (isRefused(source)) return source;
  const style = styleOf(source);
  if (start.call) return [{ file: start.file, edits: [{ ...insertAt(start.call[1], caught(source, style)), side: 'close', size: 1e9 }], reshaped: [start.call] }];
  const taken = namesIn(source);
  const name = NAMES.find((one) => !taken.has(one));
  const [begin, end] = withComments(source, start.range);
  const lead = source.text.slice(source.text.lastIndexOf('\n', begin - 1) + 1, begin);
  if (name === undefined || lead.trim() !== '' || !/^[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*\*\/[ \t]*)?\r?(?:\n|$)/.test(source.text.slice(end))) return refusal(work, 'module-load', 'what waits while the script starts does not begin and end a line', start.file, ...start.range);
  return [{ file: start.file, edits: bodyEdits(source, style, [begin, end], name), moved: [start.range] }];
}

const caught = (source: Source, style: Style): string =>
  restyle(`x.catch((error${source.typescript ? ': unknown' : ''}) => {\n  // Uncaught, as it was while nothing had to be waited for.\n  process.nextTick(() => { throw error; });\n})`, style, source.file).slice(1);

function bodyEdits(source: Source, style: Style, [start, end]: readonly [number, number], name: string): TextEdit[] {
  const { endOfLine: eol, indent } = style;
  const semicolon = style.semicolons ? ';' : '';
  const gap = start === 0 || /\n[ \t]*\r?\n$/.test(source.text.slice(0, start)) ? '' : eol;
  const opening = `${gap}async function ${name}()${source.typescript ? ': Promise<void>' : ''} {${eol}${indent}`;
  const closing = `${eol}}${eol}${eol}${name}()${caught(source, style)}${semicolon}`;
  return [
    { start, end: start, text: opening, side: 'open', size: 1e9, statements: true },
    ...deeper(source, [start, end], indent),
    { ...insertAt(end, closing), side: 'close', size: 1e9, statements: true },
  ];
}

/** With the comments right above the first statement, unless they are all that stands above it: then they speak of the file. */
function withComments(source: Source, [start, end]: readonly [number, number]): [number, number] {
  let begin = start;
  for (const comment of (source.ast.comments ?? []).toReversed()) {
    const [from, to] = rangeOf(comment);
    const alone = source.text.slice(source.text.lastIndexOf('\n', from - 1) + 1, from).trim() === '';
    if (to > begin || !alone || !/^[ \t]*\r?\n[ \t]*$/.test(source.text.slice(to, begin))) continue;
    begin = from;
  }
  const above = source.ast.program.body.some((statement) => rangeOf(statement)[1] <= begin) || source.ast.program.directives.length > 0;
  return [above ? begin : start, end];
}
