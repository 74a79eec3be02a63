import * as documents from './storage/documents.js';

const size = async (name) => (await documents.stat(`data/${name}`)).size;
const title = async (name) => documents.get(`data/${name}`, 'utf8');

export const save = async (name, text) => documents.put(`data/${name}`, text);
export const bySize = async () => (await Promise.all((await documents.list('data')).map(async (a) => [a, (await size(a))]))).sort(([, a], [, b]) => a - b).map(([item]) => item);
export const largestFirst = async () => (await Promise.all((await documents.list('data')).filter((name) => name !== 'x').map(async (b) => [b, (await size(b))]))).sort(([, a], [, b]) => b - a).map(([item]) => item).join();
export async function byTitle(names) {
  return (await Promise.all([...names].map(async (left) => [left, (await title(left))]))).sort(([, left], [, right]) => left.localeCompare(right)).map(([item]) => item)[0];
}
