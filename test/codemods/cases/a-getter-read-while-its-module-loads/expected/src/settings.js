import * as documents from './storage/documents.js';

export class Settings {
  async all() {
    return (await documents.has('data/settings.json')) ? JSON.parse(await documents.get('data/settings.json', 'utf8')) : {};
  }
}
