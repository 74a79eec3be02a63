import { existsSync, readFileSync, unlinkSync, writeFileSync as write } from 'fs';

export const readTides = () => (existsSync('tides.json') ? JSON.parse(readFileSync('tides.json', 'utf-8')) : null);

export function writeTides(tides) {
  write('tides.json', JSON.stringify(tides), 'utf8');
}

export const forgetTides = () => unlinkSync('tides.json');
