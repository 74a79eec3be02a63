/** What has begun before a call that waits from now on would fail while nobody listens, which ends the process on Node: it counts as heard from the start. Where that is not enough, it says why. */
import type { NodePath } from '@babel/traverse';
import type { PlannedCall, PlannedSeed } from '../../core/plan.js';
import { besidePromises, expressionAround, partsOf, racesAhead } from './beside-promises.js';
import { begunPromises, handedPromises, isHandedLater, isSure } from './begun-promises.js';
import { type TextEdit, insertAt, wrapRange } from './edits.js';
import { type Kept, keptAtStart, keptPromises } from './kept-promises.js';
import { WAITS_IN_PLACE, callsOf, gavePromise } from './known-calls.js';
import { bodyOf, functionPathAt, nodePathAt } from './node-paths.js';
import type { Source } from './source.js';
import { type Style, styleOf } from './style.js';
import { type Contribution, type Step, type Work, collect, refusal, runsInTurn } from './work.js';

/** Name of the helper by which a promise counts as heard. */
export const HEARD_LATER = 'heardLater';

type Unheard = Pick<Contribution, 'edits' | 'reshaped' | 'notes'> & { hearsLater?: true };

const NONE: Unheard = { edits: [] };

/** `repaired`: the call gets another shape, and may wait nowhere but in its own callback. */
export function unheardPromises(work: Work, source: Source, range: [number, number], repaired?: PlannedCall): Unheard | { refused: string } {
  const call = nodePathAt(source, range);
  if (!call || (repaired && !waitsThere(work, repaired, call))) return NONE;
  const calls = callsOf(work, source.file);
  const expression = expressionAround(call, calls);
  const { taker } = expression;
  if (taker && taker !== 'all' && gavePromise(work, source.file, range)) return { refused: `it may be a function that gave a promise before, in a list for Promise.${taker}, which would not hear of its failure while it is waited for` };
  if (!taker && !repaired && gavePromise(work, source.file, range, true) && isUsed(call)) return { refused: 'it may be a function that gave a promise before, which is used as one here' };
  if (racesAhead(expression)) return { refused: `it stands behind another promise in a list for Promise.${taker}, which that one would win while this is waited for` };
  const begun = begunPromises(call, calls);
  const race = begun.find(({ races }) => races);
  if (race) return { refused: `${race.name} of line ${race.line} has begun, and would win a race while this is waited for` };
  const given = begun.filter(({ value, at }) => value === null && !waitsBefore(work, source, call, at));
  const place = given.length > 0 ? placeBefore(call) : null;
  const left = given.find(({ at }) => !place || isIn(at, place));
  if (left) return { refused: `${left.name} may be a promise that has begun, whose failure nobody would hear of while this is waited for` };
  const beside = besidePromises(expression, isHandedLater(expression.end, call));
  const here = heard(source, [...beside, ...begun.flatMap(({ value }) => (value ? partsOf(value) : []))]);
  return !place || 'refused' in here ? here : isTaken(source) ? { refused: TAKEN } : { edits: [...here.edits, ...given.map(({ name }) => toldBefore(source, place, name))], reshaped: here.reshaped ?? [], notes: [...(here.notes ?? []), ...given.map(({ name }) => goesOn(source, call.node.start ?? 0, name))], hearsLater: true };
}

/** Another call that waits from now on comes first: it is told there. */
const waitsBefore = (work: Work, source: Source, call: NodePath, begun: NodePath): boolean => [...work.component.calls.filter(({ change }) => change === 'await'), ...work.component.seeds.filter(({ style }) => style === 'sync')].some(({ at, range, variant }) => {
  if (at.file !== source.file || variant !== undefined || range[0] < (begun.node.end ?? 0) || range[1] > (call.node.start ?? 0)) return false;
  const other = nodePathAt(source, range);
  return other !== null && bodyOf(other) === bodyOf(call) && isSure(other, call);
});

/** The statement in front of which another one has a place. */
function placeBefore(call: NodePath): NodePath | null {
  for (let up: NodePath | null = call; up && !up.isFunction(); up = up.parentPath) if (up.isStatement() && up.inList) return up;
  return null;
}

const isIn = (path: NodePath, outer: NodePath): boolean => path.findParent((up) => up === outer) !== null;

