import * as documents from './storage/documents.js';

/** One port and what is known of it. */
export class Port {
  berths = [];

  /**
   * Opens the port of that name.
   */
  async initialise(name, { strict } = {}) {
    this.name = name;
    const text = await documents.get(`data/${name}.port.json`, 'utf8');
    if (strict && text === '') return;
    for (const berth of JSON.parse(text)) this.berths.push(berth);
  }

  static async create(...given) {
    const made = new this();
    await made.initialise(...given);
    return made;
  }

  static async save(name, berths) {
    await documents.put(`data/${name}.port.json`, JSON.stringify(berths));
  }

  count() {
    return this.berths.length;
  }
}
