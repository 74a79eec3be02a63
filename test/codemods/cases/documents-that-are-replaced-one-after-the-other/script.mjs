import { lstatSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import port from './port.js';

mkdirSync('data/kept', { recursive: true });
writeFileSync('data/kept/ships.json', '[]');
symlinkSync('kept/ships.json', 'data/ships.json');
// The long ones take longer than the short ones that come after them.
await Promise.all(Array.from({ length: 12 }, (_, i) => port.save(`${i % 2 ? '' : ' '.repeat(2_000_000)}[${i}]`)));
console.log((await port.load()).trim(), lstatSync('data/ships.json').isSymbolicLink(), readFileSync('data/kept/ships.json', 'utf8').trim(), readdirSync('data/kept'));
