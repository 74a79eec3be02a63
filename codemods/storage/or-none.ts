/**
 * `if (existsSync(file)) … readFileSync(file)` becomes one read that gives null where nothing is there: `const text = await documents.getOrNone(file)` before the statement, and a look at the
 * value in place of each call. What is read stands in the variable that the program gave it, where that comes first and its name is free; else in one of its own.
 */
import type { NodePath } from '@babel/traverse';
import type { Node, VariableDeclaration } from '@babel/types';
import type { PlannedSeed } from '../../core/plan.js';
import { type TextEdit, replaceRange } from '../shared/edits.js';
import { outerRange } from '../shared/outer.js';
import { type Ranged, type Source, rangeOf } from '../shared/source.js';
import { styleOf } from '../shared/style.js';
import { type Look, isAlone, isJson, looksIn } from './looks.js';

interface OrNoneEdits {
  /** Of the seam, which does both. */
  operation: string;
  edits: TextEdit[];
  reshaped: [number, number][];
  removed: [number, number][];
}

/** Of the call that looks, and of the one that reads. Null: they stay two. */
export function orNoneEdits(source: Source, seed: PlannedSeed, seeds: readonly PlannedSeed[], alias: string): OrNoneEdits | null {
  if (!/^(?:has|get|read-json|load-json)$/.test(seed.operation)) return null;
  const looks = looksIn(source, seeds);
  const look = looks.find(({ has, get }) => has === seed || get === seed);
  if (!look) return null;
  const alone = aloneEdits(source, look, alias);
  if (alone) return ofVersion(seed, seed === look.has ? alone : { ...alone, edits: [] });
  const { holder } = look;
  if (!holder) return null;
  const declaration = takenOver(source, look);
  const name = declaration ? nameOf(declaration) : ownName(source, look, looks);
  const edits = seed === look.has ? lookEdits(source, { ...look, holder }, alias, name) : readEdits(source, look, name, declaration);
  return ofVersion(seed, edits);
}

/** In a second version of a function nothing is compared with what was before. */
const ofVersion = (seed: PlannedSeed, edits: OrNoneEdits): OrNoneEdits => (seed.variant === undefined ? edits : { ...edits, reshaped: [], removed: [] });

const operationOf = ({ get }: Look): string => (isJson(get) ? 'read-json-or-none' : 'get-or-none');

const callText = (source: Source, { get, given }: Look, alias: string): string => `await ${alias}.${isJson(get) ? 'readJsonOrNone' : 'getOrNone'}(${source.text.slice(rangeOf(given[0])[0], rangeOf(given.at(-1))[1])})`;

/** What may stand behind `??` without parentheses. */
const PLAIN = /^(?:(?:String|Numeric|Boolean|Null|Template)Literal|Identifier|(?:Optional)?MemberExpression|(?:Optional)?CallExpression|NewExpression|ArrayExpression|ObjectExpression|UnaryExpression)$/;

