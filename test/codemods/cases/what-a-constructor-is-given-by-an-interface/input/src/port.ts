import type Storage from './storage.js';

export class Port {
  private last = '';

  constructor(private readonly storage: Storage, protected readonly name: string) {}

  open(): void {
    this.storage.write(this.name, 'open');
    this.last = this.storage.read(this.name);
  }

  state(): string {
    return this.last || this.storage.read(this.name);
  }
}

export class Harbour {
  storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  close(name: string): void {
    const { storage } = this;
    const same = this.storage;
    same.write(name, 'closed');
    if (storage.read(name) !== 'closed') throw new Error('still open');
  }
}
