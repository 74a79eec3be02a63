/** docker-compose files: the services that are the program itself, not the databases beside it. */
import { collector, commandText, items, pairsOf, tree, type HostReading, type Tree } from './reading.js';

/** Images of other people's services. */
const BESIDE = /(?:^|\/)(?:postgres|postgis|timescaledb|mysql|mariadb|mongo|redis|valkey|memcached|rabbitmq|kafka|zookeeper|nats|elasticsearch|opensearch|minio|nginx|traefik|caddy|haproxy|adminer|pgadmin4?|mailhog|mailpit|prometheus|grafana|jaeger|otel|localstack|cloudflared|watchtower)\b/;

/** With services that are built here, only these are the program. */
function ownServices(document: Tree): [string, Tree][] {
  const services = Object.entries(tree(document.services)).map(([name, service]): [string, Tree] => [name, tree(service)]);
  const built = services.filter(([, service]) => service.build !== undefined);
  return built.length > 0 ? built : services.filter(([, service]) => !BESIDE.test(String(service.image ?? '')));
}

/** Target of `./data:/app/data:ro`; null for what is no place for data: the code itself, packages, sockets. */
function mountOf(volume: unknown): string | null {
  const long = tree(volume);
  const parts = typeof volume === 'string' ? volume.split(':') : [];
  const [source, target] = typeof volume === 'string' ? (parts.length === 1 ? ['', parts[0]] : parts) : [String(long.source ?? ''), long.target === undefined ? undefined : String(long.target)];
  if (long.type === 'tmpfs' || !target?.startsWith('/')) return null;
  const code = /^\.{1,2}\/?$|^\.\/(?:src|app|server|lib)\/?$/.test(source ?? '');
  return code || /\/node_modules\/?$|\.sock$/.test(target) ? null : target;
}

export function compose(file: string, text: string, document: Tree): HostReading {
  const { facts, commands, add, start } = collector(file, text);
  for (const [name, service] of ownServices(document)) {
    add('host', 'docker-compose', name, `${name}:`);
    for (const volume of items(service.volumes)) add('volume', name, mountOf(volume), mountOf(volume) ?? name);
    for (const [key, value] of pairsOf(service.environment)) add('env', key, value ?? '');
    for (const secret of items(service.secrets)) add('secret', String(tree(secret).source ?? secret), String(tree(secret).source ?? secret));
    const limits = tree(tree(tree(service.deploy).resources).limits);
    add('cpu', 'cpus', limits.cpus ?? service.cpus);
    add('memory', 'memory', limits.memory ?? service.mem_limit, limits.memory === undefined ? 'mem_limit' : 'memory');
    const replicas = tree(service.deploy).replicas ?? service.scale;
    add('min-instances', 'replicas', replicas);
    add('max-instances', 'replicas', replicas);
    for (const port of items(service.ports)) add('port', 'ports', typeof port === 'object' ? tree(port).target : String(port).split(':').at(-1), 'ports');
    add('working-folder', 'working_dir', service.working_dir);
    const build = typeof service.build === 'string' ? service.build : String(tree(service.build).context ?? '');
    const folder = build.replace(/^\.\/?/, '').replace(/\/$/, '');
    start([commandText(service.entrypoint), commandText(service.command)].filter(Boolean).join(' '), `services.${name}`, /^[\w@-][\w@./-]*$/.test(folder) ? folder : undefined);
  }
  return { facts, commands };
}
