import { captain, load, mate, save } from './pilots.js';
await save('ann', true, '1');
await save('bob', false, '2');
console.log(await load('ann', true), await load('bob', false), await captain('ann'), await captain('bob'), await mate('bob'));
