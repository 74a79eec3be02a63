import path from 'node:path';
import * as documents from './storage/documents.js';
import { callbackify } from 'node:util';

const FOLDER = path.join('data', 'ships');

export async function add(name, ship) {
  await documents.ensureFolder(FOLDER);
  await documents.writeJson(path.join(FOLDER, `${name}.json`), ship, { spaces: 2 });
  await documents.outputJson(path.join(FOLDER, 'voyages', `${name}.json`), [ship]);
  await documents.output(path.join(FOLDER, 'voyages', `${name}.txt`), ship.name);
}

export const all = async () => Promise.all((await documents.list(FOLDER)).filter((name) => name.endsWith('.json')).map((name) => documents.readJson(path.join(FOLDER, name))));

export const knows = (name) => documents.has(path.join(FOLDER, `${name}.json`));

export function nothing(name, done) {
  callbackify(documents.removeTree)(path.join(FOLDER, `${name}.json`), done);
}

export const archive = async () => {
  await documents.copyAll(FOLDER, path.join('data', 'archive'));
  await documents.move(path.join(FOLDER, 'voyages'), path.join('data', 'voyages'), { overwrite: true });
  await documents.ensureFile(path.join('data', 'archive', 'done.txt'));
  await documents.emptyFolder(FOLDER);
};
