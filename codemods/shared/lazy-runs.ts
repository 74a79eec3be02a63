/**
 * What a module read from storage while it loaded is read when it is first needed. The statements stay as they are, inside of a function; whoever uses their
 * names waits for it first. What is kept is the value and not the promise of it: a request must not wait for what another one, which may be cut off, began.
 */
import type { PlannedLazy, PlannedRun } from '../../core/plan.js';
import { deeper, holdsLongText } from './deeper.js';
import { type TextEdit, insertAt, replaceRange } from './edits.js';
import { bodyStartEdits } from './default-values.js';
import { type Source, functionAt, namesIn, rangeOf } from './source.js';
import { heardAtStart } from './unheard-promises.js';
import { type Style, restyle, styleOf } from './style.js';
import { type Contribution, type Step, type Work, isRefused, refusal, sourceOf } from './work.js';

interface Names {
  load: string;
  loaded: string;
  ready: string;
}

/** The three names of each run, free in the whole file. */
function namesFor(source: Source, runs: readonly PlannedRun[]): Names[] {
  const taken = namesIn(source);
  const suffixes = ['', ...Array.from({ length: 50 }, (_, i) => String(i + 2))];
  return runs.map((run): Names => {
    const kept = run.prepares ? 'loading' : 'loaded';
    const suffix = suffixes.find((one) => ['load', kept, 'ready'].every((name) => !taken.has(name + one))) ?? '';
    const names = { load: `load${suffix}`, loaded: `${kept}${suffix}`, ready: `ready${suffix}` };
    for (const name of Object.values(names)) taken.add(name);
    return names;
  });
}

export function lazyStep(work: Work, lazy: PlannedLazy): Step {
  const source = sourceOf(work, lazy.file);
  if (isRefused(source)) return source;
  const style = styleOf(source);
  const names = namesFor(source, lazy.runs);
  const found: Contribution[] = [];
  for (const [i, run] of lazy.runs.entries()) {
    const problem = unfit(source, run);
    if (problem) return refusal(work, 'module-load', problem, lazy.file, ...run.range);
    found.push({ file: lazy.file, edits: runEdits(source, style, run, names, i), moved: [run.range], removed: [...run.before, ...run.after] });
  }
  for (const gate of lazy.gates) {
    const path = functionAt(source, gate.at);
    const body = (path?.node as { body?: unknown } | undefined)?.body;
    if (!path || !body) return refusal(work, 'not-found', 'the function that has to wait is not there', lazy.file, gate.at.start, gate.at.end);
    const end = style.semicolons ? ';' : '';
    const heard = heardAtStart(work, source, gate.at);
    if ('refused' in heard) return refusal(work, 'unawaited', heard.refused, lazy.file, gate.at.start, gate.at.end);
    if (isRefused(heard.elsewhere)) return heard.elsewhere;
    const waits = heard.told.statements + gate.runs.map((i) => `await ${names[i]?.ready ?? ''}()`).join('; ') + end;
    found.push(heard.told, ...heard.elsewhere, { file: lazy.file, edits: bodyStartEdits(source, body as Parameters<typeof bodyStartEdits>[1], waits), planned: [rangeOf(path.node)], ...((body as { type: string }).type === 'BlockStatement' ? {} : { reshaped: [rangeOf(body)] }) });
  }
  return found;
}

function unfit(source: Source, run: PlannedRun): string | null {
  const [start, end] = run.range;
  if (holdsLongText(source, start, end)) return 'what is read while the module loads holds a text of several lines';
  const lead = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start);
  return lead.trim() === '' ? null : 'what is read while the module loads does not begin a line';
}

/** Names that the module keeps: the type is the one that their declaration names, or that of what is loaded. */
function declarations(source: Source, run: PlannedRun, { load }: Names): string[] {
  if (!source.typescript) return run.names.length === 0 ? [] : [`let ${run.names.join(', ')};`];
  return run.names.map((name) => `let ${name}: ${annotationOf(source, name) ?? `Awaited<ReturnType<typeof ${load}>>${run.names.length > 1 ? `['${name}']` : ''}`};`);
}

