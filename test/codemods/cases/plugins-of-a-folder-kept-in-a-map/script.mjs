import { mkdirSync } from 'node:fs';
import client from './src/client.js';
import plugins from './src/plugins/index.js';

mkdirSync('data/berths', { recursive: true });
await plugins.default.ready;
const one = new client.Client();
await one.save('north', ['Ant', 'Bee']);
await one.input('count north\ngreet south\nnumber north south\nsail');
console.log(one.lines);
