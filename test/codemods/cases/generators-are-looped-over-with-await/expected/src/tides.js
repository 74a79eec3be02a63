import * as documents from './storage/documents.js';

async function* lines(name) {
  const text = await documents.get(`data/${name}.tides.txt`, 'utf8');
  for (const line of text.split('\n')) yield line;
}

export const save = async (name, text) => documents.put(`data/${name}.tides.txt`, text);

/** @yields {string} */
async function* everyLine(names) {
  for (const name of names) yield* lines(name);
}

export async function count(names) {
  let found = 0;
  for await (const line of everyLine(names)) {
    if (line === 'end') break;
    found++;
  }
  return found;
}

export const table = {
  async *rows(name) {
    yield ['name', name];
    for await (let line of lines(name)) yield [line.length, line];
  },
  async print(name) {
    const out = [];
    for await (const [a, b] of this.rows(name)) out.push(`${a} ${b}`);
    return out.join(', ');
  },
};
