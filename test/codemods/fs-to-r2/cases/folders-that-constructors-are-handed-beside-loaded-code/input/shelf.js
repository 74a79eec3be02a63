import fs from 'node:fs';
import path from 'node:path';

const DATA = 'data';

export class Shelf {
  constructor(folder) {
    this.folder = path.join(DATA, folder);
  }

  put(name, text) {
    fs.mkdirSync(this.folder, { recursive: true });
    fs.writeFileSync(path.join(this.folder, path.basename(name)), text);
  }

  get(name) {
    return fs.readFileSync(path.join(this.folder, path.basename(name)), 'utf8');
  }

  all() {
    return fs.readdirSync(this.folder);
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
