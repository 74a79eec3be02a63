/** Reads today's hosting out of the host facts: what kind it is, how large, how many. What the files do not say stays unset. */
import type { Basis, Range } from '../core/estimate.js';
import type { HostFact } from '../core/program.js';
import type { Scan } from '../core/scan.js';

export interface InferredValue {
  value: Range | null;
  basis: Basis;
  source: string;
}

export interface InferredWord {
  value: string | null;
  basis: Basis;
  source: string;
}

export interface Inference {
  values: Record<string, InferredValue>;
  choices: Record<string, InferredWord>;
}

type HostKind = 'cloud-run-request' | 'fargate' | 'lambda' | 'fly' | 'render' | 'heroku';

/** Files that only one host reads. The billing mode of Cloud Run is told apart later. */
const HOST_FILES: [RegExp, HostKind][] = [
  [/(^|\/)fly\.toml$/, 'fly'],
  [/(^|\/)render\.ya?ml$/, 'render'],
  [/(^|\/)(Procfile|app\.json|heroku\.yml)$/, 'heroku'],
  [/(^|\/)(task-?definition[^/]*\.json|copilot\/[^/]+\/manifest\.ya?ml)$/i, 'fargate'],
  [/(^|\/)(serverless\.ya?ml|samconfig\.toml|template\.ya?ml)$/, 'lambda'],
  [/(^|\/)(service|cloud-?run[^/]*|[^/]*\.run)\.ya?ml$/i, 'cloud-run-request'],
];

const where = (fact: HostFact): string => `${fact.at.file}:${fact.at.line}`;

/** A host that says its name, else the file that only one host reads. Kubernetes is none of those that are priced. */
function kindOf(facts: HostFact[]): { kind: HostKind; source: string } | null {
  const named = facts.find((fact) => fact.kind === 'host' && fact.name === 'cloud-run');
  if (named) return { kind: 'cloud-run-request', source: where(named) };
  for (const [pattern, kind] of HOST_FILES) {
    const fact = facts.find((candidate) => pattern.test(candidate.at.file));
    if (fact) return { kind, source: where(fact) };
  }
  return null;
}

/** vCPU of `1`, `0.5`, `500m`; Fargate counts 1,024 units to the vCPU. */
export function parseCpu(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(m|vcpu|cpus?)?$/i.exec(text.trim());
  if (!match) return null;
  const value = Number(match[1]);
  if ((match[2] ?? '').toLowerCase() === 'm') return value / 1000;
  return value >= 128 ? value / 1024 : value;
}

/** Kubernetes counts `M` in thousands and `Mi` in 1,024; Fly, Fargate and Heroku write `mb` and mean 1,024. */
const GIB_PER: Record<string, number> = {
  ki: 1 / 1024 ** 2, mi: 1 / 1024, gi: 1, mib: 1 / 1024, gib: 1,
  k: 1e3 / 1024 ** 3, m: 1e6 / 1024 ** 3, g: 1e9 / 1024 ** 3,
  kb: 1 / 1024 ** 2, mb: 1 / 1024, gb: 1,
};

/** GiB of `512Mi`, `2Gi`, `256mb`; a bare number counts MiB, bytes when it is huge, as each host's file does. */
export function parseMemory(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]+)?$/i.exec(text.trim());
  if (!match) return null;
  const unit = match[2]?.toLowerCase();
  const value = Number(match[1]);
  if (unit === undefined) return value > 1e6 ? value / 1024 ** 3 : value / 1024;
  const factor = GIB_PER[unit];
  return factor === undefined ? null : Number((value * factor).toPrecision(6));
}

const plainNumber = (text: string): number | null => (/^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null);

const NUMBERS: [HostFact['kind'], string, (text: string) => number | null][] = [
  ['cpu', 'today.vcpu', parseCpu],
  ['memory', 'today.memory_gib', parseMemory],
  ['concurrency', 'today.concurrency', plainNumber],
  ['min-instances', 'today.min_instances', plainNumber],
  ['max-instances', 'today.max_instances', plainNumber],
];

function numbers(facts: HostFact[]): [string, InferredValue][] {
  return NUMBERS.flatMap(([kind, key, parse]): [string, InferredValue][] => {
    const fact = facts.find((candidate) => candidate.kind === kind);
    const value = fact ? parse(fact.value) : null;
    return fact && value !== null ? [[key, { value: [value, value, value], basis: 'inferred', source: where(fact) }]] : [];
  });
}

/** `instance-based`, `cpu-throttling: false`: CPU is paid for the whole life of an instance. */
const isInstanceBilling = (fact: HostFact): boolean => /instance|always/i.test(fact.value) || (/throttl/i.test(fact.name) && /^false$/i.test(fact.value));

/** Why a Cloud Run service must be billed by instance: said so, or because it works outside of requests, or mounts a volume. */
function instanceReason(scan: Scan, facts: HostFact[]): string | null {
  const said = facts.find((fact) => fact.kind === 'billing');
  if (said) return isInstanceBilling(said) ? where(said) : null;
  const job = scan.jobs.find((candidate) => candidate.reach === 'production' && candidate.kind !== 'in-process-queue' && candidate.kind !== 'endless-loop');
  if (job) return `${job.what} works outside of a request (${job.at.file}:${job.at.line}), which needs CPU between requests`;
  const volume = facts.find((fact) => fact.kind === 'volume');
  return volume ? `a volume is mounted (${where(volume)})` : null;
}

/** Kind, CPU, memory, instances, concurrency and volumes, each with the place that says so. */
export function inferHost(scan: Scan): Inference {
  const facts = scan.host;
  const found = kindOf(facts);
  const instance = found?.kind === 'cloud-run-request' ? instanceReason(scan, facts) : null;
  const kind: InferredWord | null = found === null
    ? null
    : instance === null
      ? { value: found.kind, basis: 'inferred', source: found.source }
      : { value: 'cloud-run-instance', basis: 'inferred', source: `${found.source}; by instance: ${instance}` };
  const volume = facts.find((fact) => fact.kind === 'volume');
  const values = numbers(facts);
  if (volume) values.push(['today.volume_gb', { value: null, basis: 'inferred', source: `volume at ${where(volume)}; its size is not in the code` }]);
  return { values: Object.fromEntries(values), choices: kind === null ? {} : { 'today.kind': kind } };
}