function annotationOf(source: Source, name: string): string | null {
  for (const statement of source.ast.program.body) {
    for (const declarator of statement.type === 'VariableDeclaration' ? statement.declarations : []) {
      const { id } = declarator;
      if (id.type === 'Identifier' && id.name === name && id.typeAnnotation?.type === 'TSTypeAnnotation') return source.text.slice(...rangeOf(id.typeAnnotation.typeAnnotation));
    }
  }
  return null;
}

/** Where values are read, each call may read them and the first to be done is kept. Where something is written, one does it and the others wait for that. */
function readyLines(source: Source, run: PlannedRun, { load, loaded, ready }: Names): string[] {
  const first = run.names.includes('first') ? 'values' : 'first';
  const keeps = run.names.length === 1 ? `${run.names[0] ?? ''} = ${first};` : `({ ${run.names.join(', ')} } = ${first});`;
  if (run.prepares) {
    const begun = run.names.length === 0 ? `${load}()` : `${load}().then((${first}) => { ${keeps} })`;
    return [`let ${loaded}${source.typescript ? ': Promise<void> | undefined' : ''};`, `const ${ready} = () => (${loaded} ??= ${begun}.catch((error) => {`, `  ${loaded} = undefined;`, '  throw error;', '}));'];
  }
  return [
    `let ${loaded} = false;`,
    `const ${ready} = async () => {`,
    `  if (${loaded}) return;`,
    ...(run.names.length === 0 ? [`  await ${load}();`] : [`  const ${first} = await ${load}();`, `  if (${loaded}) return;`, `  ${keeps}`]),
    `  ${loaded} = true;`,
    '};',
  ];
}

const why = (run: PlannedRun): string => `// ${run.names.length === 0 ? 'Done' : 'Read'} when it is first needed: storage is not there while the module loads.`;

function runEdits(source: Source, style: Style, run: PlannedRun, all: readonly Names[], index: number): TextEdit[] {
  const own = all[index] as Names;
  const [start, end] = run.range;
  const { endOfLine: eol, indent } = style;
  const semicolon = style.semicolons ? ';' : '';
  const block = (lines: readonly string[]): string => lines.map((line) => `${indent}${line}${eol}`).join('');
  const texts = (ranges: readonly [number, number][]): string[] => ranges.map((range) => source.text.slice(...range));
  const head = declarations(source, run, own).map((line) => `${restyle(line, style, source.file)}${eol}`).join('');
  const needs = run.needs.map((i) => `await ${all[i]?.ready ?? ''}()${semicolon}`);
  const gives = run.names.length === 0 ? [] : [`return ${run.names.length === 1 ? run.names[0] ?? '' : `{ ${run.names.join(', ')} }`}${semicolon}`];
  const opening = `${head}${head === '' ? '' : eol}${why(run)}${eol}const ${own.load} = async () => {${eol}${block([...needs, ...texts(run.before)])}${indent}`;
  const closing = `${eol}${block([...texts(run.after), ...gives])}}${semicolon}${eol}${restyle(readyLines(source, run, own).join('\n'), style, source.file)}`;
  return [
    { start, end: start, text: opening, side: 'open', size: 1e9, statements: true },
    ...deeper(source, [start, end], indent),
    { ...insertAt(end, closing), side: 'close', size: 1e9, statements: true },
    ...[...run.before, ...run.after].map((range) => ({ ...replaceRange(wholeLines(source.text, range), ''), statements: true })),
  ];
}

/** The statement with the line break before it, or after it at the begin of the file. */
function wholeLines(text: string, [start, end]: readonly [number, number]): [number, number] {
  const before = /\r?\n[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return [start - before, end];
}
