/** Puts the documents of all components into seams, one per data folder: its name, its binding, where its files stand. Or says why a folder cannot have one. */
import path from 'node:path';
import type { PlanComponent, PlannedSeed } from '../../core/plan.js';
import type { Site } from '../../core/program.js';
import type { BlockCode } from '../../core/repairs.js';
import { STAYS_SYNCHRONOUS } from '../../core/storage-operations.js';
import type { StorageRoot } from '../../core/storage-roots.js';
import type { Refused, RewriteInput } from '../define.js';
import { readJson } from '../shared/json-text.js';
import { pathReader } from '../shared/path-text.js';
import { parseSource } from '../shared/source.js';
import { type Style, styleOf } from '../shared/style.js';
import type { EditedFile } from '../shared/component.js';
import { ANYWHERE, type Folder, commonFolder, findFolder, insideFolder, loadsAny } from './folder.js';
import { type Layout, layoutOf } from './layout.js';
import { rootsOf } from './roots.js';
import { type EditedComponent, type Shared, mixes, sharedSeams, sitesOf, standsBeside } from './shared-seams.js';
import { standsIn } from './shipped.js';
import { standingFiles } from './standing.js';
import { STORAGE_FILE, type StorageBinding, readRecord } from './storage-record.js';
import { type StorageTarget, aliasFor } from './target.js';

export interface Group {
  components: string[];
  binding: string;
  folder: Folder;
  layout: Layout;
  style: Style;
  /** Patterns of the documents, relative to the folder. */
  include: string[];
  /** Of whole paths: what they begin with. */
  roots: StorageRoot[];
  /** Of whole paths: folders whose documents are in other stores. */
  elsewhere: Folder[];
  /** Modules that are told where they stand. */
  standing: readonly EditedFile[];
  operations: ReadonlySet<string>;
  /** Seam of an earlier run that this one joins. */
  known: StorageBinding | undefined;
  urls: boolean;
  /** The program asks for its working folder. */
  asksWhere: boolean;
  emptyFoldersAreMissing: boolean;
  /** A path that is listed or made as a folder is also looked for. */
  looksForFolders: boolean;
}

export function seamGroups(target: StorageTarget, input: RewriteInput, edited: readonly EditedComponent[]): { groups: Group[]; refused: Refused[] } {
  const beside = (member: EditedComponent): boolean => target.inContainer !== true && standsBeside(input, member.component);
  const standing = wereTold(input) || edited.some((member) => mixes(member.component) && beside(member));
  const plain = groupsOf(target, input, edited, standing);
  // What no expression names is named by its whole path, where modules are told where they stand.
  if (standing || !plain.refused.some((one) => one.code === 'folder-unknown' && edited.some((member) => member.component.id === one.component && beside(member)))) return plain;
  const told = groupsOf(target, input, edited, true);
  return told.refused.every((one) => plain.refused.some((other) => other.component === one.component)) ? told : plain;
}

/** By an earlier run. */
const wereTold = (input: RewriteInput): boolean => readRecord(input.read(STORAGE_FILE)).bindings.some(({ seam }) => seam?.operations.includes('in-bundle'));

function groupsOf(target: StorageTarget, input: RewriteInput, edited: readonly EditedComponent[], standing: boolean): { groups: Group[]; refused: Refused[] } {
  const seams = ownSeams(target, input);
  const groups: Group[] = [];
  const refused: Refused[] = [];
  for (const one of sharedSeams(input, seams, edited, standing)) {
    const made = groupOf(target, input, one, new Set([...seams, ...groups].map(({ binding }) => binding)));
    if ('problem' in made) refused.push(...one.members.map(({ component }) => refusalOf(component, made.code, made.problem)));
    else groups.push(made);
  }
  const all = groups.map((group) => withElsewhere(input, group, groups));
  const crossing = all.flatMap((group) => crossingOf(input, group, edited));
  return { groups: all, refused: [...refused, ...crossing] };
}

