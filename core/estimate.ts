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
  /** Where the vendor's pages contradict each other: the amount by the other reading, when it differs. */
  reading?: { amount: [Amount, Amount, Amount]; why: string };
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

/** One need met in several ways: the same data in KV or R2, the same queries on D1 or Postgres, the same tokens at three vendors. */
export interface Alternative {
  question: string;
  /** Call sites or resources it is about. */
  about: string[];
  options: { id: string; title: string; amount: [Amount, Amount, Amount] | null; missing: string[]; chosen: boolean }[];
}

/** How far one assumption alone moves a scenario's likely total, all others at their likely value. */
export interface Driver {
  scenario: Scenario['id'];
  key: string;
  /** Total at the low and at the high end of the assumption. */
  low: Amount;
  high: Amount;
}

/** Likely totals when all requests are multiplied by `factor`; a scenario without any known line is absent. */
export interface CurvePoint {
  factor: number;
  totals: Partial<Record<Scenario['id'], Amount>>;
}

/** At this multiple of today's traffic another way to run becomes the cheapest of those that can run and are priced in full. */
export interface Crossing {
  factor: number;
  from: Scenario['id'];
  to: Scenario['id'];
}

/** At this multiple of today's traffic a meter leaves what the plan includes: from there on it costs. */
export interface Kink {
  factor: number;
  scenario: Scenario['id'];
  product: string;
  meter: string;
}

/** Percentiles by drawing every open number from its range; only of scenarios whose money rests on measured inputs. */
export interface Simulation {
  seed: number;
  draws: number;
  /** Over [low, likely, high]. */
  distribution: 'triangular';
  /** Share of measured money that a scenario needs, 0 to 1. */
  needed: number;
  /** Share of each scenario's money that rests on measured inputs; null: some line has no price. `open`: numbers that nobody measured, those with most money first. */
  measured: { id: Scenario['id']; share: number | null; open: string[] }[];
  /** Those that have enough: a tenth of the draws cost less than p10, half less than p50, nine tenths less than p90. */
  scenarios: { id: Scenario['id']; p10: Amount; p50: Amount; p90: Amount }[];
  /** Share of the draws in which `id` costs less than `than`; only for scenarios that can run. */
  cheaper: { id: Scenario['id']; than: Scenario['id']; probability: number }[];
}

/** An access log that values were read from. */
export interface AccessLogFacts {
  /** As the cost file names it. */
  file: string;
  form: string;
  lines: number;
  requests: number;
  /** Requests that no entry point answers, the most frequent first. */
  unmatched: { total: number; top: { request: string; count: number }[] };
  /** Lines that could not be read, and readable ones that are no request. */
  unreadable: number;
  other: number;
  /** First and last request, ISO 8601 in UTC. */
  from: string;
  to: string;
  days: number;
  /** Field that durations were read from, with its unit; null: the log has none. */
  durationField: string | null;
}

/** The one-off cost of the best move, and when what it saves each month has paid for it. Days are uncalibrated. */
export interface Payback {
  scenario: Scenario['id'];
  /** Person-days, low and high. */
  days: [number, number];
  /** null: no day rate is set, or a total is unknown. */
  oneOff: [Amount, Amount, Amount] | null;
  /** What today costs more than the move in a month; negative: the move costs more. Low is the worst case. */
  saving: [Amount, Amount, Amount] | null;
  /** Months at best, likely, at worst; null in a place: never. */
  months: [number | null, number | null, number | null] | null;
  /** Months after which the team calls a move not worth it. */
  limit: number | null;
  /** Keys of the cost file, or lines, that are not known. */
  missing: string[];
}

export interface Estimate {
  /** Code of ISO 4217. */
  currency: string;
  /** For another currency than USD: what one US dollar was in it, and the day of that rate as the team wrote it. */
  rate?: { perUsd: number; date: string | null };
  asOf: string;
  prices: { file: string; collected: string; oldestDays: number; stale: boolean };
  assumptionsFile: string | null;
  /** Present where the cost file names access logs. */
  logs?: AccessLogFacts[];
  assumptions: Assumption[];
  scenarios: Scenario[];
  warnings: string[];
  /** What cost alone would say. */
  cheapest: Scenario['id'] | null;
  /** Sites that carry a meter and could be priced, of all that carry one. */
  sitesPriced: { priced: number; of: number };
  alternatives?: Alternative[];
  /** Largest swing first. */
  drivers?: Driver[];
  curve?: CurvePoint[];
  simulation?: Simulation;
  crossings?: Crossing[];
  /** Absent for a program that stays, or without a plan. */
  payback?: Payback;
  kinks?: Kink[];
}
