/** The handwriting of a file: quotes, semicolons, indentation, line ends. New text is written in it; nothing else is restyled. */
import { parse } from '@babel/parser';
import type { Source } from './source.js';

export interface Style {
  quote: '"' | "'";
  semicolons: boolean;
  indent: string;
  endOfLine: '\n' | '\r\n';
}

interface Token {
  type: { label?: string };
  value?: unknown;
  start: number;
  end: number;
}

const tokensOf = (tree: { tokens?: unknown }): Token[] => (tree.tokens ?? []) as Token[];

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** The unit by which most indented lines grow. */
function indentOf(text: string): string {
  const steps = new Map<string, number>();
  let before = '';
  for (const line of text.split('\n')) {
    const lead = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (line.trim() === '' || /^\s*\*/.test(line)) continue;
    if (lead.length > before.length && lead.startsWith(before)) {
      const step = lead.slice(before.length);
      if (step === '\t' || /^ {1,8}$/.test(step)) steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    before = lead;
  }
  return [...steps].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '  ';
}

/** Ends of lines that a semicolon closes, against those that could have one. */
function usesSemicolons(tokens: Token[], text: string): boolean {
  const closed = tokens.filter((token) => token.type.label === ';' && /^[ \t]*(?:\r?\n|$|\/\/)/.test(text.slice(token.end, token.end + 200))).length;
  const open = count(text, /^[ \t]*(?:import\b.*from\s*['"][^'"]*['"]|(?:const|let|var)\s.*[\w)\]'"`])[ \t]*\r?$/gm);
  return closed >= open;
}

export function styleOf(source: Source): Style {
  const tokens = tokensOf(source.ast as unknown as { tokens?: unknown });
  const strings = tokens.filter((token) => token.type.label === 'string').map((token) => source.text[token.start]);
  const doubles = strings.filter((quote) => quote === '"').length;
  const carriage = count(source.text, /\r\n/g);
  return {
    quote: doubles > strings.length - doubles ? '"' : "'",
    semicolons: usesSemicolons(tokens, source.text),
    indent: indentOf(source.text),
    endOfLine: carriage > count(source.text, /\n/g) / 2 ? '\r\n' : '\n',
  };
}

/** Rewrites text of ours (two spaces, single quotes, semicolons, LF) in a given style. The text must parse. */
export function restyle(text: string, style: Style, file: string): string {
  const tree = parse(text, { sourceType: 'module', allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true, tokens: true, plugins: /\.[mc]?tsx?$/.test(file) ? ['typescript'] : [] });
  let styled = text;
  for (const token of tokensOf(tree as unknown as { tokens?: unknown }).reverse()) {
    const written = text.slice(token.start, token.end);
    if (token.type.label === 'string' && style.quote === '"' && written.startsWith("'") && !/["\\]/.test(written)) {
      styled = `${styled.slice(0, token.start)}"${written.slice(1, -1)}"${styled.slice(token.end)}`;
    } else if (token.type.label === ';' && !style.semicolons && mayDrop(text, token)) {
      styled = styled.slice(0, token.start) + styled.slice(token.end);
    }
  }
  const indented = style.indent === '  ' ? styled : styled.replace(/^(?: {2})+/gm, (lead) => style.indent.repeat(lead.length / 2));
  return style.endOfLine === '\n' ? indented : indented.replace(/\n/g, '\r\n');
}

/** A semicolon at the end of a line whose next line cannot be read as its continuation. */
function mayDrop(text: string, token: Token): boolean {
  const rest = /^[ \t]*(?:\/\/[^\n]*)?(?:\n\s*(?:\/\/[^\n]*\n\s*)*|$)/.exec(text.slice(token.end));
  return rest !== null && !/^[([`+\-*/,.]/.test(text.slice(token.end + rest[0].length));
}
