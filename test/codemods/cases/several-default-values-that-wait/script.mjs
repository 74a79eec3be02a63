import { mkdirSync } from 'node:fs';
import quay from './src/quay.js';

mkdirSync('data');
await quay.save({ ferry: 1, tug: 2 });
console.log(await quay.lines(), await quay.lines({ barge: 3 }), await quay.lines(undefined, ['tug'], '*', ['end']), await quay.longest());
