/**
 * Random sequences of operations, played straight on fs, through the seam on the disk, through the seam on each store in workerd, and on Node against R2's S3 API (a stand-in): the traces must be equal.
 * CF_MIGRATE_SEQUENCES=2000 plays more. What is known to differ is kept out of the sequences and listed on the page of each codemod.
 */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kvAdapter } from '../../codemods/fs-to-kv/adapter.js';
import { r2Adapter } from '../../codemods/fs-to-r2/adapter.js';
import { s3Module } from '../../codemods/fs-to-r2/s3.js';
import { dualAdapter } from '../../codemods/storage/dual-adapter.js';
import type { AdapterText } from '../../codemods/storage/adapter-text.js';
import { diskAdapter } from '../../codemods/storage/disk.js';
import { placesModule, withPlaces } from '../../codemods/storage/places.js';
import { seamModule } from '../../codemods/storage/seam.js';
import { type Dialect, type NewModule, renderModule } from '../../codemods/shared/render.js';
import type { Style } from '../../codemods/shared/style.js';
import { s3StandIn } from './s3-stand-in.js';

const OPERATIONS = new Set([
  'get-or-none', 'replace', 'put-through', 'truncate', 'output', 'read-json', 'read-json-or-none', 'load-json', 'write-json', 'output-json', 'remove-tree', 'remove-folder', 'empty-folder', 'move', 'copy-all', 'stat-or-none', 'lstat', 'real-path',
  'copy-in', 'move-in', 'copy-out', 'change-mode', 'change-owner', 'change-times', 'ensure-folder', 'ensure-folder-sync', 'ensure-file', 'read-stream', 'write-stream', 'flush', 'flush-sync', 'open', 'open-stat', 'open-to-write', 'modes', 'entries', 'open-folder', 'remove-all', 'get', 'put', 'has', 'check', 'remove', 'list', 'rename', 'copy', 'stat', 'make-folder', 'make-folder-sync',
]);
const STYLE: Style = { quote: "'", semicolons: true, indent: '  ', endOfLine: '\n' };
const ADAPTER = (operations: ReadonlySet<string>, whole: boolean): AdapterText => ({ operations, folder: whole ? null : { imports: [], expression: "'data'" }, binding: 'DOCUMENTS', emptyFoldersAreMissing: false, folders: true });
/** wrangler turns a require of a builtin into an import; esbuild alone leaves it to this. */
const REQUIRE = "import * as $buffer from 'node:buffer'; import * as $path from 'node:path'; import * as $url from 'node:url'; const require = (name) => ({ 'node:buffer': $buffer, 'node:path': $path.default ?? $path, 'node:url': $url })[name];";
const JSONS: unknown[] = [{ a: 1, b: ['x'] }, [], 'text', null];
/** An adapter of each codemod, and how miniflare is told of its binding. */
const STORES = [
  { name: 'KV', suffix: 'kv', adapter: kvAdapter, operations: OPERATIONS, bindings: { kvNamespaces: ['DOCUMENTS'] } },
  { name: 'R2', suffix: 'r2', adapter: r2Adapter, operations: new Set([...OPERATIONS, 'create', 'append', 'atomically', 'open-new', 'open-to-change']), bindings: { r2Buckets: ['DOCUMENTS'] } },
] as const;
const fixtures = fileURLToPath(new URL('./fixtures/adapters', import.meta.url));
const installed = fileURLToPath(new URL('../../node_modules', import.meta.url));
const COUNT = Number(process.env.CF_MIGRATE_SEQUENCES ?? 100);
/** More sequences take longer. */
const LONG = Math.max(300_000, COUNT * 600);

const scratch = mkdtempSync(path.join(tmpdir(), 'adapters-'));

type Operation = [name: string, ...args: unknown[]];

/** A small generator of numbers with a seed, so that a failure can be played again. */
function generator(seed: number): (below: number) => number {
  let state = seed + 0x9e3779b9;
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), state | 1);
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
    return ((state ^ (state >>> 14)) >>> 0) % below;
  };
}

