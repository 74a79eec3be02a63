/**
 * Honest reasons to stay on today's host: what neither a Worker nor a Container gives. Each reason names the place it was read from;
 * what cannot be read from code or host files (a payback limit, say) is no reason here.
 */
import type { Place } from '../core/facts.js';
import type { HostFact, Program, Site } from '../core/program.js';
import type { Finding } from '../core/scan.js';
import { CONTAINER_MEMORY_GIB, CONTAINER_VCPU } from './platform-limits.js';

export interface StayReason {
  code: 'gpu' | 'cpu' | 'memory' | 'raw-socket' | 'locked-volume';
  text: string;
  at: Place;
}

const SCALE: Record<string, number> = { '': 1, k: 1e3, ki: 2 ** 10, m: 1e6, mi: 2 ** 20, g: 1e9, gi: 2 ** 30, t: 1e12, ti: 2 ** 40 };

/** GiB; a bare number of 64 or more is MiB (Fargate, Fly), a smaller one GiB. null: not readable. */
export function memoryGib(value: string): number | null {
  const match = /^([\d.]+)\s*([kmgt]i?)?b?$/i.exec(value.trim());
  if (!match) return null;
  const amount = Number(match[1]);
  if (!Number.isFinite(amount)) return null;
  if (!match[2]) return amount >= 64 ? amount / 1024 : amount;
  return (amount * (SCALE[match[2].toLowerCase()] ?? 1)) / 2 ** 30;
}

/** vCPU; `4000m` is 4, a bare number of 128 or more is Fargate CPU units. null: not readable. */
export function vcpus(value: string): number | null {
  const match = /^([\d.]+)\s*(m|v?cpus?|cores?)?$/i.exec(value.trim());
  if (!match) return null;
  const amount = Number(match[1]);
  if (!Number.isFinite(amount)) return null;
  if (match[2]?.toLowerCase() === 'm') return amount / 1000;
  return amount >= 128 && !match[2] ? amount / 1024 : amount;
}

const GPU_HOST = /\b(?:nvidia|cuda|rocm|gpus?)\b/i;
const GPU_PACKAGE = /(?:^|[-/])(?:gpu|cuda)(?:$|[-/])/;

function gpuReasons(program: Program): StayReason[] {
  const host = program.host.filter((fact) => GPU_HOST.test(`${fact.name} ${fact.value}`)).map((fact) => ({ what: fact.value, at: fact.at }));
  const packages = program.packages
    .filter((fact) => fact.reach === 'production' && GPU_PACKAGE.test(fact.name))
    .flatMap((fact) => fact.importedBy.slice(0, 1).map((use) => ({ what: fact.name, at: use.at })));
  return [...host, ...packages].map(({ what, at }) => ({ code: 'gpu', text: `It uses a GPU (${what}); no Container instance has one`, at }));
}

function sizeReasons(host: HostFact[]): StayReason[] {
  return host.flatMap((fact): StayReason[] => {
    const cpu = fact.kind === 'cpu' ? vcpus(fact.value) : null;
    if (cpu !== null && cpu > CONTAINER_VCPU) {
      return [{ code: 'cpu', text: `Today's host gives it ${fact.value} CPU; the largest Container has ${CONTAINER_VCPU} vCPU`, at: fact.at }];
    }
    const memory = fact.kind === 'memory' ? memoryGib(fact.value) : null;
    if (memory !== null && memory > CONTAINER_MEMORY_GIB) {
      return [{ code: 'memory', text: `Today's host gives it ${fact.value} of memory; the largest Container has ${CONTAINER_MEMORY_GIB} GiB`, at: fact.at }];
    }
    return [];
  });
}

/** Servers that take connections from outside without HTTP. A path instead of a port is a socket file of the same machine. */
function takesRawTraffic(site: Site): boolean {
  if (site.reach !== 'production') return false;
  if (/^node:dgram\.(?:createSocket|Socket)\(\)\.bind$/.test(site.origin)) return true;
  if (!/^node:(?:net|tls)\.(?:createServer|Server)\(\)\.listen$/.test(site.origin)) return false;
  const first = site.args[0];
  return first?.kind !== 'string' || /^\d+$/.test(first.text?.text ?? '');
}

const HTTP_LISTEN = /^(?:node:http\.createServer|express|fastify)\(\)\.listen$/;

const listensOnHttp = (program: Program, findings: Finding[]): boolean =>
  findings.some((finding) => finding.area === 'http-listen' && finding.reach === 'production') || program.sites.some((site) => site.reach === 'production' && HTTP_LISTEN.test(site.origin));

/** A run of the program may pass it by: a condition stands around it, or none of its entry points is sure to come there. */
const mayBeOff = (site: Site): boolean =>
  site.conditional || site.guards.length > 0 || (site.reachedBy.length > 0 && site.reachedBy.every((reach) => reach.calls[0] === 0));

const protocolOf = (site: Site): string => (site.origin.includes('dgram') ? 'UDP' : 'TCP');

/** Beside an HTTP server, listeners that may be off are no veto; one that is always on makes all of them one. */
function rawListeners(program: Program, findings: Finding[]): { sites: Site[]; optional: boolean } {
  const sites = program.sites.filter(takesRawTraffic);
  return { sites, optional: listensOnHttp(program, findings) && sites.every(mayBeOff) };
}

function socketReasons(program: Program, findings: Finding[]): StayReason[] {
  const { sites, optional } = rawListeners(program, findings);
  if (optional) return [];
  return sites.map((site) => ({ code: 'raw-socket', text: `It takes raw ${protocolOf(site)} from outside; Cloudflare delivers HTTP and WebSockets only`, at: site.at }));
}

/** What goes dark on any move but leaves the rest running: one line, with the first place. */
export function optionalListeners(program: Program, findings: Finding[]): { text: string; at: Place }[] {
  const { sites, optional } = rawListeners(program, findings);
  const [first] = sites;
  if (!optional || !first) return [];
  const protocols = [...new Set(sites.map(protocolOf))].sort().join(' and ');
  return [{ text: `It listens on raw ${protocols} behind a setting: Cloudflare delivers HTTP and WebSockets only, so that listener is switched off or stays on today's host`, at: first.at }];
}

function volumeReasons(program: Program): StayReason[] {
  const volumes = program.host.filter((fact) => fact.kind === 'volume');
  const locks = program.resources.filter((resource) => resource.persistence === 'lock');
  return volumes.flatMap((volume) => {
    const mount = volume.value.split(':').at(-1) ?? volume.value;
    const lock = locks.find((resource) => mount.startsWith('/') && resource.pattern.startsWith(mount));
    return lock ? [{ code: 'locked-volume' as const, text: `Instances share the volume ${volume.value} and lock files on it (${lock.pattern}); object storage has no file locks`, at: volume.at }] : [];
  });
}

/** One reason per code and place, gravest kinds first. */
export function stayReasons(program: Program, findings: Finding[] = []): StayReason[] {
  return [...gpuReasons(program), ...sizeReasons(program.host), ...socketReasons(program, findings), ...volumeReasons(program)];
}
