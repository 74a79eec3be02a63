import fs from 'node:fs';
import path from 'node:path';

const FILE = path.join('data', 'keys.json');

export function load() {
  const found = fs.statSync(FILE, { throwIfNoEntry: false });
  return found ? JSON.parse(fs.readFileSync(FILE, { encoding: 'utf8', flag: 'r' })) : {};
}

export function save(keys) {
  fs.writeFileSync(FILE, JSON.stringify(keys), { mode: 0o600 });
  fs.chmodSync(FILE, 0o640);
  const { uid, gid } = fs.statSync(path.dirname(FILE));
  if (fs.statSync(FILE).uid !== uid) fs.chownSync(FILE, uid, gid);
}

export const touched = (when) => fs.promises.utimes(FILE, when, when);

export const isPlain = async () => (await fs.promises.lstat(FILE)).isFile() && !(await fs.promises.lstat(FILE)).isSymbolicLink();

export const place = () => path.relative('.', fs.realpathSync(FILE));

export const shorten = (done) => fs.truncate(FILE, 2, done);