const NAMES = ['settings.json', 'content/tides.json', 'content/knöts.json', 'content/a b.json', 'content/Z.json', 'content-2/x.json', 'content/deep/😀.json', 'content/deep/￮.json', 'none.json', './/content/../content/tides.json'];
const FOLDERS = ['', 'content', 'content/deep', 'content-2'];
const CONTENTS: unknown[] = ['', '{"a":1}\n', 'Léuchtfeuer 😀', { base64: Buffer.from([0, 255, 254, 10, 200]).toString('base64') }, { base64: '' }];
const SHIPS = [['ships/defaults.json', '{"ships":true}'], ['ships/deep/more.txt', 'mehr 😀']] as const;
/** What is done with a file that is open. */
const ON_HANDLES: Operation[] = [
  ['read', 4, 0, 4], ['read', 6, 2, 3, 1], ['read', 3, 0, 3, 400], ['read', 5], ['read', 2, 0, 9], ['readFile'], ['readFile', 'utf8'], ['write', 'Léucht'], ['write', 'X', 1], ['write', 'fé', null, 'latin1'], ['write', { base64: 'AAECAwQ=' }, 1, 3], ['write', { base64: 'AAECAwQ=' }, 0, 2, 9],
  ['writeFile', 'all'], ['appendFile', 'more'], ['truncate', 3], ['truncate', 12], ['truncate'], ['stat'], ['sync'], ['datasync'],
];
const READS: unknown[][] = [[], ['utf8'], [{ encoding: 'utf8' }], ['latin1'], ['base64'], [null]];

/** Files of the request and files that ship, beside those of the store, and what goes from one place to another. */
function mixedMoves(root: string, scratch: string, ways: number, next: (below: number) => number): (() => Operation | Operation[])[] {
  const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T;
  const anywhere = (): string => pick([`${root}/settings.json`, `${root}/content/tides.json`, `${root}/none.json`, `${scratch}/a.json`, `${scratch}/deep/b.txt`, `${scratch}/none.json`]);
  const shipped = (): string => pick(['ships/defaults.json', 'ships/deep/more.txt', 'ships/none.json']);
  const tree = (): string => pick([`${root}/tree-${next(1000)}`, `${scratch}/tree-${next(1000)}`]);
  return [
    () => ['get', pick([anywhere(), shipped()]), ...pick(READS)],
    () => ['put', anywhere(), pick(CONTENTS)],
    () => ['append', anywhere(), pick(CONTENTS)],
    () => { const at = anywhere(); return [['putThrough', `${at}.tmp`, at, pick(CONTENTS)], ['has', `${at}.tmp`], ['get', at]]; },
    () => [pick(['has', 'check']), pick([anywhere(), shipped(), scratch, 'ships'])],
    () => ['remove', anywhere(), ...pick([[], [{ force: true }]])],
    // Not a folder there: the disk of workerd says EISDIR in words of its own.
    () => ['getOrNone', pick([anywhere(), shipped()]), ...pick(READS)],
    () => ['readJson', shipped()],
    () => ['head', pick([anywhere(), shipped()]), pick([1, 4, 50])],
    () => { const at = anywhere(); return [['handle', at, pick(['r', 'r+', 'w', 'w+', 'wx', 'a']), Array.from({ length: 5 }, () => pick(ON_HANDLES))], ['get', at]]; },
    () => { const [from, to] = [anywhere(), anywhere()]; return [[pick(['rename', 'copy']), from, to], ['get', to, 'utf8'], ['has', from]]; },
    () => { const to = anywhere(); return [['copy', shipped(), to], ['get', to, 'utf8']]; },
    () => ['list', pick([root, scratch, `${scratch}/deep`, 'ships', 'ships/deep'])],
    () => { const at = pick([scratch, 'ships']); return [['entries', at, { withFileTypes: next(2) === 0, recursive: next(2) === 0 }], ['goThrough', at, ways]]; },
    () => { const [from, to] = [pick(['ships', 'ships/deep', `${root}/content-2`, `${scratch}/deep`]), tree()]; return [['copyAll', from, to], ['entries', to, { recursive: true }], ['put', 'ships/mine.json', '1'], ['list', 'ships'], ['remove', 'ships/mine.json']]; },
    () => [['streamIn', `${scratch}/s.txt`, [pick(CONTENTS), pick(CONTENTS)]], ['streamOut', `${scratch}/s.txt`]],
  ];
}

