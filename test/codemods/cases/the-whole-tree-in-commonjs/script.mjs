import berths from './src/berths.js';

console.log(await berths.names());
await berths.save('a', { deep: 3 });
console.log(await berths.names(), await berths.load('a'));
