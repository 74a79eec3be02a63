import fs from 'node:fs';

export class Store {
  read(file) {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  }
}

export class Strict extends Store {
  read(file) {
    return Object.freeze(super.read(file));
  }
}
