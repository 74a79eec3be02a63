import ships from './lib/ships.js';

for (const _ of [1, 2]) {
  console.log(await ships.load(), await ships.text(), await ships.count(1));
  await ships.save([{ name: 'Möwe' }]);
}
