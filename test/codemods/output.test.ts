/** What leaves the room: patches that git takes, changes that speak of the text on disk, TypeScript that compiles, names that are suggested. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { codemodNamed, codemods } from '../../codemods/index.js';
import { CODEMOD_NAMES } from '../../codemods/names.js';
import { countLines, unifiedDiff } from '../../codemods/diff.js';
import { kvAdapter } from '../../codemods/fs-to-kv/adapter.js';
import { r2Adapter } from '../../codemods/fs-to-r2/adapter.js';
import { s3Module } from '../../codemods/fs-to-r2/s3.js';
import { r2Types } from '../../codemods/fs-to-r2/types.js';
import { kvTypes } from '../../codemods/fs-to-kv/types.js';
import { dualAdapter } from '../../codemods/storage/dual-adapter.js';
import { diskAdapter } from '../../codemods/storage/disk.js';
import { placesModule, withPlaces } from '../../codemods/storage/places.js';
import { presignedModule } from '../../codemods/storage/presigned.js';
import { sendModule } from '../../codemods/storage/send-module.js';
import { seamModule } from '../../codemods/storage/seam.js';
import { workersTypes } from '../../codemods/storage/types.js';
import { renderModule } from '../../codemods/shared/render.js';
import { homePath } from '../../core/home.js';
import { BLOCK_CODES } from '../../core/repairs.js';
import { SEAM_OPERATIONS } from '../../core/storage-operations.js';
import { UserError } from '../../core/errors.js';
import { loadRules } from '../../rules/load.js';
import { type Tree, caseFolders, readOptions, readTree, rewriteTree } from './rewriting.js';

const scratch = mkdtempSync(path.join(tmpdir(), 'codemod-output-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function writeTree(root: string, tree: Tree): void {
  for (const [file, text] of Object.entries(tree)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}

describe('the diff', () => {
  it('is a patch that git applies, and takes back, for every case', () => {
    for (const [codemod, name, folder] of caseFolders('cases').flatMap(([one, cases]) => readdirSync(cases).map((item) => [one, item, path.join(cases, item)] as const))) {
      const input = readTree(path.join(folder, 'input'));
      const { result, after } = rewriteTree(input, { codemod, ...readOptions(folder) });
      const root = path.join(scratch, codemod, name);
      writeTree(root, input);
      const patch = unifiedDiff(result.changes, (file) => input[file] ?? null);
      execFileSync('git', ['apply', '-'], { cwd: root, input: patch, env: { ...process.env, GIT_CEILING_DIRECTORIES: scratch } });
      expect(readTree(root), name).toEqual(after);
      execFileSync('git', ['apply', '-R', '-'], { cwd: root, input: patch, env: { ...process.env, GIT_CEILING_DIRECTORIES: scratch } });
      expect(readTree(root), name).toEqual(input);
    }
  }, 180_000);

  it('counts lines as git does', () => {
    expect(countLines('--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-old\n+new\n+++more\n context\n')).toEqual({ added: 2, removed: 1 });
  });
});

/** All that a seam can hold; only R2 creates, adds and steps. */
const ON_R2 = new Set([...SEAM_OPERATIONS, 'make-folder-sync', 'ensure-folder-sync', 'modes', 'atomically']);
const ON_KV = new Set([...ON_R2].filter((operation) => !/^(?:create|append|atomically)$/.test(operation)));

const parsed = new Map<string, ts.SourceFile | undefined>();

/** A program whose declarations of the language and of packages are parsed once for all tests. */
function programOf(files: string[], options: ts.CompilerOptions): ts.Program {
  const host = ts.createCompilerHost(options);
  return ts.createProgram(files, options, {
    ...host,
    getSourceFile: (name, language) => {
      if (!name.includes('/node_modules/')) return host.getSourceFile(name, language);
      const key = `${name} ${JSON.stringify(language)}`;
      if (!parsed.has(key)) parsed.set(key, host.getSourceFile(name, language));
      return parsed.get(key);
    },
  });
}

/** The part of @types/express 5 that the seam uses; against the whole of it the same files compiled too when they were written. */
const EXPRESS_TYPES = `declare module 'express' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  export interface Request extends IncomingMessage {
    fresh: boolean;
    url: string;
    originalUrl: string;
    next?: (error?: unknown) => void;
    range(size: number, options?: { combine?: boolean }): { type: string } & { start: number; end: number }[] | -1 | -2 | undefined;
  }
  export interface Response extends ServerResponse {
    req: Request;
    app: { enabled(name: string): boolean };
    type(name: string): this;
    attachment(name?: string): this;
    sendFile(file: string, done?: (error: Error) => void): void;
    sendFile(file: string, options: object, done?: (error: Error) => void): void;
    download(file: string, name: string, options: object, done?: (error: Error) => void): void;
  }
  export interface RequestHandler {
    (request: Request, response: Response, next: (error?: unknown) => void): unknown;
  }
  const express: { static(root: string, options?: object): RequestHandler };
  export default express;
}
`;

