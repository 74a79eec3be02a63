/** Says for a component which folder its documents share and where its seam stands; or why it cannot have one. */
import type { PlanComponent } from '../../core/plan.js';
import { KV_BINDING, KV_PLACEHOLDER } from '../../core/storage-operations.js';
import type { Refused, RewriteInput } from '../define.js';
import type { EditedFile } from '../shared/component.js';
import { readJson } from '../shared/json-text.js';
import { pathReader } from '../shared/path-text.js';
import { parseSource } from '../shared/source.js';
import { type Style, styleOf } from '../shared/style.js';
import { type Folder, commonFolder, findFolder, insideFolder } from './folder.js';
import { type Layout, layoutOf } from './layout.js';
import { STORAGE_FILE, type StorageBinding, readRecord } from './storage-record.js';

export interface Group {
  component: string;
  binding: string;
  placeholder: string;
  folder: Folder;
  layout: Layout;
  style: Style;
  /** Patterns of the documents, relative to the folder. */
  include: string[];
  /** Seam of an earlier run that this one joins. */
  known: StorageBinding | undefined;
  urls: boolean;
  emptyFoldersAreMissing: boolean;
  /** A path that is listed or made as a folder is also looked for. */
  looksForFolders: boolean;
}

export function groupsOf(input: RewriteInput, component: PlanComponent, files: ReadonlyMap<string, EditedFile>): Group | Refused {
  const refuse = (text: string): Refused => ({ component: component.id, code: 'folder-unknown', chain: [{ text, ...(component.seeds[0] ? { at: component.seeds[0].at } : {}) }] });
  const patterns = input.plan.resources.filter((resource) => component.resources.includes(resource.resource)).map((resource) => resource.pattern);
  const record = readRecord(input.read(STORAGE_FILE));
  const users = [...files.values()].filter((file) => file.operations.size > 0);
  const first = users[0];
  const text = commonFolder(patterns);
  if (text === null || !first) return refuse(`${patterns.join(' and ')} lie in no common folder that has a name`);
  const known = record.bindings.find((binding) => text === binding.folder || (binding.environment !== null && text.startsWith(`<env ${binding.environment}`)) || text.startsWith(`${binding.folder ?? '\0'}/`));
  const userFiles = new Set(users.map((file) => file.source.file));
  const roots = input.program.sites.filter((site) => site.storage && component.resources.includes(site.storage.resource)).flatMap((site) => site.storage?.path.roots ?? []);
  const folder = findFolder(pathReader(input.program, input.read), text, userFiles, component.files, roots.includes('module'));
  if (!folder) return refuse(`the folder ${text} has no expression that holds on Node and on Workers alike`);
  const layout = layoutOf(input.program, input.read, [...userFiles], 'documents', known?.seam);
  const resolution = layout.dialect.typescript ? oldResolution(input, layout) : null;
  if (resolution) return { ...refuse(`tsconfig.json says moduleResolution ${resolution}, which does not know the "imports" of package.json; node16, nodenext and bundler do`), code: 'shape-unknown' };
  const binding = input.plan.bindings.find((one) => one.kind === 'kv_namespaces');
  const lists = component.seeds.filter((seed) => seed.operation === 'list');
  const makes = component.seeds.some((seed) => seed.operation === 'make-folder');
  return {
    component: component.id,
    binding: binding?.binding ?? KV_BINDING,
    placeholder: binding?.placeholder ?? KV_PLACEHOLDER,
    folder,
    layout,
    style: styleOf(first.source),
    include: patterns.map((pattern) => insideFolder(text, pattern)).sort(),
    known,
    urls: users.some((file) => /\bnew URL\(/.test(file.source.text)),
    looksForFolders: looksForFolders(input, component),
    emptyFoldersAreMissing: lists.length > 0 && !makes && lists.every((seed) => isTried(input, seed)),
  };
}

function looksForFolders(input: RewriteInput, component: PlanComponent): boolean {
  const own = input.program.sites.filter((site) => site.storage && component.resources.includes(site.storage.resource));
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
const isTried = (input: RewriteInput, seed: PlanComponent['seeds'][number]): boolean => input.program.sites.some((site) => site.at.file === seed.at.file && site.at.start === seed.at.start && site.tried);

/** Seams of an earlier run that have no adapter for KV yet: the second step is still to be done. */
export function unfinishedGroups(input: RewriteInput): Group[] {
  return readRecord(input.read(STORAGE_FILE)).bindings.flatMap((known): Group[] => {
    const text = input.read(known.seam);
    const source = text === null ? null : parseSource(known.seam, text);
    const layout = layoutOf(input.program, input.read, [known.seam], 'documents', known.seam);
    if (!source || input.read(layout.kv) !== null) return [];
    return [{
      component: 'fs-to-kv',
      binding: known.binding,
      placeholder: KV_PLACEHOLDER,
      folder: { text: known.folder ?? '', inProject: known.folder, environment: known.environment, expression: known.expression },
      layout,
      style: styleOf(source),
      include: known.include,
      known,
      urls: /fileURLToPath/.test(source.text),
      emptyFoldersAreMissing: false,
      looksForFolders: true,
    }];
  });
}
