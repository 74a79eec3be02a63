/** `_.each(list, callback)`, `find(list, test)`: what lodash and underscore do with a list that they are handed first, or with what lies in an object, as a loop that waits. What they would find in nothing, in a text or in an object, they are asked for. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import type { ListRepair } from '../../core/repairs.js';
import { type Edited, refuse } from './asynchronous.js';
import { type TextEdit, insertAt, replaceRange } from './edits.js';
import { inTurnEdits } from './in-turn.js';
import { type ListCall, inlineCallback, returnsValue } from './list-call.js';
import { grows, loopEdits } from './loops.js';
import { freeName } from './names.js';
import { outerRange, within } from './outer.js';
import { type Ranged, type Source, rangeOf } from './source.js';
import { styleOf } from './style.js';

interface Shape {
  type: string;
  computed?: boolean;
  object?: Ranged;
  property?: { name?: string };
  callee?: Ranged;
  arguments?: Ranged[];
  name?: string;
  expressions?: Ranged[];
}

const calleeOf = (call: ListCall): Shape => {
  const callee = (call.path.node as unknown as { callee: Shape }).callee;
  return callee.type === 'SequenceExpression' ? (callee.expressions?.at(-1) as unknown as Shape) : callee;
};

/** The package as the file names it, `_` of `_.find`; null where only the function has a name. */
function packageName(source: Source, call: ListCall): string | null {
  const { type, object, property, computed } = calleeOf(call);
  return type === 'MemberExpression' && !computed && object && property?.name !== 'default' ? source.text.slice(...rangeOf(object)) : null;
}

/** It is a list and nothing else, as the text shows. */
function isList(source: Source, node: Ranged): boolean {
  const { type, callee, name } = node as unknown as Shape;
  if (type === 'ArrayExpression') return true;
  if (type === 'CallExpression') return /^(?:Object\.(?:keys|values|entries)|Array\.(?:from|of))$/.test(source.text.slice(...rangeOf(callee))) || (callee as unknown as Shape).property?.name === 'split';
  if (type !== 'Identifier' || name === undefined) return false;
  const made = source.root.find(jscodeshift.VariableDeclarator).filter((path) => (path.node.id as { name?: string }).name === name).paths();
  const [only] = made;
  const isConstant = made.length === 1 && (only?.parent as { node: { kind?: string } } | undefined)?.node.kind === 'const' && !isParameter(source, name);
  const init = only?.node.init;
  return isConstant && init !== null && init !== undefined && isList(source, init as unknown as Ranged);
}

const isParameter = (source: Source, name: string): boolean =>
  source.root.find(jscodeshift.Function).some((path) => path.node.params.some((param) => jscodeshift(param as unknown as jscodeshift.ASTNode).find(jscodeshift.Identifier, { name }).size() > 0 || (param as { name?: string }).name === name));

/** Text around the list that makes it one: `_.map(` and `)`. */
function listing(source: Source, call: ListCall, repair: ListRepair): { open: string; close: string } | null {
  if (isList(source, call.receiver)) return { open: '', close: '' };
  const name = packageName(source, call);
  // It looks for a place in lists and texts alone, and in an object finds none.
  if (name === null || (repair === 'find-index' && call.context.handsList === 'underscore')) return null;
  return { open: `${name}.${repair === 'find-index' ? 'slice' : 'map'}(`, close: ')' };
}

