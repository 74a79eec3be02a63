import { EventEmitter } from 'node:events';
import fs from 'node:fs';

export class Port extends EventEmitter {
  constructor(options) {
    super(options);
    this.opened = fs.existsSync('data/open.txt');
    this.on('open', () => console.log('opened'));
  }

  open() {
    fs.writeFileSync('data/open.txt', 'yes');
    this.emit('open');
  }
}

export class Marina extends Port {
  describe() {
    return this.opened ? 'a marina, open' : 'a marina, closed';
  }
}

export const marina = () => new Marina({ captureRejections: false });
