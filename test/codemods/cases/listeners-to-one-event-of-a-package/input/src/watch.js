import fs from 'node:fs';
import { signals } from 'harbour-signals';

export class Watch {
  start() {
    this.onTide = (height) => {
      if (height < 1) return;
      fs.writeFileSync('data/last.txt', `${height} m`);
    };
    signals.tide.on(this.onTide);
  }

  stop() {
    signals.tide.off(this.onTide);
  }
}
