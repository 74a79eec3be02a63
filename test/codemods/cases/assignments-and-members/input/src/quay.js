import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

const state = { now: null, list: [] };
let current;
export function refresh(name) {
  current = load(name);
  state.now = state.before = load(name).n;
  state.list[load('a').n] = load('b').n;
  [current, state.other] = load(name).list;
  return [current, state];
}
export class Desk {
  #value = 0;
  set(name) {
    this.#value = load(name).n;
    this.again ??= load('b').n;
    return this;
  }
  get() { return this.#value + this.again; }
}
