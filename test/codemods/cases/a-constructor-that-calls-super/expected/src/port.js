import { EventEmitter } from 'node:events';
import * as documents from './storage/documents.js';

export class Port extends EventEmitter {
  async initialise(options) {
    this.opened = await documents.has('data/open.txt');
    this.on('open', () => console.log('opened'));
  }

  constructor(options) {
    super(options);
  }

  static async create(...given) {
    const made = new this(...given);
    await made.initialise(...given);
    return made;
  }

  async open() {
    await documents.put('data/open.txt', 'yes');
    this.emit('open');
  }
}

export class Marina extends Port {
  describe() {
    return this.opened ? 'a marina, open' : 'a marina, closed';
  }
}

export const marina = async () => Marina.create({ captureRejections: false });
