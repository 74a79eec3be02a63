import * as documents from './storage/documents.js';

export class Settings {
  async all() {
    const text = await documents.getOrNone('data/settings.json', 'utf8');
    return text !== null ? JSON.parse(text) : {};
  }
}
