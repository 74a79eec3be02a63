/** The bill: assumptions, lines, totals per scenario. Amounts are decimal strings in US dollars, so that nothing is rounded on the way. */

/** `[low, likely, high]`. */
export type Range = [low: number, likely: number, high: number];

/** A decimal number as text: `"12.345"`. */
export type Amount = string;

export type Basis = 'measured' | 'declared' | 'inferred' | 'assumed';

export interface Assumption {
  /** Dotted path in cf-migrate.cost.yaml: `traffic.GET /settings.requests_per_month`. */
  key: string;
  unit: string;
  /** null: unset, which is not zero. */
  value: Range | null;
  /** For what is a word and no number: `cloud-run-instance`. Its `value` is null without being unset. */
  choice?: string;
  basis: Basis;
  /** Where it comes from: the file and line, or the reason of the default. */
  source: string;
}

export interface EstimateLine {
  scenario: string;
  product: string;
  meter: string;
  unit: string;
  /** null: unknown because an assumption is unset. */
  quantity: Range | null;
  included: number;
  billable: Range | null;
  /** `unknown` when no price was found. */
  unitPrice: Amount;
  per: number;
  /** Low, likely, high; null prints as "+?". */
  amount: [Amount, Amount, Amount] | null;
  /** Assumptions this line needs and does not have. */
  missing: string[];
  callSites: { at: string; share: number }[];
  basis: Basis;
  note?: string;
  source: string;
}

export interface Scenario {
  id: 'today' | 'workers' | 'worker-and-container' | 'container';
  title: string;
  lines: EstimateLine[];
  /** Sum of the known lines. */
  total: [Amount, Amount, Amount] | null;
  /** Number of lines that are "+?". */
  unknown: number;
  /** Why this scenario cannot be priced or run as it is. */
  caveats: string[];
  /** false: it cannot run like this, so its total must not be compared; the first caveats say why. */
  runnable?: boolean;
}

export interface Estimate {
  currency: 'USD';
  asOf: string;
  prices: { file: string; collected: string; oldestDays: number; stale: boolean };
  assumptionsFile: string | null;
  assumptions: Assumption[];
  scenarios: Scenario[];
  warnings: string[];
  /** What cost alone would say. */
  cheapest: Scenario['id'] | null;
  /** Sites that carry a meter and could be priced, of all that carry one. */
  sitesPriced: { priced: number; of: number };
}
