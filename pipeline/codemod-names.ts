/** Names of the rewrites, for help and for errors: light to load, so that a scan does not load a rewrite. */
import { CODEMOD_NAMES } from '../codemods/names.js';

export const codemodNames = (): string[] => [...CODEMOD_NAMES];
