/** One month, in the units of the meters. 365 days / 12, the month of the vendors' own calculators. */
export const HOURS_PER_MONTH = 730;
export const DAYS_PER_MONTH = 365 / 12;
export const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600;
