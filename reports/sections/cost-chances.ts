/** How the bill spreads when every open number is drawn from its range, and which way to run costs less how often; or why that cannot be said. */
import type { Estimate, Scenario, Simulation } from '../../core/estimate.js';
import { chip, code, listed, type Block, type Text } from '../blocks.js';
import { count, currencyName, money, share } from '../numbers.js';
import { cannotRun, openLines, scenarioBy } from '../summaries/money.js';

const titleOf = (estimate: Estimate, id: Scenario['id']): string => scenarioBy(estimate, id)?.title ?? id;

const MOST_KEYS = 3;

/** One line: which scenarios have too little measured money, and what would help. */
function tooLittle(estimate: Estimate, { measured, needed, scenarios }: Simulation): Block[] {
  const missing = measured.filter(({ id }) => !scenarios.some((drawn) => drawn.id === id));
  if (missing.length === 0) return [];
  const parts = missing.map(({ id, share: part }) => `${titleOf(estimate, id)} ${part === null ? `${openLines(scenarioBy(estimate, id) as Scenario)} without a price` : share(part)}`).join(', ');
  const first = [...new Set(missing.flatMap(({ open }) => open.slice(0, MOST_KEYS)))].slice(0, MOST_KEYS);
  return [{ kind: 'paragraph', text: [`No percentiles where less than ${share(needed)} of the money rests on measured inputs: ${parts}. `, ...(first.length > 0 ? ['Most rests on ', ...listed(first.map(code), MOST_KEYS), '. '] : []), 'An access log measures traffic; {measured: VALUE, source: TEXT} says where another number was read.'] }];
}

function spread(estimate: Estimate, { draws, seed, scenarios, measured }: Simulation): Block[] {
  if (scenarios.length === 0) return [];
  return [{
    kind: 'table', caption: `Of ${count(draws)} draws (each open number from a triangle over low, likely, high; seed ${seed}), ${currencyName()} a month`,
    columns: [{ title: 'Scenario' }, { title: 'A tenth below (p10)', kind: 'number' }, { title: 'Half below (p50)', kind: 'number' }, { title: 'Nine tenths below (p90)', kind: 'number' }, { title: 'Measured share', kind: 'number' }],
    rows: scenarios.map(({ id, p10, p50, p90 }) => ({
      cells: [[titleOf(estimate, id), ...(cannotRun(scenarioBy(estimate, id)) ? [' ', chip('Cannot run like this', 'danger')] : [])], money(p10), money(p50), money(p90), share(measured.find((each) => each.id === id)?.share ?? 0)],
    })),
  }];
}

/** Each pair once: the side that costs less more often. Two that always cost the same are no pair. */
function cheaper(estimate: Estimate, { cheaper: pairs }: Simulation): Block[] {
  const items = pairs.flatMap(({ id, than, probability }, index): Text[] => {
    const back = pairs.findIndex((pair) => pair.id === than && pair.than === id);
    const other = pairs[back]?.probability ?? 0;
    const isFirst = probability > other || (probability === other && index < back);
    return isFirst && probability > 0 ? [`P(${titleOf(estimate, id)} < ${titleOf(estimate, than)}) = ${share(probability)}`] : [];
  });
  return items.length === 0 ? [] : [{ kind: 'paragraph', text: 'How often one costs less than another, in the same draws:' }, { kind: 'list', style: 'bullet', items }];
}

export function chances(estimate: Estimate): Block[] {
  const { simulation } = estimate;
  return simulation ? [...spread(estimate, simulation), ...cheaper(estimate, simulation), ...tooLittle(estimate, simulation)] : [];
}
