/** Edits JSON and JSON with comments as text: only the bytes of what is added change. */
import { type FormattingOptions, type JSONPath, applyEdits, modify, parse } from 'jsonc-parser';

/** Indentation and line ends of a JSON text. */
function formatting(text: string): FormattingOptions {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.startsWith('\t') ? 1 : indent.length, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

export const readJson = (text: string): unknown => parse(text.replace(/^\uFEFF/, ''), [], { allowTrailingComma: true });

/** Sets one value; `append` adds it to the end of the list at `path`. */
export function setJson(text: string, path: JSONPath, value: unknown, append = false): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const body = text.slice(mark.length);
  return mark + applyEdits(body, modify(body, path, value, { formattingOptions: formatting(body), ...(append ? { isArrayInsertion: true } : {}) }));
}
