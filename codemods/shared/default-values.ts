/** A default value that waits moves into the body: `port = load()` becomes a first statement that fills in what was not given. */
import jscodeshift, { type ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { functionAround } from './awaits.js';
import { type TextEdit, insertAt, replaceRange } from './edits.js';
import { outerRange } from './outer.js';
import { type NodeShape, type Ranged, type Source } from './source.js';

interface Taker extends NodeShape {
  params: Ranged[];
  body: Ranged;
}

/** A default that can stand where others move: it is worked out from nothing. */
const PLAIN_DEFAULT = /^(?:(?:String|Numeric|Boolean|Null)Literal)$/;

interface DefaultedParameter extends NodeShape {
  left: Ranged;
  right: Ranged & { elements?: unknown[]; properties?: unknown[] };
}

const isEmpty = ({ elements, properties }: DefaultedParameter['right']): boolean => (elements ?? properties)?.length === 0;

/** Nothing else is worked out for it before the body begins: `moves` tells defaults that move there as well, and stay in their order. */
function isPlain(param: Ranged, moves: (node: Ranged) => boolean): boolean {
  if (param.type === 'Identifier') return true;
  const { left, right } = param as unknown as DefaultedParameter;
  return param.type === 'AssignmentPattern' && left.type === 'Identifier' && (moves(right) || PLAIN_DEFAULT.test(right.type) || isEmpty(right));
}

/** `path` is the call that is the default value; `value` is its text from now on, and `before` what the function says before it waits. */
export function defaultValueEdits(source: Source, path: ASTPath, value: string, moves: (node: Ranged) => boolean = () => false, before = ''): Edited {
  const pattern = path.parent?.node as unknown as (Ranged & { left: Ranged & { name?: string; typeAnnotation?: Ranged }; right: unknown }) | undefined;
  const taker = functionAround(path)?.node as unknown as Taker | undefined;
  if (pattern?.type !== 'AssignmentPattern' || pattern.right !== path.node || pattern.left.type !== 'Identifier' || !taker?.params.includes(pattern)) return refuse(path.node, 'a default value that is only a part of an expression', 'parameter-default');
  const later = taker.params.slice(taker.params.indexOf(pattern) + 1);
  const moving = taker.params.filter((param) => param.type === 'AssignmentPattern' && moves((param as unknown as DefaultedParameter).right));
  if (moving.length > 1 && taker.body.type !== 'BlockStatement') return refuse(path.node, 'several default values of a function that is one expression', 'parameter-default');
  const body = jscodeshift(taker.body as unknown as jscodeshift.ASTNode);
  if (!later.every((param) => isPlain(param, moves)) || (source.typescript && later.some((param) => param.type === 'Identifier'))) return refuse(path.node, 'a default value before other parameters that are not plain', 'parameter-default');
  if (body.find(jscodeshift.Identifier, { name: 'arguments' }).length > 0) return refuse(path.node, 'a default value in a function that looks at its arguments', 'parameter-default');
  const name = pattern.left.name ?? '';
  const filled = `${(moving[0] ?? pattern) === pattern ? before : ''}if (${name} === undefined) ${name} = await ${value};`;
  const optional: TextEdit[] = source.typescript && pattern.left.typeAnnotation ? [insertAt(pattern.left.start + name.length, '?')] : [];
  return { edits: [...optional, replaceRange([pattern.left.end, pattern.end], ''), ...bodyStartEdits(source, taker.body, filled)] };
}

/** Edits that put a statement first in the body of a function; an expression becomes a block that returns it. */
export function bodyStartEdits(source: Source, body: Ranged, filled: string): TextEdit[] {
  if (body.type === 'BlockStatement') {
    const gap = /^\r?\n[ \t]*(?=\S)/.exec(source.text.slice(body.start + 1))?.[0] ?? ' ';
    return [{ ...insertAt(body.start + 1, `${gap}${filled}`), statements: true }];
  }
  const [start, end] = outerRange(source, body);
  // Around all that is done to the expression, and within what is put around the whole function, which ends where it does.
  const size = end - start + 0.5;
  return [
    { start, end: start, text: `{ ${filled} return `, side: 'open', size },
    { start: end, end, text: '; }', side: 'close', size },
  ];
}

/** The call stands in a default value of the function around it. */
export function isDefaultValue(path: ASTPath): boolean {
  const around = functionAround(path);
  const params = (around?.node as unknown as Taker | undefined)?.params ?? [];
  for (let at: ASTPath | null = path; at && at !== around; at = at.parent as ASTPath | null) if (params.includes(at.node as unknown as Ranged)) return true;
  return false;
}
