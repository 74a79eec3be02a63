/** The common currency of this room: so much of one meter, from one place. Products, hosts and call sites all speak it. */
import type { Quantity } from './quantity.js';

export interface Usage {
  product: string;
  meter: string;
  variant?: string;
  quantity: Quantity;
  /** `file:line` of the call site or entry point it comes from. */
  at?: string;
  note?: string;
}
