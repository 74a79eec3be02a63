/** The codemods, by name. A new one is a folder, its name in names.ts, and one line here. */
import { UserError } from '../core/errors.js';
import { nearest } from '../core/text.js';
import type { Codemod } from './define.js';
import { fsToKv } from './fs-to-kv/index.js';
import { fsToR2 } from './fs-to-r2/index.js';
import { CODEMOD_NAMES } from './names.js';

export const codemods: Codemod[] = [fsToKv, fsToR2];

/** Throws UserError, with the nearest name, when there is no such codemod. */
export function codemodNamed(name: string): Codemod {
  const found = codemods.find((codemod) => codemod.name === name);
  if (found) return found;
  const near = nearest(name, CODEMOD_NAMES);
  throw new UserError('unknown-codemod', `There is no codemod ${name}.`, near ? `Did you mean ${near}?` : `Known codemods: ${CODEMOD_NAMES.join(', ')}.`);
}
