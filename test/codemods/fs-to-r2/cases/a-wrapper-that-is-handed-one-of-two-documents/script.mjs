import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { captain, mate, save } from './pilots.js';

mkdirSync('data/pilots/captains', { recursive: true });
mkdirSync('data/pilots/mates', { recursive: true });
await save('ada', true, 'first');
await save('bob', false, 'second');
console.log([await captain('ada'), await captain('bob'), await mate('ada'), await mate('bob')]);
console.log(readFileSync('data/pilots/captains/ada.json', 'utf8'), existsSync('data/pilots/mates/bob.json.tmp'));
