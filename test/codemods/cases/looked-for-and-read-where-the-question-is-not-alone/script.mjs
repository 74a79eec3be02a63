import fs from 'node:fs';
import * as pilots from './src/pilots.js';

fs.mkdirSync('data');
const told = async (work) => {
  try {
    console.log(JSON.stringify(await work()));
  } catch (error) {
    console.log(error.code, error.message);
  }
};
for (const _ of [1, 2]) {
  for (const wanted of [true, false]) for (const ask of [pilots.joined, pilots.narrowed, pilots.bare, pilots.either]) await told(() => ask(wanted));
  for (const name of ['', 'all', 'x']) for (const ask of [pilots.afterAnother, pilots.inACase]) await told(() => ask(name));
  await told(() => pilots.kept());
  await told(() => pilots.inAnExpression());
  await told(() => pilots.reversed());
  await told(() => pilots.counted(() => 'counted'));
  await pilots.save(['Ada']);
}
await told(() => pilots.ended());
