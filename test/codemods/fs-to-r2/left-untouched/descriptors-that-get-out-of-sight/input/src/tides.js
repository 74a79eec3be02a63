import fs from 'node:fs';
import { measure } from 'tide-meter';

export const opened = (name) => fs.openSync(`data/returned/${name}`, 'r');

export function measured(name) {
  const fd = fs.openSync(`data/handed/${name}`, 'r');
  const height = measure(fd);
  fs.closeSync(fd);
  return height;
}

let log;
export function note(text) {
  log = log ?? fs.openSync('data/kept/notes', 'w');
  fs.writeSync(log, text);
}

export function later(name, done) {
  const fd = fs.openSync(`data/later/${name}`, 'r');
  setTimeout(() => done(fs.readFileSync(fd, 'utf8')), 100);
}

export function store(name, text) {
  const fd = fs.openSync(`data/named/${name}.new`, 'w');
  fs.writeSync(fd, text);
  fs.renameSync(`data/named/${name}.new`, `data/named/${name}`);
  fs.closeSync(fd);
}

export function storeUnless(name, text) {
  const fd = fs.openSync(`data/left/${name}`, 'w');
  if (text === '') return false;
  fs.writeSync(fd, text);
  fs.closeSync(fd);
  return true;
}

export function touched(name) {
  const fd = fs.openSync(`data/unclosed/${name}`, 'w');
  fs.writeSync(fd, 'x');
}

export function storeAll(names, text) {
  for (const name of names) {
    const fd = fs.openSync(`data/turns/${name}`, 'w');
    if (text === '') continue;
    fs.writeSync(fd, text);
    fs.closeSync(fd);
  }
}

export function storeSome(name, text) {
  const fd = fs.openSync(`data/conditions/${name}`, 'w');
  if (text !== '') {
    fs.writeSync(fd, text);
    fs.closeSync(fd);
  }
}

export function age(name) {
  const fd = fs.openSync(`data/aged/${name}`, 'r');
  const { atime } = fs.fstatSync(fd);
  fs.closeSync(fd);
  return atime;
}
