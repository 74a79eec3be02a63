/** The adapter that keeps documents as files, as the app always did. */
import { MUTATING } from '../../core/storage-operations.js';
import type { NewModule } from '../shared/render.js';
import { type AdapterText, folderImports, folderParts, merged, needed } from './adapter-text.js';
import { ANSWER_TYPES, answers, diskAnswers } from './answers.js';
import { diskForms } from './forms.js';
import { DISK_IN_BUNDLE } from './in-bundle.js';
import { diskHandles } from './seam-handles.js';
import { diskUploads } from './uploads.js';

type Texts = Record<string, NewModule['body'][number]>;

/** A call of fs as one step that nobody sees half of, as it was while the program called it synchronously, or as a promise. */
type Work = (name: string, args: string) => string;

const workOf = (atOnce: boolean): Work => (name, args) => (atOnce ? `atOnce(() => fs.${name}Sync(${args}))` : `fs.promises.${name}(${args})`);

const BESIDE_IT = '// Beside what it is, or leads to, under a name of its own: a crash leaves the old or the new';

/** The function that writes a document beside it and moves it into its place. */
const replacing = (name: string, modes: boolean): string => `async function ${name}(key‹: string›, data‹: Uint8Array›${modes ? MODE : ''}) {
  const file = (await orNull(fs.promises.realpath(fileOf(key)))) ?? fileOf(key);
  const draft = \`\${file}.\${randomUUID()}\`;
  const before = await orNull(fs.promises.stat(file));
  try {
    await fs.promises.writeFile(draft, data, { mode: ${modes ? 'mode ?? ' : ''}before?.mode });
    await fs.promises.rename(draft, file);
  } catch (error) {
    await fs.promises.rm(draft, { force: true });
    throw error;
  }
}`;

const MODE = ', mode‹?: number | string›';

/** Content that is written; with `modes`, the file gets the mode that the caller names. */
function written(write: Work, modes: boolean, steps: boolean): Texts {
  const mode = modes ? MODE : '';
  const options = modes ? ', { mode }' : '';
  return {
    put: { exports: 'put', code: `async function put(key‹: string›, data‹: Uint8Array›${mode}) {
  await ${write('writeFile', `fileOf(key), data${options}`)};
}` },
    create: { exports: 'create', code: `async function create(key‹: string›, data‹: Uint8Array›${mode}) {
  try {
    await ${write('writeFile', `fileOf(key), data, { flag: 'wx'${modes ? ', mode' : ''} }`)};
    return true;
  } catch (error) {
    if (‹(›error‹ as NodeJS.ErrnoException)›.code === 'EEXIST') return false;
    throw error;
  }
}` },
    replace: { exports: 'replace', code: steps ? `${BESIDE_IT}.
${replacing('replace', modes)}` : `${BESIDE_IT}. Those of one document go one after the other.
function replace(key‹: string›, data‹: Uint8Array›${mode})‹: Promise<void>› {
  const turn = (replacing.get(key) ?? Promise.resolve()).then(() => replaceNow(key, data${modes ? ', mode' : ''}));
  const done‹: Promise<void>› = turn.catch(() => {}).then(() => {
    if (replacing.get(key) === done) replacing.delete(key);
  });
  replacing.set(key, done);
  return turn;
}

${replacing('replaceNow', modes)}` },
    'put-through': { exports: 'putThrough', code: steps ? `// As a draft first, which is renamed: a crash leaves the old or the new.
async function putThrough(draft‹: string›, key‹: string›, data‹: Uint8Array›${mode}) {
  await fs.promises.writeFile(fileOf(draft), data${options});
  await fs.promises.rename(fileOf(draft), fileOf(key));
}` : `// As a draft first, which is renamed: a crash leaves the old or the new. Those that share the name of a draft do so one after the other, as it was while nothing waited.
function putThrough(draft‹: string›, key‹: string›, data‹: Uint8Array›${mode})‹: Promise<void>› {
  const turn = (drafts.get(draft) ?? Promise.resolve()).then(async () => {
    await fs.promises.writeFile(fileOf(draft), data${options});
    await fs.promises.rename(fileOf(draft), fileOf(key));
  });
  const done‹: Promise<void>› = turn.catch(() => {}).then(() => {
    if (drafts.get(draft) === done) drafts.delete(draft);
  });
  drafts.set(draft, done);
  return turn;
}` },
    append: { exports: 'append', code: `async function append(key‹: string›, data‹: Uint8Array›${mode}) {
  await ${write('appendFile', `fileOf(key), data${options}`)};
}` },
  };
}

