/** The text of the adapter that writes to the disk and to the bucket: every operation is the disk's own, and what changes something brings the state of the disk into the bucket afterwards. */
import type { NewModule } from '../shared/render.js';
import { needed } from './adapter-text.js';
import { seamFunction } from './calls.js';
import { uploadTypes } from './uploads.js';

type Part = NewModule['body'][number];

export interface DualText {
  operations: ReadonlySet<string>;
  binding: string;
  /** Specifiers of the adapter of the disk, and of what stands for the binding. */
  disk: string;
  bucket: string;
}

/** Which arguments are keys of what an operation changes; `tree`: with all that lies below. */
const CHANGES: Readonly<Record<string, { declared: string; passed: string; keys: string; tree?: true }>> = {
  ...Object.fromEntries(['put', 'create', 'replace', 'append', 'truncate', 'remove', 'change-times'].map((operation) => [operation, { declared: 'key‹: string›', passed: 'key', keys: 'key' }])),
  'put-through': { declared: 'draft‹: string›, key‹: string›', passed: 'draft, key', keys: 'draft, key' },
  'copy': { declared: 'from‹: string›, to‹: string›', passed: 'from, to', keys: 'to' },
  'copy-in': { declared: 'file‹: string›, key‹: string›', passed: 'file, key', keys: 'key' },
  'move-in': { declared: 'file‹: string›, key‹: string›', passed: 'file, key', keys: 'key' },
  'remove-all': { declared: 'key‹: string›', passed: 'key', keys: 'key', tree: true },
  'rename': { declared: 'from‹: string›, to‹: string›', passed: 'from, to', keys: 'from, to', tree: true },
  'copy-all': { declared: 'from‹: string›, to‹: string›', passed: 'from, to', keys: 'to', tree: true },
};

/** What an operation takes after its keys. */
const TAKES_MORE = /^(?:put|create|replace|append|truncate|change-times|put-through|copy-all)$/;

const TEXTS: Readonly<Record<string, Part>> = {
  'write-stream': { exports: 'writeStream', code: `function writeStream(key‹: string›, ...rest‹: Rest<typeof disk.writeStream>›) {
  const stream = disk.writeStream(key, ...rest);
  stream.once('close', () => void inStore(key));
  return stream;
}` },
  'open': { exports: 'open', code: `async function open(key‹: string›, flags‹?: string›, mode‹?: number | string›) {
  const opened = await disk.open(key, flags, mode);
  if (!opened || /^(?:r|rs|sr)?$/.test(flags ?? '')) return opened;
  const close = opened.close.bind(opened);
  return Object.assign(opened, { close: async () => close().finally(() => inStore(key)) });
}` },
  'uploads': { exports: 'uploads', code: `function uploads(keyOf‹: (file: string) => string›, options‹: multer.DiskStorageOptions›)‹: multer.StorageEngine› {
  const engine = disk.uploads(keyOf, options);
  return {
    _handleFile(request, file, done) {
      engine._handleFile(request, file, (error, info) => (error || !info?.path ? done(error, info) : void inStore(keyOf(info.path)).then(() => done(null, info))));
    },
    _removeFile(request, file, done) {
      const place = file.path;
      engine._removeFile(request, file, (error) => void inStore(keyOf(place)).then(() => done(error)));
    },
  };
}` },
};

/** The disk decides; what is on it afterwards goes into the bucket, also when the change failed half way. */
function changing(operation: string): Part | null {
  const change = CHANGES[operation];
  if (!change) return TEXTS[operation] ?? null;
  const name = seamFunction(operation);
  const more = TAKES_MORE.test(operation);
  const call = `disk.${name}(${change.passed}${more ? ', ...rest' : ''})`;
  const declared = `${change.declared}${more ? `, ...rest‹: ${/,/.test(change.declared) ? 'RestOfTwo' : 'Rest'}<typeof disk.${name}>›` : ''}`;
  const before = change.tree ? `  const before = await below(${change.keys});\n` : '';
  const after = change.tree ? `await allInStore([...before, ...(await below(${change.keys}))])` : `await allInStore([${change.keys}])`;
  return { exports: name, code: `async function ${name}(${declared}) {
${before}  try {
    return await ${call};
  } finally {
    ${after};
  }
}` };
}

