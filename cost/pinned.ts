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

/** All requests of visitors multiplied by `factor`; clocks keep their pace. */
export function withTraffic(assumptions: Assumptions, factor: number, fixed: ReadonlySet<string>): Assumptions {
  const values = Object.entries(assumptions.values).map(([key, value]) => {
    const grows = IS_TRAFFIC.test(key) && !fixed.has(key) && value.value !== null;
    return [key, grows ? { ...value, value: value.value?.map((count) => count * factor) as Range } : value] as const;
  });
  return { ...assumptions, values: Object.fromEntries(values) };
}
