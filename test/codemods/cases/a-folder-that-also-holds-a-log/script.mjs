import fs from 'node:fs';
import { load, log, open, register, save } from './port.js';

console.log(await open({ homePath: 'home' }), fs.statSync('home').mode & 0o777, await open({ homePath: 'home' }));
await register();
await save('elbe', '{}');
fs.mkdirSync('home/logs');
log('moored\n');
console.log(await load('elbe'), fs.readdirSync('home'));
