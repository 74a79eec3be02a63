import fs from 'node:fs';
import path from 'node:path';

let home;

export function open(settings) {
  home = settings.homePath;
  if (fs.existsSync(home)) return false;
  fs.mkdirSync(home, { recursive: true });
  fs.chmodSync(home, 0o700);
  return true;
}

export const save = (name, text) => fs.writeFileSync(path.join(home, 'ships', `${name}.json`), text);

export const load = (name) => fs.readFileSync(path.join(home, 'ships', `${name}.json`), 'utf8');

export const register = () => fs.mkdirSync(path.join(home, 'ships'), { recursive: true });

export const log = (line) => fs.appendFileSync(path.join(home, 'logs', 'port.log'), line);
