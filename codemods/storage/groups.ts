/** Puts the documents of all components into seams, one per data folder: its name, its binding, where its files stand. Or says why a folder cannot have one. */
import path from 'node:path';
import type { PlanComponent, PlannedSeed } from '../../core/plan.js';
import type { Site } from '../../core/program.js';
import type { BlockCode } from '../../core/repairs.js';
import { STAYS_SYNCHRONOUS } from '../../core/storage-operations.js';
import type { Refused, RewriteInput } from '../define.js';
import type { EditedFile } from '../shared/component.js';
import { readJson } from '../shared/json-text.js';
import { pathReader } from '../shared/path-text.js';
import { parseSource } from '../shared/source.js';
import { type Style, styleOf } from '../shared/style.js';
import { type Folder, commonFolder, findFolder, insideFolder, rootOf } from './folder.js';
import { type Layout, layoutOf } from './layout.js';
import { standsIn } from './shipped.js';
import { STORAGE_FILE, type StorageBinding, readRecord } from './storage-record.js';
import type { StorageTarget } from './target.js';

/** A component whose own files could be edited. */
export interface EditedComponent {
  component: PlanComponent;
  files: ReadonlyMap<string, EditedFile>;
}

export interface Group {
  components: string[];
  binding: string;
  folder: Folder;
  layout: Layout;
  style: Style;
  /** Patterns of the documents, relative to the folder. */
  include: string[];
  operations: ReadonlySet<string>;
  /** Seam of an earlier run that this one joins. */
  known: StorageBinding | undefined;
  urls: boolean;
  emptyFoldersAreMissing: boolean;
  /** A path that is listed or made as a folder is also looked for. */
  looksForFolders: boolean;
}

/** Documents below one root that share a seam. */
interface Shared {
  members: EditedComponent[];
  patterns: string[];
  known: StorageBinding | undefined;
}

const patternsOf = (input: RewriteInput, component: PlanComponent): string[] => input.plan.resources.filter((resource) => component.resources.includes(resource.resource)).map((resource) => resource.pattern);

const isBelow = (folder: string, pattern: string): boolean => (folder === '.' ? !/^[</]/.test(pattern) : pattern.startsWith(`${folder}/`));

export function seamGroups(target: StorageTarget, input: RewriteInput, edited: readonly EditedComponent[]): { groups: Group[]; refused: Refused[] } {
  const seams = ownSeams(target, input);
  const shared = new Map<string, Shared>();
  for (const member of edited) {
    const patterns = patternsOf(input, member.component);
    const known = seams.find((binding) => patterns.every((pattern) => isBelow(binding.seam.path, pattern)));
    const key = known ? `known ${known.seam.path}` : rootOf(patterns[0] ?? '');
    const before = shared.get(key) ?? { members: [], patterns: [], known };
    shared.set(key, { members: [...before.members, member], patterns: [...before.patterns, ...patterns], known });
  }
  const groups: Group[] = [];
  const refused: Refused[] = [];
  for (const one of shared.values()) {
    const made = groupOf(target, input, one, seams.length + groups.filter((group) => !group.known).length);
    if ('problem' in made) refused.push(...one.members.map(({ component }) => refusalOf(component, made.code, made.problem)));
    else groups.push(made);
  }
  return { groups, refused };
}

const refusalOf = (component: PlanComponent, code: BlockCode, text: string): Refused => ({ component: component.id, code, chain: [{ text, ...(component.seeds[0] ? { at: component.seeds[0].at } : {}) }] });

interface Problem {
  code: BlockCode;
  problem: string;
}

