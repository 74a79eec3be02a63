/** `list.forEach(callback)` as a loop that waits for each turn. Refuses whatever a loop would do differently. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { isFunction } from './awaits.js';
import { type TextEdit, replaceRange } from './edits.js';
import { keptCallback } from './kept-callbacks.js';
import type { ListCall } from './list-call.js';
import { outerRange, within } from './outer.js';
import { type Ranged, type Source, rangeOf } from './source.js';

interface Callback {
  type: string;
  params: Ranged[];
  body: Ranged;
  start: number;
  end: number;
}

/** Edits that turn a statement `list.forEach(…)` into `for (const item of list) …`. */
export function loopEdits(source: Source, call: ListCall): Edited {
  const statement = call.path.parent as ASTPath | null;
  const wholeArrow = statement?.node.type === 'ArrowFunctionExpression' && (statement.node as unknown as { body: unknown }).body === call.path.node;
  if (statement?.node.type !== 'ExpressionStatement' && !wholeArrow) return refuse(call.path.node, 'the result of forEach is used');
  if (call.arguments.length > 1) return refuse(call.path.node, 'forEach with a value for this');
  const kind = kindOfReceiver(source, call.receiver);
  if (kind === 'map' && call.context.collection === undefined) return refuse(call.receiver, 'forEach of what may be a Map, whose loop gives pairs');
  const callback = call.callback as unknown as Callback;
  const inline = callback.type === 'ArrowFunctionExpression' || callback.type === 'FunctionExpression';
  const list = rangeOf(call.receiver);
  const end = rangeOf(statement.node)[1];
  if (!inline) return named(source, call, list, end, wholeArrow);
  if (call.receiver.type === 'Identifier' && grows(source, callback, (call.receiver as unknown as { name: string }).name)) return refuse(call.receiver, 'a list that its own callback changes');
  const head = needsItsFunction(source, call, callback) ? null : header(source, callback, call.context.collection === 'map');
  if (!head) {
    const called = rangeOf(call.path.node)[1];
    const [start, listEnd] = outerRange(source, call.receiver);
    return keptCallback(source, call, callback, { start, listEnd, end: wholeArrow || source.text.slice(called, end).includes('\n') ? called : end, inArrow: wholeArrow });
  }
  return { edits: wholeArrow ? inArrow(source, call, callback, head) : asStatement(source, call, callback, head, end) };
}

/** `for (const item of ` … `) `: what stands before and after the list. */
function header(source: Source, callback: Callback, ofMap: boolean): { before: string; after: string } | null {
  const [item, index, rest] = callback.params;
  if (rest) return null;
  const text = (node: Ranged): string => source.text.slice(node.start, (node as { typeAnnotation?: Ranged }).typeAnnotation?.start ?? node.end);
  const plain = callback.params.every((param) => param.type === 'Identifier' || param.type === 'ObjectPattern' || param.type === 'ArrayPattern');
  if (!plain) return null;
  const keyword = callback.params.some((param) => param.type === 'Identifier' && assigns(callback, (param as unknown as { name: string }).name)) ? 'let' : 'const';
  if (index) return { before: `for (${keyword} [${text(index)}, ${item ? text(item) : ''}] of `, after: ofMap ? ') ' : '.entries()) ' };
  return { before: `for (${keyword} ${item ? text(item) : '_'} of `, after: ofMap ? '.values()) ' : ') ' };
}

function assigns(callback: Callback, name: string): boolean {
  const body = jscodeshift(callback.body as unknown as jscodeshift.ASTNode);
  const assigned = body.find(jscodeshift.AssignmentExpression).some((path) => (path.node.left as { name?: string }).name === name);
  return assigned || body.find(jscodeshift.UpdateExpression).some((path) => (path.node.argument as { name?: string }).name === name);
}

