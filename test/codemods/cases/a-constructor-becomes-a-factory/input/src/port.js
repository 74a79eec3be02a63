import fs from 'node:fs';

/** One port and what is known of it. */
export class Port {
  berths = [];

  /**
   * Opens the port of that name.
   */
  constructor(name, { strict } = {}) {
    this.name = name;
    const text = fs.readFileSync(`data/${name}.port.json`, 'utf8');
    if (strict && text === '') return;
    for (const berth of JSON.parse(text)) this.berths.push(berth);
  }

  static save(name, berths) {
    fs.writeFileSync(`data/${name}.port.json`, JSON.stringify(berths));
  }

  count() {
    return this.berths.length;
  }
}
