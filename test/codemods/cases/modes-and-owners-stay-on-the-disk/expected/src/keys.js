import path from 'node:path';
import * as documents from './storage/documents.js';
import { callbackify } from 'node:util';

const FILE = path.join('data', 'keys.json');

export async function load() {
  const found = await documents.statOrNone(FILE, { throwIfNoEntry: false });
  return found ? JSON.parse(await documents.get(FILE, { encoding: 'utf8', flag: 'r' })) : {};
}

export async function save(keys) {
  await documents.put(FILE, JSON.stringify(keys), { mode: 0o600 });
  await documents.changeMode(FILE, 0o640);
  const { uid, gid } = await documents.stat(path.dirname(FILE));
  if ((await documents.stat(FILE)).uid !== uid) await documents.changeOwner(FILE, uid, gid);
}

export const touched = (when) => documents.changeTimes(FILE, when, when);

export const isPlain = async () => (await documents.lstat(FILE)).isFile() && !(await documents.lstat(FILE)).isSymbolicLink();

export const place = async () => path.relative('.', await documents.realPath(FILE));

export const shorten = (done) => callbackify(documents.truncate)(FILE, 2, done);
