/** Reads the indented text that yarn and pnpm write: nested keys with values. Not YAML: anchors, flow collections and folded texts stay text. */

export interface Indented {
  [key: string]: Indented | string;
}

const emptyTree = (): Indented => Object.create(null) as Indented;

const unquoted = (text: string): string => {
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return text.slice(1, -1).replace(/\\(.)/g, '$1');
  return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
};

/** `key: value`, `"key" value`, `key:`; null for what is neither. */
function split(line: string): { key: string; value: string | null } | null {
  if (line.startsWith('- ')) return { key: line, value: '' };
  if (line.endsWith(':')) return { key: unquoted(line.slice(0, -1)), value: null };
  const match = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\S+?):?\s+(.*)$/.exec(line);
  if (!match) return null;
  const value = match[2] ?? '';
  return { key: unquoted(match[1] ?? ''), value: /^[|>][-+]?$/.test(value) ? null : unquoted(value) };
}

/** A key too long for one line is written `? key` with `: ` before what it holds: brought back to `key:` and an indented rest. */
const longKeysUnfolded = (text: string): string =>
  text.replace(/^( *)\? (.+)\n\1:(?: (?= *\S)|\n)/gm, (_all, indent: string, key: string) => `${indent}${key}:\n${indent}  `);

export function readIndented(text: string): Indented {
  const root = emptyTree();
  const open: { indent: number; tree: Indented }[] = [{ indent: -1, tree: root }];
  for (const raw of longKeysUnfolded(text.replaceAll('\r\n', '\n')).split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line === '---') continue;
    const indent = raw.length - raw.trimStart().length;
    while ((open.at(-1)?.indent ?? -1) >= indent && open.length > 1) open.pop();
    const pair = split(line);
    const parent = open.at(-1)?.tree ?? root;
    if (!pair) continue;
    if (pair.value === null) {
      const tree = emptyTree();
      parent[pair.key] = tree;
      open.push({ indent, tree });
    } else parent[pair.key] = pair.value;
  }
  return root;
}
