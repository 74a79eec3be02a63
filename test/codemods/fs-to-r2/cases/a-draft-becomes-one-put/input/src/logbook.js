import fs, { promises } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';

const FILE = 'data/logbook.json';

export const load = () => JSON.parse(fs.readFileSync(FILE, 'utf8'));

export function save(entries) {
  const draft = `${FILE}.tmp`;
  try {
    fs.writeFileSync(draft, JSON.stringify(entries, null, 2), { mode: 0o600 });
    fs.renameSync(draft, FILE); // nobody sees half of it
  } catch (error) {
    try {
      fs.unlinkSync(draft);
    } catch {}
    throw error;
  }
}

export class Berths {
  constructor() {
    this.file = 'data/berths.json';
  }

  async save(text) {
    const draft = `${this.file}.${process.pid}`;
    await writeFile(draft, text, 'utf8');
    // Given its name at last.
    await rename(draft, this.file);
    await rm(draft, { force: true });
  }

  async load() {
    return promises.readFile(this.file, 'utf8');
  }
}
