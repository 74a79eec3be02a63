/** The text of the seam: the one file through which the app reaches its documents. Only the operations that are used stand in it. */
import type { ModuleImport, NewModule } from '../shared/render.js';
import { operationTexts } from './seam-operations.js';

export interface SeamText {
  /** Operations of the seam, as in core/storage-operations, and `make-folder-sync`. */
  operations: ReadonlySet<string>;
  /** For the comment at the top. */
  documents: string[];
  /** Import specifier of the adapter. */
  adapter: string;
  /** Name of the store on Workers. */
  store: string;
  /** Paths may be file URLs. */
  urls: boolean;
}

const HEADER = (seam: SeamText): string[] => [
  `Documents that outlive a request: ${seam.documents.join(', ')}.`,
  'Callers hand in the paths they always used; inside the folder a path names a document. Where the bytes',
  `are kept is the business of the adapter: package.json "imports" picks the disk, or ${seam.store} on Workers.`,
];

const KEY = (urls: boolean): NewModule['body'] => [
  ...(urls ? [{ code: 'const pathOf = (file‹: string | URL›) => (file instanceof URL ? fileURLToPath(file) : file);' }] : []),
  { code: `const keyOf = (file‹: ${urls ? 'string | URL' : 'string'}›) => path.relative(adapter.folder, ${urls ? 'pathOf(file)' : 'file'}).split(path.sep).join('/');` },
];

const missing = (path: string, two: boolean): string => (two
  ? `// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall‹: string›, file‹: ${path}›, dest‹?: ${path}›) {
  const message = \`ENOENT: no such file or directory, \${syscall} '\${file}'\${dest ? \` -> '\${dest}'\` : ''}\`;
  const fields = { errno: -2, code: 'ENOENT', syscall, path: file };
  return Object.assign(new Error(message), dest ? { ...fields, dest } : fields);
}`
  : `// The error that fs gives for a file that is not there: callers look at its code.
function missing(syscall‹: string›, file‹: ${path}›) {
  const message = \`ENOENT: no such file or directory, \${syscall} '\${file}'\`;
  return Object.assign(new Error(message), { errno: -2, code: 'ENOENT', syscall, path: file });
}`);

const ENCODING = `const encodingOf = (options‹?: Options›) => (typeof options === 'string' ? options : options?.encoding);`;

const OPTIONS_TYPE = `type Text = BufferEncoding | { encoding: BufferEncoding; flag?: string };
type Options = Text | { encoding?: null; flag?: string } | null;`;

const ENTRY_TYPE = `type Entry = { name: string; parentPath: string; isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean };`;

const ORDER = ['get', 'put', 'create', 'has', 'check', 'remove', 'remove-all', 'list', 'entries', 'rename', 'copy', 'stat', 'make-folder', 'make-folder-sync', 'atomically'];

/** Operations in the order in which they stand in every file of the seam. */
export const inOrder = (operations: ReadonlySet<string>): string[] => ORDER.filter((operation) => operations.has(operation));

export function seamModule(seam: SeamText): NewModule {
  const used = inOrder(seam.operations);
  const encodes = used.some((operation) => ['get', 'put', 'create'].includes(operation));
  const fails = used.some((operation) => !['put', 'create', 'has', 'make-folder', 'make-folder-sync', 'atomically'].includes(operation));
  const path = seam.urls ? 'string | URL' : 'string';
  const texts = operationTexts(path);
  const imports: ModuleImport[] = [
    ...(used.some((operation) => ['put', 'create', 'entries'].includes(operation)) ? [{ kind: 'named' as const, names: ['Buffer'], from: 'node:buffer' }] : []),
    { kind: 'default', local: 'path', from: 'node:path' },
    ...(seam.urls ? [{ kind: 'named' as const, names: ['fileURLToPath'], from: 'node:url' }] : []),
    { kind: 'namespace', local: 'adapter', from: seam.adapter },
  ];
  return {
    header: HEADER(seam),
    imports,
    body: [
      ...(encodes ? [{ code: `‹${OPTIONS_TYPE}›` }] : []),
      ...(used.includes('entries') ? [{ code: `‹${ENTRY_TYPE}›` }] : []),
      ...KEY(seam.urls),
      ...(fails ? [{ code: missing(path, used.includes('rename') || used.includes('copy')) }] : []),
      ...(encodes ? [{ code: ENCODING }] : []),
      ...used.flatMap((operation) => texts[operation] ?? []),
    ],
  };
}
