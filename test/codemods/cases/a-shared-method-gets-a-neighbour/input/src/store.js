import fs from 'node:fs';

export class Store {
  /** Reads a file. */
  static read(file) {
    return Store.#parse(file, fs.readFileSync(file, 'utf8'));
  }

  static #parse(file, text) {
    return { file, value: JSON.parse(text) };
  }

  write(file, value) {
    fs.writeFileSync(file, JSON.stringify(value));
    return this;
  }
}

export const tools = {
  has(file) {
    return fs.existsSync(file);
  },
  count: 2,
};
