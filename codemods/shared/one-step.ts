/** A function that reads, changes and writes back becomes one step of the seam, which is done again when another request wrote in between. */
import type { PlannedStep } from '../../core/plan.js';
import type { TextEdit } from './edits.js';
import { deeper, holdsLongText } from './deeper.js';
import { insertAt, wrapRange } from './edits.js';
import { insideOf, noticedAgain, waitsForOthers } from './repeatable.js';
import { type Ranged, type Source, rangeOf } from './source.js';
import { type Style, styleOf } from './style.js';
import { type Step, type Work, findFunction, isRefused, refusal } from './work.js';

type Body = Ranged & { type: string };

/** Edits, a refusal, or nothing where the step is no must: what waited in between already did lose changes before. */
export function oneStep(work: Work, step: PlannedStep, aliasFor: (source: Source) => string): Step {
  const found = findFunction(work, step.at);
  if (isRefused(found)) return found;
  const { source, path } = found;
  const body = (path.node as unknown as { body: Body }).body;
  const why = whyNot(work, step, source, body);
  if (why) return step.required ? refusal(work, 'read-modify-write', `${step.name} reads, changes and writes back in one synchronous step, and cannot be done again when another request wrote in between: ${why.text}`, step.at.file, why.at) : [];
  return [{ file: step.at.file, edits: wrapped(source, styleOf(source), body, aliasFor(source)), planned: [rangeOf(path.node)], wrapped: [rangeOf(path.node)], operation: 'atomically' }];
}

function whyNot(work: Work, step: PlannedStep, source: Source, body: Body): { text: string; at: number } | null {
  const [write] = step.writes;
  if (write === undefined || step.writes.length > 1) return { text: 'it writes at more than one place', at: body.start };
  if ((work.component.variants ?? []).some((variant) => variant.of === step.fn)) return { text: 'it is a wrapper that other data uses too', at: body.start };
  const written = work.component.seeds.find((seed) => seed.also?.includes('open-to-write'));
  if (written) return { text: 'files of the same folder are written through a descriptor, which takes no turns', at: body.start };
  if (work.dissolved(step.at.file).size > 0) return { text: 'a list is walked in turns beside it', at: body.start };
  if (insideOf(body, write, /^(?:TryStatement|For|While|DoWhile|ArrowFunction|Function)/)) return { text: 'it writes in a loop, in a try, or in a function inside of it', at: write };
  if (holdsLongText(source, body.start, body.end)) return { text: 'it holds a text of several lines', at: body.start };
  if (body.type === 'ObjectExpression') return { text: 'it gives an object as its only expression', at: body.start };
  const scope = { work, source, fn: step.fn };
  return noticedAgain(scope, body, endOfCall(work, step, write)) ?? waitsForOthers(scope, body);
}

/** What is given to the call that writes is part of the step. */
function endOfCall(work: Work, step: PlannedStep, start: number): number {
  const calls = [...work.component.seeds, ...work.component.calls, ...work.program.edges.filter((edge) => edge.kind === 'call')];
  return Math.max(...calls.filter((call) => call.at.file === step.at.file && call.range[0] === start).map((call) => call.range[1]), start + 1);
}

/** `{ … }` becomes `{ return files.atomically(async () => { … }); }`, one level deeper. */
function wrapped(source: Source, style: Style, body: Body, alias: string): TextEdit[] {
  if (body.type !== 'BlockStatement') return wrapRange(rangeOf(body), `${alias}.atomically(async () => `, ')');
  const end = style.semicolons ? ';' : '';
  const opening = `return ${alias}.atomically(async () => {`;
  const inner = source.text.slice(body.start, body.end);
  if (!inner.includes('\n')) return [insertAt(body.start + 1, ` ${opening}`), insertAt(body.end - 1, `})${end} `)];
  const last = source.text.lastIndexOf('\n', body.end - 1) + 1;
  const lead = /^[ \t]*/.exec(source.text.slice(last))?.[0] ?? '';
  return [
    insertAt(body.start + 1, `${style.endOfLine}${lead}${style.indent}${opening}`),
    ...deeper(source, [body.start, last], style.indent),
    insertAt(last, `${lead}${style.indent}})${end}${style.endOfLine}`),
  ];
}
