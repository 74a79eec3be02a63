/** Names of the codemods, for help, errors and rules: light to load. A test holds it to the list in index.ts. */
export const CODEMOD_NAMES = ['fs-to-kv', 'fs-to-r2'] as const;
