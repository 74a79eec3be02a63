/** What the move costs once, and when the saving has paid for it, in one sentence or two. */
import type { Payback } from '../../core/estimate.js';
import { code, strong, type Text } from '../blocks.js';
import { days, envelope, fine, money } from '../numbers.js';

const inMonths = (months: number | null | undefined): string => (months === null || months === undefined ? 'never' : `${fine(months)} months`);

export function paybackText(found: Payback, assumptionsFile: string | null): Text {
  const effort = `One-off: ${days(found.days)}, uncalibrated`;
  if (!found.oneOff) return [`${effort}. Not priced: `, code('migration.day_rate_usd'), ` is not set in ${assumptionsFile ?? 'cf-migrate.cost.yaml'}.`];
  const once = `${effort}, ${money(found.oneOff[1])} likely (${envelope(found.oneOff)})`;
  if (!found.months || !found.saving) return `${once}. Payback is not known while a side of the comparison is not priced in full.`;
  const [best, likely, worst] = found.months;
  const limit = found.limit === null ? '' : ` The team's limit is ${fine(found.limit)} months.`;
  return [strong(`Payback: ${inMonths(likely)} likely`), `, ${inMonths(best)} at best, ${inMonths(worst)} at worst. ${once}; a month saves ${money(found.saving[1])} likely (${envelope(found.saving)}).${limit}`];
}
