/** How a program is checked: as its own tsconfig.json says, with JavaScript checked too; nothing is ever emitted. No configuration is executed. */
import path from 'node:path';
import type { CompilerOptions } from 'typescript';
import type { TypeScript } from './typescript.js';

export function compilerOptions(ts: TypeScript, root: string): CompilerOptions {
  const file = path.join(root, 'tsconfig.json');
  const read = ts.sys.fileExists(file) ? ts.readConfigFile(file, (name) => ts.sys.readFile(name)) : null;
  const own = read?.config ? ts.parseJsonConfigFileContent({ ...(read.config as object), files: [], include: [] }, ts.sys, root).options : null;
  // Without a configuration only promises are looked for: what the DOM or Node declare says nothing about those, and takes seconds to read.
  const plain: CompilerOptions = { types: [], lib: ['lib.es2023.d.ts'], module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, strict: false };
  return { ...(own ?? plain), noEmit: true, allowJs: true, checkJs: true, skipLibCheck: true, incremental: false, composite: false, declaration: false, rootDir: undefined, outDir: undefined, tsBuildInfoFile: undefined };
}
