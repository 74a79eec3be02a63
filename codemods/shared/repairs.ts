/** Rewrites a call that is handed a callback which turns async: loops that wait, answers collected first, errors handed to Express 4. One function per repair. */
import type { ASTPath } from 'jscodeshift';
import type { ListRepair } from '../../core/repairs.js';
import { type Edited, refuse } from './asynchronous.js';
import { awaitEdits } from './awaits.js';
import { type TextEdit, insertAt, replaceRange } from './edits.js';
import { inTurnEdits } from './in-turn.js';
import { type ListCall, type RepairContext, listCall } from './list-call.js';
import { handedEdits } from './handed-lists.js';
import { loopEdits } from './loops.js';
import { freeName } from './names.js';
import { outerRange } from './outer.js';
import { sortEdits } from './sorting.js';
import { type Ranged, type Source, rangeOf } from './source.js';

type Repairer = (source: Source, call: ListCall) => Edited;

const waitForAll = (call: ListCall): TextEdit[] => awaitEdits(call.path, call.context.dissolved, { before: 'Promise.all(', after: ')' });

/** `list.map(…)` inside of `Promise.all(…)` is collected there already. */
function isCollected(path: ASTPath): boolean {
  const parent = path.parent?.node as { type: string; callee?: { object?: { name?: string }; property?: { name?: string } } } | undefined;
  return parent?.type === 'CallExpression' && parent.callee?.object?.name === 'Promise' && /^all/.test(parent.callee.property?.name ?? '');
}

/** Wraps the whole call so that `after` works on the array of answers. */
function collected(call: ListCall, after: string): TextEdit[] {
  const range = rangeOf(call.path.node);
  return [
    { start: range[0], end: range[0], text: '(await Promise.all(', side: 'open', size: range[1] - range[0] },
    { start: range[1], end: range[1], text: `))${after}`, side: 'close', size: range[1] - range[0] },
  ];
}

/** `list.filter(test)` becomes `(await Promise.all(list.map(async (item, …) => [item, await test(item, …)]))).filter(([, kept]) => kept).map(([item]) => item)`. */
const filter: Repairer = (source, call) => {
  if (call.arguments.length > 1) return refuse(call.path.node, 'filter with a value for this');
  const callback = call.callback as unknown as { type: string; params?: Ranged[]; start: number; end: number };
  const inline = callback.type === 'ArrowFunctionExpression' || callback.type === 'FunctionExpression';
  const name = callback.type === 'Identifier';
  if (!inline && !name) return refuse(call.callback, 'filter with a test that is computed in place');
  const many = inline ? (callback.params?.length ?? 1) : 3;
  const given = ['item', 'index', 'list'].slice(0, Math.max(1, many)).join(', ');
  const edits: TextEdit[] = [
    insertAt(callback.start, `async (${given}) => [item, await ${inline ? '(' : ''}`),
    insertAt(callback.end, `${inline ? ')' : ''}(${given})]${source.typescript ? ' as const' : ''}`),
  ];
  return { edits: [replaceRange(rangeOf(call.property), 'map'), ...edits.map((edit, i): TextEdit => ({ ...edit, side: i === 0 ? 'open' : 'close', size: callback.end - callback.start + 1 })), ...collected(call, '.filter(([, kept]) => kept).map(([item]) => item)')] };
};

