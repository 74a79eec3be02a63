import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

const log = [];
export async function careful(name) {
  try {
    return (await load(name)).n;
  } catch (error) {
    log.push(error.code);
    return (await load('b')).n;
  } finally {
    log.push('done');
  }
}
export const safe = async (name) => { try { await load(name); } catch { return false; } return true; };
export async function closes(name) {
  try {
    return await load(name);
  } finally {
    log.push((await load('b')).n);
  }
}
export const seen = () => log.join();
