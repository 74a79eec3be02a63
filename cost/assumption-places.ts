/** Finds the line of each key of cf-migrate.cost.yaml, and reads a bare `?` as null. It checks nothing. */
import { isMap, isScalar, LineCounter, parseDocument, type Node } from 'yaml';

/** `key: ?` is no valid YAML, though people write it; the replacement has the same length, so places stay true. */
export const nullForQuestionMarks = (text: string): string => text.replace(/(:[ \t]+)\?(?=[ \t]*(?:[,}#]|\r?$))/gm, '$1~');

/** Line of each dotted key. */
export function placesOf(text: string): Record<string, number> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const places: Record<string, number> = {};
  const visit = (node: Node | null, prefix: string): void => {
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      if (!isScalar(key) || !key.range) continue;
      const path = prefix === '' ? String(key.value) : `${prefix}.${String(key.value)}`;
      places[path] = counter.linePos(key.range[0]).line;
      visit(value as Node | null, path);
    }
  };
  visit(document.contents as Node | null, '');
  return places;
}
