import * as files from './storage/files.js';

export class Editor {
  async load(file) {
    this.all = JSON.parse(await files.get(file, 'utf8'));
  }

  async save(file) {
    await files.put(file, JSON.stringify(this.all));
  }
}
