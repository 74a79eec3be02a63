import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

const state = { now: null, list: [] };
let current;
export async function refresh(name) {
  current = await load(name);
  state.now = state.before = (await load(name)).n;
  state.list[(await load('a')).n] = (await load('b')).n;
  [current, state.other] = (await load(name)).list;
  return [current, state];
}
export class Desk {
  #value = 0;
  async set(name) {
    this.#value = (await load(name)).n;
    this.again ??= (await load('b')).n;
    return this;
  }
  get() { return this.#value + this.again; }
}
