/** The executor of a promise may wait: what it throws rejects the promise, as it did while it was synchronous. */
import type { ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { type TextEdit, insertAt } from './edits.js';
import { inlineCallback } from './list-call.js';
import { freeName } from './names.js';
import { outerRange } from './outer.js';
import { type Ranged, type Source } from './source.js';

/** Edits of `new Promise((resolve, reject) => …)`; the keyword `async` is put there with all others. */
export function executorEdits(source: Source, path: ASTPath): Edited {
  const given = (path.node as unknown as { arguments: Ranged[] }).arguments[0];
  const executor = inlineCallback(given);
  if (!executor) return refuse(path.node, 'an executor that is not written where the promise is made');
  const [first, second, third] = executor.params;
  if (!first || third || (second && second.type !== 'Identifier')) return refuse(executor, 'an executor with parameters of another kind');
  const whole = executor as unknown as Ranged;
  const reject = second ? (second as unknown as { name: string }).name : freeName(source, whole, 'reject');
  const error = freeName(source, whole, 'error');
  const caught = ` catch (${error}) { ${reject}(${error}); }`;
  return { edits: [...(second ? [] : parameterEdits(source, executor.start, first, reject)), ...bodyEdits(source, executor.body, caught)] };
}

function parameterEdits(source: Source, start: number, first: Ranged, reject: string): TextEdit[] {
  const bare = start === first.start && source.text[start] !== '(';
  const before: TextEdit[] = bare ? [{ start, end: start, text: '(', side: 'open', size: 1 }] : [];
  return [...before, insertAt(first.end, `, ${reject}${bare ? ')' : ''}`)];
}

function bodyEdits(source: Source, body: Ranged, caught: string): TextEdit[] {
  if (body.type === 'BlockStatement') {
    return [{ ...insertAt(body.start + 1, ' try {'), statements: true }, { ...insertAt(body.end - 1, `}${caught} `), statements: true }];
  }
  const [start, end] = outerRange(source, body);
  return [
    { start, end: start, text: '{ try { ', side: 'open', size: 1e8 },
    { start: end, end, text: `; }${caught} }`, side: 'close', size: 1e8 },
  ];
}
