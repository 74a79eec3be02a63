import * as documents from './storage/documents.js';

class Office {
  #file = 'data/office.json';
  static open = 'data/open.json';

  async load() {
    return JSON.parse(await documents.get(this.#file, 'utf8'));
  }

  static async isOpen() {
    return documents.has(Office.open);
  }

  async save(value) {
    await documents.put('data/office.json', JSON.stringify(value));
    await documents.put(Office.open, 'yes');
    return this;
  }

  async ['close']() {
    await documents.remove(Office.open);
  }

  async describe() {
    const { name } = await this.load();
    return (await Office.isOpen()) ? `${name} is open` : `${name} is closed`;
  }
}

const office = new Office();

export const desk = {
  async ask() {
    return office.describe();
  },
  async tell(name) {
    await office.save({ name });
    return this.ask();
  },
  shut: async () => office.close(),
};
