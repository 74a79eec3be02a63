import fs from 'node:fs';

const load = (name) => JSON.parse(fs.readFileSync(`data/${name}.json`, 'utf8'));
export const save = (name, value) => fs.writeFileSync(`data/${name}.json`, JSON.stringify(value));

export async function Page({ name }) {
  return <section title={load(name).title} {...load('props')}>{load(name).list.map((item) => <li key={item}>{item}</li>)}</section>;
}

export const titleOf = (name) => load(name).title ?? <em>none</em>;
