import fs from 'node:fs';

export class Editor {
  load(file) {
    this.all = JSON.parse(fs.readFileSync(file, 'utf8'));
  }

  save(file) {
    fs.writeFileSync(file, JSON.stringify(this.all));
  }
}
