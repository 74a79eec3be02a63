import { mkdirSync } from 'node:fs';
import { base, fees, setBase, setFees, version } from './src/app.js';

mkdirSync('data', { recursive: true });
await setFees({ quay: 3 });
await setBase({ quay: 4 }, false);
await setBase({ version: '2' }, true);
console.log(await fees(), await base(), await version());
