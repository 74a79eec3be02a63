import ships from './lib/ships.js';

for (const _ of [1, 2]) {
  console.log(await ships.load(), await ships.text(), await ships.count(1));
  await ships.save([{ name: 'Möwe' }]);
}
await ships.save(null);
for (const name of ['ships', 'boats']) console.log(await ships.parsed(name), await ships.parsedAtOnce(name), await ships.revived(name, () => undefined));
