import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export const later = (name) => new Promise(async (resolve, reject) => { try {
  const value = await load(name);
  if (!value) return reject(new Error('empty'));
  setTimeout(() => resolve(value), 1);
} catch (error) { reject(error); } });

export const soon = (name) => new Promise(async (resolve, reject) => { try { resolve(await load(name)); } catch (error) { reject(error); } });
export function now(name) {
  return new Promise(async function (done, reject) { try {
    done(await load(name));
  } catch (error) { reject(error); } });
}
export const guarded = (name) => new Promise(async (resolve, fail) => { try { try { resolve(await load(name)); } catch { fail('not there'); } } catch (error) { fail(error); } });
