import * as documents from './storage/documents.js';

// All that an async generator gives, or the first so many, behind which it ends.
async function gathered(items, most = Infinity) {
  const found = [];
  if (most > 0) for await (const item of items) if (found.push(item) >= most) break;
  return found;
}

const log = [];

export const save = async (name, text) => documents.put(`data/${name}.tides.txt`, text);

async function* lines(name) {
  try {
    for (const line of (await documents.get(`data/${name}.tides.txt`, 'utf8')).split('\n')) {
      log.push(`${name}: ${line}`);
      yield line;
    }
  } finally {
    log.push(`${name} ended`);
  }
}

/** It never ends by itself. */
async function* rounds(names) {
  for (let round = 1; ; round++) for (const name of names) yield [`${name}${round}`, (await documents.get(`data/${name}.tides.txt`, 'utf8')).length];
}

export const all = async (name) => gathered(lines(name));
export const upper = async (name) => (await gathered(lines(name))).map((line) => line.toUpperCase());
export const copied = async (name) => gathered(lines(name));
export const count = async (name) => (await gathered(lines(name))).length + 1;
export const framed = async (name) => ['first', ...(await gathered(lines(name))), '-', ...(await gathered(lines(name)))];
export const unique = async (name) => new Set(await gathered(lines(name))).size;

export async function table(names) {
  const [first, second] = await gathered(rounds(names), 2);
  const [, , third] = await gathered(rounds(names), 3);
  return new Map([...Object.entries(Object.fromEntries([first, second])), third]);
}

export async function head(name) {
  const [first, ...rest] = await gathered(lines(name));
  return { first, rest };
}

export async function inTwoParts(name) {
  const left = lines(name);
  log.push('nothing is read yet');
  for await (const line of left) {
    if (line === 'low') break;
  }
  return gathered(left);
}

export async function byHand(name) {
  const left = lines(name);
  const first = (await left.next()).value;
  const { done } = await left.return();
  return [first, done, (await lines(name).next()).value, await gathered(left)];
}

async function* everything(names) {
  for (const name of names) {
    yield (await gathered(lines(name))).join();
    yield* lines(name);
  }
}

export async function told(names) {
  const texts = [];
  for await (const text of everything(names)) texts.push(text);
  return texts;
}

export const happened = () => log.splice(0);
