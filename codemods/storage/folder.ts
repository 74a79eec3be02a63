/** The folder that a group of documents lives in: its name, the expression for it in an adapter, and what it is called on Workers. */
import path from 'node:path';
import type { Program } from '../../core/program.js';
import { exportedConstants, fold, type PathReader, type PathText, readPath, segmentsOf, topLevelValue } from '../shared/path-text.js';
import type { Source } from '../shared/source.js';

export interface Folder {
  /** As the linker writes it: `<env DATA_DIR|data>`. */
  text: string;
  /** Relative to the project when no variable is set; null when only the environment knows. */
  inProject: string | null;
  /** Variable that can move it. */
  environment: string | null;
  expression:
    /** A constant of the app that adapters import. */
    | { kind: 'import'; file: string; name: string }
    /** A variable or a path relative to the working folder. */
    | { kind: 'working'; environment: string | null; fallback: string | null }
    /** Beside the code. */
    | { kind: 'module'; environment: string | null; text: string; onWorkers: string }
    /** None: keys are whole paths, wherever they lead. */
    | { kind: 'whole' };
}

/** Documents anywhere: in folders that only the running program knows, or in several that have none in common. */
export const ANYWHERE: Folder = { text: '/', inProject: null, environment: null, expression: { kind: 'whole' } };

/** The part of a resource's pattern that names folders for certain. */
function folderSegments(pattern: string, isFolder = false): string[] {
  const segments = isFolder ? segmentsOf(pattern) : segmentsOf(pattern).slice(0, -1);
  const open = segments.findIndex((segment) => segment.replace(/<[^]*>/g, '').includes('*'));
  return open < 0 ? segments : segments.slice(0, open);
}

/** First folder of a pattern: what documents must share to share a seam. */
export const rootOf = (pattern: string): string => folderSegments(pattern)[0] ?? '.';

/** The deepest folder that holds all patterns; null when they have none in common. */
export function commonFolder(patterns: readonly string[]): string | null {
  // What others lie in is a folder itself: it is listed, or served.
  const lists = patterns.map((pattern) => folderSegments(pattern, patterns.some((other) => other.startsWith(`${pattern}/`))));
  const first = lists[0] ?? [];
  let length = 0;
  while (length < first.length && lists.every((list) => list[length] === first[length])) length++;
  if (length > 0) return first.slice(0, length).join('/');
  return patterns.every((pattern) => !/^[<*/]/.test(pattern)) ? '.' : null;
}

/** Path of a resource inside its folder: `content/*.json`. */
export const insideFolder = (folder: string, pattern: string): string => (folder === '.' ? pattern : pattern.slice(folder.length + 1));

/** `<env NAME|inner>rest`, whose inner part may begin with another variable; null when the text begins with none. */
export function splitEnvironment(text: string): { name: string; inner: string | null; rest: string } | null {
  const begins = /^<env (\w+)(\|?)/.exec(text);
  if (!begins) return null;
  let end = begins[0].length;
  for (let depth = 1; end < text.length && depth > 0; end++) depth += text[end] === '<' ? 1 : text[end] === '>' ? -1 : 0;
  return { name: begins[1] ?? '', inner: begins[2] === '' ? null : text.slice(begins[0].length, end - 1), rest: text.slice(end) };
}

/** Neither the code nor the environment says where it is. */
export function isKnown(text: string): boolean {
  const { inProject, environment } = withoutEnvironment(text);
  return environment !== null || (inProject !== null && !inProject.startsWith('*'));
}

/** Default of the variable, or the text itself: what the folder is when nothing is set. */
export function withoutEnvironment(text: string): { inProject: string | null; environment: string | null } {
  const split = splitEnvironment(text);
  if (!split) return { inProject: text.startsWith('<') ? null : text, environment: null };
  const inner = split.inner === null ? null : withoutEnvironment(split.inner).inProject;
  return { inProject: inner === null ? null : fold(inner + split.rest), environment: split.name };
}

/** Modules from which one of `users`, which load the seam, would be loaded while they load themselves: an adapter must not import them. */
export function loadsAny(program: Program, users: ReadonlySet<string>, from: string, seen: Set<string> = new Set()): boolean {
  if (users.has(from)) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (program.modules.find((module) => module.file === from)?.imports ?? []).some((one) => !one.typeOnly && loadsAny(program, users, one.to, seen));
}

/** `users` import the seam; `files` are all files of the component; `stands` is where modules stand below /bundle on Workers. */
export function findFolder(reader: PathReader, text: string, users: ReadonlySet<string>, files: readonly string[], moduleRelative: boolean, stands: string): Folder | null {
  const { program } = reader;
  const { inProject, environment } = withoutEnvironment(text);
  const near = new Set([...files, ...files.flatMap((file) => program.modules.find((module) => module.file === file)?.imports.map((one) => one.to) ?? [])]);
  const constants = [...near].flatMap((file) => {
    const source = reader.source(file);
    return source ? namedPaths(reader, source).map((found) => ({ ...found, file })) : [];
  }).filter((found) => found.path.text === text);
  const exported = constants.find((found) => found.exported && !loadsAny(program, users, found.file));
  if (exported) return { text, inProject, environment, expression: { kind: 'import', file: exported.file, name: exported.name } };
  const modules = [...new Set(constants.flatMap((found) => (found.path.module === undefined ? [] : [found.path.module])))];
  if (modules.length === 0 && !moduleRelative) return inProject === null && environment === null ? null : { text, inProject, environment, expression: { kind: 'working', environment, fallback: inProject } };
  if (inProject === null) return null;
  const onWorkers = new Set((modules.length > 0 ? modules : files.map((file) => folderOf(file))).map((folder) => workersPlace(stands, folder, inProject)));
  const [only] = onWorkers;
  return onWorkers.size === 1 && only !== undefined ? { text, inProject, environment, expression: { kind: 'module', environment, text: inProject, onWorkers: only } } : null;
}

const folderOf = (file: string): string => (path.posix.dirname(file) === '.' ? '' : path.posix.dirname(file));

/** On Workers every module believes to stand in the same folder, so `../data` means another place for each depth. */
const workersPlace = (stands: string, folder: string, text: string): string => path.posix.join('/bundle', stands, path.posix.relative(folder, text));

interface NamedPath {
  name: string;
  exported: boolean;
  path: PathText;
}

function namedPaths(reader: PathReader, source: Source): NamedPath[] {
  const exported = exportedConstants(source);
  const own = (source.ast.program.body as unknown as { type: string; declarations?: { id: { name?: string } }[]; declaration?: { declarations?: { id: { name?: string } }[] } }[])
    .flatMap((statement) => (statement.declarations ?? statement.declaration?.declarations ?? []).flatMap((one) => one.id.name ?? []));
  return [
    ...exported.flatMap(({ name, value }) => toNamed(reader, source, name, value, true)),
    ...own.flatMap((name) => toNamed(reader, source, name, topLevelValue(source, name), false)),
  ];
}

function toNamed(reader: PathReader, source: Source, name: string, value: unknown, exported: boolean): NamedPath[] {
  // A constant that is itself an imported one is found where it is made.
  const found = value === null ? null : readPath(reader, source, value);
  const isUrl = (value as { type?: string } | null)?.type === 'NewExpression';
  return found && !isUrl ? [{ name, exported, path: found }] : [];
}
