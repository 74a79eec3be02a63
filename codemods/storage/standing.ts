/** Where modules ask for their own place and whole paths are keys: on Workers, where all code stands in one file, each is told the place that it has in the program. On Node nothing differs. */
import path from 'node:path';
import jscodeshift, { type ASTPath } from 'jscodeshift';
import type { RewriteInput } from '../define.js';
import type { EditedFile } from '../shared/component.js';
import { type TextEdit, insertAt, wrapRange } from '../shared/edits.js';
import { namespaceImport } from '../shared/imports.js';
import { type NodeShape, type Source, parseSource, rangeOf } from '../shared/source.js';
import { styleOf } from '../shared/style.js';
import { isModule } from '../shared/top-of-module.js';
import { IN_BUNDLE } from './in-bundle.js';
import type { Layout } from './layout.js';

const WORDS = /\b__dirname\b|\b__filename\b|\bimport\.meta\b/;
const OF_META = /^(?:url|dirname|filename)$/;

/** Around the word nothing binds closer than what is put before it. */
const LOOSE = /^(?:CallExpression|OptionalCallExpression|NewExpression|VariableDeclarator|ReturnStatement|ArrayExpression|ObjectProperty|TemplateLiteral|ArrowFunctionExpression|ClassProperty)$/;

interface Shape extends NodeShape {
  name?: string;
  operator?: string;
  computed?: boolean;
  shorthand?: boolean;
  callee?: Shape;
  left?: Shape;
  key?: unknown;
  value?: unknown;
  property?: Shape;
}

const parentOf = (at: ASTPath): Shape | undefined => at.parent?.node as Shape | undefined;
const nameOf = (node: Shape | undefined): string => node?.name ?? node?.property?.name ?? '';

/** The place of the module that the word stands for. */
function placeOf(file: string, word: string): string {
  if (word === 'import.meta.url') return `file://${encodeURI(`/bundle/${file}`).replace(/[?#]/g, encodeURIComponent)}`;
  return word.endsWith('dirname') ? path.posix.dirname(`/bundle/${file}`) : `/bundle/${file}`;
}

/** Nothing is opened by it: it is compared as it is, or code is loaded from there; or it was done before. */
function isLeft(at: ASTPath): boolean {
  const parent = parentOf(at);
  const around = at.parent as ASTPath | undefined;
  const compared = (one: Shape | undefined): boolean => one?.type === 'BinaryExpression' && /^[=!]==?$/.test(one.operator ?? '');
  if (parent?.type === 'UnaryExpression' || compared(parent) || (nameOf(parent?.callee) === 'fileURLToPath' && around && compared(parentOf(around)))) return true;
  if (parent?.type === 'LogicalExpression' && nameOf(parent.left?.callee) === IN_BUNDLE) return true;
  for (let up = around; up && !/Statement$|Declaration$|Function/.test(up.node.type); up = up.parent as ASTPath | undefined) {
    const { type, callee } = up.node as unknown as Shape;
    if (type === 'ImportExpression' || callee?.type === 'Import' || (type === 'CallExpression' && ((callee?.type === 'Identifier' && callee.name === 'require') || nameOf(callee) === 'createRequire'))) return true;
  }
  return false;
}

/** `global.__dirname`, `{ __dirname: … }`: a name and no question. */
function isName(at: ASTPath): boolean {
  const parent = parentOf(at);
  if (parent?.computed) return false;
  return (/MemberExpression$/.test(parent?.type ?? '') && parent?.property === (at.node as unknown)) || (/Property$|Method$/.test(parent?.type ?? '') && parent?.key === at.node && !parent?.shorthand);
}

interface Question {
  at: ASTPath;
  word: string;
}

