/** The door of this room. */
export { ASSUMPTIONS_FILE, inferAssumptions, loadAssumptions, type Assumptions } from './assumptions.js';
export { addAmounts, compareAmounts, formatAmount, subtractAmounts } from './decimal.js';
export { currencyCode, inCurrency, USD } from './currency.js';
export { estimate, type EstimateOptions } from './estimate.js';
export { isBeyondLimit } from './payback.js';
export { initAssumptions } from './initial-file.js';
export { loadPrices, STALE_AFTER_DAYS, type Prices } from './prices.js';
