import fs from 'node:fs';

const FILE = 'data/settings.json';

/** What the harbour master has set. */
export class Settings {
  /** @type {{ title: string, berths: string[] }} */
  get all() {
    return JSON.parse(fs.readFileSync(FILE, 'utf8'));
  }

  // Only what is written on the board.
  get title() { return this.all.title; }

  static get stored() {
    return fs.existsSync(FILE);
  }

  get size() {
    return 3;
  }

  save(value) {
    fs.writeFileSync(FILE, JSON.stringify(value));
  }

  has(berth) {
    return this.all.berths.includes(berth) && this.all?.title !== '';
  }
}
