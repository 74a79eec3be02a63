/** Whether nothing of its function comes after a call, whatever stands below it: `callback(error); return;`. Asks the text; where nobody reads it, something does. */
import type { Place } from '../core/facts.js';
import type { ClosureWorld } from './closure-data.js';

export const isLastCall = ({ topLevel }: Pick<ClosureWorld, 'topLevel'>, { at, range }: { at: Place; range: readonly [number, number] }): boolean =>
  topLevel(at.file)?.lastCalls.some(([start, end]) => start === range[0] && end === range[1]) ?? false;
