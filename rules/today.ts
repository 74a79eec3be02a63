/** Whether the move makes a finding's matter worse than on today's host, as far as the host's own files tell. Without evidence it says nothing. */
import type { HostFact, Program } from '../core/program.js';
import type { Persistence } from '../core/vocabulary.js';
import type { Draft } from './draft.js';

/** Hosts whose instances start from the image, with a disk or memory file system that goes with them. */
const FORGETFUL = /^(?:cloud-run|kubernetes|heroku|lambda|fargate|ecs|app-engine|vercel|fly|render|railway)/;

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
  const real = withEnvironment(path, host);
  return host.some((fact) => fact.kind === 'volume' && (real === fact.value || real.startsWith(`${fact.value.replace(/\/$/, '')}/`)));
}

function ofStorage(draft: Draft, host: readonly HostFact[], hostName: string | undefined): 'worse' | 'same' | undefined {
  const { storage } = draft;
  if (!storage || !KEPT.has(storage.persistence)) return undefined;
  if (onVolume(storage.path.text, host)) return 'worse';
  const known = storage.path.roots.every((root) => root !== 'unknown' && root !== 'argument');
  return known && hostName !== undefined && FORGETFUL.test(hostName) ? 'same' : undefined;
}

function ofState(host: readonly HostFact[], hostName: string | undefined): 'worse' | 'same' | undefined {
  if (valueOf(host, 'max-instances') === '1') return 'worse';
  return hostName !== undefined && MANY_INSTANCES.test(hostName) ? 'same' : undefined;
}

/** On Cloud Run with request-based billing, the default, the CPU is taken away when the response is out. */
function ofJob(host: readonly HostFact[], hostName: string | undefined): 'worse' | 'same' | undefined {
  const billing = valueOf(host, 'billing');
  if (billing !== undefined) return billing.startsWith('instance') ? 'worse' : 'same';
  return hostName?.startsWith('cloud-run') ? 'same' : undefined;
}

/** How a finding compares with today, for the host of `program`. */
export function comparedWithToday(program: Program): (draft: Draft) => 'worse' | 'same' | undefined {
  const { host } = program;
  const hostName = host.find((fact) => fact.kind === 'host')?.name;
  return (draft) => {
    if (draft.storage) return ofStorage(draft, host, hostName);
    if (draft.rule.match.state || draft.rule.area === 'in-memory-state') return ofState(host, hostName);
    if (draft.rule.match.job) return ofJob(host, hostName);
    if (draft.rule.match.host?.includes('volume')) return 'worse';
    return undefined;
  };
}
