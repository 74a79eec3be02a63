/** Names of the rewrites, for help and for errors. */
import { codemods } from '../codemods/index.js';

export const codemodNames = (): string[] => codemods.map((codemod) => codemod.name);
