/** Turns the TypeScript of a copied app into JavaScript in place, file by file, so that any Node can run it. Checks no types, touches only the copy. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildFailure } from 'esbuild';
import fastGlob from 'fast-glob';
import type { Esbuild } from './packages.js';

export interface TranspileProblem {
  message: string;
  at?: { file: string; line: number };
}

const TYPESCRIPT = /\.([cm]?)tsx?$/;

export const isTypeScript = (file: string): boolean => TYPESCRIPT.test(file);

/** The name under which the JavaScript of a TypeScript file is found: `src/app.mts` → `src/app.mjs`. */
export const transpiledName = (file: string): string => file.replace(TYPESCRIPT, '.$1js');

function isModulePackage(app: string): boolean {
  const file = path.join(app, 'package.json');
  return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { type?: string }).type === 'module';
}

/** Imports keep their names: `./store.js` finds what was `store.ts`, and `./store` does so where modules are required. */
export async function transpile(app: string, esbuild: Esbuild | undefined): Promise<TranspileProblem | null> {
  if (!esbuild) throw new Error('esbuild is needed to run TypeScript');
  const files = fastGlob.sync('**/*.{ts,tsx,mts,cts}', { cwd: app, ignore: ['**/*.d.{ts,mts,cts}', '**/node_modules/**'], followSymbolicLinks: false });
  const esm = isModulePackage(app);
  const groups = [
    { files: files.filter((file) => /\.tsx?$/.test(file)), format: esm ? 'esm' : 'cjs', extension: '.js' },
    { files: files.filter((file) => file.endsWith('.mts')), format: 'esm', extension: '.mjs' },
    { files: files.filter((file) => file.endsWith('.cts')), format: 'cjs', extension: '.cjs' },
  ] as const;
  try {
    for (const group of groups.filter((one) => one.files.length > 0)) {
      await esbuild.build({
        entryPoints: [...group.files], absWorkingDir: app, outdir: app, outbase: app, outExtension: { '.js': group.extension }, allowOverwrite: true,
        bundle: false, platform: 'node', target: `node${process.versions.node}`, format: group.format, sourcemap: 'inline', logLevel: 'silent',
      });
    }
    return null;
  } catch (error) {
    const first = (error as Partial<BuildFailure>).errors?.[0];
    if (!first) throw error;
    return { message: first.text, ...(first.location ? { at: { file: first.location.file, line: first.location.line } } : {}) };
  }
}
