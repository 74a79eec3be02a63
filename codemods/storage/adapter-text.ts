/** What the text of an adapter depends on, and the parts that all adapters share. */
import type { ModuleImport, NewModule } from '../shared/render.js';
import { inOrder } from './seam.js';

export interface AdapterText {
  operations: ReadonlySet<string>;
  /** Imports that the folder's expression needs, and the expression. */
  folder: { imports: ModuleImport[]; expression: string };
  /** Name of the binding on Workers. */
  binding: string;
  /** A folder without documents does not exist, rather than being empty. */
  emptyFoldersAreMissing: boolean;
  /** Paths that are folders may be looked for. */
  folders: boolean;
  /** Specifier of the module that answers requests with documents, beside the adapter of a store. */
  send?: string;
}

export const folderPart = (adapter: AdapterText): NewModule['body'][number] => ({ code: `const folder = ${adapter.folder.expression};`, exports: 'folder' });

/** One import line per module, names joined. */
export function merged(imports: ModuleImport[]): ModuleImport[] {
  const out: ModuleImport[] = [];
  for (const one of imports) {
    const same = out.findIndex((other) => other.from === one.from && other.kind === one.kind);
    const before = out[same];
    if (before?.kind === 'named' && one.kind === 'named') out[same] = { ...before, names: [...new Set([...before.names, ...one.names])] };
    else if (!before) out.push(one);
  }
  return out;
}

/** Operations of the seam that are made of those of an adapter. */
const MADE_OF: Record<string, string[]> = {
  'check': ['has'],
  'output': ['put', 'make-folder'],
  'read-json': ['get'],
  'load-json': ['get'],
  'write-json': ['put'],
  'output-json': ['put', 'make-folder'],
  'ensure-folder': ['make-folder'],
  'ensure-folder-sync': ['make-folder-sync'],
  'ensure-file': ['has', 'put', 'make-folder'],
  'remove-tree': ['remove-all'],
  'empty-folder': ['make-folder', 'list', 'remove-all'],
  'stat-or-none': ['stat'],
  'move': ['has', 'rename', 'remove-all', 'make-folder'],
  'copy-all': ['has', 'copy-all'],
  'express-4': [],
};

/** Operations that an adapter needs for those of the seam. */
export function needed(operations: ReadonlySet<string>): string[] {
  return inOrder(new Set([...operations].flatMap((operation) => MADE_OF[operation] ?? [operation])));
}

/** Whether a path is looked for that may be a folder. */
export const looksForFolders = (adapter: AdapterText): boolean => adapter.folders || ['move', 'copy-all', 'change-mode', 'change-owner'].some((operation) => adapter.operations.has(operation));

/** Operations that a store's adapter needs, with those that it makes others of. */
export function storeOperations(adapter: AdapterText, madeOf: Readonly<Record<string, string[]>>): Set<string> {
  const operations = new Set(needed(adapter.operations));
  for (const operation of operations) for (const other of madeOf[operation] ?? []) operations.add(other);
  return operations;
}

/** Where the disk gets a file mode, TypeScript wants a store to take it too. */
export const unusedMode = ({ operations }: AdapterText): string => (operations.has('modes') ? '‹, _mode?: number | string›' : '');
