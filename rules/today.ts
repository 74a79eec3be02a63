/** Whether the move makes a finding's matter worse than on today's host, as far as the host's own files tell. Without evidence it says nothing. */
import type { HostFact, Program } from '../core/program.js';
import { inWorkingFolders } from '../core/working-folders.js';
import type { Persistence } from '../core/vocabulary.js';
import type { Draft } from './draft.js';

/** Hosts whose instances start from the image, with a disk or memory file system that goes with them. */
const FORGETFUL = /^(?:cloud-run|kubernetes|heroku|lambda|fargate|ecs|app-engine|vercel|fly|render|railway)/;

/** Hosts whose disk stays where it is: a machine of one's own. */
const LASTING = /^pm2/;

/** Hosts that run one process unless told otherwise. */
const ONE_PROCESS = /^(?:pm2|docker-compose)/;

/** Hosts that run several instances of a service unless told otherwise. */
const MANY_INSTANCES = /^(?:cloud-run|heroku|lambda|vercel|app-engine)/;

const KEPT: ReadonlySet<Persistence> = new Set(['durable', 'upload', 'lock', 'log', 'artefact', 'cache']);

const valueOf = (host: readonly HostFact[], kind: HostFact['kind']): string | undefined => host.find((fact) => fact.kind === kind)?.value;

/** Offset of the `>` that closes the `<` at `start`, or -1. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '<') depth += 1;
    if (text[at] === '>') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** `<env DATA_DIR|data>/jobs` with the value that the host gives DATA_DIR, else with what the code falls back to; fallbacks may hold such names again. */
function withEnvironment(path: string, host: readonly HostFact[]): string {
  const start = path.indexOf('<env ');
  const end = start < 0 ? -1 : closing(path, start);
  if (end < 0) return path;
  const [name = '', ...fallback] = path.slice(start + '<env '.length, end).split('|');
  const given = host.find((fact) => fact.kind === 'env' && fact.name === name)?.value;
  const value = given ?? (fallback.length > 0 ? withEnvironment(fallback.join('|'), host) : '?');
  return path.slice(0, start) + value + withEnvironment(path.slice(end + 1), host);
}

function onVolume(path: string, host: readonly HostFact[]): boolean {
  const named = withEnvironment(path, host);
  return [named, ...inWorkingFolders(named, host)].some((real) => host.some((fact) => fact.kind === 'volume' && (real === fact.value || real.startsWith(`${fact.value.replace(/\/$/, '')}/`))));
}

function ofStorage(draft: Draft, host: readonly HostFact[], hostName: string | undefined): 'worse' | 'same' | undefined {
  const { storage } = draft;
  if (!storage || !KEPT.has(storage.persistence)) return undefined;
  if (onVolume(storage.path.text, host)) return 'worse';
  const known = storage.path.roots.every((root) => root !== 'unknown' && root !== 'argument');
  if (!known || hostName === undefined) return undefined;
  if (LASTING.test(hostName) && !host.some((fact) => fact.kind === 'base-image')) return 'worse';
  return FORGETFUL.test(hostName) ? 'same' : undefined;
}

function ofState(host: readonly HostFact[], hostName: string | undefined): 'worse' | 'same' | undefined {
  const most = instancesOf(host);
  if (most !== null) return most > 1 ? 'same' : 'worse';
  if (hostName === undefined) return undefined;
  if (ONE_PROCESS.test(hostName)) return 'worse';
  return MANY_INSTANCES.test(hostName) ? 'same' : undefined;
}

/** How many instances there may be, by the file that allows the most; null when none says. */
function instancesOf(host: readonly HostFact[]): number | null {
  const numbers = host.filter((fact) => fact.kind === 'max-instances').map((fact) => (fact.value === 'max' ? Infinity : Number(fact.value))).filter((value) => !Number.isNaN(value));
  return numbers.length === 0 ? null : Math.max(...numbers);
}

/** A schedule inside of the process runs once per instance, and not at all while there is none; a Cron Trigger fires once. */
function ofSchedule(host: readonly HostFact[]): 'better' | undefined {
  return (instancesOf(host) ?? 0) > 1 || (valueOf(host, 'billing')?.startsWith('request') ?? false) ? 'better' : undefined;
}

/** On Cloud Run with request-based billing, the default, the CPU is taken away when the response is out. */
function ofJob(host: readonly HostFact[], hostName: string | undefined): 'worse' | 'same' | undefined {
  const billing = valueOf(host, 'billing');
  if (billing !== undefined) return billing.startsWith('instance') ? 'worse' : 'same';
  return hostName?.startsWith('cloud-run') ? 'same' : undefined;
}

/** How a finding compares with today, for the host of `program`. */
export function comparedWithToday(program: Program): (draft: Draft) => 'worse' | 'same' | 'better' | undefined {
  const { host } = program;
  const hosts = host.filter((fact) => fact.kind === 'host').map((fact) => fact.name);
  // A compose file is often there for development only: another host speaks first.
  const hostName = hosts.find((name) => !ONE_PROCESS.test(name)) ?? hosts[0];
  return (draft) => {
    if (draft.storage) return ofStorage(draft, host, hostName);
    if (draft.rule.match.state || draft.rule.area === 'in-memory-state') return ofState(host, hostName);
    if (draft.rule.area === 'timer-cron' && /cron|schedul|agenda|bree/i.test(draft.what)) return ofSchedule(host);
    if (draft.rule.match.job) return ofJob(host, hostName);
    if (draft.rule.match.host?.includes('volume')) return 'worse';
    return undefined;
  };
}
