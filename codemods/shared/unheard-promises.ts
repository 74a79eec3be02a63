/** What has begun before a call that waits from now on would fail while nobody listens, which ends the process on Node: it counts as heard from the start. Where that is not enough, it says why. */
import type { NodePath } from '@babel/traverse';
import type { PlannedCall } from '../../core/plan.js';
import { besidePromises, expressionAround, partsOf, racesAhead } from './beside-promises.js';
import { begunPromises, isHandedLater } from './begun-promises.js';
import { type TextEdit, wrapRange } from './edits.js';
import { WAITS_IN_PLACE, callsOf, gavePromise } from './known-calls.js';
import { nodePathAt } from './node-paths.js';
import type { Source } from './source.js';
import type { Style } from './style.js';
import { type Contribution, type Work, runsInTurn } from './work.js';

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
  const handed = begun.find(({ value }) => value === null);
  if (handed) return { refused: `${handed.name} may be a promise that has begun, whose failure nobody would hear of while this is waited for` };
  const beside = besidePromises(expression, isHandedLater(expression.end, call));
  return heard(source, [...beside, ...begun.flatMap(({ value }) => (value ? partsOf(value) : []))]);
}

function heard(source: Source, paths: readonly NodePath[]): Unheard | { refused: string } {
  const values = paths.filter(({ node }) => !isHeard(node, source));
  if (values.length === 0) return NONE;
  if (new RegExp(`\\b${HEARD_LATER}\\b`).test(source.text) && !source.text.includes(`const ${HEARD_LATER} =`)) return { refused: `the name ${HEARD_LATER} is taken in this file` };
  const ranges = values.map(({ node }): [number, number] => [node.start ?? 0, node.end ?? 0]);
  const edits = ranges.flatMap((range): TextEdit[] => wrapRange(range, `${HEARD_LATER}(`, ')').map((edit) => ({ ...edit, size: (edit.size ?? 0) + 1 })));
  const notes = values.map(({ node }) => `${source.file}:${node.loc?.start.line ?? 0}: what begins here goes on while something else is waited for, and may fail before anybody listens; it counts as heard until then, so that it does not end the process, also where the function is left without waiting for it`);
  return { edits, reshaped: ranges, notes, hearsLater: true };
}

const isUsed = (call: NodePath): boolean => call.parentPath?.isExpressionStatement() !== true && call.parentPath?.isUnaryExpression() !== true;

/** It was wrapped by an earlier run. */
const isHeard = (node: NodePath['node'], source: Source): boolean => source.text.startsWith(`${HEARD_LATER}(`, node.start ?? 0);

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