function sequence(seed: number, creates: boolean, mixed = false): Operation[] {
  const next = generator(seed);
  const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T;
  const root = `data/s${seed}`;
  // Under the temporary folder of both runtimes.
  const local = `/tmp/${path.basename(scratch)}-${seed}`;
  const file = (): string => `${root}/${pick(NAMES)}`;
  // A stream on the disk names the file in its error as the adapter does.
  const plainFile = (): string => `${root}/${pick(NAMES.filter((name) => !name.startsWith('.')))}`;
  const folder = (): string => `${root}/${pick(FOLDERS)}`.replace(/\/$/, '');
  // A file that stays in each folder: an empty folder is there on a disk, and not in KV.
  const start = FOLDERS.flatMap((name): Operation[] => [['makeFolder', `${root}/${name}`, { recursive: true }], ['put', `${root}/${name === '' ? '' : `${name}/`}keep.json`, 'k']]);
  /** A folder of its own, which may go, be emptied or be moved: what is empty then would be there on a disk only. */
  const tree = (): string => `${root}/tree-${next(1000)}`;
  const planted = (folder: string): Operation[] => [['output', `${folder}/a.txt`, pick(CONTENTS)], ['outputJson', `${folder}/deep/er/b.json`, pick(JSONS), pick([{}, { spaces: 2 }])]];
  const shown = (folder: string): Operation => ['entries', folder, { recursive: true }];
  const moves: (() => Operation | Operation[])[] = [
    () => ['get', file(), ...pick(READS)],
    () => ['put', file(), pick(CONTENTS)],
    () => ['put', file(), 'AP8=', 'base64'],
    () => ['has', pick([file(), folder(), ''])],
    () => ['check', file()],
    () => ['getOrNone', pick([file(), file(), folder(), `${root}/settings.json/in-a-file.json`, '']), ...pick(READS)],
    () => ['remove', file()],
    () => ['remove', file(), { force: true }],
    () => ['remove', file(), {}],
    () => ['list', folder()],
    () => { const at = folder(); return [['entries', at, { withFileTypes: next(2) === 0, recursive: next(2) === 0 }], ['goThrough', at, seed % 3]]; },
    () => ['removeAll', pick([file(), `${root}/gone`]), pick([{ recursive: true }, { recursive: true, force: true }])],
    ...(creates ? [(): Operation => ['create', file(), pick(CONTENTS), { flag: 'wx' }]] : []),
    () => ['rename', file(), file()],
    () => ['copy', file(), file()],
    () => ['stat', pick([file(), folder()])],
    () => ['makeFolderSync', folder(), { recursive: true }],
    () => ['put', file(), pick(CONTENTS), { mode: 0o600 }],
    () => ['replace', file(), pick(CONTENTS)],
    () => { const at = file(); return [['putThrough', `${at}.tmp`, at, pick(CONTENTS), ...pick([[], ['latin1'], [{ mode: 0o600 }]])], ['has', `${at}.tmp`], ['get', at]]; },
    () => ['truncate', file(), ...pick([[], [2], [7]])],
    () => [['writeJson', file(), pick(JSONS), ...pick([[], [{ spaces: 2 }], [{ spaces: '\t', EOL: '\r\n' }], [{ finalEOL: false }]])], ['readJson', file(), ...pick([[], [{ throws: false }], ['utf8']])], ['readJsonOrNone', file()]],
    () => ['loadJson', file(), ...pick([[], [{ throws: false }]])],
    () => ['ensureFile', file()],
    () => [pick(['ensureFolder', 'ensureFolderSync']), folder()],
    () => [pick(['stat', 'lstat', 'lstat', 'statOrNone', 'realPath']), pick([file(), file(), folder()])],
    () => ['changeMode', pick([file(), folder()]), 0o640],
    () => ['changeOwner', pick([file(), folder()]), -1, -1],
    () => [['changeTimes', file(), 1_600_000_000, 1_700_000_000], ['stat', file()]],
    () => ['removeFolder', folder()],
    () => ['removeTree', file()],
    () => ['streamOut', plainFile(), ...pick([[], ['utf8'], [{ encoding: 'latin1' }], [{ start: 1, end: 2 }], [{ start: 3 }], [{ start: 400 }], [{ highWaterMark: 2 }]])],
    () => [['streamIn', file(), [pick(CONTENTS), pick(CONTENTS)], ...pick([[], [{ mode: 0o600 }], ['latin1']])], ['streamOut', plainFile()]],
    () => { const at = file(); return [['writeAndEnd', at, ['one', 'two', 'three']], ['get', at, 'utf8']]; },
    () => { const at = file(); return [['writeAndFlush', at, pick(['one', 'é'])], ['get', at, 'utf8']]; },
    () => ['head', file(), pick([1, 4, 50])],
    () => { const at = file(); return [['writeOpen', at, pick(['', 'long enough', 'é'])], ['get', at, 'utf8']]; },
    () => { const at = file(); return [['handle', at, pick(creates ? ['r', 'r+', 'w', 'w+', 'wx', 'wx+', 'a', 'a+', 'ax'] : ['r', 'w', 'w+']), Array.from({ length: 1 + next(7) }, () => pick(ON_HANDLES))], ['get', at]]; },
    () => [['writeLocal', local, pick(CONTENTS)], [pick(['copyIn', 'moveIn']), local, file()], ['takeLocal', local]],
    () => [pick(['copyIn', 'moveIn']), `${local}-none`, file()],
    () => [['copyOut', file(), local], ['takeLocal', local]],
    () => { const [from, to] = [tree(), tree()]; return [...planted(from), [pick(['rename', 'move', 'copyAll']), from, to], shown(to)]; },
    () => { const [from, to] = [tree(), tree()]; return [...planted(from), ...planted(to), ...pick<Operation[]>([[['rename', from, to]], [['move', from, to]], [['move', from, to, { overwrite: true }]], [['copyAll', from, to]], [['copyAll', from, to, { overwrite: false }]]]), shown(to), ['get', `${to}/a.txt`]]; },
    () => { const at = tree(); return [...planted(at), ['emptyFolder', at], ...planted(at), shown(at)]; },
    () => [pick(['move', 'copyAll']), file(), `${root}/tree-${next(1000)}.txt`],
    () => [pick(['move', 'copyAll']), ...pick([[`${root}/content`, `${root}/content/in`], [`${root}/content`, `${root}/content`], [`${root}/keep.json`, `${root}/keep.json`]])],
    ...(creates ? [(): Operation => ['append', file(), pick(CONTENTS)]] : []),
  ];
  const scratchFolder = `${local}-mixed`;
  const scratchStart: Operation[] = mixed ? [['removeTree', scratchFolder], ['makeFolder', `${scratchFolder}/deep`, { recursive: true }], ['put', `${scratchFolder}/deep/keep.json`, 'k'], ['put', `${scratchFolder}/a.json`, '{}']] : [];
  const some = mixed ? [...moves, ...mixedMoves(root, scratchFolder, seed % 3, next), ...mixedMoves(root, scratchFolder, seed % 3, next)] : moves;
  return [...start, ...scratchStart, ['put', `${root}/settings.json`, '{}'], ['put', `${root}/content/tides.json`, '[1]'], ...Array.from({ length: 18 }, () => pick(some)()).flatMap((move) => (Array.isArray(move[0]) ? (move as Operation[]) : [move as Operation]))];
}


