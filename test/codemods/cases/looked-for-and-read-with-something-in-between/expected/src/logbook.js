import * as documents from './storage/documents.js';

const FILE = 'data/logbook.json';

export async function save(log) {
  await documents.put(FILE, JSON.stringify(log));
}

export async function written() {
  if (!(await documents.has(FILE))) {
    await documents.put(FILE, '[]');
  }
  return JSON.parse(await documents.get(FILE, 'utf8'));
}

export async function explained() {
  if (!(await documents.has(FILE /* of this year */))) return '';
  return documents.get(FILE, 'utf8');
}

export async function told(tell) {
  if (await documents.has(FILE)) {
    tell('it is there');
    return JSON.parse(await documents.get(FILE, 'utf8'));
  }
  return [];
}

export async function toldInPlace(tell) {
  return (await documents.has(FILE)) ? tell(tell.name, String(tell()), await documents.get(FILE, 'utf8')) : [];
}

export async function caught() {
  if (await documents.has(FILE)) {
    try {
      return JSON.parse(await documents.get(FILE, 'utf8'));
    } catch (error) {
      return [error.code];
    }
  }
  return [];
}

export async function onlyPerhaps(wanted) {
  if (!(await documents.has(FILE))) return 'none';
  return wanted ? await documents.get(FILE, 'utf8') : 'some';
}

export async function again(times) {
  const all = [];
  if (await documents.has(FILE)) {
    while (all.length < times) all.push(await documents.get(FILE, 'utf8'));
  }
  return all;
}

export async function stopped() {
  if (!(await documents.has(FILE))) {
    process.exitCode = 1;
  }
  return documents.get(FILE, 'utf8');
}

export async function waited(other) {
  if (!(await documents.has(FILE))) return '';
  const more = await other();
  return more + (await documents.get(FILE, 'utf8'));
}
