import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export const load = () => fs.readFile('data/port.json', 'utf8');
export const save = (text) => fs.writeFile('data/port.json', text);
export const discard = () => fs.rename('data/port.json', path.join(os.tmpdir(), 'port.json'));
