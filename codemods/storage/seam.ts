/** The text of the seam: the one file through which the app reaches its documents. Only the operations that are used stand in it. */
import { SEAM_OPERATIONS, STAYS_SYNCHRONOUS } from '../../core/storage-operations.js';
import type { ModuleImport, NewModule } from '../shared/render.js';
import { ANSWER_TYPES, answerTexts, answers } from './answers.js';
import { formTexts } from './forms.js';
import { FOLDER_TYPES, openFolderTexts } from './seam-folders.js';
import { SEAM_IN_BUNDLE } from './in-bundle.js';
import { handleTexts } from './seam-handles.js';
import { JSON_PARTS, jsonTexts } from './seam-json.js';
import { fsTexts } from './seam-operations.js';
import { STREAM_TYPES, streamTexts } from './seam-streams.js';
import { MAY_GO, treeTexts } from './seam-trees.js';
import { uploadTexts, uploadTypes } from './uploads.js';

export interface SeamText {
  /** Operations of the seam, as in core/storage-operations, and `make-folder-sync`. */
  operations: ReadonlySet<string>;
  /** For the comment at the top. */
  documents: string[];
  /** Import specifier of the adapter. */
  adapter: string;
  /** Name of the store, and where it is used: `R2 on Workers`. */
  store: string;
  /** Paths may be file URLs. */
  urls: boolean;
  /** The whole path names a document, wherever it leads. */
  whole: boolean;
  /** The program asks for its working folder, which on Workers is not the one that relative paths are resolved from. */
  asksWhere?: boolean;
}

const HEADER = (seam: SeamText): string[] => [
  `Documents that outlive a request: ${seam.documents.join(', ')}.`,
  `Callers hand in the paths they always used; ${seam.whole ? 'the whole path' : 'inside the folder a path'} names a document. Where the bytes`,
  `are kept is the business of the adapter: package.json "imports" picks the disk, or ${seam.store}.`,
];

/** What finds the key of a path. */
export const keyParts = ({ urls, whole, asksWhere }: Pick<SeamText, 'urls' | 'whole' | 'asksWhere'>): NewModule['body'] => [
  ...(urls ? [{ code: 'const pathOf = (file‹: string | URL›) => (file instanceof URL ? fileURLToPath(file) : file);' }] : []),
  ...(asksWhere && !whole ? [{ code: PLACE_OF }] : []),
  whole ? { code: WHOLE_KEY(urls) } : asksWhere ? { code: `const keyOf = (file‹: ${urls ? 'string | URL' : 'string'}›) => path.relative(placeOf(adapter.folder), placeOf(${urls ? 'pathOf(file)' : 'file'})).split(path.sep).join('/');` } : { code: `const keyOf = (file‹: ${urls ? 'string | URL' : 'string'}›) => path.relative(adapter.folder, ${urls ? 'pathOf(file)' : 'file'}).split(path.sep).join('/');` },
];

const PLACE_OF = `// Workers run in /bundle and resolve relative paths from /: both are the working folder.
const placeOf = (file‹: string›) => path.resolve(file).replace(/^\\/bundle(?=\\/|$)/, '') || '/';`;

/** Where no folder is known, no path is none: \`''\` would be the working folder. */
const WHOLE_KEY = (urls: boolean): string => `function keyOf(file‹: ${urls ? 'string | URL' : 'string'}›) {
  if (file === '') throw Object.assign(new Error("ENOENT: no such file or directory, open ''"), { errno: -2, code: 'ENOENT', syscall: 'open', path: file });
  return adapter.keyOf(${urls ? 'pathOf(file)' : 'file'});
}`;

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

const ENCODING = `const encodingOf = (options‹?: { encoding?: BufferEncoding | null } | BufferEncoding | null›) => (typeof options === 'string' ? options : options?.encoding);`;

const BYTES = `const bytesOf = (data‹: string | Uint8Array›, options‹?: { encoding?: BufferEncoding | null } | BufferEncoding | null›) => (typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : data);`;

const MODE = `const modeOf = (options‹?: { mode?: number | string } | string | null›) => (typeof options === 'object' ? options?.mode : undefined);`;

const optionsType = (modes: boolean): string => {
  const more = `flag?: string${modes ? '; mode?: number | string' : ''}`;
  return `type Text = BufferEncoding | { encoding: BufferEncoding; ${more} };
type Options = Text | { encoding?: null; ${more} } | null;`;
};

