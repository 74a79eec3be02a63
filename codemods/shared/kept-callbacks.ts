/** `list.forEach(callback)` as a loop that calls the callback and waits, where its body cannot become the loop's: it has variables, returns or a `this` of its own. */
import jscodeshift from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { type TextEdit, replaceRange } from './edits.js';
import type { InlineCallback, ListCall } from './list-call.js';
import { freeName } from './names.js';
import { within } from './outer.js';
import { type Ranged, type Source, rangeOf } from './source.js';

/** Where the loop goes: offsets in the source. */
export interface LoopPlace {
  /** Of the list, its parentheses included, and of the whole loop. */
  start: number;
  listEnd: number;
  end: number;
  /** It is all that an arrow consists of, which needs a block then. */
  inArrow: boolean;
}

/** `for (const item of list) await (async function (entry) { … })(item);` */
export function keptCallback(source: Source, call: ListCall, callback: InlineCallback, { start, listEnd, end, inArrow }: LoopPlace): Edited {
  const called = rangeOf(call.path.node)[1];
  const comment = (source.ast.comments ?? []).find((one) => within(one, [call.receiver.end, callback.start]) || within(one, [callback.end, called]));
  if (comment) return refuse(comment, 'a comment that the loop would lose');
  if ((callback as unknown as { returnType?: unknown }).returnType) return refuse(call.callback, 'a callback whose type of result is written, which turns into a promise');
  const [item, index] = [freeName(source, call.path.node as unknown as Ranged, 'item'), freeName(source, call.path.node as unknown as Ranged, 'index')];
  const seesArguments = jscodeshift(callback.body as unknown as jscodeshift.ASTNode).find(jscodeshift.Identifier, { name: 'arguments' }).size() > 0;
  const count = seesArguments ? 3 : callback.params.length;
  const list = source.text.slice(start, listEnd);
  if (count > 2 && !/^[\w$.]+$/.test(list)) return refuse(call.receiver, 'a callback that is handed the list, which is made in place');
  const given = [item, index, list].slice(0, Math.max(1, count)).join(', ');
  const ofMap = call.context.collection === 'map';
  const [head, tail] = count > 1 ? [`for (const [${index}, ${item}] of `, ofMap ? ') ' : '.entries()) '] : [`for (const ${item} of `, ofMap ? '.values()) ' : ') '];
  const semicolon = source.text[end - 1] === ';' || inArrow ? ';' : '';
  const edits: TextEdit[] = [
    { start, end: start, text: `${inArrow ? '{ ' : ''}${head}`, side: 'open', size: 1e8 },
    replaceRange([listEnd, callback.start], `${tail}await (async `),
    replaceRange([callback.end, end], `)(${given})${semicolon}${inArrow ? ' }' : ''}`),
  ];
  return { edits };
}