/** By which nodes the module asks where it stands, and the first from which that cannot be told. */
function questions(source: Source): { asked: Question[]; lost: Shape | null } {
  const own = source.root.find(jscodeshift.Identifier, (node) => node.name === '__dirname' || node.name === '__filename').paths().filter((at) => !isName(at) && !at.scope?.lookup(at.node.name));
  const metas = source.root.find(jscodeshift.MetaProperty, (node) => node.meta.name === 'import').paths().map((at) => at.parent as ASTPath);
  const isMember = (at: ASTPath): boolean => /MemberExpression$/.test(at.node.type) && (at.node as unknown as Shape).computed !== true;
  const members = metas.filter((at) => isMember(at) && OF_META.test(nameOf(at.node as unknown as Shape)));
  const asked = [...own, ...members].filter((at) => !isLeft(at)).map((at) => ({ at, word: source.text.slice(...rangeOf(at.node)).replace(/[\s?]/g, '') }));
  const taken = metas.find((at) => !isMember(at)) ?? asked.find(({ at }) => /^(?:AssignmentExpression|UpdateExpression|AssignmentPattern|ArrayPattern)$/.test(parentOf(at)?.type ?? '') && parentOf(at)?.left === (at.node as unknown))?.at;
  return { asked, lost: taken ? (taken.node as unknown as Shape) : null };
}

function editOf({ at, word }: Question, source: Source, alias: string): TextEdit[] {
  const { quote } = styleOf(source);
  const text = `${alias}.${IN_BUNDLE}(${quote}${placeOf(source.file, word).replaceAll(quote, `\\${quote}`)}${quote}) ?? `;
  const parent = parentOf(at);
  if (parent?.shorthand) return [insertAt(rangeOf(at.node)[1], `: ${text}${word}`)];
  return LOOSE.test(parent?.type ?? '') ? [insertAt(rangeOf(at.node)[0], text)] : wrapRange(rangeOf(at.node), `(${text}`, ')');
}

/** A module that asks, with its edits; or why it cannot be told. */
function standing(source: Source, alias: string, dialect: Layout['dialect']): EditedFile | string | null {
  const { asked, lost } = questions(source);
  if (lost) return `${source.file}:${source.text.slice(0, lost.start).split('\n').length} takes the place of the module in a way that is not followed`;
  if (asked.length === 0) return null;
  if (source.typescript !== dialect.typescript || (!isModule(source) && dialect.module === 'esm')) return `${source.file} asks where it stands, and is written in another kind of module than the seam would be`;
  const style = styleOf(source);
  const edits = asked.flatMap((one) => editOf(one, source, alias));
  const first = Math.min(...edits.map((edit) => edit.start));
  if (!isModule(source) && first < namespaceImport(source, style, alias, '').start) return `${source.file} asks where it stands before all it needs is loaded`;
  return { source, style, edits, planned: [], reshaped: asked.map(({ at }) => rangeOf(parentOf(at)?.shorthand ? at.parent.node : at.node)), wrapped: [], moved: [], removed: [], operations: new Set(['in-bundle']), builtins: [], forwardsErrors: false, takesTurns: false, hasSteps: false, hearsLater: false, gathers: false, notes: [], alias };
}

export interface Standing {
  input: Pick<RewriteInput, 'program' | 'read'>;
  layout: Layout;
  patterns: readonly string[];
  aliasFor(source: Source): string;
}

/** The modules that run and ask where they stand, each with what is put before the word; or why they cannot be told, as one sentence. */
export function standingFiles({ input: { program, read }, layout, patterns, aliasFor }: Standing): EditedFile[] | string {
  const outside = patterns.find((pattern) => pattern.startsWith('..'));
  if (outside !== undefined) return `${outside} lies outside of the program`;
  if (layout.packageFolder !== '') return `its package stands in ${layout.packageFolder}, so that paths of the working folder and of the code do not begin in one place`;
  const found = program.modules.filter((module) => module.reach === 'production').flatMap(({ file }) => {
    const text = read(file);
    const source = text !== null && WORDS.test(text) ? parseSource(file, text) : null;
    const one = source ? standing(source, aliasFor(source), layout.dialect) : null;
    return one === null ? [] : [one];
  });
  return found.find((one) => typeof one === 'string') ?? found.filter((one) => typeof one !== 'string');
}
