/** Draws our own tree with madge and says which imports and uses break the picture of the rooms. It judges no code beyond that. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import madge from 'madge';
import ts from 'typescript';

/** Rooms that know nothing of each other: the pipeline hands data from one to the next. */
const SEPARATE = ['analyzers', 'program', 'checker', 'rules', 'drafting', 'planning', 'cost', 'codemods', 'transfer', 'runtime'] as const;

/** What each room may import, beside itself. */
export const ROOMS: Record<string, readonly string[]> = {
  core: [],
  ...Object.fromEntries(SEPARATE.map((room) => [room, ['core']])),
  reports: ['core'],
  pipeline: [...SEPARATE, 'core'],
  commands: ['pipeline', 'reports', 'core'],
};

/** Modules that only some places may load. A place is a room or a file; beside each stands why it may. */
export const KEPT: Record<string, Record<string, string>> = {
  'node:fs': {
    core: 'project, resolve and journal are the only doors to the files of the user; home and yaml read what ships with the tool',
    runtime: 'verify works on temporary copies, and looks for the installed bundler and workerd',
    transfer: 'reads the data of the app, which no other room does, and what was fetched of its stores',
    commands: 'writes the files that -o names and reads the JSON it is handed',
    'rules/apis.ts': 'reads apis.yaml, which ships with the tool',
    'rules/compiled.ts': 'reads the compiled rules, which ship with the tool',
    'rules/evidence.ts': 'reads the snippets and what was observed, which ship with the tool',
    'rules/load.ts': 'reads compat.yaml, which ships with the tool, and the rule files that the configuration names',
    'rules/models.ts': 'reads models.yaml, which ships with the tool',
    'pipeline/evidence.ts': 'looks whether the packages of snippets are installed',
    'pipeline/evidence-file.ts': 'writes what was observed, for who works on this tool',
    'pipeline/container-tree.ts': 'reads the package.json of a tree that was moved',
    'pipeline/verify.ts': 'keeps the original in a temporary folder',
    'pipeline/verify-script.ts': 'reads the script of requests',
    'cost/prices.ts': 'reads prices.yaml, which ships with the tool',
    'reports/html.ts': 'reads the templates, which ship with the tool',
  },
  'node:child_process': {
    'core/journal-checks.ts': 'asks git whether a file has uncommitted work',
    'core/commits.ts': 'makes the commits that apply --commit was asked for',
    runtime: 'verify starts the program that it compares, and says so',
  },
  esbuild: { runtime: 'bundling for workerd is known here only' },
  miniflare: { runtime: 'workerd is started here only' },
  unenv: { runtime: 'polyfills for workerd are known here only' },
  '@cloudflare/unenv-preset': { runtime: 'polyfills for workerd are known here only' },
};

/** Places that may print, or end the process. */
const SPEAKING: Record<string, string> = {
  commands: 'the shell',
  'runtime/lifetime.ts': 'ends the process that a signal has stopped, once its children are gone',
};

export interface Tree {
  /** Local imports by file, as madge resolves them. Types count: a room that knows another's types knows that room. */
  edges: Record<string, string[]>;
  /** Relative imports that madge could not resolve: each one is a blind spot of this check. */
  unresolved: string[];
  /** Circles of imports that remain when types are erased. */
  circles: string[][];
}

const roomOf = (file: string): string => file.split('/')[0] ?? '';

/** `node:fs/promises` belongs to `node:fs`. */
const belongsTo = (module: string, kept: string): boolean => module === kept || module === kept.replace('node:', '') || module.startsWith(`${kept}/`) || module.startsWith(`${kept.replace('node:', '')}/`);

const standsIn = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);

/** A room that has no file yet is no folder in a clone. */
const roomsIn = (root: string): string[] => Object.keys(ROOMS).filter((room) => existsSync(path.join(root, room)));

/** Source files of all rooms, relative to the root. */
export function sourceFiles(root: string): string[] {
  return roomsIn(root).flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.posix.join(room, name.split(path.sep).join('/')))).sort();
}

