/** What stands at the top of a module: imports and requires, and how a local name comes in through them. Reads only. */
import { type Ranged, type Source } from './source.js';

export interface Statement {
  type: string;
  start: number;
  end: number;
  source?: { value: string; start: number; end: number };
  specifiers?: Specifier[];
  declarations?: Declarator[];
  expression?: Ranged;
  importKind?: string;
}

export interface Declarator {
  id: Ranged;
  init?: Ranged | null;
  start: number;
  end: number;
}

export interface Specifier {
  type: string;
  local: { name: string };
  imported?: { name?: string; value?: string };
  start: number;
  end: number;
}

export const statements = (source: Source): Statement[] => source.ast.program.body as unknown as Statement[];

/** The file uses ESM syntax. */
export const isModule = (source: Source): boolean => /\.m[jt]s$/.test(source.file) || statements(source).some((statement) => /^(?:Import|Export)/.test(statement.type));

export const requireOf = (node: unknown): string | null => {
  const call = node as { type?: string; callee?: { name?: string }; arguments?: { value?: string }[]; object?: unknown } | null | undefined;
  if (call?.type === 'MemberExpression') return requireOf(call.object);
  return call?.type === 'CallExpression' && call.callee?.name === 'require' ? call.arguments?.[0]?.value ?? null : null;
};

/** Functions by which compilers load CommonJS as if it were an ES module: they put a default beside the names, or copy these. */
const INTEROP = /^_{0,2}(?:importDefault|importStar|interopRequireDefault|interopRequireWildcard|interopNamespace|interopNamespaceDefault|interopDefault|toESM)\d*$/;

/** Specifier of a `require`, also as compilers write it: `__importDefault(require('fs'))`, `(0, tslib_1.__importStar)(require('fs'))`. */
export function loadOf(node: unknown): string | null {
  const plain = requireOf(node);
  const call = node as { type?: string; object?: unknown; computed?: boolean; callee?: Callee; arguments?: unknown[] } | null | undefined;
  if (plain !== null || !call) return plain;
  if (call.type === 'MemberExpression') return call.computed ? null : loadOf(call.object);
  return call.type === 'CallExpression' && INTEROP.test(calledName(call.callee)) ? requireOf(call.arguments?.[0]) : null;
}

interface Callee {
  name?: string;
  property?: { name?: string };
  expressions?: Callee[];
}

const calledName = (callee: Callee | undefined): string => callee?.name ?? callee?.property?.name ?? (callee?.expressions?.length === 2 ? calledName(callee.expressions[1]) : '');

export const isRequire = (statement: Statement): boolean =>
  (statement.type === 'VariableDeclaration' && (statement.declarations ?? []).every((one) => loadOf(one.init) !== null)) || (statement.type === 'ExpressionStatement' && requireOf(statement.expression) !== null);

/** Import specifiers of the file, in any form. */
export function specifiersOf(source: Source): string[] {
  return statements(source).flatMap((statement) => {
    if (statement.type === 'ImportDeclaration') return statement.source?.value ?? [];
    return (statement.declarations ?? []).flatMap((one) => loadOf(one.init) ?? []);
  });
}

/** How a local name comes into the file. */
export type Origin =
  | { kind: 'import'; specifier: string; imported: string; node: Ranged; declaration: Ranged }
  /** `const { name } = require('…')`. */
  | { kind: 'destructured'; specifier: string; imported: string; node: Ranged; pattern: Ranged }
  /** `const name = require('…')`, also with a member after it. */
  | { kind: 'required'; specifier: string; node: Ranged }
  | { kind: 'local' };

export function originOf(source: Source, name: string): Origin {
  for (const statement of statements(source)) {
    for (const specifier of statement.type === 'ImportDeclaration' ? statement.specifiers ?? [] : []) {
      if (specifier.local.name !== name) continue;
      const imported = specifier.type === 'ImportNamespaceSpecifier' ? '*' : specifier.type === 'ImportDefaultSpecifier' ? 'default' : specifier.imported?.name ?? specifier.imported?.value ?? name;
      return { kind: 'import', specifier: statement.source?.value ?? '', imported, node: specifier as unknown as Ranged, declaration: statement as unknown as Ranged };
    }
    for (const declarator of statement.type === 'VariableDeclaration' ? statement.declarations ?? [] : []) {
      const specifier = requireOf(declarator.init);
      if (specifier === null) continue;
      const id = declarator.id as unknown as { type: string; name?: string; properties?: { key?: { name?: string }; value?: { name?: string }; start: number; end: number }[] };
      if (id.type === 'Identifier' && id.name === name) return { kind: 'required', specifier, node: declarator as unknown as Ranged };
      const property = id.properties?.find((one) => one.value?.name === name);
      if (property) return { kind: 'destructured', specifier, imported: property.key?.name ?? name, node: property as unknown as Ranged, pattern: declarator.id };
    }
  }
  return { kind: 'local' };
}
