import { mkdirSync } from 'node:fs';
import { names, save } from './src/rota.js';

mkdirSync('data');
await save('monday', [{ name: 'Ada', hours: 8 }, { name: 'Bea', hours: 4 }]);
console.log(JSON.stringify(await names('monday')));