async function draw(root: string, skipTypeImports: boolean): Promise<madge.MadgeInstance> {
  const rooms = roomsIn(root).map((room) => path.join(root, room));
  const detective = { skipTypeImports, mixedImports: true };
  return madge(rooms, { baseDir: root, fileExtensions: ['ts'], tsConfig: { compilerOptions: { module: 'NodeNext', moduleResolution: 'NodeNext' } }, detectiveOptions: { ts: detective } });
}

export async function drawTree(root: string): Promise<Tree> {
  const all = await draw(root, false);
  const withoutTypes = await draw(root, true);
  return { edges: all.obj(), unresolved: all.warnings().skipped.filter((specifier) => specifier.startsWith('.')), circles: withoutTypes.circular() };
}

/** Imports that go from a room into one that it may not know: `rules/a.ts imports cost/b.ts`. */
export function forbiddenImports(tree: Tree): string[] {
  return Object.entries(tree.edges).flatMap(([file, imports]) => {
    const room = roomOf(file);
    return imports.filter((to) => roomOf(to) !== room && !ROOMS[room]?.includes(roomOf(to))).map((to) => `${file} imports ${to}`);
  });
}

/** Every specifier that a file names in an import, an export, `import()` or a type: read by TypeScript, which madge does not use for it. */
export function specifiersOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map((imported) => imported.fileName);
}

/** Uses of modules that are kept for other places: `reports/a.ts loads node:fs`. */
export function strayModules(root: string): string[] {
  return sourceFiles(root).flatMap((file) => {
    const specifiers = specifiersOf(readFileSync(path.join(root, file), 'utf8'));
    return Object.entries(KEPT)
      .filter(([kept, places]) => specifiers.some((specifier) => belongsTo(specifier, kept)) && !Object.keys(places).some((place) => standsIn(file, place)))
      .map(([kept]) => `${file} loads ${kept}`);
  });
}

/** Places that may load a module and do not: a permission nobody needs. */
export function idlePermissions(root: string): string[] {
  const files = sourceFiles(root).map((file) => ({ file, specifiers: specifiersOf(readFileSync(path.join(root, file), 'utf8')) }));
  return Object.entries(KEPT).flatMap(([kept, places]) => Object.keys(places)
    .filter((place) => !files.some(({ file, specifiers }) => standsIn(file, place) && specifiers.some((specifier) => belongsTo(specifier, kept))))
    .map((place) => `${place} may load ${kept} and does not`));
}

const VOICES = new Set(['stdout', 'stderr', 'exit', 'exitCode']);

function speaks(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return false;
  return node.expression.text === 'console' || (node.expression.text === 'process' && VOICES.has(node.name.text));
}

/** Places outside of the shell that print or set an exit code: `cost/a.ts:12 uses console.log`. */
export function strayVoices(root: string): string[] {
  return sourceFiles(root)
    .filter((file) => !Object.keys(SPEAKING).some((place) => standsIn(file, place)))
    .flatMap((file) => voicesIn(file, readFileSync(path.join(root, file), 'utf8')));
}

function voicesIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (speaks(node)) found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} uses ${node.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Folders at the top that hold TypeScript and are no room. */
export function unknownRooms(root: string): string[] {
  const elsewhere = new Set(['node_modules', 'dist', 'test', 'bench', 'fixtures', 'coverage', ...Object.keys(ROOMS)]);
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !elsewhere.has(entry.name))
    .map((entry) => entry.name)
    .filter((folder) => readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.ts')));
}

/** Specifiers that a file loads as soon as it is loaded itself: no types, no `import()`. */
function loadedSpecifiers(file: string, text: string): string[] {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022).statements.flatMap((statement) => {
    const erased = ts.isImportDeclaration(statement) ? statement.importClause?.isTypeOnly : ts.isExportDeclaration(statement) ? statement.isTypeOnly : true;
    if (erased || !(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))) return [];
    return statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier) ? [statement.moduleSpecifier.text] : [];
  });
}

/** Packages that are in memory once `entry` is, by the file that loads each. */
export function packagesLoadedBy(root: string, entry: string): Map<string, string> {
  const packages = new Map<string, string>();
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const specifier of loadedSpecifiers(file, readFileSync(path.join(root, file), 'utf8'))) {
      if (specifier.startsWith('.')) seen.add(path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts'));
      else if (!specifier.startsWith('node:')) packages.set(specifier, file);
    }
  }
  return packages;
}
