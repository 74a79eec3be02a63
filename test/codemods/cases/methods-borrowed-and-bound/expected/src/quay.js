import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

const desk = {
  offset: 10,
  async ask(name) { return (await load(name)).n + this.offset; },
  async both(names) { return Promise.all(names.map(async (name) => this.ask(name))); },
};
export const called = async (name) => desk.ask.call({ offset: 1 }, name);
export const applied = async (name) => desk.ask.apply(desk, [name]);
export const both = async () => desk.both(['a', 'b']);
