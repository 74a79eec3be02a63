import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

const desk = {
  offset: 10,
  ask(name) { return load(name).n + this.offset; },
  both(names) { return names.map((name) => this.ask(name)); },
};
export const called = (name) => desk.ask.call({ offset: 1 }, name);
export const applied = (name) => desk.ask.apply(desk, [name]);
export const both = () => desk.both(['a', 'b']);