/** The part of @types/multer 2 that the seam uses; against the whole of it the same files compiled too when they were written. */
const MULTER_TYPES = `declare module 'multer' {
  import type { Readable } from 'node:stream';
  import type { Request } from 'express';
  function multer(options?: object): unknown;
  namespace multer {
    interface File { originalname: string; size: number; stream: Readable; destination: string; filename: string; path: string }
    interface StorageEngine {
      _handleFile(request: Request, file: File, callback: (error?: any, info?: Partial<File>) => void): void;
      _removeFile(request: Request, file: File, callback: (error: Error | null) => void): void;
    }
    interface DiskStorageOptions {
      destination?: string | ((request: Request, file: File, callback: (error: Error | null, destination: string) => void) => void);
      filename?(request: Request, file: File, callback: (error: Error | null, filename: string) => void): void;
    }
    function diskStorage(options: DiskStorageOptions): StorageEngine;
  }
  export = multer;
}
`;

describe('TypeScript that is made', () => {
  const dialect = { module: 'esm', typescript: true } as const;
  const style = { quote: "'", semicolons: true, indent: '  ', endOfLine: '\n' } as const;
  const folder = { folder: { imports: [], expression: "'data'" }, binding: 'DOCUMENTS', emptyFoldersAreMissing: true, folders: true };

  const BUCKET = 'export const env: { DOCUMENTS: { put(key: string, data: Uint8Array, options: { customMetadata: Record<string, string> }): Promise<unknown>; delete(key: string): Promise<unknown> } } = undefined as never;\n';
  const stores = [
    { suffix: 'kv', adapter: kvAdapter, types: kvTypes, operations: ON_KV },
    { suffix: 'r2', adapter: r2Adapter, types: r2Types, operations: ON_R2 },
  ];

  it.each(stores.flatMap((store) => [[false, false], [true, false], [true, true]].map(([urls, whole]) => ({ ...store, urls: urls === true, whole: whole === true }))))('compiles strictly with all operations, for $suffix (paths may be URLs: $urls, keys are whole paths: $whole)', ({ suffix, adapter, types, urls, whole, operations: all }) => {
    const root = path.join(scratch, `typescript-${suffix}-${String(urls)}-${String(whole)}`);
    const dual = suffix === 'r2' && !whole;
    const text = { ...folder, ...(whole ? { folder: null, elsewhere: [{ imports: [], expression: "'data'" }] } : {}), operations: whole ? withPlaces(new Set([...all, 'mixed'])) : all };
    writeTree(root, {
      'package.json': JSON.stringify({ type: 'module', imports: { '#documents-adapter': { workerd: `./documents.${suffix}.ts`, default: './documents.fs.ts' } } }),
      'documents.ts': renderModule(seamModule({ operations: all, documents: ['data/*'], adapter: '#documents-adapter', store: 'KV', urls, whole }), dialect, style, 'documents.ts'),
      'documents.fs.ts': renderModule(diskAdapter(text), dialect, style, 'documents.fs.ts'),
      [`documents.${suffix}.ts`]: renderModule(adapter(text), dialect, style, `documents.${suffix}.ts`),
      ...(whole ? { 'documents.workers.ts': renderModule(placesModule(new Set([...all, 'mixed']), { disk: './documents.fs.js', store: `./documents.${suffix}.js`, send: './files.send.js' }), dialect, style, 'documents.workers.ts') } : {}),
      ...(dual ? { 'documents.both.ts': renderModule(dualAdapter({ operations: all, binding: 'DOCUMENTS', disk: './documents.fs.js', bucket: './documents.bucket.js' }), dialect, style, 'documents.both.ts'), 'documents.bucket.ts': BUCKET } : {}),
      'files.send.ts': renderModule(sendModule(urls ? 4 : 5), dialect, style, 'files.send.ts'),
      'express.d.ts': EXPRESS_TYPES,
      'multer.d.ts': MULTER_TYPES,
      'cloudflare-workers.d.ts': workersTypes(types, 'DOCUMENTS', 'documents.kv.ts', false),
      'use.ts': "import * as documents from './documents.js';\nexport const text: Promise<string> = documents.get('data/a.json', 'utf8');\nexport const bytes: Promise<Buffer> = documents.get('data/a.json');\nexport const names: Promise<string[]> = documents.list('data');\nexport const size: Promise<number> = documents.stat('data/a.json').then((found) => found.size);\n",
    });
    for (const conditions of [[], ['workerd']]) {
      const files = ['use.ts', `documents.${suffix}.ts`, ...(whole ? ['documents.workers.ts'] : []), ...(dual ? ['documents.both.ts'] : []), 'cloudflare-workers.d.ts', 'express.d.ts', 'multer.d.ts'].map((file) => path.join(root, file));
      const program = programOf(files, { strict: true, noEmit: true, allowImportingTsExtensions: true, noUnusedLocals: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'], types: ['node'], typeRoots: [homePath('node_modules/@types')], customConditions: conditions, skipLibCheck: true });
      expect(ts.getPreEmitDiagnostics(program).map((one) => `${one.file?.fileName.slice(root.length) ?? ''} ${ts.flattenDiagnosticMessageText(one.messageText, '\n')}`)).toEqual([]);
    }
  }, 60_000);
});

describe('TypeScript that is made for a Container', () => {
  it('compiles strictly, against the declarations of the client', () => {
    const root = path.join(scratch, 'typescript-container');
    const render = (module: Parameters<typeof renderModule>[0], file: string): string => renderModule(module, { module: 'esm', typescript: true }, { quote: "'", semicolons: true, indent: '  ', endOfLine: '\n' }, file);
    const text = { folder: { imports: [], expression: "'data'" }, binding: 'DOCUMENTS', emptyFoldersAreMissing: true, folders: true, operations: ON_R2, platform: './documents.bucket.js' };
    const tree = { 'documents.s3.ts': render(r2Adapter(text), 'documents.s3.ts'), 'documents.bucket.ts': render(s3Module('DOCUMENTS'), 'documents.bucket.ts'), 'files.send.ts': render(sendModule(5), 'files.send.ts'), 'files.presigned.ts': render(presignedModule({ urls: true, whole: false, asksWhere: false, binding: 'DOCUMENTS', adapter: '#documents-adapter' }), 'files.presigned.ts'), 'express.d.ts': EXPRESS_TYPES, 'multer.d.ts': MULTER_TYPES };
    writeTree(root, { 'package.json': JSON.stringify({ type: 'module', imports: { '#documents-adapter': './documents.s3.js' } }), ...tree });
    symlinkSync(homePath('node_modules'), path.join(root, 'node_modules'), 'junction');
    const program = programOf(Object.keys(tree).map((file) => path.join(root, file)), { strict: true, noEmit: true, noUnusedLocals: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts'], types: ['node'], typeRoots: [homePath('node_modules/@types')], skipLibCheck: true });
    expect(ts.getPreEmitDiagnostics(program).map((one) => `${one.file?.fileName.slice(root.length) ?? ''} ${ts.flattenDiagnosticMessageText(one.messageText, '\n')}`)).toEqual([]);
  }, 60_000);
});

describe('TypeScript that is made, beside @cloudflare/workers-types', () => {
  const style = { quote: "'", semicolons: true, indent: '  ', endOfLine: '\n' } as const;
  const stores = [
    { suffix: 'kv', adapter: kvAdapter, types: kvTypes, operations: ON_KV },
    { suffix: 'r2', adapter: r2Adapter, types: r2Types, operations: ON_R2 },
  ];

  function problemsOf(name: string, tree: Tree): string[] {
    const root = path.join(scratch, name);
    writeTree(root, { 'package.json': JSON.stringify({ type: 'module' }), ...tree });
    const program = programOf(Object.keys(tree).map((file) => path.join(root, file)), {
      strict: true, noEmit: true, allowImportingTsExtensions: true, noUnusedLocals: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts'], types: ['node', homePath('node_modules/@cloudflare/workers-types/index.d.ts')], typeRoots: [homePath('node_modules/@types')],
    });
    return ts.getPreEmitDiagnostics(program).map((one) => `${one.file?.fileName.slice(root.length) ?? ''} ${ts.flattenDiagnosticMessageText(one.messageText, '\n')}`);
  }

  it.each(stores)('has an adapter for $suffix that compiles against Cloudflare\'s declaration of its binding', ({ suffix, adapter, types, operations: all }) => {
    const text = { folder: { imports: [], expression: "'data'" }, binding: 'DOCUMENTS', emptyFoldersAreMissing: true, folders: true, operations: all };
    const file = `documents.${suffix}.ts`;
    expect(problemsOf(`declared-${suffix}`, {
      [file]: renderModule(adapter(text), { module: 'esm', typescript: true }, style, file),
      'files.send.ts': renderModule(sendModule(5), { module: 'esm', typescript: true }, style, 'files.send.ts'),
      'express.d.ts': EXPRESS_TYPES,
      'multer.d.ts': MULTER_TYPES,
      'cloudflare-workers.d.ts': workersTypes(types, 'DOCUMENTS', file, true),
    })).toEqual([]);
  }, 60_000);

  it.each(stores)('declares no more of $suffix than Cloudflare does', ({ suffix, types }) => {
    const check = (declaration: string): string[] => problemsOf(`own-${suffix}-${declaration.length}`, { 'own.ts': `declare namespace own {\n${declaration}\n}\nexport const ours = (theirs: ${types.general}): own.${types.own.name} => theirs;\n` });
    const exported = types.own.declaration.replaceAll(/^( {2})interface /gm, '$1export interface ');
    expect(check(exported)).toEqual([]);
    expect(check(exported.replace(/\bdelete\(/, 'erase(')).join('')).toContain("Property 'erase' is missing");
  }, 60_000);

  it('is checked against the version that the pack names', () => {
    const manifest = JSON.parse(readFileSync(homePath('node_modules/@cloudflare/workers-types/package.json'), 'utf8')) as { version: string };
    expect(loadRules().provedWith['workers-types']).toBe(manifest.version);
  });
});

describe('the list of codemods', () => {
  it('has the names that are handed out without loading it', () => {
    expect(codemods.map((codemod) => codemod.name)).toEqual([...CODEMOD_NAMES]);
  });

  it('suggests the nearest name', () => {
    expect(codemodNamed('fs-to-kv').name).toBe('fs-to-kv');
    try {
      codemodNamed('fs-to-vk');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).hint).toBe('Did you mean fs-to-kv?');
    }
  });

  it('has a page for each, which names every reason that blocks', () => {
    for (const { name } of codemods) {
      const page = readFileSync(homePath('docs/codemods', `${name}.md`), 'utf8');
      for (const code of Object.keys(BLOCK_CODES)) expect(page, `${name}.md explains ${code}`).toContain(`\`${code}\``);
    }
  });
});

describe('markers', () => {
  const blocked = path.join(fileURLToPath(new URL('./fixtures/left-untouched', import.meta.url)), 'a-constructor-cannot-wait');

  it('stand once above the first call of what is blocked, only when asked for', () => {
    const input = readTree(path.join(blocked, 'input'));
    expect(rewriteTree(input).result.changes).toEqual([]);
    const { after } = rewriteTree(input, { markers: true });
    expect(after['src/port.js']).toBe((input['src/port.js'] ?? '').replace('const load', '// cf-migrate fs-to-kv: left as it is (constructor), see cf-migrate plan\nconst load'));
    expect(rewriteTree(after, { markers: true }).result.changes).toEqual([]);
  });
});

describe('the two steps', () => {
  const input: Tree = { 'package.json': '{\n  "type": "module"\n}\n', 'quay.js': "import fs from 'node:fs/promises';\n\nexport const load = () => fs.readFile('data/quay.json', 'utf8');\nexport const save = (text) => fs.writeFile('data/quay.json', text);\n" };

  it('one after the other end where both at once end', () => {
    const seam = rewriteTree(input, { step: 'seam' });
    expect(Object.keys(seam.after).filter((file) => /kv|wrangler/.test(file))).toEqual([]);
    const both = rewriteTree(seam.after);
    expect(both.result.changes.map((change) => change.file)).toEqual(['package.json', 'storage/documents.kv.js', 'wrangler.jsonc']);
    expect(both.after).toEqual(rewriteTree(input).after);
    expect(rewriteTree(both.after).result.changes).toEqual([]);
  });
});

describe('the legacy app', () => {
  const input = Object.fromEntries(Object.entries(readTree(homePath('fixtures/legacy-app'))).filter(([file]) => !file.startsWith('node_modules/')));
  const { result, after } = rewriteTree(input, { accept: [] });

  it('is rewritten in one run, and the second run changes nothing', () => {
    expect(result.refused).toEqual([]);
    expect(result.changes.map((change) => change.file)).toEqual([
      '.cf-migrate/storage.json', 'package.json', 'scripts/export-content.js', 'src/contentIndex.js', 'src/inferenceRouter.js', 'src/lib/jsonStore.js', 'src/maintenance.js', 'src/process/buildAssets.js',
      'src/process/processJob.js', 'src/routes/documents.js', 'src/routes/statistics.js', 'src/settings.js', 'src/storage/documents.fs.js', 'src/storage/documents.js', 'src/storage/documents.kv.js', 'src/worker.js', 'test/settings-test.js', 'wrangler.jsonc',
    ]);
    expect(rewriteTree(after, { accept: [] }).result.changes).toEqual([]);
  });

  it('keeps the wrapper of the job records byte for byte', () => {
    const original = (text: string, name: string): string => new RegExp(`export async function ${name}\\([^]*?\\n}\\n`).exec(text)?.[0] ?? '';
    for (const name of ['readJson', 'writeJson', 'removeJson', 'listJson']) {
      expect(original(input['src/lib/jsonStore.js'] ?? '', name)).not.toBe('');
      expect(original(after['src/lib/jsonStore.js'] ?? '', name)).toBe(original(input['src/lib/jsonStore.js'] ?? '', name));
    }
    expect(after['src/jobs.js']).toBe(input['src/jobs.js']);
  });
});
