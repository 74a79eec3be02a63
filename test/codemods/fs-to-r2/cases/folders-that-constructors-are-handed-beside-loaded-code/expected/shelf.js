import fs from 'node:fs';
import path from 'node:path';
import * as files from './storage/files.js';

const DATA = 'data';

export class Shelf {
  constructor(folder) {
    this.folder = path.join(DATA, folder);
  }

  async put(name, text) {
    await files.makeFolder(this.folder, { recursive: true });
    await files.put(path.join(this.folder, path.basename(name)), text);
  }

  async get(name) {
    return files.get(path.join(this.folder, path.basename(name)), 'utf8');
  }

  async all() {
    return files.list(this.folder);
  }
}

// Code is loaded from the disk alone.
export class PlugIns {
  constructor(folder) {
    this.folder = path.resolve(DATA, folder);
  }

  put(name, code) {
    fs.mkdirSync(this.folder, { recursive: true });
    fs.writeFileSync(path.join(this.folder, path.basename(name)), code);
  }

  async run(name) {
    return (await import(path.join(this.folder, path.basename(name)))).default();
  }
}