/** The statement: header, list, body; the bytes of the body stay. */
function asStatement(source: Source, call: ListCall, callback: Callback, head: { before: string; after: string }, whole: number): TextEdit[] {
  // A semicolon at the beginning of the next line stays there.
  const called = rangeOf(call.path.node)[1];
  const end = source.text.slice(called, whole).includes('\n') ? called : whole;
  const [start, listEnd] = outerRange(source, call.receiver);
  const block = callback.body.type === 'BlockStatement';
  const [bodyStart, bodyEnd] = block ? rangeOf(callback.body) : outerRange(source, callback.body);
  const semicolon = !block && source.text[end - 1] === ';' ? ';' : '';
  return [
    { start, end: start, text: head.before, side: 'open', size: 1e8 },
    replaceRange([listEnd, bodyStart], head.after),
    ...continues(source, callback),
    replaceRange([bodyEnd, end], semicolon),
  ];
}

/** `() => list.forEach(…)`: the arrow gets a block of its own. */
function inArrow(source: Source, call: ListCall, callback: Callback, head: { before: string; after: string }): TextEdit[] {
  const end = rangeOf(call.path.node)[1];
  const edits = asStatement(source, call, callback, head, end);
  const [open, ...rest] = edits;
  const close = rest[rest.length - 1];
  if (!open || !close) return edits;
  const semicolon = callback.body.type === 'BlockStatement' ? '' : ';';
  return [{ ...open, text: `{ ${open.text}` }, ...rest.slice(0, -1), { ...close, text: `${semicolon} }` }];
}

/** `list.forEach(save)`: the function is called with the item only. */
function named(source: Source, call: ListCall, list: [number, number], whole: number, wholeArrow: boolean): Edited {
  const called = rangeOf(call.path.node)[1];
  const end = source.text.slice(called, whole).includes('\n') ? called : whole;
  const callee = call.callback as unknown as { type: string };
  if (call.context.parameters > 1) return refuse(call.callback, 'forEach with a function that takes more than the item');
  if (callee.type !== 'Identifier' && callee.type !== 'MemberExpression') return refuse(call.callback, 'forEach with a function that is computed in place');
  const name = source.text.slice(...rangeOf(call.callback));
  const text = source.text.slice(...list);
  const item = ['item', 'entry', 'element'].find((one) => !new RegExp(`\\b${one}\\b`).test(`${text} ${name}`)) ?? 'each';
  const semicolon = source.text[end - 1] === ';' || wholeArrow ? ';' : '';
  const open = wholeArrow ? '{ ' : '';
  const close = wholeArrow ? ' }' : '';
  return {
    edits: [
      { start: outerRange(source, call.receiver)[0], end: outerRange(source, call.receiver)[0], text: `${open}for (const ${item} of `, side: 'open', size: 1e8 },
      replaceRange([list[1], end], `${call.context.collection === 'map' ? '.values()' : ''}) await ${name}(${item})${semicolon}${close}`),
    ],
  };
}

/** The name of a member, or the parameter of a function within the list: `files.filter((file) => isLog(file))` reads no `file` from outside. */
function isOwnName(path: ASTPath, list: unknown): boolean {
  const { name } = path.node as unknown as { name: string };
  const parent = path.parent?.node as { type: string; computed?: boolean; property?: unknown } | undefined;
  if (/MemberExpression$/.test(parent?.type ?? '') && parent?.property === path.node && !parent.computed) return true;
  for (let at: ASTPath | null = path; at && at.node !== list; at = at.parent as ASTPath | null) {
    const { params } = at.node as unknown as { params?: { type: string; name?: string }[] };
    if (params?.some((param) => param.type === 'Identifier' && param.name === name)) return true;
  }
  return false;
}

