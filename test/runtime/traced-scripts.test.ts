/** How the text that V8 runs is led back to a source file: the file itself, wrapped, without its types, or through a map; and what is refused. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import type { WatchList } from '../../core/trace.js';
import { scriptPath, scriptText } from '../../runtime/tracing/script-text.js';
import { originalOf, sourceMapOf } from '../../runtime/tracing/source-map.js';
import { folderWith } from '../command-line.js';

const SOURCE = `export function depth(of: number): number {\n  return -of;\n}\n`;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function watching(files: Record<string, string>, scanned: Record<string, string> = files): WatchList {
  return { root: folderWith(files), files: Object.fromEntries(Object.entries(scanned).map(([file, text]) => [file, { sha256: hash(text), functions: [], sites: [] }])) };
}

/** Where the `return` of the second line is, in what ran. */
function placed(watch: WatchList, script: string, ran: string, map = ''): unknown {
  const line = ran.split('\n').findIndex((text) => text.includes('return'));
  const text = scriptText(watch, path.join(watch.root, script), map, () => ran);
  return text && { files: text.files, left: text.left, at: text.original(line, (ran.split('\n')[line] ?? '').indexOf('return')) };
}

const HERE = { files: ['depth.ts'], left: [], at: { file: 'depth.ts', line: 1, column: 2 } };

describe('the file itself', () => {
  test.each([
    ['as it is', SOURCE],
    ['with what a loader adds after it', `${SOURCE}\n//# sourceURL=depth.ts`],
    ['with blanks where its types were, as Node takes them out', `${SOURCE.replace(/: number/g, '        ')}\n\n//# sourceURL=file:///depth.ts`],
  ])('%s', (_what, ran) => {
    expect(placed(watching({ 'depth.ts': SOURCE }), 'depth.ts', ran)).toEqual(HERE);
  });

  test('in a wrapper, whose first line begins later', () => {
    const watch = watching({ 'depth.js': 'return 1;\n' });
    expect(placed(watch, 'depth.js', '(function (exports) { return 1;\n})')).toMatchObject({ at: { file: 'depth.js', line: 0, column: 0 } });
  });

  test('with a mark at its beginning that loaders take away', () => {
    expect(placed(watching({ 'depth.ts': `\uFEFF${SOURCE}` }), 'depth.ts', SOURCE)).toEqual(HERE);
  });
});

describe('what a transform made of it', () => {
  const { outputText, sourceMapText = '' } = ts.transpileModule(SOURCE, { fileName: 'depth.ts', compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, sourceMap: true, inlineSources: true } });
  const inline = (map: string): string => `data:application/json;base64,${Buffer.from(map).toString('base64')}`;

  test('through a map in the script', () => {
    expect(placed(watching({ 'depth.ts': SOURCE }), 'depth.ts', outputText, inline(sourceMapText))).toEqual(HERE);
  });

  test('through a map beside the script, in another folder', () => {
    const map = sourceMapText.replace('"sources":["depth.ts"]', '"sources":["../depth.ts"]');
    expect(placed(watching({ 'depth.ts': SOURCE, 'dist/depth.js.map': map }, { 'depth.ts': SOURCE }), 'dist/depth.js', outputText, 'depth.js.map')).toEqual(HERE);
  });

  test('not through a map that was made of an older text, nor without one', () => {
    expect(placed(watching({ 'depth.ts': SOURCE }), 'depth.ts', outputText, inline(sourceMapText.replace('return -of', 'return +of')))).toMatchObject({ files: [], left: [{ file: 'depth.ts', how: 'changed' }], at: null });
    expect(placed(watching({ 'depth.ts': SOURCE }), 'depth.ts', outputText, 'gone.map')).toMatchObject({ files: [], left: [{ file: 'depth.ts', how: 'unmapped' }] });
    expect(placed(watching({ 'depth.ts': SOURCE }), 'depth.ts', outputText, inline('no map'))).toMatchObject({ left: [{ file: 'depth.ts', how: 'unmapped' }] });
  });

  test('nothing of it counts when the file is no longer the one that was scanned', () => {
    expect(placed(watching({ 'depth.ts': `${SOURCE}// later\n` }, { 'depth.ts': SOURCE }), 'depth.ts', SOURCE)).toMatchObject({ files: [], left: [{ file: 'depth.ts', how: 'changed' }] });
  });

  test('code of others is nobody\'s business', () => {
    expect(scriptText(watching({ 'depth.ts': SOURCE }), '/elsewhere/x.js', '', () => '')).toBe(null);
  });
});

describe('source maps', () => {
  test('say the same as TypeScript wrote', () => {
    const map = sourceMapOf(JSON.stringify({ version: 3, sources: ['a.ts'], mappings: 'AAAA,IAAM;;CAEL,gBAAA' }));
    expect(map?.lines).toEqual([[[0, 0, 0, 0], [4, 0, 0, 6]], [], [[1, 0, 2, 1], [17, 0, 2, 1]]]);
    expect([originalOf(map as NonNullable<typeof map>, 0, 3), originalOf(map as NonNullable<typeof map>, 2, 0), originalOf(map as NonNullable<typeof map>, 2, 99)]).toEqual([{ source: 0, line: 0, column: 0 }, null, { source: 0, line: 2, column: 1 }]);
    expect(sourceMapOf('{"version":3,"sections":[]}')).toBe(null);
  });

  test('scripts are known by path, by URL and with a query', () => {
    expect(['/a/b%20c.js', 'file:///a/b%20c.js', 'file:///a/b.js?v=1', '/a/b.js?v=1', 'node:fs', 'webpack:///a.js', 'evalmachine.<anonymous>'].map(scriptPath)).toEqual(['/a/b%20c.js', '/a/b c.js', '/a/b.js', '/a/b.js', null, null, null]);
  });
});