/** Edits of a loop over the list, which stands after the callee and is put in front. */
function loopOf(source: Source, call: ListCall, repair: ListRepair, edited: Edited): Edited {
  if ('refused' in edited) return edited;
  const callStart = rangeOf(call.path.node)[0];
  const [from, to] = outerRange(source, call.receiver);
  const lost = (source.ast.comments ?? []).find((one) => within(one, [callStart, from]));
  if (lost) return refuse(lost, 'a comment that the loop would lose');
  const { name } = call.receiver as unknown as Shape;
  if (name !== undefined && grows(source, call.callback, name)) return refuse(call.receiver, 'a list that its own callback changes');
  const around = listing(source, call, repair);
  if (!around) return refuse(call.receiver, 'a list that may be something else, for which the package has no name here');
  const hides = inlineCallback(call.callback)?.params.find((param) => (param as unknown as Shape).name === /^[\w$]+/.exec(around.open)?.[0]);
  if (hides) return refuse(hides, 'an item that has the name of the package');
  const counts = (inlineCallback(call.callback)?.params.length ?? call.context.parameters) > 1;
  if (counts && around.open !== '') return refuse(call.callback, 'a function that takes a key beside the item, of what may be no list');
  const isHead = (edit: TextEdit): boolean => edit.start === from && edit.end === from && edit.side === 'open';
  const isAfter = (edit: TextEdit): boolean => edit.start === to && edit.end > to;
  return { edits: edited.edits.map((edit) => (isHead(edit) ? replaceRange([callStart, from], edit.text + around.open) : isAfter(edit) ? { ...edit, text: around.close + edit.text } : edit)) };
}

/** `if (open) _.each(…); else …`: the condition of the loop would take the `else`. */
const standsAlone = (path: ASTPath): boolean => path.parent?.node.type === 'ExpressionStatement' && /^(?:Program|BlockStatement|SwitchCase|StaticBlock)$/.test((path.parent as ASTPath).parent?.node.type ?? '');

/** A loop that ends where a turn gives false; where no turn gives anything, one that goes to the end. */
function each(source: Source, call: ListCall): Edited {
  if (!standsAlone(call.path)) return refuse(call.path.node, 'what each gives back is used, or it is all that a condition does');
  const inline = inlineCallback(call.callback);
  const isSilent = inline !== null && inline.body.type === 'BlockStatement' && !returnsValue(inline);
  return loopOf(source, call, 'each', isSilent ? loopEdits(source, call) : inTurnEdits(source, call, 'each'));
}

/** The keys are asked for first, each once, as the package does; then it sorts by them. */
function sortBy(source: Source, call: ListCall): Edited {
  const name = packageName(source, call);
  if (name === null) return refuse(call.path.node, 'sortBy where only the function has a name');
  if (call.arguments.length > 1 || call.context.inTurn) return refuse(call.path.node, 'sortBy by a function that changes something, or by more than one');
  const inline = inlineCallback(call.callback);
  if ((inline?.params.length ?? call.context.parameters) > 1 || (!inline && call.callback.type !== 'Identifier')) return refuse(call.callback, 'sortBy by a function that takes more than the item, or is computed in place');
  const item = freeName(source, call.path.node as unknown as Ranged, 'item');
  const [start, end] = rangeOf(call.path.node);
  const [from] = outerRange(source, call.receiver);
  const { start: open, end: close } = call.callback;
  const { quote } = styleOf(source);
  return {
    edits: [
      { start, end: start, text: `${name}.map(`, side: 'open', size: end - start },
      { start: from, end: from, text: `await Promise.all(${name}.map(`, side: 'open', size: end - start - 0.5 },
      { ...insertAt(open, `async (${item}) => ({ ${item}, key: await ${inline ? '(' : ''}`), side: 'open', size: close - open + 1 },
      { ...insertAt(close, `${inline ? ')' : ''}(${item}) }))), ${quote}key${quote}`), side: 'close', size: close - open + 1 },
      { start: end, end, text: `, ${quote}${item}${quote})`, side: 'close', size: end - start },
    ],
  };
}

/** The package's own function may go on where it gives what the turns give, or needs no more than another name. */
const staysCalled = (source: Source, call: ListCall, repair: ListRepair): boolean =>
  repair === 'reduce' || repair === 'map' && !call.context.inTurn || (!call.context.inTurn && (repair === 'filter' || repair === 'flat-map') && packageName(source, call) !== null);

/** Null where the repair of a method of lists does for it. */
export function handedEdits(source: Source, call: ListCall, repair: ListRepair): Edited | null {
  if (repair === 'each') return each(source, call);
  if (repair === 'sort-by') return sortBy(source, call);
  return staysCalled(source, call, repair) ? null : loopOf(source, call, repair, inTurnEdits(source, call, repair));
}
