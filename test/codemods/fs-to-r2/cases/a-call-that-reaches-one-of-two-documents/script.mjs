import { captain, load, mate, promote, save } from './pilots.js';
await save('ann', true, '1');
await save('bob', false, '2');
console.log(await load('ann', true), await load('bob', false), await captain('ann'), await captain('bob'), await mate('bob'));
await Promise.all([promote('ann', true), promote('ann', true), promote('bob', false)]);
console.log(await load('ann', true), await load('bob', false));
