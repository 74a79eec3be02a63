/** Makes names of scanned code safe to show: what a terminal would obey or a reader could not see is spelled out. It shortens nothing. */

/** Controls, formatting characters (bidirectional overrides, zero width, tags), line separators and halves of surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

const NAMED: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const spelled = (character: string): string => NAMED[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** One line: line breaks and tabs are spelled out as well. */
export const visible = (text: string): string => text.replace(UNSEEN, spelled);

/** A line of source: tabs become two spaces, so that columns line up in every medium. */
export const visibleCode = (line: string): string => line.replace(/\t/g, '  ').replace(UNSEEN, spelled);
