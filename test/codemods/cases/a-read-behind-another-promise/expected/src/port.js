import * as documents from './storage/documents.js';

// What has begun may fail while something else is waited for, before anybody listens: until then it counts as heard.
const heardLater = (begun) => {
  for (const one of Array.isArray(begun) ? begun : [begun]) if (one instanceof Promise) one.catch(() => {});
  return begun;
};

export const save = async (ships) => documents.put('data/ships.json', ships);
export const both = async (ask) => Promise.all([heardLater(ask('tide')), await documents.get('data/ships.json', 'utf8')]);
