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

/** Operations that an adapter needs for those of the seam. */
export function needed(operations: ReadonlySet<string>): string[] {
  const all = new Set(operations);
  if (all.has('check')) all.add('has');
  return inOrder(all).filter((operation) => operation !== 'check');
}
