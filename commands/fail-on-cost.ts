/** `--fail-on-cost`: the exit code of a report when the best move costs more a month than it may. A bill with unknown lines is no clean one. */
import { advisedScenario } from '../core/advised.js';
import type { Dossier } from '../core/dossier.js';
import { UserError } from '../core/errors.js';

/** The limit, in the currency of the report. Throws UserError for anything else. */
export function costLimit(value: unknown): number {
  const limit = Number(value);
  if (String(value).trim() !== '' && Number.isFinite(limit) && limit >= 0) return limit;
  throw new UserError('bad-arguments', `--fail-on-cost needs an amount a month, not "${String(value)}".`, 'For example: --fail-on-cost 50');
}

/** 1 when the likely total of the best move is over the limit. Throws UserError when part of it is unknown. */
export function costExitCode({ estimate, plan, scan }: Dossier, limit: number): number {
  const id = advisedScenario(plan, scan);
  const scenario = estimate?.scenarios.find((one) => one.id === id);
  if (scenario?.total && Number(scenario.total[1]) > limit) return 1;
  if (scenario?.total && scenario.unknown === 0) return 0;
  const missing = [...new Set(scenario?.lines.flatMap((line) => line.missing) ?? [])];
  throw new UserError('unknown-cost', `${scenario?.unknown ?? 'All'} lines of "${scenario?.title ?? id}" have no price, so nobody knows whether it stays below ${limit} ${estimate?.currency ?? 'USD'} a month.`, missing.length > 0 ? `Set ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''} in cf-migrate.cost.yaml.` : 'Set the numbers in cf-migrate.cost.yaml.');
}
