/** Reads a path expression at the top of a module: environment variable with its default, working folder, place of the module, constant segments. Null for anything else. */
import path from 'node:path';
import type { Program } from '../../core/program.js';
import { type Ranged, type Source, parseSource } from './source.js';
import { originOf } from './top-of-module.js';

export interface PathText {
  /** As the linker writes it: `<env DATA_DIR|data>/content`, `data`. */
  text: string;
  /** Folder of the module it is relative to; absent for the working folder. */
  module?: string;
}

export interface PathReader {
  program: Program;
  source(file: string): Source | null;
}

/** A reader that parses each file once. */
export function pathReader(program: Program, read: (file: string) => string | null): PathReader {
  const known = new Map<string, Source | null>();
  return {
    program,
    source(file) {
      if (!known.has(file)) {
        const text = read(file);
        known.set(file, text === null ? null : parseSource(file, text));
      }
      return known.get(file) ?? null;
    },
  };
}

interface Shape extends Record<string, unknown> {
  type: string;
}

const join = (base: PathText | null, rest: string): PathText | null => (base === null ? null : { ...base, text: fold(`${base.text}/${rest}`) });

/** Folds `.` and `..`, and keeps placeholders whole. */
export function fold(text: string): string {
  const absolute = text.startsWith('/');
  const out: string[] = [];
  for (const segment of segmentsOf(text)) {
    if (segment === '' || segment === '.') continue;
    const last = out[out.length - 1];
    if (segment === '..' && last !== undefined && last !== '..' && !last.startsWith('<')) out.pop();
    else if (segment !== '..' || !absolute || out.length > 0) out.push(segment);
  }
  return (absolute ? '/' : '') + out.join('/') || '.';
}

/** Segments between slashes; slashes inside of `<env X|a/b>` do not count. */
export function segmentsOf(text: string): string[] {
  const out: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '<') depth++;
    if (character === '>') depth--;
    if (character === '/' && depth === 0) out.push('');
    else out[out.length - 1] += character;
  }
  return out;
}

/** Name of `path.join`, `join`, `fileURLToPath` … as it is written at the end of the callee. */
function calleeName(callee: Shape): string {
  if (callee.type === 'Identifier') return String(callee.name);
  const property = callee.property as Shape | undefined;
  return callee.type === 'MemberExpression' && property?.type === 'Identifier' ? String(property.name) : '';
}

export function readPath(reader: PathReader, source: Source, node: unknown, depth = 0): PathText | null {
  const shape = node as Shape | null | undefined;
  if (!shape || depth > 20) return null;
  const again = (inner: unknown): PathText | null => readPath(reader, source, inner, depth + 1);
  switch (shape.type) {
    case 'StringLiteral': return { text: fold(String(shape.value)) };
    case 'TemplateLiteral': return template(shape, again);
    case 'TSAsExpression':
    case 'TSNonNullExpression': return again(shape.expression);
    case 'LogicalExpression': return fallback(again(shape.left), again(shape.right));
    case 'BinaryExpression': return shape.operator === '+' ? plus(again(shape.left), shape.right as Shape) : null;
    case 'Identifier': return named(reader, source, String(shape.name), depth);
    case 'MemberExpression': return member(reader, source, shape, depth);
    case 'NewExpression': return calleeName(shape.callee as Shape) === 'URL' ? url(source, shape.arguments as Shape[], again) : null;
    case 'CallExpression': return call(shape, again);
    default: return null;
  }
}

function fallback(left: PathText | null, right: PathText | null): PathText | null {
  const name = /^<env (\w+)>$/.exec(left?.text ?? '')?.[1];
  if (!name) return left ?? right;
  return right === null ? left : { ...right, text: `<env ${name}|${right.text}>` };
}

const plus = (left: PathText | null, right: Shape): PathText | null => (left !== null && right.type === 'StringLiteral' && String(right.value).startsWith('/') ? join(left, String(right.value)) : null);

