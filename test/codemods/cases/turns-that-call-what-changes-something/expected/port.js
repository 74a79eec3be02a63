import * as documents from './storage/documents.js';

let number = 0;
const seen = new Set();

const save = async (name, text) => documents.put(`data/${name}.txt`, text);
const load = async (name) => documents.get(`data/${name}.txt`, 'utf8');

// Ships get their numbers in the order of the list.
async function numbered(name) {
  const text = await load(name);
  return `${++number} ${text}`;
}

const noted = async (name) => first(name);

async function first(name) {
  const text = await load(name);
  if (seen.has(text)) return null;
  seen.add(text);
  return text;
}

const count = (text) => `${++number}. ${text}`;

class Ship {
  async initialise(name) {
    this.text = await load(name);
  }

  static async create(...given) {
    const made = new this();
    await made.initialise(...given);
    return made;
  }
}

export const put = async (name, text) => save(name, text);
export const list = async (names) => (async () => { const collected = []; for (const name of names) collected.push(await numbered(name)); return collected; })();
export const unlike = async (names) => (async () => { const collected = []; for (const name of names) if ((await noted(name)) !== null) collected.push(name); return collected; })();
export const ships = async (names) => Promise.all(names.map(async (name) => (await Ship.create(name)).text));
export const texts = async (names) => Promise.all(names.map(async (name) => load(name)));
export const counted = async (names) => (async () => { const collected = []; for (const name of names) collected.push(count(await load(name))); return collected; })();
