import os from 'node:os';
import path from 'node:path';
import * as files from './storage/files.js';

export const load = () => files.get('data/port.json', 'utf8');
export const save = (text) => files.put('data/port.json', text);
export const discard = () => files.rename('data/port.json', path.join(os.tmpdir(), 'port.json'));
