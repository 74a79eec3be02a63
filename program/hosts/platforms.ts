/** Files of hosting platforms: fly.toml, render.yaml, app.json and heroku.yml, Procfile. */
import { parse as parseToml } from 'smol-toml';
import { parseObject } from '../../core/manifest.js';
import { collector, commandText, items, pairsOf, tree, trees, type HostReading, NOTHING, type Tree } from './reading.js';

const SECRET_NAME = /(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)/;

export function fly(file: string, text: string): HostReading {
  const document = tree(parseToml(text));
  if (document.app === undefined && document.http_service === undefined && document.services === undefined) return NOTHING;
  const { facts, commands, add, start } = collector(file, text);
  add('host', 'fly', document.app ?? 'Fly.io app', 'app');
  add('region', 'primary_region', document.primary_region);
  for (const [name, value] of Object.entries(tree(document.env))) add('env', name, value);
  for (const mount of [document.mounts, document.mount].flatMap((value) => (Array.isArray(value) ? value : [value])).map(tree)) add('volume', String(mount.source ?? 'mounts'), mount.destination, String(mount.destination));
  for (const service of [tree(document.http_service), ...trees(document.services)]) {
    add('port', 'internal_port', service.internal_port);
    add('min-instances', 'min_machines_running', service.min_machines_running);
    add('concurrency', 'hard_limit', tree(service.concurrency).hard_limit);
  }
  for (const machine of [document.vm].flatMap((value) => (Array.isArray(value) ? value : [value])).map(tree)) {
    add('cpu', 'cpus', machine.cpus);
    add('memory', 'memory', typeof machine.memory === 'string' ? machine.memory.replace(/mb$/i, 'Mi').replace(/gb$/i, 'Gi') : machine.memory_mb === undefined ? undefined : `${String(machine.memory_mb)}Mi`, machine.memory === undefined ? 'memory_mb' : 'memory');
  }
  for (const [name, command] of Object.entries(tree(document.processes))) start(commandText(command), `processes.${name}`);
  start(commandText(tree(document.experimental).cmd), 'experimental.cmd');
  return { facts, commands };
}

export const isRender = (document: Tree): boolean => trees(document.services).some((service) => service.type !== undefined && (service.env !== undefined || service.runtime !== undefined || service.startCommand !== undefined));

export function render(file: string, text: string, document: Tree): HostReading {
  const { facts, commands, add, start } = collector(file, text);
  for (const service of trees(document.services)) {
    if (service.runtime === 'static' || service.env === 'static' || service.type === 'keyvalue' || service.type === 'redis') continue;
    add('host', 'render', service.name ?? 'Render service', String(service.name ?? 'services'));
    add('region', 'region', service.region);
    add('schedule', String(service.name), service.schedule, 'schedule');
    const scale = tree(service.scaling);
    add('min-instances', scale.minInstances === undefined ? 'numInstances' : 'minInstances', scale.minInstances ?? service.numInstances);
    add('max-instances', scale.maxInstances === undefined ? 'numInstances' : 'maxInstances', scale.maxInstances ?? service.numInstances);
    add('volume', String(tree(service.disk).name ?? 'disk'), tree(service.disk).mountPath, 'mountPath');
    for (const item of trees(service.envVars)) {
      if (item.value === undefined && item.key !== undefined) add('secret', String(item.key), item.sync === false ? 'set by hand' : item.generateValue === true ? 'generated' : 'taken from another service', String(item.key));
      else add('env', String(item.key), item.value);
    }
    const folder = String(service.rootDir ?? '').replace(/^\.?\//, '').replace(/\/$/, '');
    start(commandText(service.startCommand ?? service.dockerCommand), String(service.name ?? 'services'), folder);
  }
  return { facts, commands };
}

/** app.json of Heroku; Expo and others have files of this name as well. */
export function appJson(file: string, text: string): HostReading {
  const document = parseObject(text) ?? {};
  if (document.expo !== undefined || !['formation', 'buildpacks', 'addons', 'stack'].some((key) => document[key] !== undefined)) return NOTHING;
  const { facts, commands, add } = collector(file, text);
  add('host', 'heroku', document.name ?? 'Heroku app', 'name');
  for (const [name, value] of Object.entries(tree(document.env))) {
    const given = tree(value);
    if (given.generator === 'secret' || SECRET_NAME.test(name)) add('secret', name, given.generator === 'secret' ? 'generated' : 'set by hand');
    else add('env', name, typeof value === 'string' ? value : given.value);
  }
  const web = tree(tree(document.formation).web);
  add('min-instances', 'quantity', web.quantity);
  add('max-instances', 'quantity', web.quantity);
  return { facts, commands };
}

export function herokuYaml(file: string, text: string, document: Tree): HostReading {
  const { facts, commands, add, start } = collector(file, text);
  add('host', 'heroku', 'Heroku app', 'build');
  for (const [name, value] of pairsOf(tree(document.setup).config)) add('env', name, value);
  for (const [name, command] of Object.entries(tree(document.run))) start(commandText(typeof command === 'object' ? items(tree(command).command)[0] : command), `run.${name}`);
  return { facts, commands };
}

/** The release step too: it runs on the host at each deployment, on the program's own data. */
export function procfile(file: string, text: string): HostReading {
  const { facts, commands, start } = collector(file, text);
  for (const line of text.split(/\r?\n/)) {
    const match = /^([\w-]+):\s*(.+)$/.exec(line);
    if (match) start((match[2] ?? '').trim(), match[1] ?? '');
  }
  return { facts, commands };
}
