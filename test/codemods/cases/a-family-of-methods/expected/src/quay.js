import * as documents from './storage/documents.js';

const load = async (name) => JSON.parse(await documents.get(`data/${name}.json`, 'utf8'));
export const save = async (name, value) => documents.put(`data/${name}.json`, JSON.stringify(value));

class Store {
  file() { return 'a'; }
  async value() { return (await load(this.file())).n; }
  async twice() { return (await this.value()) * 2; }
}
class Other extends Store {
  file() { return 'b'; }
  async twice() { return (await super.twice()) + 1; }
}
export const run = async () => Promise.all([new Store(), new Other()].map(async (store) => store.twice()));
export const one = async () => new Other().twice();
