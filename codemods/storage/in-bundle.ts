/** The text of the one function of a seam that is no operation on documents: the place of a module in the bundle, for those that ask where they stand. */
import type { NewModule } from '../shared/render.js';

type Texts = Record<string, NewModule['body'][number]>;

/** Its name in the seam. */
export const IN_BUNDLE = 'inBundle';

export const SEAM_IN_BUNDLE: Texts = { 'in-bundle': { exports: IN_BUNDLE, code: `// On Workers all code stands in one file: the place that a module has in the program; on Node, where it knows it itself, nothing.
const inBundle = adapter.inBundle;` } };

export const DISK_IN_BUNDLE: Texts = { 'in-bundle': { exports: IN_BUNDLE, code: 'const inBundle = (_place‹: string›)‹: string | undefined› => undefined;' } };

export const STORE_IN_BUNDLE: Texts = { 'in-bundle': { exports: IN_BUNDLE, code: 'const inBundle = (place‹: string›)‹: string | undefined› => place;' } };