/** The same with each path written in one of several ways, as a program makes it of a setting while it runs. */
const respelled = (operations: Operation[], seed: number): Operation[] => {
  const next = generator(seed);
  return operations.map(([name, ...args]): Operation => [name, ...args.map((arg) => (typeof arg === 'string' && arg.startsWith('data/') ? { spelled: next(7), file: arg } : arg))]);
};

function writeProject(dialect: Dialect, sequences: Operation[][], store: (typeof STORES)[number], whole: boolean): string {
  const spelled = whole || dialect.module === 'commonjs';
  const root = path.join(scratch, `${dialect.module}${whole ? '-whole' : ''}`, store.suffix);
  const target = `documents.${store.suffix}.mjs`;
  const mixed = whole && store.suffix === 'r2';
  const operations = mixed ? withPlaces(new Set([...store.operations, 'mixed'])) : store.operations;
  const storage = path.join(root, 'storage');
  mkdirSync(storage, { recursive: true });
  cpSync(fixtures, root, { recursive: true });
  symlinkSync(installed, path.join(root, 'node_modules'));
  mkdirSync(path.join(root, 'ships/deep'), { recursive: true });
  for (const [name, contents] of SHIPS) writeFileSync(path.join(root, name), contents);
  const extension = dialect.module === 'esm' ? '.js' : '.cjs';
  const write = (name: string, module: NewModule, as: Dialect): void => writeFileSync(path.join(storage, name), renderModule(module, as, STYLE, name));
  write(`documents${extension}`, seamModule({ operations: store.operations, documents: ['data/*'], adapter: '#documents-adapter', store: store.name, urls: true, whole, asksWhere: spelled && !whole }), dialect);
  write(`documents.fs${extension}`, diskAdapter(ADAPTER(operations, whole)), dialect);
  write(target, store.adapter(ADAPTER(operations, whole)), { module: 'esm', typescript: false });
  if (mixed) write('documents.workers.mjs', placesModule(operations, { disk: `./documents.fs${extension}`, store: `./${target}`, send: './files.send.mjs' }), { module: 'esm', typescript: false });
  if (store.suffix === 'r2') {
    write(`documents.s3${extension}`, r2Adapter({ ...ADAPTER(store.operations, whole), platform: `./documents.bucket${extension}` }), dialect);
    write(`documents.bucket${extension}`, s3Module('DOCUMENTS'), dialect);
    if (!whole) write(`documents.both${extension}`, dualAdapter({ operations, binding: 'DOCUMENTS', disk: `./documents.fs${extension}`, bucket: `./documents.bucket${extension}` }), dialect);
  }
  writeFileSync(path.join(root, 'package.json'), JSON.stringify({ type: 'module', imports: { '#documents-adapter': { workerd: mixed ? './storage/documents.workers.mjs' : `./storage/${target}`, container: `./storage/documents.s3${extension}`, both: `./storage/documents.both${extension}`, default: `./storage/documents.fs${extension}` } } }));
  writeFileSync(path.join(root, 'node.js'), `import { readFileSync, writeFileSync } from 'node:fs';\nimport { playAll } from './player.js';\nimport { operations } from './on-fs.js';\nimport * as documents from './storage/documents${extension}';\nconst sequences = JSON.parse(readFileSync('sequences.json', 'utf8'));\nconst which = process.argv[2] === 'fs' ? operations : documents;\nwriteFileSync(process.argv[2] + '.json', JSON.stringify(await playAll(sequences, which, ${String(spelled)})));\n`);
  writeFileSync(path.join(root, 'worker.js'), `import { playAll } from './player.js';\nimport * as documents from './storage/documents${extension}';\nimport { countTogether, longStream } from './player.js';\nexport default { async fetch(request) { if (request.url.endsWith('/long')) return Response.json(await longStream(documents)); if (request.url.endsWith('/count')) return Response.json(await countTogether(documents)); return Response.json(await playAll(await request.json(), documents, ${String(spelled)})); } };\n`);
  writeFileSync(path.join(root, 'count.js'), `import { countTogether } from './player.js';\nimport * as documents from './storage/documents${extension}';\nconsole.log(JSON.stringify(await countTogether(documents)));\n`);
  writeFileSync(path.join(root, 'sequences.json'), JSON.stringify(sequences));
  return root;
}

