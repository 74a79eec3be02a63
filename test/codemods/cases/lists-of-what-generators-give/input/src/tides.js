import fs from 'node:fs';

const log = [];

export const save = (name, text) => fs.writeFileSync(`data/${name}.tides.txt`, text);

function* lines(name) {
  try {
    for (const line of fs.readFileSync(`data/${name}.tides.txt`, 'utf8').split('\n')) {
      log.push(`${name}: ${line}`);
      yield line;
    }
  } finally {
    log.push(`${name} ended`);
  }
}

/** It never ends by itself. */
function* rounds(names) {
  for (let round = 1; ; round++) for (const name of names) yield [`${name}${round}`, fs.readFileSync(`data/${name}.tides.txt`, 'utf8').length];
}

export const all = (name) => Array.from(lines(name));
export const upper = (name) => Array.from(lines(name)).map((line) => line.toUpperCase());
export const copied = (name) => [...lines(name)];
export const count = (name) => [...lines(name)].length + 1;
export const framed = (name) => ['first', ...lines(name), '-', ...lines(name)];
export const unique = (name) => new Set(lines(name)).size;

export function table(names) {
  const [first, second] = rounds(names);
  const [, , third] = rounds(names);
  return new Map([...Object.entries(Object.fromEntries([first, second])), third]);
}

export function head(name) {
  const [first, ...rest] = lines(name);
  return { first, rest };
}

export function inTwoParts(name) {
  const left = lines(name);
  log.push('nothing is read yet');
  for (const line of left) {
    if (line === 'low') break;
  }
  return [...left];
}

export function byHand(name) {
  const left = lines(name);
  const first = left.next().value;
  const { done } = left.return();
  return [first, done, lines(name).next().value, Array.from(left)];
}

function* everything(names) {
  for (const name of names) {
    yield [...lines(name)].join();
    yield* lines(name);
  }
}

export function told(names) {
  const texts = [];
  for (const text of everything(names)) texts.push(text);
  return texts;
}

export const happened = () => log.splice(0);
