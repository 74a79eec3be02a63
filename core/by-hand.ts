/** What a person can do about each reason that blocks a rewrite. The chain of reasons says where. */
import type { BlockCode } from './repairs.js';

const BY_HAND: Partial<Record<BlockCode, string>> = {
  'constructor': 'read first, in an async function that makes the object, and hand the constructor what was read',
  'getter': 'make a method of it, which can wait',
  'generator': 'read everything first, or write an async generator and loops that wait for it',
  'module-load': 'read it in an async function that whoever needs it calls and waits for; what is the same for every request can be a variable, or ship with the code',
  'parameter-default': 'read it in the body of the function',
  'field-initialiser': 'set the field in an async function that makes the object',
  'class-definition': 'read it before the class is needed, and hand it over',
  'sort-order': 'put what is compared into a list first, and sort by that',
  'sync-transaction': 'read before the transaction begins, and write when it is over',
  'unknown-callee': 'take what has to wait out of the callback, before the call or after it, or use a callee that waits',
  'event-listener': 'let whoever emits call the function itself and wait for it; or let the listener only note what changed, and write that in one place, one write after the other',
  'possible-caller': 'import what is called there by its name, so that the code shows what it is, or wait for its result',
  'unawaited': 'wait for the call, and let what depends on it come after that',
  'escapes': 'keep the function where its callers are seen, and hand over one that starts the work and looks at its errors',
  'public-api': 'give users of the package a function beside this one that waits, and tell them in a new major version; then let the old one go',
  'read-modify-write': 'read, change and write in one function that does nothing else, so that it can be done again; or keep the document in a Durable Object, which takes one change after the other',
  'mixed-paths': 'give what moves and what stays folders, and calls, of their own',
  'folder-unknown': 'name the folder in one place, by a variable of the environment',
};

export const byHand = (code: string | undefined): string | null => (code !== undefined && Object.hasOwn(BY_HAND, code) ? BY_HAND[code as BlockCode] ?? null : null);
