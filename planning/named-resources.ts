/** Whether a person's name for a resource means it: its id, its pattern, or a pattern with `*` of how it is shown. */
import type { Resource } from '../core/program.js';
import { readable } from './storage-names.js';

export const isNamed = (wish: string, { id, pattern }: Pick<Resource, 'id' | 'pattern'>): boolean =>
  wish === id || wish === pattern || new RegExp(`^${wish.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(readable(pattern));
