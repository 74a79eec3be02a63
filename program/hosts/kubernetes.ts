/** Kubernetes workloads and Cloud Run (Knative) services: containers, volumes that stay, limits, secrets, scaling. */
import { collector, commandText, items, tree, trees, type Add, type HostReading, type Tree } from './reading.js';

const WORKLOAD = /^(?:Service|Deployment|StatefulSet|Job|CronJob|DaemonSet|Rollout)$/;

/** Is this document one that is read here? */
export const isKubernetes = (document: Tree): boolean => /^(?:HorizontalPodAutoscaler|ConfigMap)$/.test(String(document.kind)) || (WORKLOAD.test(String(document.kind)) && podTemplate(document) !== null);

function podTemplate(document: Tree): Tree | null {
  const spec = tree(document.spec);
  const template = spec.template ?? tree(tree(spec.jobTemplate).spec).template;
  return template === undefined ? null : tree(template);
}

function annotations(add: Add, document: Tree, template: Tree): void {
  for (const [name, value] of Object.entries({ ...tree(tree(document.metadata).annotations), ...tree(tree(template.metadata).annotations) })) {
    if (/minScale$|min-scale$/.test(name)) add('min-instances', name, value);
    else if (/maxScale$|max-scale$/.test(name)) add('max-instances', name, value);
    else if (/cpu-throttling$/.test(name)) add('billing', name, String(value) === 'false' ? 'instance-based' : 'request-based');
    else if (/cloudsql-instances$|vpc-access-connector$|network-interfaces$/.test(name)) add('private-network', name, value);
  }
}

/** A volume whose content is gone with the instance, or that holds no data. */
const isPassing = (volume: Tree): boolean => ['emptyDir', 'secret', 'configMap', 'projected', 'downwardAPI'].some((kind) => volume[kind] !== undefined);

function container(add: Add, value: Tree, volumes: readonly Tree[], claimed: ReadonlySet<string>): void {
  const { limits, requests } = tree(value.resources);
  const sizes = { ...tree(requests), ...tree(limits) };
  add('cpu', 'cpu', sizes.cpu);
  add('memory', 'memory', sizes.memory);
  for (const item of trees(value.env)) {
    const secret = tree(tree(item.valueFrom).secretKeyRef);
    if (secret.name !== undefined || secret.key !== undefined) add('secret', String(item.name), secret.name ?? secret.key);
    else add('env', String(item.name), item.value);
  }
  for (const source of trees(value.envFrom)) add('secret', 'envFrom', tree(source.secretRef).name);
  for (const mount of trees(value.volumeMounts)) {
    const volume = volumes.find((v) => v.name === mount.name);
    const stays = claimed.has(String(mount.name)) || (volume !== undefined && !isPassing(volume));
    if (stays) add('volume', String(mount.name), mount.mountPath, `mountPath: ${String(mount.mountPath)}`);
  }
  for (const port of trees(value.ports)) add('port', 'containerPort', port.containerPort);
  add('working-folder', 'workingDir', value.workingDir);
}

function autoscaler(add: Add, document: Tree): void {
  const spec = tree(document.spec);
  add('min-instances', 'minReplicas', spec.minReplicas);
  add('max-instances', 'maxReplicas', spec.maxReplicas);
}

function scaling(add: Add, document: Tree): void {
  const { replicas } = tree(document.spec);
  add('min-instances', 'replicas', replicas);
  add('max-instances', 'replicas', replicas);
}

export function kubernetes(file: string, text: string, document: Tree): HostReading {
  const { facts, commands, add, start } = collector(file, text);
  if (document.kind === 'HorizontalPodAutoscaler') autoscaler(add, document);
  if (document.kind === 'ConfigMap') for (const [name, value] of Object.entries(tree(document.data))) if (/^[A-Z][A-Z0-9_]*$/.test(name)) add('env', name, value);
  const template = podTemplate(document);
  if (!template) return { facts, commands };
  const spec = tree(document.spec);
  const inner = tree(template.spec);
  const knative = /^serving\.knative\.dev/.test(String(document.apiVersion ?? ''));
  if (knative) add('host', 'cloud-run', 'Cloud Run service', 'apiVersion');
  else add('host', 'kubernetes', String(document.kind), 'kind');
  add('region', 'location', tree(tree(document.metadata).labels)['cloud.googleapis.com/location'], 'cloud.googleapis.com/location');
  add('region', 'region', tree(inner.nodeSelector)['topology.kubernetes.io/region'], 'topology.kubernetes.io/region');
  annotations(add, document, template);
  if (!knative && /^(?:Deployment|StatefulSet|Rollout)$/.test(String(document.kind))) scaling(add, document);
  add('schedule', String(tree(document.metadata).name ?? 'schedule'), spec.schedule, 'schedule');
  add('concurrency', 'containerConcurrency', inner.containerConcurrency);
  add('timeout', 'timeoutSeconds', inner.timeoutSeconds);
  add('identity', 'serviceAccountName', inner.serviceAccountName);
  const claimed = new Set(trees(spec.volumeClaimTemplates).map((claim) => String(tree(claim.metadata).name)));
  for (const value of trees(inner.containers)) {
    container(add, value, trees(inner.volumes), claimed);
    start([...items(value.command), ...items(value.args)].length > 0 ? `${commandText(value.command)} ${commandText(value.args)}`.trim() : '', `container ${String(value.name ?? '')}`);
  }
  return { facts, commands };
}
