/** What every part of an estimate reads: the program, the plan, the numbers and the prices. */
import type { Plan } from '../core/plan.js';
import type { Scan } from '../core/scan.js';
import type { Assumptions } from './assumptions.js';
import { countedSites, type MeteredSite } from './counted-sites.js';
import { withDefaults } from './decided.js';
import type { Prices } from './prices.js';
import { publishedDatabases, type PublishedDatabases } from './published-databases.js';

export interface Context {
  scan: Scan;
  /** Metered sites, each use once. */
  sites: readonly MeteredSite[];
  /** Databases to which some of these sites give a new version. */
  published: PublishedDatabases;
  plan: Plan | null;
  assumptions: Assumptions;
  prices: Prices;
}

/** Of a program: what the numbers do not change is found out once. */
export function contextOf(scan: Scan, plan: Plan | null, assumptions: Assumptions, prices: Prices): Context {
  const sites = countedSites(scan);
  return { scan, sites, published: publishedDatabases(scan, sites), plan: plan && withDefaults(plan), assumptions, prices };
}
