/** What a local run cannot show, in sentences; the list that every verification ends with. */
import { LOCAL_DIFFERENCES, localDifferences } from './local-differences.js';
import type { Run } from './run.js';

function aboutKv(run: Run): string[] {
  if ((run.found.config.kv_namespaces ?? []).length === 0) return [];
  const told = run.options.staleKv ? ' (the pass through a stale KV shows what that does to this script)' : '';
  return [
    `${LOCAL_DIFFERENCES['kv-consistency'].says}${told}.`,
    `${LOCAL_DIFFERENCES['kv-write-rate'].says}.`,
  ];
}

export function notProved(run: Run): string[] {
  const { notRun } = run.found;
  return [
    'Only the requests of this script were played; what it does not call is not compared.',
    ...aboutKv(run),
    ...localDifferences(run.found.config),
    'Memory: the 128 MB of an isolate are not enforced locally.',
    'CPU time of a request is not limited locally.',
    'Several isolates: locally there is one, so state kept in module variables looks shared.',
    'Size of the Worker: measured here, enforced only when it is deployed; so is its start-up time.',
    ...(notRun.length > 0 ? [`Not run locally: ${notRun.join(', ')}.`] : []),
    ...(run.options.script.network === 'loopback' ? ['Calls to other hosts: refused on both sides in this run.'] : []),
  ];
}
