import { Radio } from 'harbour-radio';
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

const load = async () => documents.get('data/calls.txt', 'utf8');
export const save = async (text) => documents.put('data/calls.txt', text);

export function listen(channel) {
  const radio = new Radio(channel);
  radio.on('call', async (call) => {
    call.answer(await load());
  });
  return radio;
}

// Whoever gives the bus emits on it; nothing in here does.
export function attach(bus) {
  const onTide = inTurn(async (height) => {
    await save(`${await load()}\n${height}`);
  });
  bus.on('tide', onTide);
  return () => bus.off('tide', onTide);
}
