import { EventEmitter } from 'node:events';
import * as documents from './storage/documents.js';

// An event is over before a listener is that waits for storage: these take turns, in the order of their events.
const inTurn = (() => {
  let last = null;
  let waiting = 0;
  return (listener, isWaitedFor = true) => function (...given) {
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

// Nothing comes after `emit`, neither in here nor in the timer or the socket that calls it.
export class Lock extends EventEmitter {
  constructor() {
    super();
    this.boats = 0;
  }

  open(boat) {
    this.boats += 1;
    if (boat === '') return;
    this.emit('opened', boat, this.boats);
  }
}

const lock = new Lock();
const notes = new EventEmitter();

lock.on('opened', inTurn(async (boat, number) => {
  const log = (await documents.getOrNone('data/log.txt', 'utf8')) ?? '';
  await documents.put('data/log.txt', `${log}${number} ${boat}\n`);
}));

class Keeper {
  constructor(watched) {
    this.watched = watched;
    this.watched.on('note', inTurn(this.write.bind(this)));
  }

  async write(text) {
    await documents.put('data/note.txt', text);
  }
}

export const keeper = new Keeper(notes);

const later = (text) => notes.emit('note', text);

export function schedule(boats) {
  for (const boat of boats) setTimeout(() => lock.open(boat), 0);
  setTimeout(() => {
    console.log('noting');
    if (boats.length > 0) later(`${boats.length} boats`);
    else later('no boats');
  }, 5);
}
