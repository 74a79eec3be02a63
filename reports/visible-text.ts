/** Makes names of scanned code safe to show: what a terminal would obey or a reader could not see is spelled out. It shortens nothing. */

/** Controls, bidirectional overrides, zero-width characters and halves of surrogate pairs. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const NAMED: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const spelled = (character: string): string => NAMED[character] ?? `\\u{${character.charCodeAt(0).toString(16)}}`;

/** One line: line breaks and tabs are spelled out as well. */
export const visible = (text: string): string => text.replace(UNSEEN, spelled);

/** A line of source: tabs become two spaces, so that columns line up in every medium. */
export const visibleCode = (line: string): string => line.replace(/\t/g, '  ').replace(UNSEEN, spelled);