/** `number`: how many seams there are already; the first has the plain name. */
function groupOf(target: StorageTarget, input: RewriteInput, { members, patterns, known }: Shared, number: number): Group | Problem {
  const users = members.flatMap(({ files }) => [...files.values()]).filter((file) => file.operations.size > 0);
  const text = known?.seam.path ?? commonFolder(patterns);
  const first = users[0];
  if (text === null || !first) return { code: 'folder-unknown', problem: `${patterns.join(' and ')} lie in no common folder that has a name` };
  const userFiles = new Set(users.map((file) => file.source.file));
  const own = members.flatMap(({ component }) => sitesOf(input, component));
  const folder = known ? knownFolder(known) : findFolder(pathReader(input.program, input.read), text, userFiles, members.flatMap(({ component }) => component.files), own.some((site) => site.storage?.path.roots.includes('module')), standsIn(input.entry, input.read));
  if (!folder) return { code: 'folder-unknown', problem: `the folder ${text} has no expression that holds on Node and on Workers alike` };
  const name = number === 0 ? target.seam : `${path.posix.basename(folder.inProject ?? text).replace(/[^\w-]+/g, '-') || 'more'}-${target.seam}`;
  const layout = layoutOf(input, { users: known ? [known.seam.file] : [...userFiles], name, known: known?.seam.file, suffix: target.suffix });
  const resolution = layout.dialect.typescript ? oldResolution(input, layout) : null;
  if (resolution) return { code: 'shape-unknown', problem: `tsconfig.json says moduleResolution ${resolution}, which does not know the "imports" of package.json; node16, nodenext and bundler do` };
  const planned = input.plan.bindings.find((one) => one.kind === target.store.kind);
  const lists = members.flatMap(({ component }) => component.seeds.filter((seed) => seed.operation === 'list'));
  const served = new Set(members.flatMap(({ component }) => component.seeds.filter((seed) => seed.operation === 'serve').map((seed) => input.plan.resources.find(({ resource }) => resource === seed.resource)?.pattern)));
  const makes = members.some(({ component }) => component.seeds.some((seed) => STAYS_SYNCHRONOUS.has(seed.operation)));
  return {
    components: members.map(({ component }) => component.id),
    binding: known?.binding ?? (number === 0 ? planned?.binding ?? target.store.binding : name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')),
    folder,
    layout,
    style: styleOfFile(input, known?.seam.file) ?? styleOf(first.source),
    include: [...new Set(patterns.map((pattern) => insideFolder(text, served.has(pattern) ? `${pattern}/**` : pattern)).filter((pattern) => pattern !== ''))].sort(),
    operations: new Set(users.flatMap((file) => [...file.operations])),
    known,
    urls: users.some((file) => /\bnew URL\(/.test(file.source.text)) || known?.seam.urls === true,
    looksForFolders: looksForFolders(own) || known?.seam.looksForFolders === true,
    emptyFoldersAreMissing: known ? known.seam.emptyFoldersAreMissing : lists.length > 0 && !makes && lists.every((seed) => isTried(input, seed)),
  };
}

const knownFolder = (known: StorageBinding): Folder => ({ text: known.seam.path, inProject: known.folder, environment: known.environment, expression: known.seam.expression });

const sitesOf = (input: RewriteInput, component: PlanComponent): Site[] => input.program.sites.filter((site) => site.storage && component.resources.includes(site.storage.resource));

function looksForFolders(own: readonly Site[]): boolean {
  const texts = (access: RegExp): string[] => own.filter((site) => access.test(site.storage?.access ?? '')).map((site) => site.storage?.path.text ?? '');
  const folders = new Set(texts(/^(?:list|create)$/));
  return texts(/^probe$/).some((text) => folders.has(text) || /^\*+$/.test(text.slice(text.lastIndexOf('/') + 1)));
}

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
export function unfinishedGroups(target: StorageTarget, input: RewriteInput): Group[] {
  return ownSeams(target, input).flatMap((known): Group[] => {
    const style = styleOfFile(input, known.seam.file);
    const layout = layoutOf(input, { users: [known.seam.file], name: target.seam, known: known.seam.file, suffix: target.suffix });
    if (!style || input.read(layout.target) !== null) return [];
    return [{
      components: [target.store.codemod],
      binding: known.binding,
      folder: knownFolder(known),
      layout,
      style,
      include: known.include,
      operations: new Set(known.seam.operations),
      known,
      urls: known.seam.urls,
      emptyFoldersAreMissing: known.seam.emptyFoldersAreMissing,
      looksForFolders: known.seam.looksForFolders,
    }];
  });
}
