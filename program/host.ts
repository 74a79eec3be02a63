/** Reads the host's own files (Dockerfile, Cloud Run service, compose, Procfile): volumes, environment, limits, commands. Data only, nothing is run. */
import { parseAllDocuments } from 'yaml';
import type { HostFact } from '../core/program.js';
import type { StartCommand } from './entries.js';

export interface HostReading {
  facts: HostFact[];
  commands: StartCommand[];
}

const placeOf = (file: string, text: string, needle: string): HostFact['at'] => {
  const start = Math.max(0, text.indexOf(needle));
  const before = text.slice(0, start);
  return { file, line: before.split('\n').length, column: start - before.lastIndexOf('\n'), start, end: start + needle.length };
};

const folderOf = (file: string): string => (file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '');

/** Command of `CMD ["node", "x.js"]` or `CMD node x.js`. */
function shellWords(rest: string): string {
  if (!rest.trim().startsWith('[')) return rest.trim();
  try {
    return (JSON.parse(rest.trim()) as string[]).join(' ');
  } catch {
    return rest.replace(/[[\]",]/g, ' ').trim();
  }
}

function dockerfile(file: string, text: string): HostReading {
  const facts: HostFact[] = [];
  const commands: StartCommand[] = [];
  let command: StartCommand | null = null;
  for (const line of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const match = /^\s*(FROM|CMD|ENTRYPOINT|ENV|EXPOSE|VOLUME)\s+(.*)$/i.exec(line);
    if (!match) continue;
    const [, word = '', rest = ''] = match;
    const at = placeOf(file, text, line.slice(0, 24).trim());
    switch (word.toUpperCase()) {
      case 'FROM': facts.push({ kind: 'base-image', name: 'FROM', value: rest.split(/\s/)[0] ?? '', at }); break;
      case 'EXPOSE': facts.push({ kind: 'port', name: 'EXPOSE', value: rest.trim(), at }); break;
      case 'VOLUME': for (const mount of shellWords(rest).split(/\s+/)) facts.push({ kind: 'volume', name: 'VOLUME', value: mount, at }); break;
      case 'ENV': facts.push(...environmentPairs(rest).map(([name, value]): HostFact => ({ kind: 'env', name, value, at }))); break;
      default: command = { command: shellWords(rest), source: `${file} ${word.toUpperCase()}`, folder: folderOf(file), at };
    }
    if (command && !commands.includes(command)) commands.push(command);
  }
  facts.push(...commands.map((c): HostFact => ({ kind: 'command', name: c.source, value: c.command, at: c.at })));
  return { facts, commands };
}

function environmentPairs(rest: string): [string, string][] {
  const pairs = [...rest.matchAll(/([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S+)/g)].map((m): [string, string] => [m[1] ?? '', (m[2] ?? '').replace(/^["']|["']$/g, '')]);
  if (pairs.length > 0) return pairs;
  const [name = '', ...value] = rest.trim().split(/\s+/);
  return [[name, value.join(' ')]];
}

function procfile(file: string, text: string): HostReading {
  const commands = text.split(/\r?\n/).flatMap((line): StartCommand[] => {
    const match = /^([\w-]+):\s*(.+)$/.exec(line);
    return match ? [{ command: match[2] ?? '', source: `${file} ${match[1]}`, folder: folderOf(file), at: placeOf(file, text, line) }] : [];
  });
  return { facts: commands.map((c) => ({ kind: 'command', name: c.source, value: c.command, at: c.at })), commands };
}

type Tree = Record<string, unknown>;
const tree = (value: unknown): Tree => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {});
const list = (value: unknown): Tree[] => (Array.isArray(value) ? value.map(tree) : []);

/** Cloud Run (Knative) services and Kubernetes workloads: containers, volumes, limits, annotations. */
function workload(file: string, text: string, document: Tree): HostReading {
  const facts: HostFact[] = [];
  const add = (kind: HostFact['kind'], name: string, value: unknown, needle = name): void => {
    if (value !== undefined && value !== null && value !== '') facts.push({ kind, name, value: String(value), at: placeOf(file, text, needle) });
  };
  const spec = tree(document.spec);
  const template = tree(spec.template);
  const inner = tree(template.spec);
  const knative = String(document.apiVersion ?? '').startsWith('serving.knative.dev');
  if (knative) add('host', 'cloud-run', 'Cloud Run service', 'apiVersion');
  else add('host', 'kubernetes', String(document.kind), 'kind');
  for (const [name, value] of Object.entries({ ...tree(tree(document.metadata).annotations), ...tree(tree(template.metadata).annotations) })) {
    if (/minScale$/i.test(name)) add('min-instances', name, value);
    else if (/maxScale$/i.test(name)) add('max-instances', name, value);
    else if (/cpu-throttling$/.test(name)) add('billing', name, String(value) === 'false' ? 'instance-based' : 'request-based');
    else if (/cloudsql-instances$/.test(name)) add('private-network', name, value);
    else if (/vpc-access-connector$|network-interfaces$/.test(name)) add('private-network', name, value);
  }
  add('concurrency', 'containerConcurrency', inner.containerConcurrency);
  add('timeout', 'timeoutSeconds', inner.timeoutSeconds);
  add('identity', 'serviceAccountName', inner.serviceAccountName);
  for (const container of list(inner.containers)) {
    const limits = tree(tree(container.resources).limits);
    add('cpu', 'cpu', limits.cpu);
    add('memory', 'memory', limits.memory);
    for (const item of list(container.env)) {
      const secret = tree(tree(item.valueFrom).secretKeyRef);
      if (secret.name !== undefined || secret.key !== undefined) add('secret', String(item.name), secret.name ?? secret.key, String(item.name));
      else add('env', String(item.name), item.value, String(item.name));
    }
    for (const mount of list(container.volumeMounts)) {
      const volume = list(inner.volumes).find((v) => v.name === mount.name) ?? {};
      const passing = volume.emptyDir !== undefined || volume.secret !== undefined || volume.configMap !== undefined;
      if (!passing) add('volume', String(mount.name), mount.mountPath, 'mountPath');
    }
  }
  return { facts, commands: [] };
}

function compose(file: string, text: string, document: Tree): HostReading {
  const facts: HostFact[] = [];
  for (const [name, service] of Object.entries(tree(document.services))) {
    for (const volume of Array.isArray(tree(service).volumes) ? (tree(service).volumes as unknown[]) : []) {
      const mount = typeof volume === 'string' ? volume.split(':')[1] : String(tree(volume).target ?? '');
      if (mount) facts.push({ kind: 'volume', name, value: mount, at: placeOf(file, text, mount) });
    }
    const environment = tree(service).environment;
    const pairs = Array.isArray(environment) ? environment.map((line) => String(line).split('=')) : Object.entries(tree(environment));
    for (const [key, value] of pairs) if (key !== undefined) facts.push({ kind: 'env', name: String(key), value: String(value ?? ''), at: placeOf(file, text, String(key)) });
  }
  return { facts, commands: [] };
}

function yamlFile(file: string, text: string): HostReading {
  const readings = parseAllDocuments(text).map((parsed): HostReading => {
    const document = tree('toJS' in parsed ? parsed.toJS() : null);
    const kind = String(document.kind ?? '');
    if (/^(?:Service|Deployment|StatefulSet|Job|CronJob|DaemonSet)$/.test(kind) && tree(document.spec).template !== undefined) return workload(file, text, document);
    return document.services === undefined ? { facts: [], commands: [] } : compose(file, text, document);
  });
  return { facts: readings.flatMap((r) => r.facts), commands: readings.flatMap((r) => r.commands) };
}

/** Is this one of the files that say how the program is hosted? */
export const isHostFile = (file: string): boolean =>
  /(?:^|\/)(?:Dockerfile(?:\.[\w-]+)?|[\w.-]+\.dockerfile|Procfile)$/i.test(file) || (/\.ya?ml$/.test(file) && file.split('/').length <= 3 && !/(?:^|\/)(?:\.github|\.circleci|pnpm-lock|node_modules)/.test(file));

/** Facts of one host file; a file that cannot be understood says nothing. */
export function readHostFile(file: string, text: string): HostReading {
  try {
    if (/dockerfile/i.test(file)) return dockerfile(file, text);
    if (/procfile$/i.test(file)) return procfile(file, text);
    return text.length < 200_000 && /^(?:services|apiVersion|kind):/m.test(text) ? yamlFile(file, text) : { facts: [], commands: [] };
  } catch {
    return { facts: [], commands: [] }; // Not YAML of a kind we read: no fact is better than a wrong one.
  }
}
