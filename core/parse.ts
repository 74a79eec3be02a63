/** Parses one source file into ESTree, by oxc first and by Babel where oxc refuses. Knows no facts and no files on disk. */
import { createRequire } from 'node:module';
import type { ParseResult, ParserOptions } from 'oxc-parser';

/** An ESTree node (or a TypeScript extension of it). */
export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

export interface ParsedFile {
  ast: SyntaxNode;
  parser: 'oxc' | 'babel';
  comments: { value: string; start: number; end: number }[];
}

export type Parsed = { ok: true; file: ParsedFile } | { ok: false; message: string };

type Attempt = Pick<ParserOptions, 'lang' | 'sourceType'>;

const load = createRequire(import.meta.url);
let oxc: typeof import('oxc-parser') | null | undefined;

/** The oxc parser, or null where its binary for this platform is not installed. */
function oxcParser(): typeof import('oxc-parser') | null {
  if (oxc === undefined) {
    try {
      oxc = load('oxc-parser') as typeof import('oxc-parser');
    } catch {
      oxc = null; // Not an error: Babel reads every file, only slower.
    }
  }
  return oxc;
}

/** Properties of a node of this type that may hold children; null where nothing is known of the type. */
export function childKeys(type: string): readonly string[] | null {
  const keys = oxcParser()?.visitorKeys as Record<string, readonly string[]> | undefined;
  return keys?.[type] ?? null;
}

/** By extension first, then script mode with a top-level return, then TypeScript syntax in a .js file. */
function attempts(file: string): Attempt[] {
  if (/\.[mc]?ts$/.test(file)) return [{ lang: 'ts', sourceType: 'unambiguous' }];
  if (file.endsWith('.tsx')) return [{ lang: 'tsx', sourceType: 'unambiguous' }];
  return [
    { lang: 'jsx', sourceType: 'unambiguous' },
    { lang: 'jsx', sourceType: 'commonjs' },
    { lang: 'ts', sourceType: 'unambiguous' },
    { lang: 'tsx', sourceType: 'unambiguous' },
  ];
}

function byOxc(file: string, text: string): Parsed {
  const parser = oxcParser();
  if (!parser) return { ok: false, message: 'oxc-parser is not installed for this platform' };
  let message = '';
  for (const attempt of attempts(file)) {
    // Raw transfer (Node >= 22) reads the tree out of the parser's own memory instead of a JSON text: half of the time.
    const result: ParseResult = parser.parseSync(file, text, { ...attempt, preserveParens: false, experimentalRawTransfer: parser.rawTransferSupported() } as ParserOptions);
    const error = result.errors.find((e) => e.severity === 'Error');
    if (!error) return { ok: true, file: { ast: result.program as unknown as SyntaxNode, parser: 'oxc', comments: result.comments } };
    message ||= error.message;
  }
  return { ok: false, message };
}

interface QuickParse {
  module: ParseResult['module'];
  comments: () => ParseResult['comments'];
}

/** Parses without building the tree and asks `question`; null when the first attempt finds an error, or without oxc. */
export function quickParse<T>(file: string, text: string, question: (parsed: QuickParse) => T | null): T | null {
  const parser = oxcParser();
  const attempt = attempts(file)[0];
  if (!parser || !attempt) return null;
  const result = parser.parseSync(file, text, { ...attempt, experimentalLazy: parser.rawTransferSupported() } as ParserOptions);
  try {
    return result.errors.some((e) => e.severity === 'Error') ? null : question({ module: result.module, comments: () => result.comments });
  } finally {
    (result as { dispose?: () => void }).dispose?.();
  }
}

function byBabel(file: string, text: string): Parsed {
  const babel = load('@babel/parser') as typeof import('@babel/parser');
  const typescript = /\.[mc]?tsx?$/.test(file);
  const plugins = typescript
    ? [file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript']]
    : [['jsx'], ['typescript'], ['jsx', 'flow']];
  let message = '';
  for (const names of plugins) {
    for (const sourceType of ['unambiguous', 'script'] as const) {
      try {
        const tree = babel.parse(text, {
          sourceType,
          allowReturnOutsideFunction: true,
          allowAwaitOutsideFunction: sourceType !== 'script',
          createParenthesizedExpressions: false,
          plugins: [['estree', { classFeatures: true }], 'decorators', ...(names as 'jsx'[])],
        });
        const comments = (tree.comments ?? []).map((c) => ({ value: c.value, start: c.start ?? 0, end: c.end ?? 0 }));
        return { ok: true, file: { ast: tree.program as unknown as SyntaxNode, parser: 'babel', comments } };
      } catch (error) {
        message ||= error instanceof Error ? error.message : String(error);
      }
    }
  }
  return { ok: false, message };
}

/**
 * Parses `text`. `parser: 'babel'` skips oxc (for the test that both say the same).
 * Errors are data: `message` is the first complaint of the first parser.
 */
export function parseSource(file: string, text: string, parser: 'oxc' | 'babel' = 'oxc'): Parsed {
  const first = parser === 'oxc' ? byOxc(file, text) : byBabel(file, text);
  if (first.ok || parser === 'babel') return first;
  const second = byBabel(file, text);
  return second.ok ? second : first;
}
