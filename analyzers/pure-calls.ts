/** Calls that compute and do nothing else, by their text: what may be done at first use instead of at load without anybody seeing a difference. Errs on the side of doubt. */
import type { SyntaxNode } from '../core/parse.js';
import { isNode, keyOf, nameOf, unwrap } from '../core/syntax.js';

const MADE = /^(?:Map|Set|WeakMap|WeakSet|Date|Array|Object|URL|URLSearchParams|RegExp|\w*Error|Intl)$/;
const FUNCTIONS = /^(?:Number|String|Boolean|Symbol|BigInt|parseInt|parseFloat|isNaN|structuredClone|encodeURIComponent|decodeURIComponent|fileURLToPath)$/;
const SPACES = new Map(Object.entries({
  JSON: /^(?:parse|stringify)$/, Object: /./, Array: /./, Math: /./, Number: /./, String: /./, Reflect: /^ownKeys$/, Date: /./, Buffer: /^(?:from|alloc|concat|byteLength)$/, console: /./, Promise: /^(?:all|resolve)$/,
  path: /^(?:join|resolve|dirname|basename|extname|relative|normalize|isAbsolute|parse|format)$/, process: /^(?:cwd|uptime|hrtime)$/, os: /^(?:homedir|tmpdir|hostname|platform)$/, url: /^fileURLToPath$/,
}));
/** Methods of lists, texts and dates that no server, router or client has. */
const OF_VALUES = /^(?:map|filter|find|findIndex|findLast|forEach|reduce|reduceRight|some|every|flatMap|flat|push|concat|slice|splice|join|split|trim|trimEnd|trimStart|includes|indexOf|lastIndexOf|startsWith|endsWith|replace|replaceAll|toLowerCase|toUpperCase|toString|toFixed|padStart|padEnd|charAt|charCodeAt|localeCompare|toISOString|getTime|sort|reverse|unshift|test|fill|repeat|substring|substr)$/;

/** Methods that change what they are called on. */
export const MUTATES = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear|append)$/;
const READS = /^(?:has|get|keys|values|entries|at|forEach|toJSON|valueOf)$/;

/** A method of this name leaves what it is called on as it is, whatever it is called on. */
export const onlyReads = (method: string): boolean => READS.test(method) || (OF_VALUES.test(method) && !MUTATES.test(method));

export function computesOnly(call: SyntaxNode): boolean {
  const callee = isNode(call.callee) ? unwrap(call.callee) : null;
  const name = nameOf(callee);
  if (call.type === 'NewExpression') return name !== null && MADE.test(name);
  if (name !== null) return FUNCTIONS.test(name);
  if (callee?.type !== 'MemberExpression') return false;
  const method = keyOf(callee) ?? '';
  // No plain object: programs call `toString.call(value)`.
  const space = SPACES.get(nameOf(callee.object) ?? '');
  return space?.test(method) === true || OF_VALUES.test(method);
}
