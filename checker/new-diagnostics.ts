/**
 * What TypeScript says about files after a rewrite that it did not say before. In JavaScript, which nobody wrote for the checker, only what speaks of a
 * promise counts: a value that is used without being awaited. Reads declarations of packages through the compiler; writes nothing.
 */
import path from 'node:path';
import { declarationOf } from '../core/declarations.js';
import type { Diagnostic, Program, SourceFile } from 'typescript';
import { compilerOptions } from './compiler-options.js';
import { type TypeScript, loadTypeScript } from './typescript.js';

export interface CheckInput {
  /** Absolute folder of the program. */
  root: string;
  /** Files to look at, relative to it: those that changed, and those that load them. */
  files: readonly string[];
  /** Text before; null when there was no such file. */
  read(file: string): string | null;
  /** New text of the changed files. */
  after: ReadonlyMap<string, string>;
}

export interface NewDiagnostic {
  file: string;
  /** Offset in the new text. */
  start: number;
  text: string;
}

/** Names that only an installation would give: they say nothing about the rewrite. */
const NOT_INSTALLED = new Set([2307, 2580, 2591, 2688, 2792, 7016]);
/** A method that does not fit the one whose place it takes: JavaScript has no such rule, and whoever calls through the base class waits for both. */
const FAMILY = new Set([2416, 2417]);

/** Null when TypeScript is not installed. */
export function newDiagnostics(input: CheckInput): NewDiagnostic[] | null {
  const ts = loadTypeScript();
  if (!ts) return null;
  const files = input.files.filter((file) => input.read(file) !== null);
  const shared: Shared = new Map();
  // What is declared beside a changed file says what the file gave before; TypeScript would believe it and not read the file.
  const stale = new Set([...input.after.keys()].flatMap((file) => declarationOf(file) ?? []));
  const textBefore = (file: string): string | null => (stale.has(file) ? null : input.read(file));
  const isTelling = (one: NewDiagnostic): boolean => isTypeScript(one.file) || one.text.includes('Promise<');
  const after = diagnostics(ts, input, files, (file) => input.after.get(file) ?? textBefore(file), { shared, stale }).filter(isTelling);
  return after.length === 0 ? [] : beyond(after, diagnostics(ts, input, files, textBefore, { shared, stale }));
}

const isTypeScript = (file: string): boolean => /\.[cm]?tsx?$/.test(file);

/** Those of `after` that are more than there were before. */
function beyond(after: readonly NewDiagnostic[], before: readonly NewDiagnostic[]): NewDiagnostic[] {
  const known = new Map<string, number>();
  for (const one of before) known.set(keyOf(one), (known.get(keyOf(one)) ?? 0) + 1);
  return after.filter((one) => {
    const left = known.get(keyOf(one)) ?? 0;
    known.set(keyOf(one), left - 1);
    return left <= 0;
  });
}

const keyOf = (one: NewDiagnostic): string => `${one.file} ${one.text}`;

/** Declarations from outside of the program, parsed once for both looks. */
type Shared = Map<string, SourceFile | undefined>;

interface Around {
  shared: Shared;
  /** Files that are taken not to be there. */
  stale: ReadonlySet<string>;
}

function diagnostics(ts: TypeScript, input: CheckInput, files: readonly string[], textOf: (file: string) => string | null, around: Around): NewDiagnostic[] {
  const program = programOf(ts, input.root, files, textOf, around);
  return files.flatMap((file) => {
    const source = program.getSourceFile(path.join(input.root, file));
    const found: readonly Diagnostic[] = source ? program.getSemanticDiagnostics(source) : [];
    return found.filter((one) => one.category === ts.DiagnosticCategory.Error && !NOT_INSTALLED.has(one.code) && (isTypeScript(file) || !FAMILY.has(one.code))).map((one) => ({ file, start: one.start ?? 0, text: ts.flattenDiagnosticMessageText(one.messageText, ' ') }));
  });
}

/** A program over the given texts; everything outside of them is read from the disk. */
function programOf(ts: TypeScript, root: string, files: readonly string[], textOf: (file: string) => string | null, { shared, stale }: Around): Program {
  const options = compilerOptions(ts, root);
  const host = ts.createCompilerHost(options);
  const relative = (name: string): string => path.relative(root, name).split(path.sep).join('/');
  const isStale = (name: string): boolean => stale.has(relative(name));
  const inside = (name: string): string | null => {
    const file = relative(name);
    return file.startsWith('..') || file.includes('node_modules/') ? null : textOf(file);
  };
  const outside = (name: string, language: Parameters<typeof host.getSourceFile>[1]): SourceFile | undefined => {
    if (!shared.has(name)) shared.set(name, host.getSourceFile(name, language));
    return shared.get(name);
  };
  return ts.createProgram({
    rootNames: files.map((file) => path.join(root, file)),
    options,
    host: {
      ...host,
      fileExists: (name) => inside(name) !== null || (!isStale(name) && host.fileExists(name)),
      // The folder of a new file is on no disk yet; nothing in a folder that is believed to be missing is looked for.
      directoryExists: undefined,
      readFile: (name) => inside(name) ?? host.readFile(name),
      getSourceFile: (name, language) => {
        const text = inside(name);
        return text === null ? outside(name, language) : ts.createSourceFile(name, text, language);
      },
    },
  });
}
