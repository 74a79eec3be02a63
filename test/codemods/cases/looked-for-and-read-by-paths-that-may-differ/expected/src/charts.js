import path from 'node:path';
import * as documents from './storage/documents.js';

let number = 0;
let current = 'data/charts/a.json';
const next = () => `data/charts/${(number += 1)}.json`;

export async function save(name, value) {
  await documents.put(`data/charts/${name}.json`, value);
}

export async function made() {
  return (await documents.has(next())) ? await documents.get(next(), 'utf8') : null;
}

export async function other(name) {
  const file = path.join('data/charts', `${name}.json`);
  if (!(await documents.has(file))) return null;
  return documents.get(`data/charts/${name}.json`, 'utf8');
}

export async function hidden(file) {
  if (await documents.has(`data/charts/${file}.json`)) {
    const read = async (file) => documents.get(`data/charts/${file}.json`, 'utf8');
    return read('b');
  }
  return null;
}

export function turn() {
  current = current === 'data/charts/a.json' ? 'data/charts/b.json' : 'data/charts/a.json';
}

// While the first call is waited for, turn may be called.
export async function turned() {
  if (!(await documents.has(current))) return null;
  return documents.get(current, 'utf8');
}

export const named = async (names) => (async () => { const collected = []; for (const name of names) if ((await documents.has(fileOf(name))) && (await documents.get(fileOf(name), 'utf8')) !== '') collected.push(name); return collected; })();

function fileOf(name) {
  number += 1;
  return `data/charts/${name}.json`;
}

export async function given(name, options) {
  return (await documents.has(`data/charts/${name}.json`)) ? await documents.get(`data/charts/${name}.json`, options()) : null;
}
