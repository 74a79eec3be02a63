/** The same assumptions with some values changed: for asking what one number does to the bill. Nothing is changed in place. */
import type { Range } from '../core/estimate.js';
import type { Assumptions } from './assumptions.js';

export const withValue = (assumptions: Assumptions, key: string, value: Range): Assumptions => {
  const found = assumptions.values[key];
  return found ? { ...assumptions, values: { ...assumptions.values, [key]: { ...found, value } } } : assumptions;
};

/** Every known value at its likely end. */
export function atLikely(assumptions: Assumptions): Assumptions {
  const values = Object.entries(assumptions.values).map(([key, value]) =>
    [key, value.value === null ? value : { ...value, value: [value.value[1], value.value[1], value.value[1]] as Range }] as const);
  return { ...assumptions, values: Object.fromEntries(values) };
}

const IS_TRAFFIC = /^traffic\..*\.requests_per_month$|^traffic_by_kind\./;

const AVERAGE_INSTANCES = 'today.average_instances';

/** Today's instances at another traffic: in proportion, and no fewer than one where one runs all day. */
const grown = (instances: number, factor: number): number => Math.max(Math.min(1, instances), instances * factor);

/** All requests of visitors multiplied by `factor`, and the instances that they keep busy; clocks keep their pace. */
export function withTraffic(assumptions: Assumptions, factor: number, fixed: ReadonlySet<string>): Assumptions {
  const values = Object.entries(assumptions.values).map(([key, value]) => {
    const grows = IS_TRAFFIC.test(key) && !fixed.has(key) && value.value !== null;
    if (key === AVERAGE_INSTANCES && value.value !== null) return [key, { ...value, value: value.value.map((count) => grown(count, factor)) as Range }] as const;
    return [key, grows ? { ...value, value: value.value?.map((count) => count * factor) as Range } : value] as const;
  });
  return { ...assumptions, values: Object.fromEntries(values) };
}
