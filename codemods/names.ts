/** Names of the codemods, for help, errors and rules: light to load. The compiler demands an entry in index.ts for each. */
export const CODEMOD_NAMES = ['fs-to-kv'] as const;

export type CodemodName = (typeof CODEMOD_NAMES)[number];
