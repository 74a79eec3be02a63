/** Bytes at rest: each planned resource in the product it goes to, grown to the horizon. It counts no operations. */
import type { Scenario } from '../../core/estimate.js';
import type { StorageTarget } from '../../core/plan.js';
import { read } from '../assumptions.js';
import type { Context } from '../context.js';
import { meterName } from '../meters.js';
import { combine } from '../quantity.js';
import { storageNames } from '../scan-names.js';
import { STORAGE_METER, targetIn, targetOfProduct } from '../targets.js';
import type { Usage } from '../usage.js';

/** Product that the rules propose for a resource, when there is no plan. */
function proposedTarget(context: Context, id: string): StorageTarget | null {
  const meters = context.sites.filter((site) => site.resource === id).flatMap((site) => site.meters);
  return meters.map(({ meter }) => targetOfProduct(meterName(meter).split('.')[0] ?? '')).find((target) => target !== null) ?? null;
}

function targetOf(context: Context, scenario: Scenario['id'], id: string): StorageTarget | null {
  const planned = context.plan?.resources.find((resource) => resource.resource === id);
  if (planned) return targetIn(scenario, planned);
  const target = context.plan ? null : proposedTarget(context, id);
  return target === null ? null : targetIn(scenario, { resource: id, target });
}

export function storageUsage(context: Context, scenario: Scenario['id']): Usage[] {
  const { assumptions } = context;
  return storageNames(context.scan).flatMap(({ id, name }): Usage[] => {
    const target = targetOf(context, scenario, id);
    const meter = target === null ? undefined : STORAGE_METER[target];
    if (!meter) return [];
    const inputs = [read(assumptions, `storage.${name}.gb`), read(assumptions, `storage.${name}.growth_gb_per_month`), read(assumptions, 'horizon_months')];
    return [{ ...meter, quantity: combine(inputs, (now = 0, growth = 0, months = 0) => now + growth * months), at: name }];
  });
}

/** A Postgres database that data moves to: compute by the hour, whatever the queries. */
export function postgresUsage(context: Context, scenario: Scenario['id']): Usage[] {
  const { assumptions } = context;
  const moves = storageNames(context.scan).some(({ id }) => targetOf(context, scenario, id) === 'postgres');
  if (!moves) return [];
  const inputs = [read(assumptions, 'database.postgres_cu'), read(assumptions, 'database.postgres_active_hours')];
  return [{ product: 'neon', meter: 'compute', variant: assumptions.choices['database.postgres_plan']?.value ?? 'launch', quantity: combine(inputs, (size = 0, hours = 0) => size * hours) }];
}
