import * as documents from './storage/documents.js';

export default class Ledger {
  async initialise() { this.lines = (await documents.get('data/ledger.txt', 'utf8')).split('\n') }

  static async create(...given) {
    const made = new this();
    await made.initialise(...given);
    return made;
  }
  async add(line) { await documents.put('data/ledger.txt', [...this.lines, line].join('\n')) }
}
