/** Renders a small new module in the language and module system of the project; restyling is done at the end. */
import { type Style, restyle } from './style.js';

/** `esm`, `commonjs`, each as JavaScript or TypeScript. */
export interface Dialect {
  module: 'esm' | 'commonjs';
  typescript: boolean;
}

export type ModuleImport =
  | { kind: 'default' | 'namespace'; local: string; from: string }
  | { kind: 'named'; names: string[]; from: string };

export interface NewModule {
  /** Lines of the comment at the top. */
  header: string[];
  imports: ModuleImport[];
  /** Declarations; types stand between ‹ and ›, and vanish in JavaScript. */
  body: { code: string; exports?: string }[];
}

function importLine(one: ModuleImport, dialect: Dialect): string {
  if (dialect.module === 'esm') {
    if (one.kind === 'named') return `import { ${one.names.join(', ')} } from '${one.from}';`;
    return `import ${one.kind === 'namespace' ? '* as ' : ''}${one.local} from '${one.from}';`;
  }
  return one.kind === 'named' ? `const { ${one.names.join(', ')} } = require('${one.from}');` : `const ${one.local} = require('${one.from}');`;
}

/** Removes what stands between ‹ and ›, or only the marks. */
const types = (code: string, dialect: Dialect): string => (dialect.typescript ? code.replace(/[‹›]/g, '') : code.replace(/‹[^›]*›/g, ''));

function declaration(part: NewModule['body'][number], dialect: Dialect): string {
  const code = types(part.code, dialect);
  if (part.exports === undefined || dialect.module === 'commonjs') return code;
  return code.replace(/^((?:\/\/[^\n]*\n)*)/, '$1export ');
}

export function renderModule(module: NewModule, dialect: Dialect, style: Style, file: string): string {
  const header = module.header.map((line) => `// ${line}`).join('\n');
  const imports = module.imports.map((one) => importLine(one, dialect)).join('\n');
  const body = module.body.map((part) => declaration(part, dialect)).filter((code) => code !== '').join('\n\n');
  const names = module.body.flatMap((part) => part.exports ?? []);
  const exports = dialect.module === 'commonjs' && names.length > 0 ? `module.exports = { ${names.join(', ')} };` : '';
  const text = [`${header}\n${imports}`.trim(), body, exports].filter((part) => part !== '').join('\n\n');
  return restyle(`${text}\n`, style, file);
}
