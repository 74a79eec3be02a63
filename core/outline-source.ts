/** What a source file loads, read from the parser's module record without building its tree. Says nothing (null) where only the tree can tell. */
import type { EcmaScriptModule } from 'oxc-parser';
import { quickParse } from './parse.js';

export interface OutlinedImport {
  specifier: string;
  kind: 'static' | 'reexport' | 'require';
  typeOnly: boolean;
  start: number;
  end: number;
}

export interface SourceOutline {
  esm: boolean;
  imports: OutlinedImport[];
}

const REQUIRE = /\brequire\b/g;
const CONSTANT = /\s*\(\s*(['"])([^'"\\\n]+)\1\s*\)/y;

type Range = { start: number; end: number };

const within = (ranges: readonly Range[], offset: number): boolean => ranges.some((range) => range.start <= offset && offset < range.end);

/** The line that holds `offset` begins at its first column: the code stands outside of every function. */
const standsAtTop = (text: string, offset: number): boolean => !/\s/.test(text[text.lastIndexOf('\n', offset) + 1] ?? '');

/** `require('x')` on lines that begin at the first column; null when there is any other use of the name. */
function requires(text: string, comments: () => readonly Range[]): OutlinedImport[] | null {
  const found: OutlinedImport[] = [];
  REQUIRE.lastIndex = 0;
  for (let match = REQUIRE.exec(text); match; match = REQUIRE.exec(text)) {
    CONSTANT.lastIndex = REQUIRE.lastIndex;
    const call = CONSTANT.exec(text);
    if (call && standsAtTop(text, match.index) && !within(comments(), match.index)) {
      found.push({ specifier: call[2] ?? '', kind: 'require', typeOnly: false, start: match.index, end: CONSTANT.lastIndex });
    } else if (!within(comments(), match.index)) return null;
  }
  return found;
}

function statics(module: EcmaScriptModule): OutlinedImport[] {
  const imported = module.staticImports.map((statement): OutlinedImport => ({
    specifier: statement.moduleRequest.value, kind: 'static', start: statement.start, end: statement.end,
    typeOnly: statement.entries.length > 0 && statement.entries.every((entry) => entry.isType),
  }));
  const again = module.staticExports.flatMap((statement): OutlinedImport[] => {
    const request = statement.entries.find((entry) => entry.moduleRequest)?.moduleRequest;
    if (!request) return [];
    return [{ specifier: request.value, kind: 'reexport', start: statement.start, end: statement.end, typeOnly: statement.entries.every((entry) => entry.isType) }];
  });
  return [...imported, ...again];
}

/** Null when the file does not parse at once, or loads something in a way that the module record does not show. */
export function outlineSource(file: string, text: string): SourceOutline | null {
  return quickParse(file, text, ({ module, comments }) => {
    if (module.dynamicImports.length > 0) return null;
    const required = requires(text, comments);
    return required && { esm: module.hasModuleSyntax, imports: [...statics(module), ...required].sort((a, b) => a.start - b.start) };
  });
}
