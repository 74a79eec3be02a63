import * as documents from './storage/documents.js';

const FILE = 'data/settings.json';

/** What the harbour master has set. */
export class Settings {
  /** @returns {Promise<{ title: string, berths: string[] }>} */
  async all() {
    return JSON.parse(await documents.get(FILE, 'utf8'));
  }

  // Only what is written on the board.
  async title() { return (await this.all()).title; }

  static async stored() {
    return documents.has(FILE);
  }

  get size() {
    return 3;
  }

  async save(value) {
    await documents.put(FILE, JSON.stringify(value));
  }

  async has(berth) {
    return (await this.all()).berths.includes(berth) && (await this.all())?.title !== '';
  }
}