const disk = (read: Work, write: Work): Texts => ({
  get: { exports: 'get', code: `function get(key‹: string›) {
  return orNull(${read('readFile', 'fileOf(key)')});
}` },
  'get-or-none': { exports: 'getOrNone', code: `// Whatever keeps exists from seeing it is no error.
async function getOrNone(key‹: string›) {
  try {
    return await orNull(${read('readFile', 'fileOf(key)')});
  } catch (error) {
    if (fs.existsSync(fileOf(key))) throw error;
    return null;
  }
}` },
  has: { exports: 'has', code: `async function has(key‹: string›) {
  return fs.existsSync(fileOf(key));
}` },
  remove: { exports: 'remove', code: `async function remove(key‹: string›) {
  return (await orNull(fs.promises.unlink(fileOf(key)))) !== null;
}` },
  'remove-all': { exports: 'removeAll', code: `async function removeAll(key‹: string›) {
  return (await orNull(${write('rm', 'fileOf(key), { recursive: true }')})) !== null;
}` },
  entries: { exports: 'entries', code: `async function entries(key‹: string›, recursive‹: boolean›) {
  const found = await orNull(${read('readdir', 'fileOf(key), { recursive, withFileTypes: true }')});
  return found?.map((entry) => ({ name: path.relative(fileOf(key), path.join(entry.parentPath, entry.name)), isFolder: entry.isDirectory() })) ?? null;
}` },
  list: { exports: 'list', code: `function list(key‹: string›) {
  return orNull(fs.promises.readdir(fileOf(key)));
}` },
  rename: { exports: 'rename', code: `async function rename(from‹: string›, to‹: string›) {
  return (await orNull(fs.promises.rename(fileOf(from), fileOf(to)))) !== null;
}` },
  copy: { exports: 'copy', code: `async function copy(from‹: string›, to‹: string›) {
  return (await orNull(${write('copyFile', 'fileOf(from), fileOf(to)')})) !== null;
}` },
  stat: { exports: 'stat', code: `function stat(key‹: string›) {
  return orNull(fs.promises.stat(fileOf(key)));
}` },
  truncate: { exports: 'truncate', code: `async function truncate(key‹: string›, length‹: number›) {
  return (await orNull(fs.promises.truncate(fileOf(key), length))) !== null;
}` },
  'remove-folder': { exports: 'removeFolder', code: `// Null: it is not there; false: something is in it.
async function removeFolder(key‹: string›) {
  try {
    return (await orNull(fs.promises.rmdir(fileOf(key)))) === null ? null : true;
  } catch (error) {
    if (‹(›error‹ as NodeJS.ErrnoException)›.code === 'ENOTEMPTY') return false;
    throw error;
  }
}` },
  'copy-all': { exports: 'copyAll', code: `async function copyAll(from‹: string›, to‹: string›, overwrite‹: boolean›) {
  await ${write('cp', 'fileOf(from), fileOf(to), { recursive: true, force: overwrite }')};
}` },
  'read-stream': { exports: 'readStream', code: `function readStream(key‹: string›, options‹: Parameters<typeof fs.createReadStream>[1]›, _missing‹: () => Error›) {
  return fs.createReadStream(fileOf(key), options);
}` },
  'write-stream': { exports: 'writeStream', code: `function writeStream(key‹: string›, options‹: Parameters<typeof fs.createWriteStream>[1]›) {
  return fs.createWriteStream(fileOf(key), options);
}` },
  'copy-in': { exports: 'copyIn', code: `async function copyIn(file‹: string›, key‹: string›) {
  return (await orNull(${write('copyFile', 'file, fileOf(key)')})) !== null;
}` },
  'move-in': { exports: 'moveIn', code: `async function moveIn(file‹: string›, key‹: string›) {
  return (await orNull(fs.promises.rename(file, fileOf(key)))) !== null;
}` },
  'copy-out': { exports: 'copyOut', code: `async function copyOut(key‹: string›, file‹: string›) {
  return (await orNull(${write('copyFile', 'fileOf(key), file')})) !== null;
}` },
  lstat: { exports: 'lstat', code: `function lstat(key‹: string›) {
  return orNull(fs.promises.lstat(fileOf(key)));
}` },
  'real-path': { exports: 'realPath', code: `function realPath(key‹: string›) {
  return orNull(fs.promises.realpath(fileOf(key)));
}` },
  'change-mode': { exports: 'changeMode', code: `async function changeMode(key‹: string›, mode‹: number | string›) {
  return (await orNull(fs.promises.chmod(fileOf(key), mode))) !== null;
}` },
  'change-owner': { exports: 'changeOwner', code: `async function changeOwner(key‹: string›, owner‹: number›, group‹: number›) {
  return (await orNull(fs.promises.chown(fileOf(key), owner, group))) !== null;
}` },
  'change-times': { exports: 'changeTimes', code: `async function changeTimes(key‹: string›, accessed‹: number | string | Date›, changed‹: number | string | Date›) {
  return (await orNull(fs.promises.utimes(fileOf(key), accessed, changed))) !== null;
}` },
  'make-folder': { exports: 'makeFolder', code: `function makeFolder(key‹: string›, options‹?: { recursive?: boolean }›) {
  return fs.promises.mkdir(fileOf(key), options);
}` },
  'make-folder-sync': { exports: 'makeFolderSync', code: `function makeFolderSync(key‹: string›, options‹?: { recursive?: boolean }›) {
  return fs.mkdirSync(fileOf(key), options);
}` },
});

