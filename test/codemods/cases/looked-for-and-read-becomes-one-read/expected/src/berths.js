import path from 'node:path';
import * as documents from './storage/documents.js';

const FOLDER = 'data/berths';
const fileOf = (name) => path.join(FOLDER, `${name}.json`);

export async function save(name, value) {
  await documents.makeFolder(FOLDER, { recursive: true });
  await documents.put(fileOf(name), JSON.stringify(value));
}

export async function inBranch(name) {
  const file = fileOf(name);
  const text = await documents.getOrNone(file, 'utf8');
  if (text !== null) {
    return JSON.parse(text);
  }
  return {};
}

export async function afterGuard(name) {
  const file = fileOf(name);
  const raw = await documents.getOrNone(file, 'utf8');
  if (raw === null) return null; // nobody lies there

  return { length: raw.length, ...JSON.parse(raw) };
}

export async function afterLongGuard(name) {
  const file = fileOf(name);
  // Only what was saved before.
  const text = await documents.getOrNone(file, 'utf8');
  if (text === null) {
    console.log(`${name} is not known`);
    throw new Error('not known');
  }
  // As it is written.
  const raw = text;
  return raw.length;
}

export async function eitherWay(name) {
  let text = 'none';
  const raw = await documents.getOrNone(path.join(FOLDER, `${name}.json`));
  if (raw !== null) {
    text = raw.toString('utf8').slice(0, 9);
  } else {
    await save(name, { made: true });
  }
  return text;
}

export async function otherwise(name) {
  const file = fileOf(name);
  const text = await documents.getOrNone(file, 'latin1');
  if (text === null) {
    return 0;
  } else {
    for (const letter of text) if (letter === ':') return 1;
  }
  return 2;
}

export async function chosen(name) {
  const file = fileOf(name);
  const text = await documents.getOrNone(file, 'utf8');
  const berth = text !== null ? JSON.parse(text) : [];
  const bytes = await documents.getOrNone(file);
  const length = bytes === null ? -1 : bytes.length;
  return { berth, length };
}

export const textOf = async (name) => ((await documents.getOrNone(`data/berths/${name}.json`, 'utf8')) ?? '');

export const listOf = async (names) => Promise.all(names.map(async (name) => JSON.parse((await documents.getOrNone(`${FOLDER}/${name}.json`, 'utf8')) ?? '[]')));

export const orNothing = async (name) => await documents.getOrNone(`data/berths/${name}.json`, 'latin1');

export async function taken(name, bytes) {
  const file = fileOf(name);
  const bytes2 = await documents.getOrNone(file);
  return bytes2 !== null && bytes2.length > bytes;
}

export async function both(name, other) {
  const [one, two] = [fileOf(name), fileOf(other)];
  const found = [];
  const text = await documents.getOrNone(one, 'utf8');
  if (text !== null) {
    const raw = text;
    found.push(raw);
  }
  const text2 = await documents.getOrNone(two, 'utf8');
  if (text2 !== null) {
    const raw = text2;
    found.push(raw);
  }
  return found;
}

export async function all(names) {
  const found = [];
  for (const name of names) {
    const file = fileOf(name);
    const text = await documents.getOrNone(file, 'utf8');
    if (text === null) continue;
    found.push(text.length);
  }
  for (const name of names) {
    const file = fileOf(name);
    const text = await documents.getOrNone(file, 'utf8');
    if (text === null) continue;
    const { kind } = JSON.parse(text);
    found.push(kind);
  }
  return found;
}

export async function short(name) { const file = fileOf(name); const bytes = await documents.getOrNone(file); if (bytes === null) return 0; return bytes.length; }

export class Berth {
  constructor(name) {
    this.file = fileOf(name);
  }

  async load() {
    this.value = undefined;
    const text = await documents.getOrNone(this.file, { encoding: 'utf8' });
    if (text !== null) {
      this.value = JSON.parse(text);
    }
    return this.value;
  }
}