/** Whether the body would behave differently as the body of a loop. */
function needsItsFunction(source: Source, call: ListCall, callback: Callback): boolean {
  const body = jscodeshift(callback.body as unknown as jscodeshift.ASTNode);
  const own = (path: ASTPath): boolean => !insideFunction(path, callback.body);
  const names = new Set(callback.params.flatMap((param) => jscodeshift(param as unknown as jscodeshift.ASTNode).find(jscodeshift.Identifier).nodes().map((node) => node.name)).concat(callback.params.flatMap((param) => (param.type === 'Identifier' ? [(param as unknown as { name: string }).name] : []))));
  const receiver = call.receiver as unknown as jscodeshift.ASTNode;
  const inList = call.receiver.type === 'Identifier' ? [(call.receiver as unknown as { name: string }).name] : jscodeshift(receiver).find(jscodeshift.Identifier).paths().filter((path) => !isOwnName(path as ASTPath, receiver)).map((path) => path.node.name);
  if (inList.some((name) => names.has(name))) return true;
  if (callback.type === 'FunctionExpression' && body.find(jscodeshift.ThisExpression).some(own)) return true;
  if (body.find(jscodeshift.Identifier, { name: 'arguments' }).some(own)) return true;
  if (body.find(jscodeshift.VariableDeclaration, { kind: 'var' }).some(own) || body.find(jscodeshift.FunctionDeclaration).some(own)) return true;
  if ((source.ast.comments ?? []).some((one) => within(one, [call.receiver.end, callback.body.start]) || within(one, [callback.body.end, rangeOf(call.path.node)[1]]))) return true;
  return body.find(jscodeshift.ReturnStatement).filter(own).paths().some((path) => insideLoop(path as unknown as ASTPath, callback.body));
}

export const grows = (source: Source, callback: Pick<Callback, 'start' | 'end'>, list: string): boolean => new RegExp(`(?<![\\w$.])${list.replace(/\$/g, '\\$')}\\s*\\.\\s*(?:push|pop|shift|unshift|splice|length\\s*=)`).test(source.text.slice(callback.start, callback.end));

function insideFunction(path: ASTPath, body: Ranged): boolean {
  for (let at = path.parent as ASTPath | null; at && at.node !== (body as unknown); at = at.parent as ASTPath | null) if (isFunction(at.node)) return true;
  return false;
}

function insideLoop(path: ASTPath, body: Ranged): boolean {
  for (let at = path.parent as ASTPath | null; at && at.node !== (body as unknown); at = at.parent as ASTPath | null) if (/^(?:For|While|DoWhile|Switch)/.test(at.node.type)) return true;
  return false;
}

/** `return;` and `return value;` of the callback become `continue;`. */
function continues(source: Source, callback: Callback): TextEdit[] {
  if (callback.body.type !== 'BlockStatement') return [];
  const returns = jscodeshift(callback.body as unknown as jscodeshift.ASTNode).find(jscodeshift.ReturnStatement).filter((path) => !insideFunction(path as unknown as ASTPath, callback.body)).paths();
  return returns.flatMap((path): TextEdit[] => {
    const { node } = path;
    const [start, end] = rangeOf(node);
    const argument = node.argument ? rangeOf(node.argument) : null;
    if (!argument) return [replaceRange([start, start + 'return'.length], 'continue')];
    const semicolon = source.text[end - 1] === ';' ? ';' : '';
    const lead = /(\r?\n[ \t]*)$/.exec(source.text.slice(0, start))?.[1];
    const inBlock = (path.parent as { node: { type: string } } | null)?.node.type === 'BlockStatement' && lead !== undefined;
    if (inBlock) return [replaceRange([start, argument[0]], ''), replaceRange([argument[1], end], `${semicolon}${lead}continue${semicolon}`)];
    return [replaceRange([start, argument[0]], '{ '), replaceRange([argument[1], end], `; continue${semicolon} }`)];
  });
}

/** A Map gives its loop pairs and its forEach values; anything else gives both the same. Where the plan does not know it, a name tells it, of a variable or of a member. */
function kindOfReceiver(source: Source, receiver: Ranged): 'map' | 'other' {
  const property = receiver.type === 'MemberExpression' ? (receiver as unknown as { property: { name?: string } }).property.name : undefined;
  const name = receiver.type === 'Identifier' ? (receiver as unknown as { name: string }).name : property;
  if (name === undefined) return 'other';
  const written = name.replace(/\$/g, '\\$');
  const before = property === undefined ? '(?<![\\w$.])' : '\\.';
  const made = new RegExp(`(?<![\\w$])${written}\\s*(?::[^=;,]*)?[:=]\\s*new\\s+Map\\b`).test(source.text);
  const used = new RegExp(`${before}${written}\\s*\\.\\s*(?:get|set|has)\\s*\\(`).test(source.text);
  return made || used ? 'map' : 'other';
}
