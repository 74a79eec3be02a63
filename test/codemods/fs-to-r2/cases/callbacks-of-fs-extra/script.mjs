import { createRequire } from 'node:module';
const { move, read, write } = createRequire(import.meta.url)('./quay.js');
await write('north', 'tall');
console.log(await read('north'), await read('none'));
console.log(await new Promise((done) => move('north', 'south', done)), await new Promise((done) => move('north', 'south', done)), await read('south'));
