import * as documents from './storage/documents.js';

export class Store {
  async read(file) {
    return JSON.parse(await documents.get(file, 'utf8'));
  }
}

export class Strict extends Store {
  async read(file) {
    return Object.freeze(await super.read(file));
  }
}
