import fs from 'node:fs';

class Office {
  #file = 'data/office.json';
  static open = 'data/open.json';

  load() {
    return JSON.parse(fs.readFileSync(this.#file, 'utf8'));
  }

  static isOpen() {
    return fs.existsSync(Office.open);
  }

  save(value) {
    fs.writeFileSync('data/office.json', JSON.stringify(value));
    fs.writeFileSync(Office.open, 'yes');
    return this;
  }

  ['close']() {
    fs.unlinkSync(Office.open);
  }

  describe() {
    const { name } = this.load();
    return Office.isOpen() ? `${name} is open` : `${name} is closed`;
  }
}

const office = new Office();

export const desk = {
  ask() {
    return office.describe();
  },
  async tell(name) {
    office.save({ name });
    return this.ask();
  },
  shut: () => office.close(),
};
