/** Measures and breaks plain text for a terminal of fixed width. It knows no colours: text is painted after it is broken. */

/** Ranges that terminals draw two columns wide: East Asian wide forms and emoji. */
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{Mn}|\p{Me}|\ufe0f/u;

const characterWidth = (character: string): number => (character < '\u0300' ? 1 : COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1);

/** Columns a text takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The longest head of a text that fits. */
function head(text: string, width: number): string {
  let used = 0;
  let taken = '';
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) break;
    taken += character;
  }
  return taken;
}

/** A word too long for a line is cut after a path separator where one is near the edge, else at the edge. */
function pieces(word: string, width: number): string[] {
  const parts: string[] = [];
  for (let rest = word; rest !== ''; ) {
    if (displayWidth(rest) <= width) return [...parts, rest];
    const fitting = head(rest, width) || [...rest][0] || rest;
    const separator = Math.max(fitting.lastIndexOf('/'), fitting.lastIndexOf('.'), fitting.lastIndexOf('-'), fitting.lastIndexOf('_'), fitting.lastIndexOf(',')) + 1;
    const end = separator > fitting.length / 2 ? separator : fitting.length;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return parts;
}

/** Lines of at most `width` columns, without trailing spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    for (const piece of pieces(word, width)) {
      const joined = line === '' ? piece : `${line} ${piece}`;
      if (displayWidth(joined) <= width) line = joined;
      else {
        if (line !== '') lines.push(line);
        line = piece;
      }
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** One line of at most `width` columns; what is left out is marked. */
export const cut = (text: string, width: number): string => (displayWidth(text) <= width ? text : `${head(text, Math.max(0, width - 1))}…`);

/** Paragraph with a first-line label and hanging lines: `fix   replace it …`. */
export function hanging(label: string, text: string, width: number, indent: number): string[] {
  const lead = label.padEnd(indent);
  return wrap(text, Math.max(10, width - lead.length)).map((line, index) => (index === 0 ? lead : ' '.repeat(lead.length)) + line);
}
