import fs from 'node:fs';
import path from 'node:path';
import * as documents from './storage/documents.js';

let home;

export async function open(settings) {
  home = settings.homePath;
  if (await documents.has(home)) return false;
  await documents.makeFolder(home, { recursive: true });
  await documents.changeMode(home, 0o700);
  return true;
}

export const save = async (name, text) => documents.put(path.join(home, 'ships', `${name}.json`), text);

export const load = async (name) => documents.get(path.join(home, 'ships', `${name}.json`), 'utf8');

export const register = () => documents.makeFolderSync(path.join(home, 'ships'), { recursive: true });

export const log = (line) => fs.appendFileSync(path.join(home, 'logs', 'port.log'), line);
