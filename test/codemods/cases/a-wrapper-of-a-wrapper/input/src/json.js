import fs from 'node:fs';

const readText = (file) => fs.readFileSync(file, 'utf8');

export function readJson(file) {
  const text = readText(file);
  return JSON.parse(text);
}

export function writeJson(file, value) {
  fs.writeFileSync(file, JSON.stringify(value));
}
