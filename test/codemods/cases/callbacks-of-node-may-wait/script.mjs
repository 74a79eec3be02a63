import { mkdirSync } from 'node:fs';
import tools from './src/tools.js';

mkdirSync('data');
await tools.save('list');
console.log(await new Promise((resolve, reject) => tools.run((error, text) => (error ? reject(error) : resolve(text)))));
console.log(await new Promise((resolve) => tools.defer(resolve)));