/** A statement by which a variable counts as heard. */
function toldBefore(source: Source, place: NodePath, name: string): TextEdit {
  const start = place.node.start ?? 0;
  const lead = /(?:^|\n)([ \t]*)$/.exec(source.text.slice(0, start))?.[1];
  const { semicolons, endOfLine } = styleOf(source);
  const end = semicolons || lead === undefined || /^[[(`+\-/]/.test(source.text.slice(start)) ? ';' : '';
  return { ...insertAt(start, `${HEARD_LATER}(${name})${end}${lead === undefined ? ' ' : `${endOfLine}${lead}`}`), statements: true, ...(lead === undefined ? {} : { breaks: true }) };
}

const TAKEN = `the name ${HEARD_LATER} is taken in this file`;

const isTaken = ({ text }: Source): boolean => new RegExp(`\\b${HEARD_LATER}\\b`).test(text) && !text.includes(`const ${HEARD_LATER} =`);

function heard(source: Source, paths: readonly NodePath[]): Unheard | { refused: string } {
  const values = paths.filter(({ node }) => !isHeard(node, source));
  if (values.length === 0) return NONE;
  if (isTaken(source)) return { refused: TAKEN };
  const ranges = values.map(({ node }): [number, number] => [node.start ?? 0, node.end ?? 0]);
  const edits = values.flatMap((path, index): TextEdit[] => wrapRange(ranges[index] ?? [0, 0], `${named(path)}${HEARD_LATER}(`, ')').map((edit) => ({ ...edit, size: (edit.size ?? 0) + 1 })));
  const notes = values.map(({ node }) => `${source.file}:${node.loc?.start.line ?? 0}: what begins here goes on while something else is waited for, and may fail before anybody listens; it counts as heard until then, so that it does not end the process, also where the function is left without waiting for it`);
  return { edits, reshaped: ranges, notes, hearsLater: true };
}

/** `{ high }` is `{ high: … }` from now on. */
const named = ({ node, parentPath }: NodePath): string => (parentPath?.isObjectProperty({ shorthand: true }) && node.type === 'Identifier' ? `${node.name}: ` : '');

const isUsed = (call: NodePath): boolean => call.parentPath?.isExpressionStatement() !== true && call.parentPath?.isUnaryExpression() !== true;

/** It was wrapped by an earlier run. */
const isHeard = (node: NodePath['node'], source: Source): boolean => source.text.startsWith(`${HEARD_LATER}(`, node.start ?? 0);

/** What a function that waits where it begins says before that, for each of its parameters that may be a promise; and what has begun before it is called. */
export function heardAtStart(work: Work, source: Source, place: { start: number; end: number }): { told: Contribution & { statements: string }; elsewhere: Step } | { refused: string } {
  const fn = functionPathAt(source, place);
  const names = fn ? handedPromises(fn, callsOf(work, source.file)) : [];
  if (names.length > 0 && isTaken(source)) return { refused: TAKEN };
  const told = { file: source.file, edits: [], statements: names.map((name) => `${HEARD_LATER}(${name}); `).join(''), ...(names.length > 0 ? { hearsLater: true, notes: names.map((name) => goesOn(source, place.start, name)) } : {}) };
  return { told, elsewhere: whereKept(work, fn ? keptAtStart(work, source, fn) : []) };
}

const goesOn = (source: Source, at: number, name: string): string => `${source.file}:${source.text.slice(0, at).split('\n').length}: ${name} may be something that goes on while this is waited for, and fails before anybody listens; it counts as heard until then, so that it does not end the process, also where the function is left without waiting for it`;

/** What other functions have begun and put somewhere before this call, by the file in which they do; nothing for a call that waits nowhere. */
export function keptStep(work: Work, item: PlannedCall | PlannedSeed): Step {
  const source = work.open(item.at.file);
  const call = source ? nodePathAt(source, item.range) : null;
  const waits = call && ('change' in item ? waitsFromNowOn(work, item, call) : item.style === 'sync');
  return whereKept(work, source && call && waits ? keptPromises(work, source, call) : []);
}

function whereKept(work: Work, kept: readonly Kept[]): Step {
  return collect([...new Set(kept.map(({ file }) => file))], (file) => {
    const begins = work.open(file);
    const own = begins ? heard(begins, kept.flatMap((one) => (one.file === file ? [one.value] : []))) : NONE;
    return 'refused' in own ? refusal(work, 'unawaited', own.refused, file, 0) : [{ file, ...own }];
  });
}

/** What was a promise already, and was waited for, waits for storage from now on. */
const waitsFromNowOn = (work: Work, call: PlannedCall, path: NodePath): boolean => call.change === 'await' || (call.change === 'none' ? path.parentPath?.isAwaitExpression() === true : waitsThere(work, call, path));

/** `Promise.all(list.map(…))` collects the turns already, unless they become a loop. */
function waitsThere(work: Work, call: PlannedCall, path: NodePath): boolean {
  if (call.repair === 'for-await') return true;
  if (!WAITS_IN_PLACE.test(call.repair ?? '')) return false;
  return !/^(?:map|from)$/.test(call.repair ?? '') || !/^Promise\.all/.test(path.parentPath?.isCallExpression() ? path.parentPath.toString() : '') || runsInTurn(work, call);
}

/** The helper, as it stands in a file that needs it. */
export function heardHelper(source: Source, style: Style): string {
  const end = style.semicolons ? ';' : '';
  return [
    '',
    '// What has begun may fail while something else is waited for, before anybody listens: until then it counts as heard.',
    `const ${HEARD_LATER} = ${source.typescript ? '<Begun,>(begun: Begun): Begun' : '(begun)'} => {`,
    `${style.indent}for (const one of Array.isArray(begun) ? begun : [begun]) if (one instanceof Promise) one.catch(() => {})${end}`,
    `${style.indent}return begun${end}`,
    `}${end}`,
  ].join(style.endOfLine);
}
