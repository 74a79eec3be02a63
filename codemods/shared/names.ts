/** Names that are free to use. */
import { type Ranged, type Source, rangeOf } from './source.js';

const word = (name: string): RegExp => new RegExp(`(?<![\\w$.])${name.replace(/\$/g, '\\$')}(?![\\w$])`);

/** `wanted`, or with a number after it, so that it does not occur inside of the node. */
export function freeName(source: Source, node: Ranged, wanted: string): string {
  const text = source.text.slice(...rangeOf(node));
  let name = wanted;
  for (let n = 2; word(name).test(text); n++) name = `${wanted}${n}`;
  return name;
}