function template(shape: Shape, again: (inner: unknown) => PathText | null): PathText | null {
  const quasis = shape.quasis as { value: { cooked: string } }[];
  const expressions = shape.expressions as unknown[];
  if (expressions.length === 0) return { text: fold(quasis[0]?.value.cooked ?? '') };
  const rest = quasis[1]?.value.cooked ?? '';
  return expressions.length === 1 && quasis[0]?.value.cooked === '' && (rest === '' || rest.startsWith('/')) ? join(again(expressions[0]), rest) : null;
}

function call(shape: Shape, again: (inner: unknown) => PathText | null): PathText | null {
  const name = calleeName(shape.callee as Shape);
  const [first, ...rest] = shape.arguments as Shape[];
  if (name === 'cwd') return { text: '.' };
  if (name === 'fileURLToPath' || name === 'normalize' || name === 'String') return again(first);
  if (name === 'dirname') return join(again(first), '..');
  if (name !== 'join' && name !== 'resolve') return null;
  const words = rest.map((argument) => (argument.type === 'StringLiteral' ? String(argument.value) : null));
  if (words.includes(null)) return null;
  return words.reduce<PathText | null>((base, word) => join(base, word ?? ''), again(first));
}

function url(source: Source, args: Shape[], again: (inner: unknown) => PathText | null): PathText | null {
  const [relative, base] = args;
  if (relative?.type !== 'StringLiteral' || !isMeta(base, 'url')) return again(relative);
  return { text: fold(`${folderOf(source.file)}/${String(relative.value)}`.replace(/^\//, '')), module: folderOf(source.file) };
}

const isMeta = (node: Shape | undefined, name: string): boolean => node?.type === 'MemberExpression' && (node.object as Shape).type === 'MetaProperty' && (node.property as Shape).name === name;

const folderOf = (file: string): string => (path.posix.dirname(file) === '.' ? '' : path.posix.dirname(file));

/** The place of a module: its folder, or the file itself. */
const place = (source: Source, file: boolean): PathText => ({ text: file ? source.file : folderOf(source.file) || '.', module: folderOf(source.file) });

function named(reader: PathReader, source: Source, name: string, depth: number): PathText | null {
  if (name === '__dirname') return place(source, false);
  if (name === '__filename') return place(source, true);
  const value = topLevelValue(source, name);
  if (value) return readPath(reader, source, value, depth + 1);
  const found = importedValue(reader, source, name);
  return found ? readPath(reader, found.source, found.value, depth + 1) : null;
}

function member(reader: PathReader, source: Source, shape: Shape, depth: number): PathText | null {
  const object = shape.object as Shape;
  const name = String((shape.property as Shape).name ?? (shape.property as Shape).value ?? '');
  if (isMeta(shape, 'dirname')) return place(source, false);
  if (isMeta(shape, 'url') || isMeta(shape, 'filename')) return place(source, true);
  if (object.type === 'MemberExpression' && (object.property as Shape).name === 'env') return { text: `<env ${name}>` };
  if (name === 'pathname' || name === 'href') return readPath(reader, source, object, depth + 1);
  if (object.type !== 'Identifier') return null;
  const own = topLevelValue(source, String(object.name));
  const found = own ? { source, value: own } : importedValue(reader, source, String(object.name), name);
  if (!found) return null;
  const value = found.value as unknown as Shape;
  return readPath(reader, found.source, value.type === 'ObjectExpression' ? propertyOf(value, name) : value, depth + 1);
}

const propertyOf = (object: Shape, name: string): Ranged | null => ((object.properties as Shape[]).find((one) => one.type === 'ObjectProperty' && ((one.key as Shape).name === name || (one.key as Shape).value === name))?.value as Ranged | undefined) ?? null;

/** Initial value of a constant at the top of the module. */
export function topLevelValue(source: Source, name: string): Ranged | null {
  for (const statement of source.ast.program.body as unknown as Shape[]) {
    const declaration = (/^Export/.test(statement.type) ? statement.declaration : statement) as Shape | null | undefined;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const one of declaration.declarations as Shape[]) if ((one.id as Shape).name === name && one.init && !isRequire(one.init as Shape)) return one.init as Ranged;
  }
  return null;
}

const isRequire = (node: Shape): boolean => node.type === 'CallExpression' && (node.callee as Shape).name === 'require';

/** Value of an imported name, or of the member of an imported module. */
function importedValue(reader: PathReader, source: Source, name: string, property?: string): { source: Source; value: Ranged } | null {
  const origin = originOf(source, name);
  if (origin.kind === 'local') return null;
  const file = reader.program.modules.find((module) => module.file === source.file)?.imports.find((one) => one.specifier === origin.specifier)?.to;
  const other = file ? reader.source(file) : null;
  if (!other) return null;
  const whole = origin.kind === 'required' || origin.imported === '*' || origin.imported === 'default';
  const wanted = whole ? property : origin.imported;
  const value = wanted ? topLevelValue(other, wanted) ?? exportedProperty(other, wanted) : null;
  const chosen = value ?? (whole ? defaultExport(other) : null);
  return chosen ? { source: other, value: chosen } : null;
}

/** `module.exports = { name: value }`, `exports.name = value`. */
function exportedProperty(source: Source, name: string): Ranged | null {
  for (const statement of source.ast.program.body as unknown as Shape[]) {
    const assigned = statement.type === 'ExpressionStatement' ? (statement.expression as Shape) : null;
    if (assigned?.type !== 'AssignmentExpression') continue;
    const left = source.text.slice((assigned.left as Ranged).start, (assigned.left as Ranged).end);
    if (left === `exports.${name}` || left === `module.exports.${name}`) return assigned.right as Ranged;
    if (left === 'module.exports' && (assigned.right as Shape).type === 'ObjectExpression') return propertyOf(assigned.right as Shape, name);
  }
  return null;
}

function defaultExport(source: Source): Ranged | null {
  for (const statement of source.ast.program.body as unknown as Shape[]) {
    if (statement.type === 'ExportDefaultDeclaration') {
      const value = statement.declaration as Shape;
      return value.type === 'Identifier' ? topLevelValue(source, String(value.name)) : (value as unknown as Ranged);
    }
  }
  return null;
}

/** Constants at the top of a module that others can import by name, with their values. */
export function exportedConstants(source: Source): { name: string; value: Ranged }[] {
  return (source.ast.program.body as unknown as Shape[]).flatMap((statement) => {
    if (statement.type === 'ExportNamedDeclaration') {
      const declaration = statement.declaration as Shape | null;
      if (declaration?.type === 'VariableDeclaration') return (declaration.declarations as Shape[]).flatMap((one) => ((one.id as Shape).type === 'Identifier' && one.init ? [{ name: String((one.id as Shape).name), value: one.init as Ranged }] : []));
      return ((statement.specifiers ?? []) as Shape[]).flatMap((one) => {
        const local = (one.local as Shape | undefined)?.name;
        const value = statement.source || local === undefined ? null : topLevelValue(source, String(local));
        return value ? [{ name: String((one.exported as Shape).name), value }] : [];
      });
    }
    const assigned = statement.type === 'ExpressionStatement' ? (statement.expression as Shape) : null;
    if (assigned?.type !== 'AssignmentExpression') return [];
    const left = source.text.slice((assigned.left as Ranged).start, (assigned.left as Ranged).end);
    const single = /^(?:module\.)?exports\.(\w+)$/.exec(left)?.[1];
    if (single) return [{ name: single, value: assigned.right as Ranged }];
    if (left !== 'module.exports' || (assigned.right as Shape).type !== 'ObjectExpression') return [];
    return ((assigned.right as Shape).properties as Shape[]).flatMap((one) => {
      const value = one.value as Shape | undefined;
      const held = value?.type === 'Identifier' ? topLevelValue(source, String(value.name)) : (value as unknown as Ranged | undefined);
      return one.type === 'ObjectProperty' && held ? [{ name: String((one.key as Shape).name), value: held }] : [];
    });
  });
}
