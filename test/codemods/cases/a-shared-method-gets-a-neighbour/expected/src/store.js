import fs from 'node:fs';
import * as documents from './storage/documents.js';

export class Store {
  /** Reads a file. */
  static read(file) {
    return Store.#parse(file, fs.readFileSync(file, 'utf8'));
  }

  // read for documents that live in storage.
  static async readStored(file) {
    return Store.#parse(file, await documents.get(file, 'utf8'));
  }

  static #parse(file, text) {
    return { file, value: JSON.parse(text) };
  }

  write(file, value) {
    fs.writeFileSync(file, JSON.stringify(value));
    return this;
  }

  // write for documents that live in storage.
  async writeStored(file, value) {
    await documents.put(file, JSON.stringify(value));
    return this;
  }
}

export const tools = {
  has(file) {
    return fs.existsSync(file);
  },

  // has for documents that live in storage.
  async hasStored(file) {
    return documents.has(file);
  },
  count: 2,
};
