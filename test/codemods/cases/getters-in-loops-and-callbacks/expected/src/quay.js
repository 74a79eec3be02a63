import * as documents from './storage/documents.js';

class Quay {
  constructor(file) {
    this.file = file;
    this.asked = 0;
  }

  async #lines() {
    return (await documents.get(this.file, 'utf8')).trim().split('\n');
  }

  async berths() {
    this.asked += 1;
    return (await this.#lines()).map((line) => ({ name: line, free: !line.startsWith('-') }));
  }

  async open() {
    const open = [];
    for (const berth of (await this.berths())) {
      if (berth.free) open.push(`${berth.name} of ${(await this.berths()).length}`);
    }
    return open;
  }

  async *each() {
    for (const { name } of await this.berths()) yield name;
  }

  async at(index, berths) {
    if (berths === undefined) berths = await this.berths();
    return berths[index] ?? null;
  }

  async add(name) {
    await documents.put(this.file, [...(await this.#lines()), name].join('\n'));
    return (await this.berths()).at(-1).name;
  }
}

const quays = { east: new Quay('data/east.txt'), west: new Quay('data/west.txt') };

export const start = async () => {
  for (const quay of ['east', 'west']) await documents.put(`data/${quay}.txt`, '-ferry\ntug');
};

export async function show(which) {
  const quay = quays[which];
  let i = 0;
  while (i < (await quay.berths()).length && !(await quay.berths())[i].free) i++;
  const names = [];
  for await (const name of quay.each()) names.push(name);
  try {
    return { i, names, open: await quay.open(), last: (await quay.at(1)).name, longest: (await quay.berths()).reduce((most, { name }) => Math.max(most, name.length), 0), asked: quay.asked };
  } finally {
    delete (await quay.berths())[0].name;
  }
}

export const add = async (which, name) => quays[which].add(name);
