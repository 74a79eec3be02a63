import fs from 'node:fs';

class Quay {
  constructor(file) {
    this.file = file;
    this.asked = 0;
  }

  get #lines() {
    return fs.readFileSync(this.file, 'utf8').trim().split('\n');
  }

  get berths() {
    this.asked += 1;
    return this.#lines.map((line) => ({ name: line, free: !line.startsWith('-') }));
  }

  get open() {
    const open = [];
    this.berths.forEach((berth) => {
      if (berth.free) open.push(`${berth.name} of ${this.berths.length}`);
    });
    return open;
  }

  *each() {
    for (const { name } of this.berths) yield name;
  }

  at(index, berths = this.berths) {
    return berths[index] ?? null;
  }

  add(name) {
    fs.writeFileSync(this.file, [...this.#lines, name].join('\n'));
    return this.berths.at(-1).name;
  }
}

const quays = { east: new Quay('data/east.txt'), west: new Quay('data/west.txt') };

export const start = () => {
  for (const quay of ['east', 'west']) fs.writeFileSync(`data/${quay}.txt`, '-ferry\ntug');
};

export function show(which) {
  const quay = quays[which];
  let i = 0;
  while (i < quay.berths.length && !quay.berths[i].free) i++;
  const names = [];
  for (const name of quay.each()) names.push(name);
  try {
    return { i, names, open: quay.open, last: quay.at(1).name, longest: quay.berths.reduce((most, { name }) => Math.max(most, name.length), 0), asked: quay.asked };
  } finally {
    delete quay.berths[0].name;
  }
}

export const add = (which, name) => quays[which].add(name);
