import { EventEmitter } from 'node:events';
import fs from 'node:fs';

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

lock.on('opened', (boat, number) => {
  const log = fs.existsSync('data/log.txt') ? fs.readFileSync('data/log.txt', 'utf8') : '';
  fs.writeFileSync('data/log.txt', `${log}${number} ${boat}\n`);
});

class Keeper {
  constructor(watched) {
    this.watched = watched;
    this.watched.on('note', this.write.bind(this));
  }

  write(text) {
    fs.writeFileSync('data/note.txt', text);
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