const ENTRY_TYPE = `type Entry = { name: string; parentPath: string; isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean };`;

const ORDER: readonly string[] = [...SEAM_OPERATIONS.flatMap((operation) => (STAYS_SYNCHRONOUS.has(operation) ? [operation, `${operation}-sync`] : [operation])), 'piece', 'atomically'];

/** Operations in the order in which they stand in every file of the seam. */
export const inOrder = (operations: ReadonlySet<string>): string[] => ORDER.filter((operation) => operations.has(operation));

const ENCODING_OPERATIONS = /^(?:get|get-or-none|put|create|replace|put-through|append|output|write-json|output-json)$/;
const NEVER_MISSING = /^(?:get-or-none|read-json-or-none|put|create|replace|put-through|append|output|write-json|output-json|has|make-folder(?:-sync)?|ensure-folder(?:-sync)?|ensure-file|remove-tree|empty-folder|stat-or-none|write-stream|flush(?:-sync)?|atomically|send|download|serve|uploads|incoming|in-bundle)$/;
const TWO_NAMES = /^(?:rename|copy|copy-in|move-in|copy-out)$/;

export function seamModule(seam: SeamText): NewModule {
  const used = inOrder(seam.operations);
  const some = (which: RegExp): boolean => used.some((operation) => which.test(operation));
  const modes = seam.operations.has('modes');
  const encodes = some(ENCODING_OPERATIONS);
  const path = seam.urls ? 'string | URL' : 'string';
  const options = { path, pathOf: (name: string) => (seam.urls ? `pathOf(${name})` : name), modes };
  const texts = { ...fsTexts(options), ...treeTexts(options), ...openFolderTexts(options), ...jsonTexts(options), ...streamTexts(options), ...handleTexts(options, seam.operations), ...answerTexts, ...uploadTexts, ...formTexts, ...SEAM_IN_BUNDLE };
  return {
    header: HEADER(seam),
    imports: importsOf(seam, some),
    body: [
      ...(answers(seam.operations).length > 0 ? [ANSWER_TYPES] : []),
      ...uploadTypes(seam.operations),
      ...(encodes ? [{ code: `‹${optionsType(modes)}›` }] : []),
      ...(some(/json(?:-or-none)?$/) ? [{ code: JSON_PARTS.types }] : []),
      ...(some(/-stream$/) ? [{ code: STREAM_TYPES }] : []),
      ...(some(/^(?:entries|open-folder)$/) ? [{ code: `‹${ENTRY_TYPE}›` }] : []),
      ...(used.includes('open-folder') ? [{ code: FOLDER_TYPES }] : []),
      ...keyParts(seam),
      ...(used.some((operation) => !NEVER_MISSING.test(operation)) ? [{ code: missing(path, some(TWO_NAMES)) }] : []),
      ...(encodes ? [{ code: ENCODING }] : []),
      ...(encodes && some(/^(?:put|create|replace|put-through|append|output|write-json|output-json)$/) ? [{ code: BYTES }] : []),
      ...(modes ? [{ code: MODE }] : []),
      ...(some(/^(?:read|load)-json(?:-or-none)?$/) ? [{ code: JSON_PARTS.parse }] : []),
      ...(some(/^(?:write|output)-json$/) ? [{ code: JSON_PARTS.print }] : []),
      ...(some(/^(?:move|copy-all)$/) ? [{ code: MAY_GO(path) }] : []),
      ...used.flatMap((operation) => texts[operation] ?? []),
    ],
  };
}

const importsOf = (seam: SeamText, some: (which: RegExp) => boolean): ModuleImport[] => [
  ...(some(/^(?:put|create|replace|put-through|append|output|write-json|output-json|ensure-file|entries)$/) ? [{ kind: 'named' as const, names: ['Buffer'], from: 'node:buffer' }] : []),
  ...(!seam.whole || some(/^(?:output|output-json|ensure-file|entries|move)$/) ? [{ kind: 'default' as const, local: 'path', from: 'node:path' }] : []),
  ...(seam.urls ? [{ kind: 'named' as const, names: ['fileURLToPath'], from: 'node:url' }] : []),
  { kind: 'namespace', local: 'adapter', from: seam.adapter },
];
