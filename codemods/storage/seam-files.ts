/** The files around the rewritten code: seam, adapters, package.json imports, wrangler configuration, storage record. */
import type { Change } from '../../core/changes.js';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { DEFAULT_COMPATIBILITY_DATE } from '../../core/vocabulary.js';
import type { RewriteInput } from '../define.js';
import { readJson, setJson } from '../shared/json-text.js';
import { type Dialect, type ModuleImport, type NewModule, renderModule } from '../shared/render.js';
import type { AdapterText, FolderText } from './adapter-text.js';
import { diskAdapter } from './disk.js';
import { fold } from '../shared/path-text.js';
import { answers } from './answers.js';
import { built } from './built.js';
import { dualWriteFiles } from './dual-write.js';
import { type Folder, splitEnvironment } from './folder.js';
import type { Group } from './groups.js';
import { specifierFrom } from './layout.js';
import { seamModule } from './seam.js';
import { placesModule, withPlaces } from './places.js';
import { presignedFiles } from './presigned.js';
import { sendModule } from './send-module.js';
import { standsIn } from './shipped.js';
import { STORAGE_FILE, readRecord, recordText, withBinding } from './storage-record.js';
import type { StorageTarget } from './target.js';
import { workersTypes } from './types.js';
import { appFolder, workersEntryFiles } from './workers-entry.js';
import { workerName, wranglerFile } from './wrangler.js';

/** Changes of all files but the app's own sources. */
export function seamFiles(target: StorageTarget, input: RewriteInput, groups: readonly Group[]): Change[] {
  const texts = groups.reduce<ReadonlyMap<string, string>>((before, group) => {
    const read = (file: string): string | null => before.get(file) ?? input.read(file);
    return new Map([...before, ...filesOf(target, input, group, read)]);
  }, new Map());
  const signing = presignedFiles(target, input, groups, (file) => texts.get(file) ?? input.read(file));
  const beforeDual = new Map([...texts, ...signing]);
  const written = new Map([...beforeDual, ...dualWriteFiles(target, input, groups, (file) => beforeDual.get(file) ?? input.read(file))]);
  const app = appFolder(target, input, groups);
  const entry = input.entry && app !== null ? workersEntryFiles(input.entry, app, input.read, (file) => written.get(file) ?? input.read(file)) : [];
  return [...new Map([...written, ...entry])].map(([file, after]) => newChange(target, input, file, after, groups[0]?.components[0] ?? target.store.codemod));
}

type Read = (file: string) => string | null;

function filesOf(target: StorageTarget, input: RewriteInput, group: Group, read: Read): [file: string, text: string][] {
  const { layout, folder } = group;
  const withTarget = input.step !== 'seam';
  const now = described([...group.operations, ...(group.known?.seam.operations ?? [])], [...group.include, ...(group.known?.include ?? [])]);
  const byHand = new Set(editedByHand(target, group, read));
  const record = withBinding(readRecord(read(STORAGE_FILE)), {
    kind: target.store.kind,
    binding: group.binding,
    folder: folder.inProject,
    environment: folder.environment,
    include: now.include,
    keyPrefix: '',
    ...(group.roots.length > 0 ? { roots: group.roots } : {}),
    seam: { file: layout.seam, operations: now.operations, path: folder.text, expression: folder.expression, urls: group.urls, ...(group.asksWhere ? { asksWhere: true } : {}), looksForFolders: group.looksForFolders, emptyFoldersAreMissing: group.emptyFoldersAreMissing, ...(group.elsewhere.length > 0 ? { elsewhere: group.elsewhere } : {}) },
  });
  const typed = withTarget && !target.inContainer && layout.dialect.typescript && read(layout.types) === null;
  return [
    ...seamTexts(target, group, now, withTarget).filter(([file]) => !byHand.has(file)),
    ...(typed ? [[layout.types, workersTypes(target.types, group.binding, path.posix.basename(layout.target), hasWorkersTypes(group, read))] as [string, string]] : []),
    ...manifestText(target, group, withTarget, read),
    ...(withTarget && !target.inContainer ? wranglerText(target, input, group, read) : []),
    [STORAGE_FILE, recordText(record)],
  ];
}

interface Described {
  operations: string[];
  include: string[];
}

const described = (operations: readonly string[], include: readonly string[]): Described => ({ operations: [...new Set(operations)].sort(), include: [...new Set(include)].sort() });

