/** Expressions as words, and back. One that has a property too many is written as JSON, so that none is lost. */
import type { Expr } from '../facts.js';
import type { WordReader, WordWriter } from './words.js';

/** The first word of an expression. */
const TAG = {
  json: 0, text: 1, int: 2, number: 3, true: 4, false: 5, null: 6, template: 7, regexp: 8, import: 9, require: 10, binding: 11, global: 12, member: 13, index: 14, call: 15,
  function: 16, class: 17, object: 18, array: 19, any: 20, await: 21, this: 22, super: 23, meta: 24, element: 25, typed: 26, unknown: 27,
} as const;

/** How many properties an expression has that is written as words. */
const PROPERTIES: Record<Expr['k'], number> = {
  literal: 2, template: 2, regexp: 1, import: 3, require: 3, binding: 2, global: 2, member: 3, index: 3, call: 2, function: 2, class: 2, object: 3, array: 2, any: 2, await: 2, this: 2,
  super: 2, meta: 1, element: 2, typed: 3, unknown: 1,
};

const LARGEST = 2 ** 31 - 1;

function packLiteral(out: WordWriter, value: Extract<Expr, { k: 'literal' }>['value']): void {
  if (typeof value === 'string') {
    out.int(TAG.text);
    out.text(value);
  } else if (typeof value !== 'number') {
    out.int(value === null ? TAG.null : value ? TAG.true : TAG.false);
  } else if (Number.isInteger(value) && Math.abs(value) <= LARGEST) {
    out.int(TAG.int);
    out.int(value);
  } else {
    out.int(TAG.number);
    out.text(String(value));
  }
}

function packParts(out: WordWriter, expr: Exclude<Expr, { k: 'literal' }>): void {
  out.int(TAG[expr.k]);
  switch (expr.k) {
    case 'template': return out.ints(expr.parts);
    case 'array': return out.ints(expr.items);
    case 'any': return out.ints(expr.of);
    case 'import': return out.text(expr.from), out.text(expr.name);
    case 'require': return out.int(expr.from), out.flag(expr.dynamic);
    case 'binding': return out.int(expr.binding);
    case 'global': return out.text(expr.name);
    case 'member': return out.int(expr.object), out.text(expr.name);
    case 'index': return out.int(expr.object), out.int(expr.index);
    case 'call': return out.int(expr.call);
    case 'class': return out.int(expr.cls);
    case 'function':
    case 'this':
    case 'super': return out.int(expr.fn);
    case 'await':
    case 'element': return out.int(expr.of);
    case 'typed': return out.int(expr.of), out.flag(expr.query);
    case 'object': return out.list(expr.props, ([name, value]) => (out.text(name), out.int(value))), out.ints(expr.spreads);
    case 'regexp':
    case 'meta':
    case 'unknown':
  }
}

export function packExpr(out: WordWriter, expr: Expr): void {
  if (Object.keys(expr).length !== PROPERTIES[expr.k]) {
    out.int(TAG.json);
    out.text(JSON.stringify(expr));
  } else if (expr.k === 'literal') packLiteral(out, expr.value);
  else packParts(out, expr);
}

export function unpackExpr(read: WordReader): Expr {
  switch (read.int()) {
    case TAG.text: return { k: 'literal', value: read.text() };
    case TAG.int: return { k: 'literal', value: read.int() };
    case TAG.number: return { k: 'literal', value: Number(read.text()) };
    case TAG.true: return { k: 'literal', value: true };
    case TAG.false: return { k: 'literal', value: false };
    case TAG.null: return { k: 'literal', value: null };
    case TAG.template: return { k: 'template', parts: read.ints() };
    case TAG.regexp: return { k: 'regexp' };
    case TAG.import: return { k: 'import', from: read.text(), name: read.text() };
    case TAG.require: return { k: 'require', from: read.int(), dynamic: read.flag() };
    case TAG.binding: return { k: 'binding', binding: read.int() };
    case TAG.global: return { k: 'global', name: read.text() };
    case TAG.member: return { k: 'member', object: read.int(), name: read.text() };
    case TAG.index: return { k: 'index', object: read.int(), index: read.int() };
    case TAG.call: return { k: 'call', call: read.int() };
    case TAG.function: return { k: 'function', fn: read.int() };
    case TAG.class: return { k: 'class', cls: read.int() };
    case TAG.object: return { k: 'object', props: read.list(() => [read.text(), read.int()]), spreads: read.ints() };
    case TAG.array: return { k: 'array', items: read.ints() };
    case TAG.any: return { k: 'any', of: read.ints() };
    case TAG.await: return { k: 'await', of: read.int() };
    case TAG.this: return { k: 'this', fn: read.int() };
    case TAG.super: return { k: 'super', fn: read.int() };
    case TAG.meta: return { k: 'meta' };
    case TAG.element: return { k: 'element', of: read.int() };
    case TAG.typed: return { k: 'typed', of: read.int(), query: read.flag() };
    case TAG.unknown: return { k: 'unknown' };
    default: return JSON.parse(read.text()) as Expr;
  }
}
