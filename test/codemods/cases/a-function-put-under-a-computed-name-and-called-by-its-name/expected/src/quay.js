import * as documents from './storage/documents.js';

export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

export const berths = {};
for (const name of ['north', 'south']) berths[name] = async () => JSON.parse(await documents.get(`data/${name}.json`, 'utf8')).n;

export class Pier {}
for (const side of ['left', 'right']) {
  Pier.prototype[`${side}Side`] = async function () {
    return JSON.parse(await documents.get(`data/${side}.json`, 'utf8')).n;
  };
}