/** Files of a seam that are not as an earlier run made them: they are the user's, and stay. */
export function editedByHand(target: StorageTarget, group: Group, read: Read): string[] {
  const { known } = group;
  if (!known) return [];
  const before = { ...group, urls: known.seam.urls, asksWhere: known.seam.asksWhere === true, looksForFolders: known.seam.looksForFolders, emptyFoldersAreMissing: known.seam.emptyFoldersAreMissing, elsewhere: known.seam.elsewhere ?? [] };
  return seamTexts(target, before, described(known.seam.operations, known.include), true).filter(([file, text]) => read(file) !== null && read(file) !== text).map(([file]) => file);
}

/** Operations that a seam edited by hand would have to get; null when it has them all, or is not edited. */
export function lackingByHand(target: StorageTarget, group: Group, read: Read): { file: string; operations: string[] } | null {
  const file = editedByHand(target, group, read)[0];
  const operations = [...group.operations].filter((operation) => !group.known?.seam.operations.includes(operation));
  return file !== undefined && operations.length > 0 ? { file, operations } : null;
}

/** The seam and its adapters. */
function seamTexts(target: StorageTarget, group: Group, { operations: list, include }: Described, withTarget: boolean): [file: string, text: string][] {
  const { layout, folder } = group;
  const operations = withPlaces(new Set(list));
  const name = folder.inProject ?? folder.text;
  const whole = folder.expression.kind === 'whole';
  const documents = include.map((pattern) => `${name === '.' || whole ? '' : `${name}/`}${pattern}`);
  const elsewhere = (file: string, dialect: Dialect): FolderText[] => group.elsewhere.flatMap((other) => folderExpression(other, file, dialect, !target.inContainer) ?? []);
  const beside = (file: string, other: string): string => specifierFrom(file, other, ['./x.js'], layout.targetDialect);
  const adapter = (file: string, dialect: Dialect, ofStore: boolean): AdapterText => ({ operations, folder: folderExpression(folder, file, dialect, ofStore && !target.inContainer), binding: group.binding, ...(ofStore ? { elsewhere: elsewhere(file, dialect) } : {}), emptyFoldersAreMissing: group.emptyFoldersAreMissing, folders: group.looksForFolders, send: beside(file, layout.send), ...(target.inContainer ? { platform: beside(file, layout.bucket) } : {}) });
  const render = (module: NewModule, dialect: Dialect, file: string): [string, string] => [file, renderModule(module, dialect, group.style, file)];
  return [
    render(seamModule({ operations: new Set(list), documents, adapter: layout.adapter, store: `${target.store.name} ${target.inContainer ? 'in a Container' : 'on Workers'}`, urls: group.urls, whole, asksWhere: group.asksWhere }), layout.dialect, layout.seam),
    render(diskAdapter(adapter(layout.disk, layout.dialect, false)), layout.dialect, layout.disk),
    ...(withTarget ? [render(target.adapter(adapter(layout.target, layout.targetDialect, true)), layout.targetDialect, layout.target)] : []),
    ...(withTarget && operations.has('mixed') ? [render(placesModule(new Set(list), { disk: beside(layout.places, layout.disk), store: beside(layout.places, layout.target), send: beside(layout.places, layout.send) }), layout.targetDialect, layout.places)] : []),
    ...(withTarget && target.inContainer && target.network ? [render(target.network.module(group.binding), layout.targetDialect, layout.bucket)] : []),
    ...(withTarget && answers(operations).length > 0 ? [render(sendModule(operations.has('express-4') ? 4 : 5), layout.targetDialect, layout.send)] : []),
  ];
}

/** The folder as an expression of an adapter, with the imports it needs. */
function folderExpression(folder: Folder, file: string, dialect: Dialect, onWorkers: boolean): AdapterText['folder'] {
  const { expression } = folder;
  if (expression.kind === 'whole') return null;
  if (expression.kind === 'import') {
    const from = specifierFrom(file, expression.file, dialect.module === 'commonjs' ? [] : ['./x.js'], dialect);
    return { imports: [{ kind: 'named', names: [expression.name], from }], expression: expression.name };
  }
  if (expression.kind === 'working') return { imports: [], expression: writtenFolder(folder.text) };
  if (onWorkers) return { imports: [], expression: variableOr(folder.text, `'${expression.onWorkers}'`) };
  const relative = path.posix.relative(path.posix.dirname(file), expression.text);
  const imports: ModuleImport[] = dialect.module === 'esm' ? [{ kind: 'named', names: ['fileURLToPath'], from: 'node:url' }] : [{ kind: 'default', local: 'path', from: 'node:path' }];
  const place = dialect.module === 'esm' ? `fileURLToPath(new URL('${relative}', import.meta.url))` : `path.join(__dirname, '${relative}')`;
  return { imports, expression: variableOr(folder.text, place) };
}

