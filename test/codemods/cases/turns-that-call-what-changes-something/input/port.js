import fs from 'node:fs';

let number = 0;
const seen = new Set();

const save = (name, text) => fs.writeFileSync(`data/${name}.txt`, text);
const load = (name) => fs.readFileSync(`data/${name}.txt`, 'utf8');

// Ships get their numbers in the order of the list.
function numbered(name) {
  const text = load(name);
  return `${++number} ${text}`;
}

const noted = (name) => first(name);

function first(name) {
  const text = load(name);
  if (seen.has(text)) return null;
  seen.add(text);
  return text;
}

const count = (text) => `${++number}. ${text}`;

class Ship {
  constructor(name) {
    this.text = load(name);
  }
}

export const put = (name, text) => save(name, text);
export const list = (names) => names.map((name) => numbered(name));
export const unlike = (names) => names.filter((name) => noted(name) !== null);
export const ships = (names) => names.map((name) => new Ship(name).text);
export const texts = (names) => names.map((name) => load(name));
export const counted = (names) => names.map((name) => count(load(name)));
