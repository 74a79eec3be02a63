import fs from 'node:fs';

const FILE = 'data/logbook.json';

export function save(log) {
  fs.writeFileSync(FILE, JSON.stringify(log));
}

export function written() {
  if (!fs.existsSync(FILE)) {
    fs.writeFileSync(FILE, '[]');
  }
  return JSON.parse(fs.readFileSync(FILE, 'utf8'));
}

export function explained() {
  if (!fs.existsSync(FILE /* of this year */)) return '';
  return fs.readFileSync(FILE, 'utf8');
}

export function told(tell) {
  if (fs.existsSync(FILE)) {
    tell('it is there');
    return JSON.parse(fs.readFileSync(FILE, 'utf8'));
  }
  return [];
}

export function toldInPlace(tell) {
  return fs.existsSync(FILE) ? tell(tell.name, String(tell()), fs.readFileSync(FILE, 'utf8')) : [];
}

export function caught() {
  if (fs.existsSync(FILE)) {
    try {
      return JSON.parse(fs.readFileSync(FILE, 'utf8'));
    } catch (error) {
      return [error.code];
    }
  }
  return [];
}

export function onlyPerhaps(wanted) {
  if (!fs.existsSync(FILE)) return 'none';
  return wanted ? fs.readFileSync(FILE, 'utf8') : 'some';
}

export function again(times) {
  const all = [];
  if (fs.existsSync(FILE)) {
    while (all.length < times) all.push(fs.readFileSync(FILE, 'utf8'));
  }
  return all;
}

export function stopped() {
  if (!fs.existsSync(FILE)) {
    process.exitCode = 1;
  }
  return fs.readFileSync(FILE, 'utf8');
}

export async function waited(other) {
  if (!fs.existsSync(FILE)) return '';
  const more = await other();
  return more + fs.readFileSync(FILE, 'utf8');
}
