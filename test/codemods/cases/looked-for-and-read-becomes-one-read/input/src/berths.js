import fs from 'node:fs';
import path from 'node:path';

const FOLDER = 'data/berths';
const fileOf = (name) => path.join(FOLDER, `${name}.json`);

export function save(name, value) {
  fs.mkdirSync(FOLDER, { recursive: true });
  fs.writeFileSync(fileOf(name), JSON.stringify(value));
}

export function inBranch(name) {
  const file = fileOf(name);
  if (fs.existsSync(file)) {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  }
  return {};
}

export function afterGuard(name) {
  const file = fileOf(name);
  if (!fs.existsSync(file)) return null; // nobody lies there

  const raw = fs.readFileSync(file, 'utf8');

  return { length: raw.length, ...JSON.parse(raw) };
}

export function afterLongGuard(name) {
  const file = fileOf(name);
  // Only what was saved before.
  if (!fs.existsSync(file)) {
    console.log(`${name} is not known`);
    throw new Error('not known');
  }
  // As it is written.
  const raw = fs.readFileSync(file, 'utf8');
  return raw.length;
}

export function eitherWay(name) {
  let text = 'none';
  if (fs.existsSync(path.join(FOLDER, `${name}.json`))) {
    const raw = fs.readFileSync(path.join(FOLDER, `${name}.json`));

    text = raw.toString('utf8').slice(0, 9);
  } else {
    save(name, { made: true });
  }
  return text;
}

export function otherwise(name) {
  const file = fileOf(name);
  if (!fs.existsSync(file)) {
    return 0;
  } else {
    for (const letter of fs.readFileSync(file, 'latin1')) if (letter === ':') return 1;
  }
  return 2;
}

export function chosen(name) {
  const file = fileOf(name);
  const berth = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
  const length = !fs.existsSync(file) ? -1 : fs.readFileSync(file).length;
  return { berth, length };
}

export const textOf = (name) => (fs.existsSync(`data/berths/${name}.json`) ? fs.readFileSync(`data/berths/${name}.json`, 'utf8') : '');

export const listOf = (names) => names.map((name) => JSON.parse(fs.existsSync(`${FOLDER}/${name}.json`) ? fs.readFileSync(`${FOLDER}/${name}.json`, 'utf8') : '[]'));

export const orNothing = (name) => fs.existsSync(`data/berths/${name}.json`) ? fs.readFileSync(`data/berths/${name}.json`, 'latin1') : (null);

export function taken(name, bytes) {
  const file = fileOf(name);
  return fs.existsSync(file) && fs.readFileSync(file).length > bytes;
}

export function both(name, other) {
  const [one, two] = [fileOf(name), fileOf(other)];
  const found = [];
  if (fs.existsSync(one)) {
    const raw = fs.readFileSync(one, 'utf8');
    found.push(raw);
  }
  if (fs.existsSync(two)) {
    const raw = fs.readFileSync(two, 'utf8');
    found.push(raw);
  }
  return found;
}

export function all(names) {
  const found = [];
  names.forEach((name) => {
    const file = fileOf(name);
    if (!fs.existsSync(file)) return;
    found.push(fs.readFileSync(file, 'utf8').length);
  });
  for (const name of names) {
    const file = fileOf(name);
    if (!fs.existsSync(file)) continue;
    const { kind } = JSON.parse(fs.readFileSync(file, 'utf8'));
    found.push(kind);
  }
  return found;
}

export function short(name) { const file = fileOf(name); if (!fs.existsSync(file)) return 0; return fs.readFileSync(file).length; }

export class Berth {
  constructor(name) {
    this.file = fileOf(name);
  }

  load() {
    this.value = undefined;
    if (fs.existsSync(this.file)) {
      this.value = JSON.parse(fs.readFileSync(this.file, { encoding: 'utf8' }));
    }
    return this.value;
  }
}
