import { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
import * as documents from './storage/documents.js';

// An event is over before a listener is that waits for storage: these take turns, in the order of their events.
const inTurn = (() => {
  let last: Promise<void> | null = null;
  let waiting = 0;
  return <This, Given extends unknown[]>(listener: (this: This, ...given: Given) => unknown, isWaitedFor = true) => function (this: This, ...given: Given): void {
    const before = waiting++ > 0 ? last : null;
    const turn = async () => {
      if (before) await before;
      const done = listener.apply(this, given);
      if (isWaitedFor) await done;
    };
    last = new Promise((done) => {
      turn().finally(() => {
        waiting--;
        done();
      });
    });
  };
})();

export class Ferry extends EventEmitter {
  private readonly file = 'data/crossings.txt';

  constructor() {
    super();
    this.on('crossed', inTurn(this.note.bind(this)));
  }

  async note(bank: string): Promise<void> {
    await documents.put(this.file, bank);
  }

  cross(bank: string): void {
    setTimeout(() => this.emit('crossed', bank), 10);
  }
}

export function follow(input: NodeJS.ReadableStream, done: (count: number) => void): void {
  const lines = createInterface({ input });
  let count = 0;
  lines.on('line', inTurn(async (line) => {
    const known = await documents.get('data/boats.txt', 'utf8');
    if (known.includes(line.trim())) count += 1;
  }));
  lines.on('close', inTurn(() => done(count), false));
}

export async function launch(boats: string[]): Promise<void> {
  await documents.put('data/boats.txt', boats.join('\n'));
}