const mirror = (binding: string): Part[] => [
  { code: `// What the bucket lacks, a line each: cf-migrate data --since EXPORT --behind FILE brings it there.
const behind = path.resolve('.cf-migrate', 'behind-${binding}.txt');` },
  { code: `function report(key‹: string›, error‹: Error›) {
  console.error(\`R2 lacks the last change of \${key}, which is noted in \${behind}: \${error.message}\`);
  try {
    fs.mkdirSync(path.dirname(behind), { recursive: true });
    fs.appendFileSync(behind, \`\${JSON.stringify({ binding: '${binding}', key, at: new Date().toISOString(), error: error.message })}\\n\`);
  } catch (problem) {
    console.error(\`\${behind} could not be written: \${‹(›problem‹ as Error)›.message}\`);
  }
}` },
  { code: `const isGone = (error‹: unknown›) => /^(?:ENOENT|ENOTDIR)$/.test(‹(›error‹ as NodeJS.ErrnoException)›.code ?? '');` },
  { code: `// The document as it is on the disk now, with its time; what is not there goes. A folder is nothing by itself.
async function mirrored(key‹: string›) {
  const file = path.join(disk.folder, key);
  try {
    const { mtimeMs } = await fs.promises.stat(file);
    await env.${binding}.put(key, await fs.promises.readFile(file), { customMetadata: { mtime: String(mtimeMs / 1000) } });
  } catch (error) {
    if (isGone(error)) await env.${binding}.delete(key);
    else if (‹(›error‹ as NodeJS.ErrnoException)›.code !== 'EISDIR') throw error;
  }
}` },
  { code: `// One change of a key after the other, each with what is on the disk by then: the last one is as the disk is.
const turns = new Map‹<string, Promise<void>>›();

function inStore(key‹: string›) {
  if (key === '' || /^\\.\\.(?:\\/|$)/.test(key)) return Promise.resolve();
  const turn‹: Promise<void>› = (turns.get(key) ?? Promise.resolve()).then(() => mirrored(key)).catch((error) => report(key, error)).then(() => {
    if (turns.get(key) === turn) turns.delete(key);
  });
  turns.set(key, turn);
  return turn;
}

async function allInStore(keys‹: string[]›) {
  const left = [...new Set(keys)];
  while (left.length > 0) await Promise.all(left.splice(0, 20).map(inStore));
}` },
];

const BELOW: Part = { code: `// The keys, and those of all documents below them on the disk.
async function below(...keys‹: string[]›)‹: Promise<string[]>› {
  const found = await Promise.all(keys.map(async (key) => {
    const entries = await fs.promises.readdir(path.join(disk.folder, key), { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => path.relative(disk.folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  }));
  return [...keys, ...found.flat()];
}` };

export function dualAdapter({ operations, binding, disk, bucket }: DualText): NewModule {
  const used = needed(operations);
  const parts = used.map((operation): Part => changing(operation) ?? { exports: seamFunction(operation), code: `const ${seamFunction(operation)} = disk.${seamFunction(operation)};` });
  const has = (which: RegExp): boolean => used.some((operation) => which.test(operation));
  return {
    header: ['For the time between: reads and writes the disk, as before, and brings each change into R2 as well, over its S3 API. A change that does', 'not get there fails nothing here; it is logged and noted. Chosen by NODE_OPTIONS=--conditions=both.'],
    imports: [
      { kind: 'default', local: 'fs', from: 'node:fs' },
      { kind: 'default', local: 'path', from: 'node:path' },
      { kind: 'namespace', local: 'disk', from: disk },
      { kind: 'named', names: ['env'], from: bucket },
    ],
    body: [
      ...uploadTypes(operations),
      ...(parts.some(({ code }) => code.includes('‹: Rest<')) ? [{ code: '‹type Rest<Call> = Call extends (key: string, ...rest: infer Others) => unknown ? Others : never;›' }] : []),
      ...(parts.some(({ code }) => code.includes('‹: RestOfTwo<')) ? [{ code: '‹type RestOfTwo<Call> = Call extends (one: string, other: string, ...rest: infer Others) => unknown ? Others : never;›' }] : []),
      ...mirror(binding),
      ...(has(/^(?:remove-all|rename|copy-all)$/) ? [BELOW] : []),
      { exports: 'folder', code: 'const folder = disk.folder;' },
      ...parts,
    ],
  };
}