/** Folders of other seams that are found from where modules stood until now, or that the adapter would ask a module for which asks the seam. */
function crossingOf(input: RewriteInput, { components, elsewhere, standing }: Group, edited: readonly EditedComponent[]): Refused[] {
  if (standing.length === 0) return [];
  const told = new Set(standing.map(({ source }) => source.file));
  const other = elsewhere.find(({ expression }) => expression.kind === 'module' || (expression.kind === 'import' && loadsAny(input.program, told, expression.file)));
  if (!other) return [];
  const problem = `modules would be told where they stand, and the seam for ${other.text} counts on where they seem to stand now`;
  return edited.filter(({ component }) => components.includes(component.id)).map(({ component }) => refusalOf(component, 'folder-unknown', problem));
}

/** A whole path may lead into the folder of another seam: its store must not be asked for what is kept there. */
function withElsewhere(input: RewriteInput, group: Group, groups: readonly Group[]): Group {
  if (group.folder.expression.kind !== 'whole') return group;
  const recorded = readRecord(input.read(STORAGE_FILE)).bindings.filter((one) => one.seam?.expression.kind !== 'whole' && one.seam !== undefined).map(knownFolder);
  const others = [...recorded, ...groups.filter((other) => other !== group).map((other) => other.folder)];
  return { ...group, elsewhere: [...new Map(others.map((folder) => [folder.text, folder])).values()] };
}

const refusalOf = (component: PlanComponent, code: BlockCode, text: string): Refused => ({ component: component.id, code, chain: [{ text, ...(component.seeds[0] ? { at: component.seeds[0].at } : {}) }] });

interface Problem {
  code: BlockCode;
  problem: string;
}

const patternList = (patterns: readonly string[]): string => [...new Set(patterns)].join(' and ');

/** Where a group's documents are; a problem when no expression says it. */
function folderOfGroup(input: RewriteInput, { members, patterns, known, whole }: Shared, userFiles: ReadonlySet<string>): Folder | Problem {
  if (known) return knownFolder(known);
  const mixed = members.find(({ component }) => mixes(component));
  if (whole && mixed && patterns.some((pattern) => /^tmp(?:\/|$)/.test(pattern))) return { code: 'mixed-paths', problem: `${patternList(patterns)} lie in a folder tmp of the program, which Workers cannot tell from their own /tmp` };
  if (whole) return ANYWHERE;
  const text = commonFolder(patterns);
  if (text === null) return { code: 'folder-unknown', problem: `${patternList(patterns)} lie in no common folder that has a name, and are found from the place of the code, which is another one on Workers` };
  const folder = findFolder(pathReader(input.program, input.read), text, userFiles, members.flatMap(({ component }) => component.files), members.some(({ component }) => sitesOf(input, component).some((site) => site.storage?.path.roots.includes('module'))), standsIn(input.entry, input.read));
  return folder ?? { code: 'folder-unknown', problem: `the folder ${text} has no expression that holds on Node and on Workers alike` };
}

const bindingOf = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]+/g, '_').replace(/^(?=\d)/, '_');

/** Called by its folder; two folders may have the same name. `taken`: bindings of other seams. */
function nameIn(folder: Folder, seam: string, taken: ReadonlySet<string>): string {
  const own = path.posix.basename(folder.inProject ?? folder.text).replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '') || 'more';
  for (let n = 1; ; n++) {
    const name = `${own}${n === 1 ? '' : `-${n}`}-${seam}`;
    if (!taken.has(bindingOf(name))) return name;
  }
}

