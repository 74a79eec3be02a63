/** Terraform files: Cloud Run services and jobs, tasks and services of ECS. Values that a variable decides are no facts. */
import { readHcl, type HclBlock, type HclValue } from './hcl.js';
import { collector, items, mebibytes, NOTHING, tree, trees, type Add, type HostReading, type Tree } from './reading.js';

const inside = (block: HclBlock | undefined, type: string): HclBlock[] => (block?.blocks ?? []).filter((inner) => inner.type === type || (inner.type === 'dynamic' && inner.labels[0] === type));

/** The first block along a path of names. */
const along = (block: HclBlock | undefined, ...path: string[]): HclBlock | undefined => path.reduce<HclBlock | undefined>((at, name) => inside(at, name)[0], block);

/** A literal; `var.size` and `google_x.y.id` are references. */
const known = (value: HclValue | undefined): string | number | boolean | undefined =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && !/\$\{|^(?:var|local|data|module|each|aws_\w+|google_\w+)\./.test(value)) ? value : undefined;

const table = (value: HclValue | undefined): Tree => tree(value);

function environment(add: Add, container: HclBlock): void {
  for (const env of inside(container, 'env')) {
    const name = String(known(env.values.name) ?? '');
    if (name === '') continue;
    if (along(env, 'value_source') ?? along(env, 'value_from')) add('secret', name, name, name);
    else add('env', name, known(env.values.value));
  }
}

/** Version 1 has `template.spec`, version 2 puts the same into `template`; a job has one template more. */
function cloudRun(add: Add, resource: HclBlock): void {
  const outer = along(resource, 'template');
  const template = along(outer, 'spec') ?? along(outer, 'template') ?? outer;
  add('host', 'cloud-run', 'Cloud Run service', `"${resource.labels[0] ?? ''}"`);
  add('region', 'location', known(resource.values.location));
  const scaling = along(outer, 'scaling') ?? along(resource, 'scaling');
  add('min-instances', 'min_instance_count', known(scaling?.values.min_instance_count));
  add('max-instances', 'max_instance_count', known(scaling?.values.max_instance_count));
  for (const [name, value] of Object.entries(table(along(outer, 'metadata')?.values.annotations))) {
    if (/minScale$/.test(name)) add('min-instances', name, value);
    if (/maxScale$/.test(name)) add('max-instances', name, value);
    if (/cpu-throttling$/.test(name)) add('billing', name, String(value) === 'false' ? 'instance-based' : 'request-based');
    if (/cloudsql-instances$|vpc-access-connector$/.test(name)) add('private-network', name, value);
  }
  add('concurrency', 'max_instance_request_concurrency', known(template?.values.max_instance_request_concurrency));
  add('concurrency', 'container_concurrency', known(template?.values.container_concurrency));
  add('timeout', 'timeout', known(template?.values.timeout));
  add('timeout', 'timeout_seconds', known(template?.values.timeout_seconds));
  add('identity', 'service_account', template?.values.service_account ?? template?.values.service_account_name);
  if (along(template, 'vpc_access')) add('private-network', 'vpc_access', along(template, 'vpc_access')?.values.connector ?? 'direct VPC egress');
  for (const container of inside(template, 'containers')) {
    const resources = along(container, 'resources');
    add('cpu', 'cpu', known(table(resources?.values.limits).cpu as HclValue));
    add('memory', 'memory', known(table(resources?.values.limits).memory as HclValue));
    if (resources?.values.cpu_idle === false) add('billing', 'cpu_idle', 'instance-based');
    environment(add, container);
    for (const port of inside(container, 'ports')) add('port', 'container_port', known(port.values.container_port));
    for (const mount of inside(container, 'volume_mounts')) {
      const volume = inside(template, 'volumes').find((candidate) => candidate.values.name === mount.values.name);
      if (inside(volume, 'gcs').length > 0 || inside(volume, 'nfs').length > 0 || inside(volume, 'csi').length > 0) add('volume', String(mount.values.name), known(mount.values.mount_path), String(mount.values.mount_path));
      if (inside(volume, 'cloud_sql_instance').length > 0) add('private-network', 'cloud_sql_instance', String(mount.values.mount_path));
    }
  }
}

function containersOf(value: HclValue | undefined): Tree[] {
  if (typeof value !== 'string') return trees(value);
  try {
    return trees(JSON.parse(value.replaceAll(/\$\{[^}]*\}/g, '0')));
  } catch {
    return []; // A template or a file: nothing is known of the containers.
  }
}

function ecsTask(add: Add, resource: HclBlock): void {
  const fargate = items(resource.values.requires_compatibilities).includes('FARGATE');
  add('host', fargate ? 'fargate' : 'ecs', 'ECS task', `"${resource.labels[0] ?? ''}"`);
  const cpu = known(resource.values.cpu);
  add('cpu', 'cpu', cpu === undefined || Number.isNaN(Number(cpu)) ? undefined : Number(cpu) / 1024);
  add('memory', 'memory', mebibytes(known(resource.values.memory)));
  add('identity', 'task_role_arn', resource.values.task_role_arn);
  // A volume without more is a folder of the task, and goes with it.
  const staying = new Set(inside(resource, 'volume').filter((volume) => inside(volume, 'efs_volume_configuration').length > 0 || inside(volume, 'docker_volume_configuration').length > 0 || volume.values.host_path !== undefined).map((volume) => String(volume.values.name)));
  for (const container of containersOf(resource.values.container_definitions)) {
    for (const mount of trees(container.mountPoints)) if (staying.has(String(mount.sourceVolume))) add('volume', String(mount.sourceVolume), mount.containerPath, String(mount.containerPath));
    for (const { name, value } of trees(container.environment)) add('env', String(name), known(value as HclValue), String(name));
    for (const { name, valueFrom } of trees(container.secrets)) add('secret', String(name), typeof valueFrom === 'string' ? valueFrom : String(name), String(name));
    for (const port of trees(container.portMappings)) add('port', 'containerPort', port.containerPort);
  }
}

function ecsService(add: Add, resource: HclBlock): void {
  add('min-instances', 'desired_count', known(resource.values.desired_count));
  add('max-instances', 'desired_count', known(resource.values.desired_count));
  const network = along(resource, 'network_configuration');
  if (network && network.values.assign_public_ip !== true) add('private-network', 'network_configuration', 'subnets without public addresses');
}

export function terraform(file: string, text: string): HostReading {
  const { facts, commands, add, start } = collector(file, text);
  const blocks = readHcl(text);
  for (const provider of blocks.filter((block) => block.type === 'provider')) add('region', 'region', known(provider.values.region));
  for (const resource of blocks.filter((block) => block.type === 'resource')) {
    const type = resource.labels[0] ?? '';
    if (/^google_cloud_run(?:_v2)?_(?:service|job)$/.test(type)) cloudRun(add, resource);
    if (type === 'aws_ecs_task_definition') {
      ecsTask(add, resource);
      for (const container of containersOf(resource.values.container_definitions)) start(items(container.command).map(String).join(' '), `container ${String(container.name ?? '')}`, '');
    }
    if (type === 'aws_ecs_service') ecsService(add, resource);
    if (type === 'aws_appautoscaling_target') {
      add('min-instances', 'min_capacity', known(resource.values.min_capacity));
      add('max-instances', 'max_capacity', known(resource.values.max_capacity));
    }
  }
  return facts.some((fact) => fact.kind !== 'region') ? { facts, commands } : NOTHING;
}
