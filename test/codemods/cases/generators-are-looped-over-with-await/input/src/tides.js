import fs from 'node:fs';

function* lines(name) {
  const text = fs.readFileSync(`data/${name}.tides.txt`, 'utf8');
  for (const line of text.split('\n')) yield line;
}

export const save = (name, text) => fs.writeFileSync(`data/${name}.tides.txt`, text);

/** @yields {string} */
function* everyLine(names) {
  for (const name of names) yield* lines(name);
}

export function count(names) {
  let found = 0;
  for (const line of everyLine(names)) {
    if (line === 'end') break;
    found++;
  }
  return found;
}

export const table = {
  *rows(name) {
    yield ['name', name];
    for (let line of lines(name)) yield [line.length, line];
  },
  print(name) {
    const out = [];
    for (const [a, b] of this.rows(name)) out.push(`${a} ${b}`);
    return out.join(', ');
  },
};