/** `taken`: bindings of the seams that there are already; the first has the plain name. */
function groupOf(target: StorageTarget, input: RewriteInput, shared: Shared, taken: ReadonlySet<string>): Group | Problem {
  const { members, patterns, known } = shared;
  const users = members.flatMap(({ files }) => [...files.values()]).filter((file) => file.operations.size > 0);
  const first = users[0];
  if (!first) return { code: 'folder-unknown', problem: `nothing that ${patternList(patterns)} are reached by could be edited` };
  const userFiles = new Set(users.map((file) => file.source.file));
  const own = members.flatMap(({ component }) => sitesOf(input, component));
  const folder = folderOfGroup(input, shared, userFiles);
  if ('problem' in folder) return folder;
  const name = taken.size === 0 ? target.seam : nameIn(folder, target.seam, taken);
  const layout = layoutOf(input, { users: known ? [known.seam.file] : [...userFiles], name, known: known?.seam.file, suffix: target.suffix, inContainer: target.inContainer === true });
  const resolution = layout.dialect.typescript ? oldResolution(input, layout) : null;
  if (resolution) return { code: 'shape-unknown', problem: `tsconfig.json says moduleResolution ${resolution}, which does not know the "imports" of package.json; node16, nodenext and bundler do` };
  const planned = input.plan.bindings.find((one) => one.kind === target.store.kind);
  const lists = members.flatMap(({ component }) => component.seeds.filter((seed) => seed.operation === 'list'));
  const makes = members.some(({ component }) => component.seeds.some((seed) => STAYS_SYNCHRONOUS.has(seed.operation)));
  const documents = documentsOf(input, shared);
  const standing = standingOf(target, input, shared, layout);
  if ('problem' in standing) return standing;
  return {
    components: members.map(({ component }) => component.id),
    binding: known?.binding ?? (taken.size === 0 ? planned?.binding ?? target.store.binding : bindingOf(name)),
    folder,
    layout,
    style: styleOfFile(input, known?.seam.file) ?? styleOf(first.source),
    include: folder.expression.kind === 'whole' ? documents : documents.map((pattern) => insideFolder(folder.text, pattern)).filter((pattern) => pattern !== ''),
    roots: folder.expression.kind === 'whole' ? rootsOf(documents.filter((one) => !documents.some((other) => isDraftOf(other, one))), known?.roots) : [],
    elsewhere: [],
    standing: standing.files,
    operations: new Set([...users, ...standing.files].flatMap((file) => [...file.operations])),
    known,
    asksWhere: known ? known.seam.asksWhere === true : asksForWorkingFolder(input),
    urls: users.some((file) => /\bnew URL\(/.test(file.source.text)) || known?.seam.urls === true,
    looksForFolders: looksForFolders(own) || known?.seam.looksForFolders === true,
    emptyFoldersAreMissing: known ? known.seam.emptyFoldersAreMissing : lists.length > 0 && !makes && lists.every((seed) => isTried(input, seed)),
  };
}

/** Modules that ask where they stand, when whole paths are found from there. */
function standingOf(target: StorageTarget, input: RewriteInput, { whole, members, patterns }: Shared, layout: Layout): { files: EditedFile[] } | Problem {
  if (!whole || !members.some(({ component }) => standsBeside(input, component))) return { files: [] };
  const problem = (text: string): Problem => ({ code: 'folder-unknown', problem: `${patternList(patterns)} are found from the place of the code, which is another one on Workers, and modules cannot be told where they stand: ${text}` });
  if (target.inContainer) return problem('in a Container nothing says which folder is meant');
  const files = standingFiles({ input, layout, patterns, aliasFor: (source) => aliasFor(target, source) });
  if (typeof files === 'string') return problem(files);
  return files.length > 0 || wereTold(input) ? { files } : problem('it is not seen where they ask');
}

/** `<file>.tmp` of a file that is a setting itself: what is given its name afterwards needs no root of its own. */
const isDraftOf = (file: string, draft: string): boolean => /^<[^/]*>$/.test(file) && /^\.[^/]+$/.test(draft.slice(file.length)) && draft.startsWith(file);

/** Patterns of what moves; of a folder that is handed out, all that lies below it. */
function documentsOf(input: RewriteInput, { members, patterns }: Shared): string[] {
  const served = new Set(members.flatMap(({ component }) => component.seeds.filter((seed) => seed.operation === 'serve').map((seed) => input.plan.resources.find(({ resource }) => resource === seed.resource)?.pattern)));
  return [...new Set(patterns.map((pattern) => (served.has(pattern) ? `${pattern}/**` : pattern)))].sort();
}

const knownFolder = (known: StorageBinding): Folder => ({ text: known.seam.path, inProject: known.folder, environment: known.environment, expression: known.seam.expression });

function looksForFolders(own: readonly Site[]): boolean {
  const texts = (access: RegExp): string[] => own.filter((site) => access.test(site.storage?.access ?? '')).map((site) => site.storage?.path.text ?? '');
  const folders = new Set(texts(/^(?:list|create)$/));
  const isAbove = (text: string): boolean => own.some((site) => site.storage?.path.text.startsWith(`${text}/`));
  return texts(/^probe$/).some((text) => folders.has(text) || isAbove(text) || /^\*+$/.test(text.slice(text.lastIndexOf('/') + 1)));
}

/** `process.cwd()` and paths that are made of it. */
const asksForWorkingFolder = (input: RewriteInput): boolean => input.program.modules.some((module) => module.reach === 'production' && /\bcwd\(\)/.test(input.read(module.file) ?? ''));

/** A module resolution of TypeScript that knows no subpath imports. */
function oldResolution(input: RewriteInput, layout: Layout): string | null {
  const text = input.read(layout.packageFolder === '' ? 'tsconfig.json' : `${layout.packageFolder}/tsconfig.json`);
  const options = (text === null ? null : (readJson(text) as { compilerOptions?: { moduleResolution?: string } } | null))?.compilerOptions;
  return /^(?:node|node10|classic)$/i.test(options?.moduleResolution ?? '') ? options?.moduleResolution ?? null : null;
}

/** The call stands in a `try`: its caller looks at the error. */
const isTried = (input: RewriteInput, seed: PlannedSeed): boolean => input.program.sites.some((site) => site.at.file === seed.at.file && site.at.start === seed.at.start && site.tried);

function styleOfFile(input: RewriteInput, file: string | undefined): Style | null {
  const text = file === undefined ? null : input.read(file);
  const source = file === undefined || text === null ? null : parseSource(file, text);
  return source ? styleOf(source) : null;
}

/** Seams that this codemod made in earlier runs. */
const ownSeams = (target: StorageTarget, input: RewriteInput): StorageBinding[] => readRecord(input.read(STORAGE_FILE)).bindings.filter((one) => one.kind === target.store.kind);

/** Seams of an earlier run that have no adapter for the target yet: the second step is still to be done. */
export const unfinishedGroups = (target: StorageTarget, input: RewriteInput): Group[] => recordedGroups(target, input).filter(({ layout }) => input.read(layout.target) === null);

/** Seams of earlier runs, as they are recorded. */
export function recordedGroups(target: StorageTarget, input: RewriteInput): Group[] {
  return ownSeams(target, input).flatMap((known): Group[] => {
    const style = styleOfFile(input, known.seam.file);
    const layout = layoutOf(input, { users: [known.seam.file], name: target.seam, known: known.seam.file, suffix: target.suffix, inContainer: target.inContainer === true });
    if (!style) return [];
    return [{
      components: [target.store.codemod],
      binding: known.binding,
      folder: knownFolder(known),
      layout,
      style,
      include: known.include,
      roots: known.roots ?? [],
      elsewhere: known.seam.elsewhere ?? [],
      standing: [],
      operations: new Set(known.seam.operations),
      known,
      asksWhere: known.seam.asksWhere === true,
      urls: known.seam.urls,
      emptyFoldersAreMissing: known.seam.emptyFoldersAreMissing,
      looksForFolders: known.seam.looksForFolders,
    }];
  });
}
