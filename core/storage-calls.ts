/** The calls that a storage seam may take over, by one name each: those of node:fs, of fs-extra, and of small packages that only shorten what fs does. */
import { isBuiltin } from 'node:module';
import type { ArgumentShape } from './program.js';

export type CallStyle = 'sync' | 'promise' | 'callback' | 'stream';

export interface NamedCall {
  /** As in fs or fs-extra: `readFile`, `ensureDir`; packages that do the same go by that name. */
  name: string;
  style: CallStyle;
}

const STREAMS = /^(?:createReadStream|createWriteStream)$/;

/** Spellings of fs-extra for one function. */
const EXTRA: Record<string, string> = {
  readJson: 'readJson', readJSON: 'readJson', writeJson: 'writeJson', writeJSON: 'writeJson', outputJson: 'outputJson', outputJSON: 'outputJson',
  outputFile: 'outputFile', ensureDir: 'ensureDir', mkdirp: 'ensureDir', mkdirs: 'ensureDir', ensureFile: 'ensureFile', createFile: 'ensureFile',
  copy: 'copy', move: 'move', remove: 'remove', emptyDir: 'emptyDir', emptydir: 'emptyDir', pathExists: 'pathExists',
};

/** Packages: origins that answer with a promise (or take a callback), and synchronous ones. */
const PACKAGES: readonly { name: string; later: readonly string[]; now: readonly string[] }[] = [
  { name: 'ensureDir', later: ['mkdirp', 'mkdirp.mkdirp', 'mkdirp.native', 'mkdirp.manual'], now: ['mkdirp.sync', 'mkdirp.mkdirpSync', 'mkdirp.nativeSync', 'mkdirp.manualSync'] },
  { name: 'makeDir', later: ['make-dir', 'make-dir.makeDirectory'], now: ['make-dir.sync', 'make-dir.makeDirectorySync'] },
  { name: 'rimraf', later: ['rimraf', 'rimraf.rimraf', 'rimraf.native', 'rimraf.manual'], now: ['rimraf.sync', 'rimraf.rimrafSync', 'rimraf.nativeSync', 'rimraf.manualSync'] },
  { name: 'writeFileAtomic', later: ['write-file-atomic', 'write-file-atomic.writeFile'], now: ['write-file-atomic.sync'] },
  { name: 'readJson', later: ['jsonfile.readFile', 'load-json-file', 'load-json-file.loadJsonFile'], now: ['jsonfile.readFileSync'] },
  { name: 'loadJson', later: [], now: ['load-json-file.sync', 'load-json-file.loadJsonFileSync'] },
  { name: 'writeJson', later: ['jsonfile.writeFile'], now: ['jsonfile.writeFileSync'] },
  { name: 'pathExists', later: ['path-exists', 'path-exists.pathExists'], now: ['path-exists.sync', 'path-exists.pathExistsSync'] },
];

const packaged = new Map<string, NamedCall>(PACKAGES.flatMap(({ name, later, now }) => [
  ...later.map((origin): [string, NamedCall] => [origin, { name, style: 'promise' }]),
  ...now.map((origin): [string, NamedCall] => [origin, { name, style: 'sync' }]),
]));

const sync = (name: string): string | null => (name.endsWith('Sync') ? name.slice(0, -'Sync'.length) : null);

/** What promisifyAll of bluebird puts beside a function of fs. Its `exists` fails where there is something. */
export const isBluebird = (origin: string): boolean => /^node:fs\.(?!exists)\w+Async$/.test(origin);

/** Of a canonical origin (docs/origins.md): `node:fs.promises.readFile`, `fs-extra.readJsonSync`, `mkdirp.sync`. Null for anything else. */
function named(origin: string): NamedCall | null {
  const match = /^(node:fs|fs-extra)\.(promises\.)?(\w+)$/.exec(origin);
  const name = match?.[3] ?? '';
  const now = sync(name);
  if (match?.[1] === 'node:fs') {
    if (match[2]) return { name, style: 'promise' };
    if (STREAMS.test(name)) return { name, style: 'stream' };
    if (isBluebird(origin)) return { name: name.slice(0, -'Async'.length), style: 'promise' };
    return now === null ? { name, style: 'callback' } : { name: now, style: 'sync' };
  }
  const extra = match && !match[2] ? EXTRA[now ?? name] : undefined;
  return extra ? { name: extra, style: now === null ? 'promise' : 'sync' } : packaged.get(origin) ?? null;
}

/** The call, with the style that its arguments say: packages take a callback instead of answering with a promise. */
export function namedCall(origin: string, args: readonly ArgumentShape[] = []): NamedCall | null {
  const found = named(origin);
  const calledBack = found?.style === 'promise' && !origin.startsWith('node:fs.promises.') && args[args.length - 1]?.kind === 'function';
  return found && calledBack ? { ...found, style: 'callback' } : found;
}

/** The package keeps files as anybody would, so that its calls can be taken over one by one. */
export const isPlainFileCall = (origin: string): boolean => /^(?:node:fs|fs-extra|graceful-fs)\./.test(origin) || packaged.has(origin);

const MODULES: ReadonlySet<string> = new Set(['fs-extra', 'graceful-fs', ...[...packaged.keys()].map((origin) => origin.split('.')[0] ?? origin)]);

/** Loading the module does nothing that anybody would miss: it comes with Node, or only gives functions of files. */
export const loadsWithoutEffect = (specifier: string): boolean => isBuiltin(specifier) || MODULES.has(specifier.split('/')[0] ?? specifier);
