/** What every part of an estimate reads: the program, the plan, the numbers and the prices. */
import type { Plan } from '../core/plan.js';
import type { Scan } from '../core/scan.js';
import type { Assumptions } from './assumptions.js';
import type { MeteredSite } from './counted-sites.js';
import type { Prices } from './prices.js';

export interface Context {
  scan: Scan;
  /** Metered sites, each use once. */
  sites: readonly MeteredSite[];
  plan: Plan | null;
  assumptions: Assumptions;
  prices: Prices;
}