/** The accumulator of each turn is the promise of the turn before: it is awaited first, so turns stay in order. */
const reduce: Repairer = (source, call) => {
  const callback = call.callback as unknown as { type: string; params?: Ranged[]; body?: Ranged; start: number };
  const accumulator = callback.params?.[0];
  const body = callback.body;
  if ((callback.type !== 'ArrowFunctionExpression' && callback.type !== 'FunctionExpression') || !accumulator || !body) return refuse(call.callback, 'reduce with a function that stands elsewhere');
  if (source.typescript && (accumulator as unknown as { typeAnnotation?: unknown }).typeAnnotation) return refuse(accumulator, 'reduce with a typed accumulator');
  const name = freeName(source, call.callback, 'previous');
  const text = source.text.slice(...rangeOf(accumulator));
  const keyword = reassigns(source, body, text) ? 'let' : 'const';
  const edits: TextEdit[] = [replaceRange(rangeOf(accumulator), name)];
  const bare = callback.params?.length === 1 && source.text[callback.start] !== '(';
  if (bare) return refuse(accumulator, 'reduce without an item');
  if (body.type === 'BlockStatement') edits.push(insertAt(body.start + 1, `${/^\r?\n[ \t]*(?=\S)/.exec(source.text.slice(body.start + 1))?.[0] ?? ' '}${keyword} ${text} = await ${name};`));
  else {
    const [start, end] = outerRange(source, body);
    edits.push({ start, end: start, text: `{ ${keyword} ${text} = await ${name}; return `, side: 'open', size: 1e8 });
    edits.push({ start: end, end, text: '; }', side: 'close', size: 1e8 });
  }
  return { edits: [...edits, ...awaitEdits(call.path, call.context.dissolved)] };
};

const reassigns = (source: Source, body: Ranged, name: string): boolean => new RegExp(`(?<![\\w$.])${name.replace(/[$[\]{}(),. ]/g, '\\$&')}\\s*(?:[-+*/%&|^?]{0,3}=(?![=>])|\\+\\+|--)|(?:\\+\\+|--)\\s*${name.replace(/[$[\]{}(),. ]/g, '\\$&')}`).test(source.text.slice(...rangeOf(body)));

/** Name of the helper that hands rejections to Express 4. */
export const FORWARD_ERRORS = 'forwardErrors';

/** Each handler of `app.get(path, a, b)` that turns async is wrapped. */
export function forwardEdits(handlers: readonly Ranged[]): Edited {
  const edits: TextEdit[] = [];
  for (const handler of handlers) {
    const params = (handler as unknown as { params?: unknown[] }).params;
    if (params !== undefined && params.length > 3) return refuse(handler, 'an error handler or a parameter handler of Express 4');
    const range = rangeOf(handler);
    edits.push({ start: range[0], end: range[0], text: `${FORWARD_ERRORS}(`, side: 'open', size: range[1] - range[0] + 1 }, { start: range[1], end: range[1], text: ')', side: 'close', size: range[1] - range[0] + 1 });
  }
  return { edits };
}

/** Turns run at the same time when nothing in them can see the order. */
const together = (method: 'map' | 'flat-map' | 'from' | 'filter', repair: Repairer): Repairer => (source, call) => (call.context.inTurn ? inTurnEdits(source, call, method) : repair(source, call));

const inTurn = (method: string): Repairer => (source, call) => inTurnEdits(source, call, method);

const REPAIRS: Record<ListRepair, Repairer> = {
  'for-each': loopEdits,
  each: (_, call) => refuse(call.path.node, 'each of something that is handed no list'),
  'sort-by': (_, call) => refuse(call.path.node, 'sortBy of something that is handed no list'),
  map: together('map', (_, call) => ({ edits: isCollected(call.path) ? [] : waitForAll(call) })),
  from: together('from', (_, call) => ({ edits: isCollected(call.path) ? [] : waitForAll(call) })),
  'flat-map': together('flat-map', (_, call) => ({ edits: [replaceRange(rangeOf(call.property), 'map'), ...collected(call, '.flat()')] })),
  filter: together('filter', filter),
  some: inTurn('some'),
  every: inTurn('every'),
  find: inTurn('find'),
  'find-index': inTurn('find-index'),
  reduce,
  sort: (source, call) => sortEdits(source, call),
};

/** Edits of the call at `path` for a repair of lists. */
export function repairEdits(source: Source, path: ASTPath, repair: ListRepair, context: RepairContext): Edited {
  const call = listCall(path, context);
  const handed = call && context.handsList ? handedEdits(source, call, repair) : null;
  if (handed) return handed;
  return call ? REPAIRS[repair](source, call) : refuse(path.node, `a call that is handed a callback in a shape that is not covered (${repair})`);
}
