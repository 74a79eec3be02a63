/** Adds to JSON and JSON with comments as text: what stands there keeps its bytes, comments and line breaks. */
import { type JSONPath, type Node, findNodeAtLocation, parse, parseTree } from 'jsonc-parser';

export const readJson = (text: string): unknown => parse(text.replace(/^\uFEFF/, ''), [], { allowTrailingComma: true });

interface Layout {
  eol: string;
  unit: string;
}

function layoutOf(text: string): Layout {
  return { eol: text.includes('\r\n') ? '\r\n' : '\n', unit: /\n([ \t]+)"/.exec(text)?.[1] ?? '  ' };
}

/** Indentation of the line on which `at` stands, when nothing stands before it there; else null: it shares its line. */
function ownIndentation(text: string, at: number): string | null {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const lead = text.slice(lineStart, at);
  return /^[ \t]*$/.test(lead) && lineStart > 0 ? lead : null;
}

const indentationOf = (text: string, at: number): string => /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))?.[0] ?? '';

/** A value as it stands at an indentation; on one line when `indentation` is null. */
function written(value: unknown, indentation: string | null, layout: Layout): string {
  if (indentation === null) return inline(value);
  return JSON.stringify(value, null, layout.unit).replace(/\n/g, layout.eol + indentation);
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${inline(inner)}`).join(', ')} }`;
}

const member = (key: string | null, value: unknown, indentation: string | null, layout: Layout): string => (key === null ? '' : `${JSON.stringify(key)}: `) + written(value, indentation, layout);

/** Adds a member at the end of an object or a list. */
function addMember(text: string, parent: Node, key: string | null, value: unknown): string {
  const layout = layoutOf(text);
  const last = parent.children?.[parent.children.length - 1];
  if (!last) {
    const outer = indentationOf(text, parent.offset);
    const inner = outer + layout.unit;
    const oneLine = !text.includes('\n', 1) || text.indexOf('\n') === text.length - 1;
    const body = oneLine ? ` ${member(key, value, null, layout)} ` : `${layout.eol}${inner}${member(key, value, inner, layout)}${layout.eol}${outer}`;
    return text.slice(0, parent.offset + 1) + body + text.slice(parent.offset + parent.length - 1);
  }
  const indentation = ownIndentation(text, last.offset);
  const end = last.offset + last.length;
  if (indentation === null) return `${text.slice(0, end)}, ${member(key, value, null, layout)}${text.slice(end)}`;
  // A comma may follow, and a comment on the same line: both belong to the last member.
  const comma = /^\s*,/.exec(text.slice(end))?.[0] ?? '';
  const after = end + comma.length;
  const rest = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?/.exec(text.slice(after))?.[0] ?? '';
  // A list of objects on one line each goes on like that.
  const onOneLine = key === null && !text.slice(last.offset, end).includes('\n');
  const added = `${layout.eol}${indentation}${member(key, value, onOneLine ? null : indentation, layout)}${comma === '' ? '' : ','}`;
  return `${text.slice(0, end)}${comma === '' ? ',' : ''}${text.slice(end, after)}${rest}${added}${text.slice(after + rest.length)}`;
}

/** Replaces the value of a member that is there. */
function replaceValue(text: string, node: Node, value: unknown): string {
  const layout = layoutOf(text);
  const oneLine = text.indexOf('\n') < 0 || text.indexOf('\n') === text.length - 1;
  return text.slice(0, node.offset) + written(value, oneLine ? null : indentationOf(text, node.offset), layout) + text.slice(node.offset + node.length);
}

/** Sets one value; `append` adds it to the list at `path`. Parents that are missing are made. */
export function setJson(text: string, path: JSONPath, value: unknown, append = false): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(mark.length);
  const root = parseTree(body, [], { allowTrailingComma: true });
  if (!root || root.type !== 'object') throw new Error('not a JSON object');
  const target = findNodeAtLocation(root, path);
  if (target && append) return mark + addMember(body, target, null, value);
  if (target) return mark + replaceValue(body, target, value);
  const known = path.slice(0, -1).reduce<JSONPath>((found, key) => (findNodeAtLocation(root, [...found, key]) ? [...found, key] : found), []);
  const parent = known.length === 0 ? root : findNodeAtLocation(root, known);
  const key = path[known.length];
  const wrapped = path.slice(known.length + 1).reduceRight<unknown>((inner, name) => ({ [String(name)]: inner }), append ? [value] : value);
  if (!parent || typeof key !== 'string') throw new Error(`no place for ${path.join('.')}`);
  return mark + addMember(body, parent, key, wrapped);
}
