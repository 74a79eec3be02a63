/** What a local run cannot show, in sentences; the list that every verification ends with. */
import type { RewrittenCalls } from '../core/verification.js';
import { LOCAL_DIFFERENCES, localDifferences } from './local-differences.js';
import type { Run } from './run.js';

/** Places that are named in a sentence; all are in the JSON. */
const NAMED = 5;

function aboutKv(run: Run): string[] {
  if ((run.found.config.kv_namespaces ?? []).length === 0) return [];
  const told = run.options.staleKv ? ' (the pass through a stale KV shows what that does to this script)' : '';
  return [
    `${LOCAL_DIFFERENCES['kv-consistency'].says}${told}.`,
    `${LOCAL_DIFFERENCES['kv-write-rate'].says}.`,
  ];
}

/** What the script did not reach was rewritten all the same. */
function aboutRewrittenCalls({ calls, notCounted, problem }: RewrittenCalls): string[] {
  const left = calls.filter((call) => call.onWorkers === 0);
  const places = [...new Set(left.map(({ file, line }) => `${file}:${line}`))];
  const named = places.length > NAMED ? `${places.slice(0, NAMED).join(', ')} and ${places.length - NAMED} more places` : places.join(', ');
  return [
    ...(problem === undefined ? [] : [`Which of the ${calls.length} rewritten calls were executed on workerd is not known: ${problem}.`]),
    ...(left.length === 0 ? [] : [`${left.length} of ${calls.length} rewritten calls: they were not executed on workerd, so what they do there was not seen (${named}).`]),
    ...(notCounted.length === 0 ? [] : [`What uses the storage seam and is no call: whether it was executed was not counted (${notCounted.length}).`]),
  ];
}

export function notProved(run: Run, rewritten?: RewrittenCalls): string[] {
  const { notRun } = run.found;
  return [
    'Only the requests of this script were played; what it does not call is not compared.',
    ...(rewritten ? aboutRewrittenCalls(rewritten) : []),
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
