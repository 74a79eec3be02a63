import * as files from './storage/files.js';

const FILE = 'data/logbook.json';

export const load = async () => JSON.parse(await files.get(FILE, 'utf8'));

export async function save(entries) {
  const draft = `${FILE}.tmp`;
  try {
    await files.putThrough(draft, FILE, JSON.stringify(entries, null, 2), { mode: 0o600 });
    // nobody sees half of it
  } catch (error) {
    try {
      await files.remove(draft);
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
    await files.putThrough(draft, this.file, text, 'utf8');
    // Given its name at last.
    await files.remove(draft, { force: true });
  }

  async load() {
    return files.get(this.file, 'utf8');
  }
}
