/** Says for a component which folder its documents share and where its seam stands; or why it cannot have one. */
import type { PlanComponent } from '../../core/plan.js';
import type { Refused, RewriteInput } from '../define.js';
import type { EditedFile } from '../shared/component.js';
import { pathReader } from '../shared/path-text.js';
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
  const binding = input.plan.bindings.find((one) => one.kind === 'kv_namespaces');
  const lists = component.seeds.filter((seed) => seed.operation === 'list');
  const makes = component.seeds.some((seed) => seed.operation === 'make-folder');
  return {
    component: component.id,
    binding: binding?.binding ?? 'DOCUMENTS',
    placeholder: binding?.placeholder ?? 'the id of the namespace',
    folder,
    layout: layoutOf(input.program, input.read, [...userFiles], 'documents', known?.seam),
    style: styleOf(first.source),
    include: patterns.map((pattern) => insideFolder(text, pattern)).sort(),
    known,
    urls: users.some((file) => /\bnew URL\(/.test(file.source.text)),
    emptyFoldersAreMissing: lists.length > 0 && !makes && lists.every((seed) => isTried(input, seed)),
  };
}

/** The call stands in a `try`: its caller looks at the error. */
const isTried = (input: RewriteInput, seed: PlanComponent['seeds'][number]): boolean => input.program.sites.some((site) => site.at.file === seed.at.file && site.at.start === seed.at.start && site.tried);
