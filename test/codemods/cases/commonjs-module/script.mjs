import app from './index.js';

console.log(await app.register('A1'), await app.register('A2'));
