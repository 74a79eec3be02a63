import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export const deep = async (groups) => Promise.all(groups.map(async (group) => Promise.all(group.map(async (name) => (await load(name)).n))));
export async function visit(groups) {
  const seen = [];
  for (const group of groups) {
    for (const name of group) {
      if (name === 'skip') continue;
      seen.push((await load(name)).n);
    }
  }
  return seen;
}
export const pick = async (groups) => (async () => { for (const group of groups) if (await (async () => { for (const name of group) if ((await load(name)).n === 2) return true; return false; })()) return group; return undefined; })();
