import fs from 'node:fs';

export class Settings {
  get all() {
    return fs.existsSync('data/settings.json') ? JSON.parse(fs.readFileSync('data/settings.json', 'utf8')) : {};
  }
}
