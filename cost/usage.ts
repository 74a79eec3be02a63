/** The common currency of this room: so much of one meter, from one place. Products, hosts and call sites all speak it. */
import type { Quantity } from './quantity.js';

export interface Usage {
  product: string;
  meter: string;
  variant?: string;
  quantity: Quantity;
  /** Where it comes from in parts, for what many entry points bring about together: place and weight. */
  parts?: { at: string; weight: number }[];
  /** `file:line` of the call site or entry point it comes from. */
  at?: string;
  note?: string;
}
