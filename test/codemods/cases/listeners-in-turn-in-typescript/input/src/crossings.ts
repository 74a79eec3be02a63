import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { createInterface } from 'node:readline';

export class Ferry extends EventEmitter {
  private readonly file = 'data/crossings.txt';

  constructor() {
    super();
    this.on('crossed', this.note.bind(this));
  }

  note(bank: string): void {
    fs.writeFileSync(this.file, bank);
  }

  cross(bank: string): void {
    setTimeout(() => this.emit('crossed', bank), 10);
  }
}

export function follow(input: NodeJS.ReadableStream, done: (count: number) => void): void {
  const lines = createInterface({ input });
  let count = 0;
  lines.on('line', (line) => {
    const known = fs.readFileSync('data/boats.txt', 'utf8');
    if (known.includes(line.trim())) count += 1;
  });
  lines.on('close', () => done(count));
}

export function launch(boats: string[]): void {
  fs.writeFileSync('data/boats.txt', boats.join('\n'));
}
