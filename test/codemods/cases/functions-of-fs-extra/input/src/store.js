import fs from 'fs-extra';
import path from 'node:path';

const FOLDER = path.join('data', 'ships');

export async function add(name, ship) {
  await fs.ensureDir(FOLDER);
  await fs.writeJson(path.join(FOLDER, `${name}.json`), ship, { spaces: 2 });
  await fs.outputJson(path.join(FOLDER, 'voyages', `${name}.json`), [ship]);
  await fs.outputFile(path.join(FOLDER, 'voyages', `${name}.txt`), ship.name);
}

export const all = async () => Promise.all((await fs.readdir(FOLDER)).filter((name) => name.endsWith('.json')).map((name) => fs.readJson(path.join(FOLDER, name))));

export const knows = (name) => fs.pathExists(path.join(FOLDER, `${name}.json`));

export function nothing(name, done) {
  fs.remove(path.join(FOLDER, `${name}.json`), done);
}

export const archive = async () => {
  await fs.copy(FOLDER, path.join('data', 'archive'));
  await fs.move(path.join(FOLDER, 'voyages'), path.join('data', 'voyages'), { overwrite: true });
  await fs.ensureFile(path.join('data', 'archive', 'done.txt'));
  await fs.emptyDir(FOLDER);
};