const AT_ONCE: NewModule['body'][number] = { code: `// In one step, as it was while nothing waited: nobody sees half of it.
async function atOnce‹<T>›(work‹: () => T›) {
  return work();
}` };

const DRAFTS: NewModule['body'][number] = { code: 'const drafts = new Map‹<string, Promise<void>>›();' };

const REPLACING: NewModule['body'][number] = { code: 'const replacing = new Map‹<string, Promise<void>>›();' };

const ATOMICALLY: NewModule['body'] = [
  { code: 'const step = new AsyncLocalStorage‹<true>›();\nlet last‹: Promise<unknown>› = Promise.resolve();' },
  { exports: 'atomically', code: `// One after the other, as it was while nothing waited; what changes a document waits for its turn too.
function atomically‹<T>›(work‹: () => Promise<T>›)‹: Promise<T>› {
  if (step.getStore()) return work();
  const turn = last.then(() => step.run(true, work));
  last = turn.catch(() => {});
  return turn;
}` },
];

/** The same function, as a step of its own. */
const inTurn = (part: NewModule['body'][number]): NewModule['body'][number] => ({
  ...part,
  code: part.code.replace(/^((?:\/\/.*\n)*)async function (\w+)\((.*)\) \{\n([^]*)\n\}$/, (_whole, comment: string, name: string, parameters: string, body: string) => `${comment}function ${name}(${parameters}) {\n  return atomically(async () => {\n${body.replace(/^/gm, '  ')}\n  });\n}`),
});

const KEY_OF_PATH: NewModule['body'][number] = { exports: 'keyOf', code: `// The whole path, wherever it leads.
function keyOf(file‹: string›) {
  return path.resolve(file).split(path.sep).join('/');
}` };

const OR_NULL = `// What is not there is null instead of an error.
async function orNull‹<T>›(work‹: Promise<T>›) {
  try {
    return await work;
  } catch (error) {
    if (‹(›error‹ as NodeJS.ErrnoException)›.code === 'ENOENT') return null;
    throw error;
  }
}`;

const NEVER_MISSING = /^(?:put|put-through|create|append|has|copy-all|read-stream|write-stream|flush(?:-sync)?|make-folder(?:-sync)?|atomically|send|download|serve|uploads|incoming|in-bundle)$/;

export function diskAdapter(adapter: AdapterText): NewModule {
  const used = needed(adapter.operations);
  const nullable = used.some((operation) => !NEVER_MISSING.test(operation));
  const write = workOf(adapter.operations.has('writes-at-once'));
  const texts = { ...disk(workOf(adapter.operations.has('reads-at-once')), write), ...diskAnswers, ...diskUploads, ...diskForms, ...diskHandles(adapter.operations), ...written(write, adapter.operations.has('modes'), used.includes('atomically')), ...DISK_IN_BUNDLE };
  const parts = used.flatMap((operation) => {
    const part = texts[operation];
    return part ? [used.includes('atomically') && MUTATING.has(operation) ? inTurn(part) : part] : [];
  });
  return {
    header: ['Keeps the documents as files, as the app always did: everywhere but on Workers.'],
    imports: merged([{ kind: 'default', local: 'fs', from: 'node:fs' }, { kind: 'default', local: 'path', from: 'node:path' }, ...(used.includes('atomically') ? [{ kind: 'named' as const, names: ['AsyncLocalStorage'], from: 'node:async_hooks' }] : []), ...(used.includes('replace') ? [{ kind: 'named' as const, names: ['randomUUID'], from: 'node:crypto' }] : []), ...(used.includes('serve') ? [{ kind: 'default' as const, local: 'express', from: 'express' }] : []), ...(used.includes('uploads') ? [{ kind: 'default' as const, local: 'multer', from: 'multer' }] : []), ...folderImports(adapter)]),
    body: [...(answers(adapter.operations).length > 0 ? [ANSWER_TYPES] : []), ...(adapter.folder ? folderParts(adapter) : [KEY_OF_PATH]), { code: adapter.folder ? 'const fileOf = (key‹: string›) => path.join(folder, key);' : 'const fileOf = (key‹: string›) => key;' }, ...(nullable ? [{ code: OR_NULL }] : []), ...(used.includes('atomically') ? ATOMICALLY : [...(used.includes('put-through') ? [DRAFTS] : []), ...(used.includes('replace') ? [REPLACING] : [])]), ...(parts.some(({ code }) => code.includes('atOnce(')) ? [AT_ONCE] : []), ...parts],
  };
}
