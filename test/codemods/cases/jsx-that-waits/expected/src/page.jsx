import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export async function Page({ name }) {
  return <section title={(await load(name)).title} {...(await load('props'))}>{(await load(name)).list.map((item) => <li key={item}>{item}</li>)}</section>;
}

export const titleOf = async (name) => (await load(name)).title ?? <em>none</em>;
