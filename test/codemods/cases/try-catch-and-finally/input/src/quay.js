import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

const log = [];
export function careful(name) {
  try {
    return load(name).n;
  } catch (error) {
    log.push(error.code);
    return load('b').n;
  } finally {
    log.push('done');
  }
}
export const safe = (name) => { try { load(name); } catch { return false; } return true; };
export function closes(name) {
  try {
    return load(name);
  } finally {
    log.push(load('b').n);
  }
}
export const seen = () => log.join();