function onNode(root: string, which: 'fs' | 'seam'): unknown[][] {
  rmSync(path.join(root, 'data'), { recursive: true, force: true });
  execFileSync(process.execPath, ['node.js', which], { cwd: root });
  return JSON.parse(readFileSync(path.join(root, `${which}.json`), 'utf8')) as unknown[][];
}

const SEAMS = STORES.flatMap((store) => [['esm', false], ['commonjs', false], ['esm', true]].map(([module, whole]) => ({ module: module as Dialect['module'], whole: whole === true, name: store.name, store })));

describe.each(SEAMS)('the seam as $module, for $name, by whole paths: $whole', ({ module, store, whole }) => {
  // The same text in another module system, with paths that are written in several ways: fewer will do.
  const sequences = Array.from({ length: module === 'esm' && !whole ? COUNT : Math.ceil(COUNT / 4) }, (_, seed) => (whole || module === 'commonjs' ? respelled(sequence(seed, store.operations.has('create'), whole && store.suffix === 'r2'), seed) : sequence(seed, store.operations.has('create'))));
  let root: string;
  let expected: unknown[][];
  let miniflare: Miniflare;

  beforeAll(() => {
    root = writeProject({ module, typescript: false }, sequences, store, whole);
    expected = onNode(root, 'fs');
    const bundle = buildSync({ entryPoints: [path.join(root, 'worker.js')], bundle: true, format: 'esm', platform: 'node', conditions: ['workerd', 'worker'], external: ['cloudflare:workers', 'node:*'], banner: { js: REQUIRE }, write: false, logLevel: 'error' });
    miniflare = new Miniflare({ modules: [{ type: 'ESModule', path: 'worker.mjs', contents: bundle.outputFiles[0]?.text ?? '' }, ...SHIPS.map(([name, contents]) => ({ type: 'Data' as const, path: name, contents }))], compatibilityDate: '2026-04-20', compatibilityFlags: ['nodejs_compat'], ...store.bindings });
  }, 60_000);
  afterAll(() => miniflare.dispose());

  it('does on the disk what fs did', () => {
    const found = onNode(root, 'seam');
    sequences.forEach((operations, i) => expect(found[i], JSON.stringify(operations)).toEqual(expected[i]));
  }, LONG);

  it('does in the store what fs did', async () => {
    for (let from = 0; from < sequences.length; from += 50) {
      const page = sequences.slice(from, from + 50);
      const response = await miniflare.dispatchFetch('http://localhost/', { method: 'POST', body: JSON.stringify(page) });
      const found = (await response.json()) as unknown[][];
      page.forEach((operations, i) => operations.forEach((operation, step) => expect(found[i]?.[step], `sequence ${from + i}, step ${step}: ${JSON.stringify(operation)}`).toEqual(expected[from + i]?.[step])));
    }
  }, LONG);

  // The text is that of the store, in either module system: the quarter of sequences in CommonJS will do.
  it.runIf(store.suffix === 'r2' && module === 'commonjs')('does in R2 over its S3 API what fs did, and loses no change of steps there', async () => {
    const { server, objects } = await s3StandIn();
    const env = { ...process.env, NODE_OPTIONS: '--conditions=container', R2_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, R2_ACCESS_KEY_ID: 'key', R2_SECRET_ACCESS_KEY: 'secret', DOCUMENTS_BUCKET: 'bucket' };
    const play = async (file: string): Promise<string> => (await promisify(execFile)(process.execPath, [file, 'seam'], { cwd: root, env })).stdout;
    await play('node.js');
    const found = JSON.parse(readFileSync(path.join(root, 'seam.json'), 'utf8')) as unknown[][];
    sequences.forEach((operations, i) => operations.forEach((operation, step) => expect(found[i]?.[step], `sequence ${i}, step ${step}: ${JSON.stringify(operation)}`).toEqual(expected[i]?.[step])));
    expect(objects.size).toBeGreaterThan(0);
    expect(JSON.parse(await play('count.js'))).toMatchObject({ count: '12', conflicts: true });
    server.close();
  }, LONG);

  it.runIf(store.suffix === 'r2' && module === 'commonjs')('does on the disk what fs did where it writes to both sides, and leaves in the bucket what is on the disk', async () => {
    const { server, objects } = await s3StandIn();
    rmSync(path.join(root, 'data'), { recursive: true, force: true });
    writeFileSync(path.join(root, 'sequences.json'), JSON.stringify(sequences));
    await promisify(execFile)(process.execPath, ['node.js', 'seam'], { cwd: root, env: { ...process.env, NODE_OPTIONS: '--conditions=both', R2_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, R2_ACCESS_KEY_ID: 'key', R2_SECRET_ACCESS_KEY: 'secret', DOCUMENTS_BUCKET: 'bucket' } });
    const found = JSON.parse(readFileSync(path.join(root, 'seam.json'), 'utf8')) as unknown[][];
    sequences.forEach((operations, i) => expect(found[i], JSON.stringify(operations)).toEqual(expected[i]));
    const data = path.join(root, 'data');
    const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    const onDisk = files.map((file): [string, string] => [path.relative(data, file), readFileSync(file, 'base64')]).sort();
    expect([...objects].map(([key, { bytes }]): [string, string] => [key, bytes.toString('base64')]).sort()).toEqual(onDisk);
    expect(onDisk.length).toBeGreaterThan(100);
    server.close();
  }, LONG);

  it('refuses in the store what fs refuses to write, with the same code', async () => {
    const bad = [[{ plain: 1 }], [5], [null], [true]].map(([data]): Operation[] => [['put', 'data/bad.json', data]]);
    writeFileSync(path.join(root, 'sequences.json'), JSON.stringify(bad));
    const codes = (traces: unknown): unknown[] => (traces as { error?: { name: string; code: string } }[][]).map(([first]) => [first?.error?.name, first?.error?.code]);
    const response = await miniflare.dispatchFetch('http://localhost/', { method: 'POST', body: JSON.stringify(bad) });
    expect(codes(await response.json())).toEqual(codes(onNode(root, 'fs')));
    expect(codes(onNode(root, 'seam'))).toEqual(bad.map(() => ['TypeError', 'ERR_INVALID_ARG_TYPE']));
  });

  it.runIf(module === 'esm' && !whole)('streams what is longer than one part', async () => {
    const response = await miniflare.dispatchFetch('http://localhost/long', { method: 'POST' });
    expect(await response.json()).toEqual({ middle: [1, 1, 2, 2], ends: [1, 0], written: 21 * 1024 * 1024, read: 21 * 1024 * 1024, same: true });
  }, 60_000);

  it.runIf(store.operations.has('atomically'))('loses no change of steps that run at the same time', async () => {
    const response = await miniflare.dispatchFetch('http://localhost/count', { method: 'POST' });
    expect(await response.json()).toEqual({ count: '12', conflicts: true });
    expect(JSON.parse(execFileSync(process.execPath, ['count.js'], { cwd: root, encoding: 'utf8' }))).toMatchObject({ count: '12' });
  }, 60_000);

  it.runIf(module === 'esm' && !whole)('is a test that can fail: the sequences meet both successes and errors of every operation', () => {
    const seen = new Map<string, Set<string>>();
    sequences.forEach((operations, i) => operations.forEach(([name], step) => {
      const outcome = expected[i]?.[step] as { error?: { code: string } };
      seen.set(name, (seen.get(name) ?? new Set()).add(outcome.error ? outcome.error.code : 'value'));
    }));
    for (const name of ['get', 'check', 'remove', 'copy', 'stat', 'lstat', 'truncate', 'realPath', 'changeMode', 'changeOwner', 'changeTimes']) expect([...(seen.get(name) ?? [])].sort(), name).toEqual(['ENOENT', 'value']);
    expect([...(seen.get('getOrNone') ?? [])].sort()).toEqual(['EISDIR', 'value']);
    expect([...(seen.get('rename') ?? [])].sort()).toEqual(['ENOENT', 'ENOTEMPTY', 'value']);
    for (const name of ['put', 'replace', 'output', 'writeJson', 'outputJson', 'ensureFile', 'statOrNone']) expect([...(seen.get(name) ?? [])], name).toEqual(['value']);
    for (const name of ['move', 'copyAll', 'readJson', 'loadJson']) expect(seen.get(name)?.size, name).toBeGreaterThan(2);
    for (const name of ['streamOut', 'head']) expect([...(seen.get(name) ?? [])].sort(), name).toEqual(['ENOENT', 'value']);
    expect([...(seen.get('removeFolder') ?? [])]).toEqual(['ENOTEMPTY']);
    const told = sequences.flatMap((operations, i) => operations.flatMap(([name], step) => (name === 'handle' ? (expected[i]?.[step] as { value?: unknown[] } | undefined)?.value ?? [] : [])));
    const onHandles = new Set(told.filter((one) => typeof one === 'string' && /^E[A-Z_]+$/.test(one)));
    expect([...onHandles]).toEqual(expect.arrayContaining(['EBADF', 'ERR_OUT_OF_RANGE']));
    expect([...(seen.get('handle') ?? [])]).toEqual(expect.arrayContaining(['ENOENT', 'value']));
  });
});

afterAll(() => { for (let seed = 0; seed < COUNT; seed++) rmSync(`/tmp/${path.basename(scratch)}-${seed}`, { force: true }); });
afterAll(() => rmSync(scratch, { recursive: true, force: true }), 60_000);