/** `existsSync(file) ? readFileSync(file) : ''` needs no name: `(await documents.getOrNone(file)) ?? ''`. */
function aloneEdits(source: Source, look: Look, alias: string): OrNoneEdits | null {
  const branch = look.test.parentPath;
  if (isJson(look.get) || !isAlone(look) || !branch?.isConditionalExpression() || branch.parentPath.isExpressionStatement() || !PLAIN.test(branch.node.alternate.type)) return null;
  const [start, end] = rangeOf(branch.node);
  const isNull = branch.node.alternate.type === 'NullLiteral';
  const other = isNull ? end : outerRange(source, branch.node.alternate as unknown as Ranged)[0];
  if (/\/[/*]/.test(source.text.slice(start, other))) return null;
  const call = callText(source, look, alias);
  return { operation: operationOf(look), edits: [replaceRange([start, other], isNull ? call : `(${call}) ?? `)], reshaped: [[start, end]], removed: [] };
}

const endsWithTag = (node: Node): boolean => node.type === 'StringLiteral' || (node.type === 'ObjectExpression' && node.properties.some((one) => one.type === 'ObjectProperty' && (one.key as { name?: string }).name === 'encoding' && one.value.type === 'StringLiteral'));

/** `text`, `bytes` or `value`; with a number where the function has that name already. */
function ownName(source: Source, look: Look, looks: readonly Look[]): string {
  const fn = functionAround(look.test);
  const taken = namesIn(fn);
  const wanted = (one: Look): string => (isJson(one.get) ? 'value' : one.given[1] && endsWithTag(one.given[1]) ? 'text' : 'bytes');
  const before = looks.slice(0, looks.indexOf(look)).filter((one) => functionAround(one.test) === fn && wanted(one) === wanted(look) && !aloneEdits(source, one, '') && !takenOver(source, one));
  const free = [wanted(look), ...Array.from({ length: taken.size + before.length + 1 }, (_, i) => `${wanted(look)}${i + 2}`)].filter((name) => !taken.has(name));
  return free[before.length] ?? wanted(look);
}

const functionAround = (path: NodePath): NodePath => path.getFunctionParent() ?? path.scope.getProgramParent().path;

/** Names of variables in a function, those that it reads from outside among them; `but`: nodes that do not count. */
function namesIn(fn: NodePath, but: ReadonlySet<Node | undefined> = new Set()): Set<string> {
  const names = new Set<string>();
  fn.traverse({
    Identifier({ node, key, parent }) {
      const isKey = (key === 'property' || key === 'key') && (parent as { computed?: boolean }).computed !== true;
      if (!isKey && !but.has(node)) names.add(node.name);
    },
  });
  return names;
}

const nameOf = (declaration: NodePath<VariableDeclaration>): string => (declaration.node.declarations[0]?.id as { name?: string } | undefined)?.name ?? '';

/** `const text = readFileSync(file);`, where it can stand before the question as well. */
function takenOver(source: Source, { read, holder }: Look): NodePath<VariableDeclaration> | null {
  const declaration = read.parentPath?.parentPath;
  if (!declaration?.isVariableDeclaration({ kind: 'const' }) || declaration.node.declarations.length !== 1 || declaration.parentPath?.isExportNamedDeclaration()) return null;
  const { id } = declaration.node.declarations[0] as { id: Node };
  const beside = declaration.parentPath === holder?.parentPath;
  if (!holder || (!beside && !declaration.parentPath?.isBlockStatement())) return null;
  if (id.type !== 'Identifier' || id.typeAnnotation || hasComment(source, declaration)) return null;
  return beside || isOnlyThere(declaration, id.name) ? declaration : null;
}

/** In the line above it, or in its own. */
function hasComment(source: Source, { node }: NodePath): boolean {
  const [start, end] = rangeOf(node);
  return /(?:^|\n)[ \t]*(?:\/\/[^\n]*|[^\n]*\*\/[ \t]*\r?)(?:\n[ \t]*)?$/.test(source.text.slice(0, start)) || /^[ \t]*\/[/*]/.test(source.text.slice(end)) || /\/[/*]/.test(source.text.slice(start, end));
}

/** Nothing else goes by the name in the function. */
function isOnlyThere(declaration: NodePath, name: string): boolean {
  const binding = declaration.scope.getBinding(name);
  const own = new Set<Node | undefined>([binding?.identifier, ...(binding?.referencePaths ?? []).map(({ node }) => node)]);
  return !namesIn(functionAround(declaration), own).has(name);
}

/** The read before the statement, and a comparison in place of the question. */
function lookEdits(source: Source, look: Look & { holder: NodePath }, alias: string, name: string): OrNoneEdits {
  const none = isJson(look.get) ? 'undefined' : 'null';
  const { test, negated, holder } = look;
  const { semicolons, endOfLine } = styleOf(source);
  const [start, end] = rangeOf(holder.node);
  const lead = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start);
  const ownLine = lead.trim() === '';
  const close = semicolons || !ownLine || /^[([`+\-/]/.test(source.text.slice(start)) ? ';' : '';
  const line = `const ${name} = ${callText(source, look, alias)}${close}`;
  return {
    operation: operationOf(look),
    // Outside of whatever else begins with the statement.
    edits: [{ start, end: start, text: ownLine ? `${line}${endOfLine}${lead}` : `${line} `, side: 'open', size: end - start + 1, statements: true, breaks: ownLine }, replaceRange(rangeOf(test.node), `${name} ${negated ? '===' : '!=='} ${none}`)],
    reshaped: [rangeOf(test.node)],
    removed: [],
  };
}

function readEdits(source: Source, look: Look, name: string, declaration: NodePath | null): OrNoneEdits {
  const { read } = look;
  const operation = operationOf(look);
  if (!declaration) return { operation, edits: [replaceRange(outerRange(source, read.node as unknown as Ranged), name)], reshaped: [rangeOf(read.node)], removed: [] };
  return { operation, edits: [replaceRange(lineOf(source.text, rangeOf(declaration.node)), '')], reshaped: [], removed: [rangeOf(declaration.node)] };
}

/** The statement with its line, where it has one of its own, and with the blank line behind it where what stands before it is set apart already. */
function lineOf(text: string, [start, end]: readonly [number, number]): [number, number] {
  const lead = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const before = text.slice(0, start - lead);
  const rest = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
  if (rest === 0 || !(before === '' || before.endsWith('\n'))) return [start - lead, end];
  const blank = /(?:[{\n][ \t]*\r?\n)$/.test(before) ? /^(?:[ \t]*\r?\n)+/.exec(text.slice(end + rest))?.[0].length ?? 0 : 0;
  return [start - lead, end + rest + blank];
}