/** The folder that a variable names, and what lies below it: the whole of `<env DATA_DIR|data>/jobs` moves with the variable. */
function writtenFolder(text: string): string {
  const split = splitEnvironment(text);
  if (!split) return `'${fold(text)}'`;
  const known = split.inner !== null && (!split.inner.startsWith('<') || splitEnvironment(split.inner) !== null);
  const base = [`process.env.${split.name}`, ...(known ? [writtenFolder(split.inner ?? '')] : [])].join(' || ');
  return split.rest === '' ? base : `\`\${${base}}${split.rest}\``;
}

/** The same where a place of the code stands in for the variable's default. */
function variableOr(text: string, place: string): string {
  const split = splitEnvironment(text);
  if (!split) return place;
  const variable = `process.env.${split.name}`;
  return split.rest === '' ? `${variable} || ${place}` : `${variable} ? \`\${${variable}}${split.rest}\` : ${place}`;
}

/**
 * Node gets the disk, Workers get the target, by a condition of package.json "imports". In a Container, which is Node too, the target comes without being
 * asked for: documents that are kept on its disk by mistake would be lost with it.
 */
function manifestText(target: StorageTarget, group: Group, withTarget: boolean, read: Read): [file: string, text: string][] {
  const { layout } = group;
  const file = layout.packageFolder === '' ? 'package.json' : `${layout.packageFolder}/package.json`;
  const before = read(file) ?? '{}\n';
  const below = (target: string): string => `./${layout.packageFolder === '' ? target : target.slice(layout.packageFolder.length + 1)}`;
  const disk = below(built(group, read, layout.disk));
  const ofTarget = below(built(group, read, layout.target));
  const wanted = !withTarget ? disk : target.inContainer ? { disk, default: ofTarget } : { workerd: below(isMixed(group) ? layout.places : layout.target), default: disk };
  const { imports, dependencies } = (readJson(before) ?? {}) as { imports?: Record<string, unknown>; dependencies?: Record<string, string> };
  const current = imports?.[layout.adapter];
  const has = typeof current === 'object' && current !== null && ('workerd' in current || 'disk' in current) && !isMixed(group);
  const [name, range] = (withTarget && target.inContainer && target.network?.dependency) || [];
  const listed = name !== undefined && dependencies?.[name] === undefined ? setJson(before, ['dependencies', name], range) : before;
  const after = JSON.stringify(current) === JSON.stringify(wanted) || has ? listed : setJson(listed, ['imports', layout.adapter], wanted);
  return after === before ? [] : [[file, after]];
}

const isMixed = ({ operations, known }: Group): boolean => operations.has('mixed') || known?.seam.operations.includes('mixed') === true;

function hasWorkersTypes(group: Group, read: Read): boolean {
  const manifest = read(group.layout.packageFolder === '' ? 'package.json' : `${group.layout.packageFolder}/package.json`);
  const lists = (manifest === null ? null : readJson(manifest)) as { dependencies?: Record<string, string>; devDependencies?: Record<string, string> } | null;
  return lists?.dependencies?.['@cloudflare/workers-types'] !== undefined || lists?.devDependencies?.['@cloudflare/workers-types'] !== undefined;
}

function wranglerText(target: StorageTarget, input: RewriteInput, group: Group, read: Read): [file: string, text: string][] {
  const manifest = read(group.layout.packageFolder === '' ? 'package.json' : `${group.layout.packageFolder}/package.json`);
  const name = (manifest === null ? null : (readJson(manifest) as { name?: string } | null))?.name ?? input.program.name;
  const asksWhere = group.folder.expression.kind === 'module' || group.folder.text !== group.folder.inProject;
  const usesDirname = asksWhere && input.program.modules.some((module) => module.reach === 'production' && /\b__dirname\b/.test(input.read(module.file) ?? ''));
  const configuration = wranglerFile(read, group.layout.packageFolder, {
    name,
    kind: target.store.kind,
    binding: target.wrangler(group.binding, workerName(name)),
    compatibilityDate: input.compatibilityDate ?? DEFAULT_COMPATIBILITY_DATE,
    define: usesDirname ? { __dirname: JSON.stringify(path.posix.join('/bundle', standsIn(input.entry, input.read))) } : {},
  });
  return configuration.before === configuration.after ? [] : [[configuration.file, configuration.after]];
}

function newChange(target: StorageTarget, input: RewriteInput, file: string, after: string, component: string): Change {
  const before = input.read(file);
  const edits = before === null ? [] : [{ start: 0, end: before.length, text: after, codemod: target.store.codemod }];
  return { file, sha256: before === null ? null : createHash('sha256').update(before).digest('hex'), after, edits, notes: [], component };
}
