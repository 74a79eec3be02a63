import { drop, load, move, names, save } from './src/berths.js';

console.log(await names());
await save('b-2', { deep: 4 });
await save('a', { deep: 3 });
await save('B', { deep: 2 });
console.log(await names(), await load('a'));
await move('a', 'c');
console.log(await names());
for (const work of [() => load('a'), () => drop('a'), () => move('a', 'd')]) {
  try { await work(); } catch (error) { console.log(error.code, error.syscall, error.message.replace(/'[^']*data/g, "'data")); }
}
