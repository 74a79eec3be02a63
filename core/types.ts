/** The data of the whole tool, in the order of its way: facts, program, rules, scan, plan, estimate, changes, verification, dossier. */
export type * from './changes.js';
export type * from './dossier.js';
export type * from './estimate.js';
export type * from './facts.js';
export type * from './plan.js';
export type * from './program.js';
export type * from './rules.js';
export type * from './scan.js';
export type * from './verification.js';
export type * from './vocabulary.js';
