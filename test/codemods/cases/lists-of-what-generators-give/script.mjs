import { mkdirSync } from 'node:fs';
import * as tides from './src/tides.js';

mkdirSync('data');
await tides.save('a', 'high\nlow\nhigh');
await tides.save('b', 'low');
for (const ask of [() => tides.all('a'), () => tides.upper('a'), () => tides.copied('b'), () => tides.count('a'), () => tides.framed('a'), () => tides.unique('a'), () => tides.table(['a', 'b']), () => tides.head('a'), () => tides.inTwoParts('a'), () => tides.byHand('a'), () => tides.told(['a', 'b'])]) {
  console.log(await ask(), tides.happened());
}
for (const ask of [() => tides.all('none'), () => tides.head('none'), () => tides.told(['b', 'none'])]) {
  try { await ask(); } catch (error) { console.log(error.code, tides.happened()); }
}
