/** `list.forEach(callback)` as a loop that calls the callback and waits, where its body cannot become the loop's: it has variables, returns or a `this` of its own. */
import jscodeshift from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { type TextEdit, replaceRange } from './edits.js';
import type { InlineCallback, ListCall } from './list-call.js';
import { freeName } from './names.js';
import { type Ranged, type Source, rangeOf } from './source.js';

const within = (one: { start?: number | null; end?: number | null }, range: readonly [number, number]): boolean => (one.start ?? 0) >= range[0] && (one.end ?? 0) <= range[1];

/** `from`, `to`: where the list's text ends and the loop's ends; `before`: what the list is preceded by. */
export interface LoopPlace {
  start: number;
  listEnd: number;
  end: number;
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
  const [head, tail] = count > 1 ? [`for (const [${index}, ${item}] of `, '.entries()) '] : [`for (const ${item} of `, ') '];
  const semicolon = source.text[end - 1] === ';' || inArrow ? ';' : '';
  const edits: TextEdit[] = [
    { start, end: start, text: `${inArrow ? '{ ' : ''}${head}`, side: 'open', size: 1e8 },
    replaceRange([listEnd, callback.start], `${tail}await (async `),
    replaceRange([callback.end, end], `)(${given})${semicolon}${inArrow ? ' }' : ''}`),
  ];
  return { edits };
}

/** Where an expression begins and ends, its parentheses included. */
export function outerRange(source: Source, node: Ranged): [number, number] {
  const extra = (node as { extra?: { parenthesized?: boolean; parenStart?: number } }).extra;
  return extra?.parenthesized && extra.parenStart !== undefined ? [extra.parenStart, source.text.indexOf(')', node.end) + 1] : rangeOf(node);
}
