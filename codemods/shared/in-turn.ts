/** Methods of lists as a loop that waits for each turn, wrapped so that it stays an expression: `await (async () => { for … })()`. Short circuits stay short. */
import type { ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { awaitEdits } from './awaits.js';
import { type TextEdit, replaceRange } from './edits.js';
import { type ListCall, dissolves, inlineCallback } from './list-call.js';
import { freeName } from './names.js';
import { outerRange } from './outer.js';
import { type Ranged, type Source, rangeOf } from './source.js';

interface Loop {
  /** Before the loop. */
  before: string;
  /** Around the value of a turn. */
  open: string;
  close: (item: string, index: string) => string;
  /** After the loop. */
  after: string;
  indexed?: boolean;
}

const loops = (collected: string): Record<string, Loop> => ({
  each: { before: '', open: 'if ((', close: () => ') === false) break', after: '' },
  some: { before: '', open: 'if (', close: () => ') return true;', after: ' return false;' },
  every: { before: '', open: 'if (!(', close: () => ')) return false;', after: ' return true;' },
  find: { before: '', open: 'if (', close: (item) => `) return ${item};`, after: ' return undefined;' },
  'find-index': { before: '', open: 'if (', close: (_, index) => `) return ${index};`, after: ' return -1;', indexed: true },
  map: { before: `const ${collected} = []; `, open: `${collected}.push(`, close: () => ');', after: ` return ${collected};` },
  'flat-map': { before: `const ${collected} = []; `, open: `${collected}.push(`, close: () => ');', after: ` return ${collected}.flat();` },
  from: { before: `const ${collected} = []; `, open: `${collected}.push(`, close: () => ');', after: ` return ${collected};` },
  filter: { before: `const ${collected} = []; `, open: 'if (', close: (item) => `) ${collected}.push(${item});`, after: ` return ${collected};` },
});

export function inTurnEdits(source: Source, call: ListCall, method: string): Edited {
  if (call.arguments.length > (method === 'from' ? 2 : 1)) return refuse(call.path.node, `${method} with a value for this`);
  const whole = call.path.node as unknown as Ranged;
  const collected = freeName(source, whole, 'collected');
  const loop = loops(collected)[method];
  if (!loop) return refuse(whole, `${method} cannot be looped`);
  const list = method === 'from' ? call.arguments[0] : call.receiver;
  const given = method === 'from' ? call.arguments[1] : call.callback;
  if (!list || !given) return refuse(whole, `${method} without a function`);
  const inline = inlineCallback(given);
  const edits = dissolves(method, call.context.inTurn, inline) && inline ? dissolved(source, call, list, inline, loop) : called(source, call, list, given, loop, method);
  return 'refused' in edits || method === 'each' ? edits : { edits: [...edits.edits, ...around(call, loop)] };
}

/** The asynchronous function around the loop, awaited. */
function around(call: ListCall, loop: Loop): TextEdit[] {
  const path: ASTPath = call.path;
  return awaitEdits(path, call.context.dissolved, { before: `(async () => { ${loop.before}`, after: `${loop.after} })()` });
}

/** Opens after what is put around the whole call, and before what is put around the list. */
const justInside = (call: ListCall): number => rangeOf(call.path.node)[1] - rangeOf(call.path.node)[0] - 0.5;

/** One expression over one item: it stands in the loop itself. */
function dissolved(source: Source, call: ListCall, list: Ranged, callback: NonNullable<ReturnType<typeof inlineCallback>>, loop: Loop): Edited {
  const item = (callback.params[0] as unknown as { name: string }).name;
  const index = freeName(source, call.path.node as unknown as Ranged, 'index');
  const [from, to] = outerRange(source, list);
  const [bodyStart, bodyEnd] = outerRange(source, callback.body);
  if (new RegExp(`(?<![\\w$.])${item.replace(/\$/g, '\\$')}(?![\\w$])`).test(source.text.slice(from, to))) return refuse(list, `the item has the name of the list (${item})`);
  const head = loop.indexed ? `for (const [${index}, ${item}] of ` : `for (const ${item} of `;
  return {
    edits: [
      { start: from, end: from, text: head, side: 'open', size: justInside(call) },
      replaceRange([to, bodyStart], `${loop.indexed ? '.entries()' : ''}) ${loop.open}`),
      replaceRange([bodyEnd, rangeOf(call.path.node)[1]], loop.close(item, index)),
    ],
  };
}

/** Any other function is called with the item and its index. */
function called(source: Source, call: ListCall, list: Ranged, callback: Ranged, loop: Loop, method: string): Edited {
  const inline = inlineCallback(callback);
  const many = inline ? inline.params.length : call.context.parameters;
  if (many > 2) return refuse(callback, `${method} with a function that takes the whole list`);
  if (!inline && callback.type !== 'Identifier' && callback.type !== 'MemberExpression') return refuse(callback, `${method} with a function that is computed in place`);
  const whole = call.path.node as unknown as Ranged;
  const item = freeName(source, whole, 'item');
  const index = freeName(source, whole, 'index');
  const indexed = many > 1 || loop.indexed === true;
  const [from, to] = outerRange(source, list);
  const start = method === 'from' ? rangeOf(whole)[0] : from;
  const head = indexed ? `for (const [${index}, ${item}] of ` : `for (const ${item} of `;
  const lead: TextEdit[] = method === 'from' ? [replaceRange([start, from], `${head}Array.from(`)] : [{ start: from, end: from, text: head, side: 'open', size: justInside(call) }];
  const size = callback.end - callback.start;
  return {
    edits: [
      ...lead,
      replaceRange([to, callback.start], `${method === 'from' ? ')' : ''}${indexed ? '.entries()' : ''}) ${loop.open}await ${inline ? '(' : ''}`),
      { start: callback.end, end: callback.end, text: `${inline ? ')' : ''}(${item}${many > 1 ? `, ${index}` : ''})`, side: 'close', size },
      replaceRange([callback.end, rangeOf(whole)[1]], loop.close(item, index)),
    ],
  };
}
