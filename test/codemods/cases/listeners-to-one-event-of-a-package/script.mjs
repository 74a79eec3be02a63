import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

mkdirSync('data');
mkdirSync('node_modules/harbour-signals', { recursive: true });
writeFileSync('node_modules/harbour-signals/package.json', '{ "type": "module", "exports": "./index.js" }');
// The first listener that gives something back ends the telling.
writeFileSync('node_modules/harbour-signals/index.js', `
const told = new Set();
export const signals = { tide: { on: (one) => told.add(one), off: (one) => told.delete(one), tell: (value) => [...told].some((one) => one(value) !== undefined) } };
`);
const { Watch } = await import('./src/watch.js');
const { signals } = await import('harbour-signals');
const watch = new Watch();
watch.start();
const answers = [signals.tide.tell(3), signals.tide.tell(0), signals.tide.tell(4)];
await setTimeout(150);
watch.stop();
signals.tide.tell(9);
await setTimeout(150);
console.log(answers, readFileSync('data/last.txt', 'utf8'));
