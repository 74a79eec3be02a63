import { signals } from 'harbour-signals';
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

export class Watch {
  start() {
    this.onTide = inTurn(async (height) => {
      if (height < 1) return;
      await documents.put('data/last.txt', `${height} m`);
    });
    signals.tide.on(this.onTide);
  }

  stop() {
    signals.tide.off(this.onTide);
  }
}
