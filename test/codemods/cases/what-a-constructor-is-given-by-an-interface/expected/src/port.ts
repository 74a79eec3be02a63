import type Storage from './storage.js';

export class Port {
  private last = '';

  constructor(private readonly storage: Storage, protected readonly name: string) {}

  async open(): Promise<void> {
    await this.storage.write(this.name, 'open');
    this.last = await this.storage.read(this.name);
  }

  async state(): Promise<string> {
    return this.last || (await this.storage.read(this.name));
  }
}

export class Harbour {
  storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  async close(name: string): Promise<void> {
    const { storage } = this;
    const same = this.storage;
    await same.write(name, 'closed');
    if ((await storage.read(name)) !== 'closed') throw new Error('still open');
  }
}
