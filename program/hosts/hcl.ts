/** Reads the literals of Terraform's language: blocks, attributes, lists, objects, here-documents. Expressions stay text, and what is not understood is passed over. */

export type HclValue = string | number | boolean | null | HclValue[] | { [name: string]: HclValue };

export interface HclBlock {
  type: string;
  labels: string[];
  values: Record<string, HclValue>;
  blocks: HclBlock[];
}

interface Token {
  kind: 'text' | 'word' | 'sign' | 'line';
  value: string;
}

const TOKEN = /(?<line>\n)|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\/|"(?<text>(?:[^"\\]|\\.)*)"|<<[-~]?(?<mark>\w+)\n(?<here>[\s\S]*?)\n[ \t]*\k<mark>\b|(?<word>[\w.-]+)|(?<sign>[^\s])/g;

function tokensOf(text: string): Token[] {
  return [...text.replaceAll('\r', '').matchAll(TOKEN)].flatMap(({ groups = {} }): Token[] => {
    if (groups.line !== undefined) return [{ kind: 'line', value: '\n' }];
    if (groups.text !== undefined) return [{ kind: 'text', value: groups.text.replaceAll('\\n', '\n').replace(/\\(["\\])/g, '$1') }];
    if (groups.here !== undefined) return [{ kind: 'text', value: groups.here }];
    if (groups.word !== undefined) return [{ kind: 'word', value: groups.word }];
    return groups.sign === undefined ? [] : [{ kind: 'sign', value: groups.sign }];
  });
}

const plain = (word: string): HclValue => (word === 'true' ? true : word === 'false' ? false : word === 'null' ? null : /^-?\d+(?:\.\d+)?$/.test(word) ? Number(word) : word);

/** Reads from `at`; every function gives what it read and where it stopped. */
interface Read<T> {
  value: T;
  at: number;
}

const isSign = (token: Token | undefined, sign: string): boolean => token?.kind === 'sign' && token.value === sign;

function skipLines(tokens: readonly Token[], at: number): number {
  let next = at;
  while (tokens[next]?.kind === 'line' || isSign(tokens[next], ',')) next++;
  return next;
}

function listAt(tokens: readonly Token[], from: number): Read<HclValue> {
  const value: HclValue[] = [];
  let at = skipLines(tokens, from);
  while (at < tokens.length && !isSign(tokens[at], ']')) {
    const item = valueAt(tokens, at);
    value.push(item.value);
    at = skipLines(tokens, Math.max(item.at, at + 1));
  }
  return { value, at: at + 1 };
}

function objectAt(tokens: readonly Token[], from: number): Read<HclValue> {
  const entries: [string, HclValue][] = [];
  let at = skipLines(tokens, from);
  while (at < tokens.length && !isSign(tokens[at], '}')) {
    const key = tokens[at];
    const assigned = isSign(tokens[at + 1], '=') || isSign(tokens[at + 1], ':');
    const read: Read<HclValue> = key && assigned ? valueAt(tokens, at + 2) : { value: null, at: at + 1 };
    if (key && assigned) entries.push([key.value, read.value]);
    at = skipLines(tokens, Math.max(read.at, at + 1));
  }
  return { value: Object.fromEntries(entries), at: at + 1 };
}

/** The arguments of a call: of `jsonencode(x)` and the like the first one speaks. */
function callAt(tokens: readonly Token[], name: string, from: number): Read<HclValue> {
  const first = valueAt(tokens, skipLines(tokens, from));
  let depth = 1;
  let at = first.at;
  for (; at < tokens.length && depth > 0; at++) depth += isSign(tokens[at], '(') ? 1 : isSign(tokens[at], ')') ? -1 : 0;
  return { value: /^(?:jsonencode|tolist|toset|tostring|tomap)$/.test(name) ? first.value : name, at };
}

function valueAt(tokens: readonly Token[], at: number): Read<HclValue> {
  const token = tokens[at];
  if (!token) return { value: null, at };
  if (isSign(token, '[')) return listAt(tokens, at + 1);
  if (isSign(token, '{')) return objectAt(tokens, at + 1);
  if (token.kind === 'word' && isSign(tokens[at + 1], '(')) return callAt(tokens, token.value, at + 2);
  return restOfExpression(tokens, { value: token.kind === 'word' ? plain(token.value) : token.value, at: at + 1 });
}

/** `a ? b : c`, `x[0]`: passed over to the end of the line, of the list or of the object. */
function restOfExpression(tokens: readonly Token[], first: Read<HclValue>): Read<HclValue> {
  let depth = 0;
  let { at } = first;
  for (; at < tokens.length; at++) {
    const token = tokens[at];
    if (token?.kind === 'line' && depth === 0) break;
    if (token?.kind !== 'sign') continue;
    if (depth === 0 && /[,\])}]/.test(token.value)) break;
    if (/[[({]/.test(token.value)) depth++;
    if (/[\])}]/.test(token.value)) depth--;
  }
  return { value: first.value, at };
}

function bodyAt(tokens: readonly Token[], from: number): Read<Pick<HclBlock, 'values' | 'blocks'>> {
  const values: [string, HclValue][] = [];
  const blocks: HclBlock[] = [];
  let at = skipLines(tokens, from);
  while (at < tokens.length && !isSign(tokens[at], '}')) {
    const name = tokens[at]?.value ?? '';
    if (isSign(tokens[at + 1], '=')) {
      const read = valueAt(tokens, at + 2);
      values.push([name, read.value]);
      at = Math.max(read.at, at + 1);
    } else {
      let open = at + 1;
      while (tokens[open]?.kind === 'text' || tokens[open]?.kind === 'word') open++;
      if (isSign(tokens[open], '{')) {
        const body = bodyAt(tokens, open + 1);
        blocks.push({ type: name, labels: tokens.slice(at + 1, open).map((token) => token.value), ...body.value });
        at = body.at;
      } else at = open;
    }
    at = skipLines(tokens, at);
  }
  return { value: { values: Object.fromEntries(values), blocks }, at: at + 1 };
}

/** The blocks of a file. Unbalanced text gives what was understood. */
export function readHcl(text: string): HclBlock[] {
  const tokens = tokensOf(text);
  return bodyAt(tokens, 0).value.blocks;
}
