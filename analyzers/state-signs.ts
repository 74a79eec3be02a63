/** Signs in a source text that something in it may outlive a call: asked before a file is parsed into a tree. Errs on the side of yes. */

const CHANGING = 'set|add|push|delete|clear|unshift|pop|shift|splice|sort|reverse|enqueue|dequeue|fill|append|emit';
/** A change of what stands before it: `.x = 1`, `[key] += 1`, `++`, `.list.push(`. */
const CHANGE = new RegExp(`(?:\\.[\\w$#]+|\\[[^\\]\\n]*\\])*?(?:\\s*(?:=(?![=>])|[-+*/|&?%^]{1,2}=|\\+\\+|--)|\\??\\.(?:${CHANGING})\\s*(?:\\?\\.)?\\()`, 'y');
const FIELD_IN_CONSTRUCTOR = /\.[\w$#]+\s*=(?![=>])/y;
const DECLARED = /\n(?:export )?(?:(?:let|var) \s*(?!__)|const \s*)([\w$]+)/g;
const STATIC = /\bstatic\s+(?:readonly\s+)?[\w$#]+\s*[:=;]/;

function* places(text: string, word: string): Generator<number> {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) yield at;
}

const matchesAt = (pattern: RegExp, text: string, at: number): boolean => {
  pattern.lastIndex = at;
  return pattern.test(text);
};

/** Inside of the constructor above it, as far as the indentation of its closing brace shows. */
function inConstructor(text: string, at: number): boolean {
  const start = text.lastIndexOf('constructor', at);
  if (start === -1) return false;
  const line = text.lastIndexOf('\n', start);
  const indentation = /[^\S\n]*/.exec(text.slice(line + 1, start))?.[0] ?? '';
  return !text.slice(start, at).includes(`\n${indentation}}`);
}

/** `this.hits[key] = 1`, `this.list.push(x)`, and `this.x = …` outside of a constructor. */
function changesThis(text: string): boolean {
  for (const at of places(text, 'this')) {
    const after = at + 4;
    if (!matchesAt(CHANGE, text, after)) continue;
    if (!matchesAt(FIELD_IN_CONSTRUCTOR, text, after) || !inConstructor(text, at)) return true;
  }
  return false;
}

/** Names that a line at the first column declares. */
function declaredAtTop(text: string): Set<string> {
  const names = new Set<string>();
  DECLARED.lastIndex = 0;
  for (let match = DECLARED.exec(text); match; match = DECLARED.exec(text)) if (match[1] !== undefined) names.add(match[1]);
  return names;
}

/** A name of the module is changed on a line that is indented: inside of some function. */
function changesDeclared(text: string, name: string): boolean {
  for (const at of places(text, name)) {
    if (/[\w$.]/.test(text[at - 1] ?? ' ') || /[\w$]/.test(text[at + name.length] ?? ' ')) continue;
    if (!/\s/.test(text[text.lastIndexOf('\n', at) + 1] ?? '')) continue;
    const before = text.slice(Math.max(0, at - 8), at);
    if (matchesAt(CHANGE, text, at + name.length) || /(?:\+\+|--|\bdelete\s+)$/.test(before)) return true;
  }
  return false;
}

/** False only when nothing in the file can be state: no variable of the module, field or static is changed by a function. */
export function mayHoldState(text: string): boolean {
  // A whole module inside of a function: what is declared in there may live as long.
  if (/^[!(;]|\n[!(;]\s*(?:async\s+)?(?:function|\()/.test(text)) return true;
  if (text.includes('static ') && STATIC.test(text)) return true;
  if (changesThis(text)) return true;
  for (const name of declaredAtTop(`\n${text}`)) if (changesDeclared(text, name)) return true;
  return false;
}
