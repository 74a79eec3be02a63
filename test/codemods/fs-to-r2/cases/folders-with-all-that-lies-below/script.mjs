import { add, albums, drop, everything, photo } from './src/albums.js';

await add('sea', 'wave.png', Buffer.from([1, 2]));
await add('sea', 'gull.png', Buffer.from([3]));
await add('quay', 'ship.png', 'ship');
console.log(await albums(), await everything(), [...(await photo('sea', 'wave.png'))]);
await drop('sea');
await drop('sea');
console.log(await albums(), await everything());
