import fs from 'node:fs';
import { Radio } from 'harbour-radio';

const load = () => fs.readFileSync('data/calls.txt', 'utf8');
export const save = (text) => fs.writeFileSync('data/calls.txt', text);

export function listen(channel) {
  const radio = new Radio(channel);
  radio.on('call', (call) => {
    call.answer(load());
  });
  return radio;
}

// Whoever gives the bus emits on it; nothing in here does.
export function attach(bus) {
  const onTide = (height) => {
    save(`${load()}\n${height}`);
  };
  bus.on('tide', onTide);
  return () => bus.off('tide', onTide);
}
