import { mkdirSync } from 'node:fs';
import { all, caught, later, mixed, settled, save } from './src/quay.js';

mkdirSync('data');
await save('a', { n: 1, list: [1, 2] });
await save('b', { n: 2, list: [3] });
console.log(await later('a'), await caught('none'), await caught('a').then(({ n }) => n), await all(['a', 'b']), (await settled(['a', 'none'])).map(({ status }) => status).join(), await mixed('b'));
